import AuditLedger
import AuditModel
import AuditReports
import AuditSystem
import AuditText

/// The inspections of a ledger, as lines for a terminal or as JSON (`soat-history/1`).
struct HistoryView {
  let path: String
  let runs: [LedgerRun]
  /// The last one recorded, of whatever agency.
  let head: LedgerRun?
  let isVerified: Bool

  /// Of each agency its inspections by day; agencies by their ids.
  private var series: [[LedgerRun]] {
    let groups = Dictionary(grouping: runs, by: \.agencyID)
    return groups.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.compactMap {
      groups[$0]?.sorted { ($0.date, $0.number) < ($1.date, $1.number) }
    }
  }

  func text(_ language: Language, _ terminal: Terminal) -> String {
    func word(_ vi: String, _ en: String) -> String { LocalizedText(vi: vi, en: en)[language] }
    let numbers = ReportNumbers(language)
    var lines = [
      word("Sổ theo dõi: ", "Ledger: ") + Terminal.safe(path) + " - "
        + word(
          "\(numbers.count(runs.count)) lần kiểm tra", "inspections: \(numbers.count(runs.count))")
    ]
    for series in series {
      let last = series[series.count - 1]
      lines.append("")
      lines.append(
        terminal.styled(
          Terminal.safe("\(last.agencyName[language]) (\(last.agencyID))"), .bold))
      lines += table(series, language)
      let scores = series.compactMap(\.basisPoints)
      if scores.count > 1, let least = scores.min(), let most = scores.max() {
        lines.append(
          "  " + word("Diễn biến điểm: ", "The scores: ") + HistoryView.picture(series)
            + word(
              " (từ \(numbers.percent(basisPoints: least)) đến \(numbers.percent(basisPoints: most)))",
              " (from \(numbers.percent(basisPoints: least)) to \(numbers.percent(basisPoints: most)))"
            ))
      }
    }
    if let head {
      lines.append("")
      lines.append(
        word("Mã kiểm chứng: ", "Digest: ") + SHA256.hex(of: head.digest)
          + (isVerified
            ? word(
              " - đã đối chiếu toàn bộ sổ, còn nguyên", " - the whole ledger was read and fits")
            : ""))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func table(_ series: [LedgerRun], _ language: Language) -> [String] {
    func word(_ vi: String, _ en: String) -> String { LocalizedText(vi: vi, en: en)[language] }
    let numbers = ReportNumbers(language)
    var table = TextTable(numeric: [0, 3, 5, 6, 7])
    table.add([
      word("lần", "run"), word("ngày", "day"), word("kỳ", "period"), word("điểm", "score"), "",
      word("đã xét", "judged"), word("lỗi", "failed"), word("miễn trừ", "waived"),
      word("quy tắc", "rules"),
    ])
    for run in series {
      let period = [run.periodFrom, run.periodTo].map { $0?.vietnamese ?? "…" }
      table.add([
        "\(run.number)", run.date.vietnamese,
        run.periodFrom == nil && run.periodTo == nil ? "-" : period.joined(separator: "–"),
        run.basisPoints.map { numbers.percent(basisPoints: $0) } ?? "-",
        HistoryView.bar(run.basisPoints), numbers.count(run.counts.evaluated),
        numbers.count(run.counts.failed), numbers.count(run.counts.waived),
        numbers.count(run.ruleCount) + breaks(run, word),
      ])
    }
    return table.lines(indent: 2)
  }

  private func breaks(_ run: LedgerRun, _ word: (String, String) -> String) -> String {
    var parts: [String] = []
    if run.changedRules > 0 {
      parts.append(word("≠ \(run.changedRules) đổi", "≠ \(run.changedRules) changed"))
    }
    if run.addedRules > 0 {
      parts.append(word("+\(run.addedRules) thêm", "+\(run.addedRules) added"))
    }
    if run.removedRules > 0 {
      parts.append(word("-\(run.removedRules) bớt", "-\(run.removedRules) gone"))
    }
    return parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
  }

  /// Ten cells are 100 %, in eighths of a cell.
  private static func bar(_ basisPoints: Int?) -> String {
    guard let basisPoints else { return "" }
    let eighths = (basisPoints * 80 + 5_000) / 10_000
    let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
  }

  /// One sign an inspection between the least and the greatest score; `|` before one whose rules changed.
  private static func picture(_ series: [LedgerRun]) -> String {
    let steps = Array("▁▂▃▄▅▆▇█")
    let scores = series.compactMap(\.basisPoints)
    guard let least = scores.min(), let most = scores.max() else { return "" }
    var picture = ""
    for (index, run) in series.enumerated() {
      if index > 0, run.changedRules > 0 { picture += "|" }
      guard let score = run.basisPoints else {
        picture += "·"
        continue
      }
      let step = most == least ? 7 : (score - least) * 7 / (most - least)
      picture.append(steps[step])
    }
    return picture
  }

  var json: [UInt8] {
    var json = JSONWriter(indented: true)
    json.object { json in
      json.member("format", Version.historyFormat)
      json.member("digest", head.map { SHA256.hex(of: $0.digest) })
      json.member("verified", isVerified)
      json.array("agencies") { json in
        for series in series {
          json.object { json in
            json.member("id", series[0].agencyID)
            json.member("name", series[series.count - 1].agencyName)
            json.array("runs") { json in
              for run in series { json.object { $0.run(run) } }
            }
          }
        }
      }
    }
    return json.finish()
  }
}

extension JSONWriter {
  fileprivate mutating func run(_ run: LedgerRun) {
    member("run", run.number)
    member("recorded", run.recorded)
    member("date", run.date.iso)
    object("period") { json in
      json.member("from", run.periodFrom?.iso)
      json.member("to", run.periodTo?.iso)
    }
    member("tool", run.toolVersion)
    member("policy", run.policy)
    member("basisPoints", run.basisPoints)
    member("records", run.recordCount)
    object("counts") { $0.counts(run.counts) }
    object("rules") { json in
      json.member("count", run.ruleCount)
      json.member("changed", run.changedRules)
      json.member("added", run.addedRules)
      json.member("removed", run.removedRules)
    }
    member("digest", SHA256.hex(of: run.digest))
  }

  mutating func counts(_ counts: RuleCounts) {
    member("evaluated", counts.evaluated)
    member("passed", counts.passed)
    member("failed", counts.failed)
    member("skipped", counts.skipped)
    member("waived", counts.waived)
  }
}
