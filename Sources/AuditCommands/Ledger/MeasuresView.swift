import AuditLedger
import AuditModel
import AuditReports
import AuditSystem
import AuditText

/// Corrective measures, as lines for a terminal or as JSON (`soat-measures/1`).
struct MeasuresView {
  let measures: [MeasureHistory]
  /// The day that deadlines are held against.
  let day: CivilDate

  func text(_ language: Language) -> String {
    func word(_ vi: String, _ en: String) -> String { LocalizedText(vi: vi, en: en)[language] }
    guard !measures.isEmpty else { return word("Không có biện pháp nào.\n", "There are none.\n") }
    var table = TextTable(numeric: [])
    table.add([
      word("mã", "id"), word("trạng thái", "status"), word("từ ngày", "since"),
      word("thời hạn", "deadline"), word("đơn vị", "unit"), word("nội dung", "measure"),
    ])
    for measure in measures.map(\.measure) {
      let deadline = measure.deadline.map(\.vietnamese) ?? "-"
      let late = measure.isOverdue(on: day) ? word(" QUÁ HẠN", " OVERDUE") : ""
      let rules = measure.rules.isEmpty ? "" : " [\(measure.rules.joined(separator: ", "))]"
      table.add([
        Terminal.safe(measure.id), measure.status.title[language], measure.statusDate.vietnamese,
        deadline + late, Terminal.safe(measure.unit), Terminal.safe(measure.title + rules),
      ])
    }
    let overdue = measures.count { $0.measure.isOverdue(on: day) }
    let end = word(
      "\(measures.count) biện pháp, \(overdue) quá hạn ngày \(day.vietnamese)",
      "measures: \(measures.count), overdue on \(day.vietnamese): \(overdue)")
    return (table.lines() + [end]).joined(separator: "\n") + "\n"
  }

  /// All that became of each, the first entry first.
  func history(_ language: Language) -> String {
    var text = text(language)
    for event in measures.flatMap(\.events) {
      let measure = event.measure
      text +=
        Terminal.safe(
          "  \(event.recorded)  \(measure.status.title[language])"
            + "  \(measure.deadline?.vietnamese ?? "-")  \(measure.unit)"
            + (event.note.isEmpty ? "" : "  \(event.note)")) + "\n"
    }
    return text
  }

  var json: [UInt8] {
    var json = JSONWriter(indented: true)
    json.object { json in
      json.member("format", Version.measuresFormat)
      json.member("day", day.iso)
      json.array("measures") { json in
        for history in measures {
          json.object { json in
            json.member("id", history.measure.id)
            json.member("run", history.run)
            json.measure(history.measure)
            json.member("overdue", history.measure.isOverdue(on: day))
            json.array("history") { json in
              for event in history.events {
                json.object { json in
                  json.member("recorded", event.recorded)
                  json.measure(event.measure)
                  json.member("note", event.note)
                }
              }
            }
          }
        }
      }
    }
    return json.finish()
  }
}
