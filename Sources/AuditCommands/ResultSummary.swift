import AuditModel
import AuditReports
import AuditScoring
import AuditSystem

/// The result of a run as lines for a terminal: the worst rules first.
struct ResultSummary {
  let outcome: AuditRun.Outcome
  let language: Language
  let terminal: Terminal

  private func word(_ vi: String, _ en: String) -> String {
    LocalizedText(vi: vi, en: en)[language]
  }

  var text: String {
    var lines: [String] = []
    let result = outcome.result
    if !result.agencyName[language].isEmpty {
      lines.append(terminal.styled(Terminal.safe(result.agencyName[language]), .bold))
    }
    for (index, resource) in result.resources.enumerated() {
      lines.append("")
      lines.append(heading(resource, outcome.scores.resources[index]))
      lines += table(resource)
    }
    lines += exceptions
    lines.append("")
    if result.resources.count > 1 || !result.agencyName[language].isEmpty { lines.append(total) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Waivers and rules that are off: beside the score, never silent.
  private var exceptions: [String] {
    let result = outcome.result
    let numbers = ReportNumbers(language)
    var lines: [String] = []
    if result.waivedCount > 0 {
      let count = numbers.count(result.waivedCount)
      lines.append(
        word(
          "Miễn trừ: \(count) lỗi được chấp nhận theo văn bản, không tính vào điểm",
          "Waived: \(count) findings accepted by documents, in no score"))
    }
    for (state, vi, en) in [
      (
        WaiverResult.State.expired, "đã hết hạn, lỗi được tính lại",
        "expired, what it accepted counts"
      ),
      (.unmatched, "không khớp lỗi nào", "matched nothing"),
      (.notJudged, "chưa xét được: quy tắc không chạy", "not judged: its rule was not run"),
    ] {
      for waiver in result.waivers where waiver.state == state {
        lines.append(
          Terminal.safe(
            word("Miễn trừ ", "Waiver ")
              + "\(waiver.file):\(waiver.line) (\(waiver.rule), \(waiver.document)): "
              + word(vi, en)))
      }
    }
    for waiver in result.waivers
    where waiver.state == .applied && waiver.matchedKeys < waiver.keyCount ?? 0 {
      let missed = numbers.count((waiver.keyCount ?? 0) - waiver.matchedKeys)
      lines.append(
        Terminal.safe(
          word("Miễn trừ ", "Waiver ")
            + "\(waiver.file):\(waiver.line) (\(waiver.rule), \(waiver.document)): "
            + word("\(missed) khóa không khớp lỗi nào", "\(missed) keys matched nothing")))
    }
    if !result.switchedOff.isEmpty {
      let ids = result.switchedOff.map(\.id).joined(separator: ", ")
      lines.append(
        Terminal.safe(
          word("Quy tắc đã tắt: ", "Rules switched off: ")
            + "\(numbers.count(result.switchedOff.count)) (\(ids))"))
    }
    return lines.isEmpty ? [] : [""] + lines
  }

  func whereTo(_ folder: String, workbook: Bool = false) -> String {
    let names = ["report.html", "findings.csv", "result.json", "report.xlsx"].map {
      FilePath.join(folder, $0)
    }
    return word("Báo cáo: ", "Report: ") + names[0] + "\n" + word("Danh sách lỗi: ", "Findings: ")
      + names[1] + "\n"
      + word("Số liệu: ", "Figures: ") + names[2] + "\n"
      + (workbook ? word("Bảng tính: ", "Workbook: ") + names[3] + "\n" : "")
      + outcome.documents.filter { $0.hasSuffix(".docx") }.map {
        word("Văn bản: ", "Document: ") + FilePath.join(folder, $0) + "\n"
      }.joined()
  }

  private func heading(_ resource: ResourceResult, _ scores: ResourceScorecard) -> String {
    let score =
      scores.score.map { ReportNumbers(language).percent($0) }
      ?? word("không đánh giá", "not evaluated")
      + (resource.complete && resource.recordCount == 0
        ? word(" (không có bản ghi nào)", " (there is no record)") : "")
    let records = ReportNumbers(language).count(resource.recordCount)
    return terminal.styled(
      "\(Terminal.safe(resource.title[language])) (\(Terminal.safe(resource.source.path)))", .bold)
      + " - \(records) \(word("bản ghi", "records")) - \(word("điểm", "score")) \(score)"
      + (resource.complete ? "" : " - " + word("KHÔNG ĐỌC ĐƯỢC TRỌN VẸN", "NOT READ WHOLE"))
  }

  private var total: String {
    let score =
      outcome.scores.score.map { ReportNumbers(language).percent($0) }
      ?? word("không đánh giá", "not evaluated")
    let grade = outcome.scores.grade.map { " (\($0.name[language]))" } ?? ""
    let unscored = outcome.scores.resources.count { $0.score == nil }
    let rest =
      unscored > 0
      ? word("; \(unscored) bộ dữ liệu không có điểm", "; resources without a score: \(unscored)")
      : ""
    return terminal.styled(word("Điểm chung: ", "Total score: ") + score + grade + rest, .bold)
  }

  private func table(_ resource: ResourceResult) -> [String] {
    let numbers = ReportNumbers(language)
    let faulty = resource.rules.filter { $0.status != .passed }.sorted { a, b in
      if rank(a) != rank(b) { return rank(a) < rank(b) }
      if a.severity != b.severity { return a.severity > b.severity }
      if a.counts.failed != b.counts.failed { return a.counts.failed > b.counts.failed }
      return a.id < b.id
    }
    let passed = resource.rules.count - faulty.count
    var rows: [[String]] = []
    for rule in faulty {
      rows.append([
        mark(rule), rule.id, numbers.count(rule.counts.failed),
        "/ " + numbers.count(rule.counts.evaluated),
        Terminal.safe(rule.statusReason?[language] ?? rule.title[language]),
      ])
    }
    var widths = [0, 0, 0, 0]
    for row in rows {
      for column in 0..<4 { widths[column] = max(widths[column], row[column].unicodeScalars.count) }
    }
    var lines = rows.map { row in
      let cells = (0..<4).map { column in
        let gap = String(repeating: " ", count: widths[column] - row[column].unicodeScalars.count)
        return column == 2 ? gap + row[column] : row[column] + gap
      }
      return "  " + cells.joined(separator: "  ") + "  " + row[4]
    }
    lines.append(
      "  " + word("\(passed) quy tắc đạt", "\(passed) rules passed") + "; "
        + word("\(faulty.count) quy tắc khác nêu trên", "\(faulty.count) others listed above"))
    return lines
  }

  private func rank(_ rule: RuleResult) -> Int {
    RuleStatus.allCases.firstIndex(of: rule.status) ?? 0
  }

  private func mark(_ rule: RuleResult) -> String {
    switch rule.status {
    case .failed: rule.severity.title[language]
    case .warned: min(rule.severity, .warning).title[language]
    case .notApplicable: word("không áp dụng", "not applicable")
    case .incomplete: word("không trọn vẹn", "incomplete")
    case .error: word("quy tắc lỗi", "rule error")
    case .waived: word("miễn trừ", "waived")
    case .passed: word("đạt", "passed")
    }
  }
}
