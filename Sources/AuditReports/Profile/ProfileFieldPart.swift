import AuditModel
import AuditScoring

/// A field's own part: figures, then pictures.
extension ProfilePage {
  mutating func fieldParts() {
    var shown = 0
    for (index, field) in profile.fields.enumerated()
    where hasRoom(until: ProfilePage.fieldBytes) {
      part(field, index)
      shown += 1
    }
    cutNote(shown, say("trường", "fields"))
  }

  private mutating func part(_ field: FieldProfile, _ index: Int) {
    let style = field.filled == 0 ? "field blank" : "field"
    element("section", ["class": style, "id": "t\(index + 1)"]) { page in
      page.element("h3") { page in
        page.html.text("\(index + 1).")
        page.element("code", page.clipped(field.name, 120))
        page.element("span", ["class": "kind"], ProfileWords.type(field)[page.language])
      }
      page.facts(page.figures(of: field))
      if field.isSensitive {
        page.element("p", ["class": "note"], ProfileWords.sensitive[page.language])
      }
      guard field.filled > 0 else { return }
      page.element("div", ["class": "pictures"]) { page in
        page.kinds(of: field)
        page.frequent(of: field)
        page.patterns(of: field)
        page.spread(of: field)
        page.counts(
          page.title("Dạng chữ", "Form of text", of: field), field.defects, field.formTotal,
          isFault: true
        ) { ProfileWords.defect($0)[$1] }
        page.counts(
          page.say("Có trong danh mục dùng chung", "In a shared code list"), field.codeLists,
          field.filled
        ) { name, _ in name }
      }
    }
  }

  private func figures(of field: FieldProfile) -> [(String, String)] {
    let blank = field.recordCount - field.filled
    let blankShare = numbers.percent(blank, of: field.recordCount) ?? "–"
    var entries = [
      (say("Có giá trị", "Filled"), numbers.count(field.filled)),
      (say("Trống", "Blank"), "\(numbers.count(blank)) (\(blankShare))"),
    ]
    guard field.filled > 0 else { return entries }
    if let format = field.namedFormat {
      entries.append((say("Định dạng", "Format"), share(of: format)))
    }
    let ofType = numbers.percent(field.typeCount, of: field.formTotal) ?? "–"
    if let sample = ProfileWords.sample(field, numbers) {
      entries.append((say("Kiểu, cách viết, mẫu", "Type, writing, patterns"), sample[language]))
    }
    entries += [
      (say("Đúng kiểu", "Of the type"), "\(numbers.count(field.typeCount)) (\(ofType))"),
      (say("Khác nhau", "Distinct"), distinct(field)),
      (say("Nhỏ nhất", "Minimum"), field.minimum.map { clipped($0, 60) } ?? ""),
      (say("Lớn nhất", "Maximum"), field.maximum.map { clipped($0, 60) } ?? ""),
      (
        say("Độ dài", "Length"),
        field.isSensitive ? "" : "\(length(field)) \(say("ký tự", "characters"))"
      ),
    ]
    if let mean = field.meanLengthHundredths, field.shortest != field.longest {
      entries.append((say("Dài trung bình", "Mean length"), decimal(mean)))
    }
    return entries
  }

  /// Hundredths as a decimal.
  private func decimal(_ hundredths: Int) -> String {
    let rest = hundredths % 100
    let comma = language == .vi ? "," : "."
    return "\(numbers.count(hundredths / 100))\(comma)\(rest < 10 ? "0" : "")\(rest)"
  }

  /// Over what is told of the values whose form was looked at; of a sample it says how many these are.
  private func title(_ vi: String, _ en: String, of field: FieldProfile) -> String {
    guard field.isFormSampled else { return say(vi, en) }
    let count = numbers.count(field.formTotal)
    return say("\(vi) (mẫu \(count) giá trị)", "\(en) (sample of \(count))")
  }

  /// Told where values are written in more than one way.
  private mutating func kinds(of field: FieldProfile) {
    if field.kinds.count > 1 {
      counts(
        title("Cách viết", "How values are written", of: field), Array(field.kinds.prefix(8)),
        field.formTotal
      ) { ProfileWords.kind($0)[$1] }
    }
    formats(of: field)
  }

  /// Counts of all values and of each sample stand apart.
  private mutating func formats(of field: FieldProfile) {
    let told = field.formats.filter { !$0.isCommon || $0.name == field.namedFormat?.name }
    for total in Set(told.map(\.total)).sorted(by: >) {
      let formats = told.filter { $0.total == total }
      let isSample = formats.contains(where: \.isSample)
      let title =
        isSample
        ? say(
          "Đúng định dạng (mẫu \(numbers.count(total)) giá trị)",
          "Of the format (sample of \(numbers.count(total)))")
        : say("Đúng định dạng", "Of the format")
      counts(title, formats.map { NamedCount($0.name, $0.count) }, total) { name, _ in name }
    }
    let known = Set(field.formats.map(\.name))
    let rare = field.identifiers.filter {
      !known.contains($0.name) && $0.count * 100 >= field.formTotal
    }
    counts(title("Có thể là", "Could be", of: field), rare, field.formTotal) { name, _ in name }
  }

  private func share(of format: FormatShare) -> String {
    let share = numbers.percent(format.count, of: format.total) ?? "–"
    let sample = say(
      " của mẫu \(numbers.count(format.total)) giá trị",
      " of a sample of \(numbers.count(format.total))")
    return "\(format.name): \(share)\(format.isSample ? sample : "")"
  }

  private mutating func frequent(of field: FieldProfile) {
    // Hidden values say how much the most frequent ones take up; more of them say nothing.
    let isHidden = field.frequent.allSatisfy(\.isMasked)
    let values = field.frequent.filter { $0.count > 1 }.prefix(isHidden ? 3 : 10)
    guard !values.isEmpty else { return }
    let total = numbers.count(field.frequentTotal)
    let title =
      field.isFrequentSampled
      ? say("Giá trị hay gặp (mẫu \(total) giá trị)", "Frequent values (sample of \(total))")
      : say("Giá trị hay gặp", "Frequent values")
    element("section") { page in
      page.element("h4", title)
      page.element("table", ["class": "counts"]) { page in
        page.element("tbody") { page in
          for value in values {
            page.countRow(
              value.count, of: field.frequentTotal, style: "value",
              wordStyle: value.isMasked ? "masked" : ""
            ) { page in page.html.text(page.clipped(value.text, 80)) }
          }
        }
      }
    }
  }

  private mutating func patterns(of field: FieldProfile) {
    guard !field.isSensitive else { return }
    let title = title("Mẫu ký tự", "Patterns of characters", of: field)
    if field.patternsAreMany {
      element("section") { page in
        page.element("h4", title)
        page.element(
          "p", ["class": "note"],
          page.say("Quá nhiều mẫu khác nhau, không liệt kê.", "Too many different ones to list."))
      }
      return
    }
    element("section") { page in
      page.element("h4", title)
      page.element("table", ["class": "counts"]) { page in
        page.element("tbody") { page in
          for pattern in field.patterns {
            let isRare = pattern.count * 50 < field.formTotal
            page.countRow(
              pattern.count, of: field.formTotal, style: isRare ? "odd" : "value", wordStyle: ""
            ) { page in page.element("code", page.clipped(ProfileWords.pattern(pattern.name), 80)) }
          }
        }
      }
    }
  }

  private mutating func counts(
    _ title: String, _ counts: [NamedCount], _ total: Int, isFault: Bool = false,
    _ word: (String, Language) -> String
  ) {
    guard !counts.isEmpty else { return }
    element("section") { page in
      page.element("h4", title)
      page.element("table", ["class": "counts"]) { page in
        page.element("tbody") { page in
          for entry in counts {
            let text = page.clipped(word(entry.name, page.language), 80)
            let isOdd = isFault || entry.name.hasSuffix("-unreal")
            page.countRow(
              entry.count, of: total, style: isOdd ? "odd" : "value", wordStyle: ""
            ) { $0.html.text(text) }
          }
        }
      }
    }
  }

  private mutating func countRow(
    _ count: Int, of total: Int, style: String, wordStyle: String,
    _ word: (inout ProfilePage) -> Void
  ) {
    element("tr") { page in
      page.element("th", ["scope": "row", "class": wordStyle], word)
      page.cell(Column(page.say("Số lượng", "Count"), "number"), page.numbers.count(count))
      page.cell(
        Column(page.say("Tỷ lệ", "Share"), "number"), page.numbers.percent(count, of: total) ?? "–")
      page.element("td", ["class": "picture"]) { $0.bar(count, of: total, style: style) }
    }
  }

  /// How dates lie in years; of other values, how long they are.
  private mutating func spread(of field: FieldProfile) {
    if field.type == .date || field.type == .datetime {
      guard let first = field.years.first?.year, let last = field.years.last?.year else { return }
      let years = Dictionary(field.years.map { ($0.year, $0.count) }) { $0 + $1 }
      let width = (last - first) / 60 + 1
      let start = first - first % width
      let columns = stride(from: start, through: last, by: width).map { year in
        let count = (year..<year + width).reduce(0) { $0 + (years[$1] ?? 0) }
        let name = width == 1 ? "\(year)" : "\(year)–\(year + width - 1)"
        return (name: name, year: year, count: count)
      }
      picture(
        title("Theo năm", "By year", of: field),
        columns.map { ($0.name, "\($0.year)", $0.count) })
    } else if field.longest > field.shortest, field.lengths.count > 1 {
      let most = field.lengths.count - 1
      let range = min(field.shortest, most)...min(field.longest, most)
      picture(
        say("Theo độ dài (ký tự)", "By length (characters)"),
        range.map { length in
          let name = length == most ? "≥ \(length)" : "\(length)"
          return (name, length == most ? "\(length)+" : "\(length)", field.lengths[length])
        })
    }
  }

  private mutating func picture(
    _ title: String, _ columns: [(name: String, label: String, count: Int)]
  ) {
    guard columns.count > 1 else { return }
    let every = max(1, (columns.count + 7) / 8)
    element("section") { page in
      page.element("h4", title)
      let labelled = columns.enumerated().map { index, column in
        (
          label: index % every == 0 ? column.label : "", count: column.count,
          title: "\(column.name): \(page.numbers.count(column.count))"
        )
      }
      page.histogram(labelled, title)
    }
  }
}
