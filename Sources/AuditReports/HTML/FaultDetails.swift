import AuditModel
import AuditScoring

/// A rule that found faults: counts, what it asks and rests on, examples of masked findings.
extension ReportPage {
  mutating func faultDetails(_ faults: [RankedRule]) {
    var shown = 0
    for fault in faults where hasRoom(until: ReportBounds.ruleDetailBytes) {
      faultDetail(fault)
      shown += 1
    }
    cutNote(
      shown: shown, of: faults.count, say("quy tắc có lỗi ở dạng chi tiết", "rules in detail"))
  }

  private mutating func faultDetail(_ fault: RankedRule) {
    let rule = fault.rule
    element("article", ["class": "fault \(rule.status.styleClass)", "id": fault.anchor]) { page in
      page.element("h4") { page in
        page.badge(rule.status)
        page.html.text(" " + page.clipped(rule.title))
      }
      page.element("p", ["class": "outcome"]) { page in
        page.element("strong", page.failureText(rule))
        page.html.text(page.skippedText(rule) + ".")
      }
      page.stackedBar(rule.counts)
      page.element("p", ["class": "message"], page.clipped(rule.message, ReportBounds.list))
      page.facts(page.ruleFacts(fault))
      if let text = rule.text { page.expression(text) }
      page.exampleTable(fault)
    }
  }

  private func skippedText(_ rule: RuleResult) -> String {
    guard rule.counts.skipped > 0 else { return "" }
    let count = numbers.count(rule.counts.skipped)
    return say("; bỏ qua \(count), không tính vào mẫu số", "; \(count) skipped, not counted")
  }

  private func ruleFacts(_ fault: RankedRule) -> [(String, String)] {
    let rule = fault.rule
    let accepted = rule.acceptedWithRemark
    let fields = rule.fields.prefix(60).map { clipped($0, 80) }.joined(separator: ", ")
    return [
      (say("Mã quy tắc", "Rule"), "\(clipped(rule.id, 120)) (\(clipped(rule.kind, 40)))"),
      (say("Bộ dữ liệu", "Dataset"), clipped(fault.resource.title)),
      (say("Trường", "Fields"), clipped(fields, ReportBounds.list)),
      (say("Tiêu chí", "Criterion"), rule.dimension.title[language]),
      (say("Mức độ", "Severity"), rule.severity.title[language]),
      (say("Trọng số", "Weight"), rule.weight == 1 ? "" : numbers.count(rule.weight)),
      (say("Ngưỡng", "Tolerance"), toleranceText(rule)),
      (
        say("Chấp nhận kèm lưu ý", "Accepted with a remark"),
        accepted > 0 ? numbers.count(accepted) : ""
      ),
      (
        say("Miễn trừ", "Waived"),
        rule.counts.waived > 0
          ? say(
            "\(numbers.count(rule.counts.waived)), không tính vào điểm",
            "\(numbers.count(rule.counts.waived)), not in the score") : ""
      ),
      (
        say("Căn cứ", "Legal basis"),
        rule.legal.isEmpty ? say("chưa nêu", "none given") : legalText(rule)
      ),
      (say("Ghi chú", "Note"), rule.statusReason.map { clipped($0) } ?? ""),
    ]
  }

  private func toleranceText(_ rule: RuleResult) -> String {
    func bound(_ tolerance: Tolerance) -> String {
      switch tolerance {
      case .count(let count): numbers.count(count) + say(" lỗi", " failures")
      case .share(let share):
        numbers.percent(share.numerator, of: share.denominator)
          ?? "\(share.numerator)/\(share.denominator)"
      }
    }
    return [
      rule.warnAt.map { say("cảnh báo từ ", "warned from ") + bound($0) },
      rule.failAt.map { say("không đạt từ ", "failed from ") + bound($0) },
    ].compactMap(\.self).joined(separator: "; ")
  }

  private mutating func expression(_ text: String) {
    element("figure", ["class": "expression"]) { page in
      page.element("figcaption", page.say("Biểu thức của quy tắc", "The rule's text"))
      page.html.open("pre")
      page.html.text(page.clipped(text, ReportBounds.expression), keepingLines: true)
      page.html.close("pre")
    }
  }

  private mutating func exampleTable(_ fault: RankedRule) {
    let all = examples[RuleKey(fault.resource.name, fault.rule.id)] ?? []
    let shown = Array(all.prefix(max(0, examplesPerRule)))
    guard !shown.isEmpty else {
      element(
        "p", ["class": "cut"],
        say("Không kèm ví dụ; danh sách lỗi ở tệp findings.csv.", "No examples; see findings.csv."))
      return
    }
    let titles = [
      Column(say("Bản ghi", "Record"), "number"), Column(say("Dòng", "Line"), "number"),
      Column(say("Khóa", "Key")), Column(say("Trường", "Field")),
      Column(say("Giá trị", "Value")),
      Column(say("Yêu cầu", "Expected"), "wide"),
    ]
    let (part, whole) = (numbers.count(shown.count), numbers.count(fault.rule.counts.failed))
    let caption = say("Hiển thị \(part) trong \(whole) lỗi", "Showing \(part) of \(whole) findings")
    table("examples", caption: caption, titles) { page in
      for example in shown {
        page.element("tr") { page in page.exampleRow(example, fault.rule, titles) }
      }
    }
    let counts = fault.rule.counts
    let written = max(0, fault.rule.findingsWritten - counts.waived)
    if fault.rule.findingsWritten < counts.failed + counts.waived {
      element(
        "p", ["class": "cut"],
        say(
          "Tệp findings.csv ghi \(numbers.count(written)) trong \(whole) lỗi do giới hạn đã đặt.",
          "findings.csv has \(numbers.count(written)) of \(whole) findings, as the cap asked."))
    }
  }

  private mutating func exampleRow(
    _ example: FindingExample, _ rule: RuleResult, _ titles: [Column]
  ) {
    let limit = ReportBounds.value
    cell(titles[0]) { page in
      page.html.text(example.record > 0 ? page.numbers.count(example.record) : "–")
      if let part = example.part { page.element("small", " " + page.clipped(part, limit)) }
    }
    cell(titles[1], example.line > 0 ? numbers.count(example.line) : "–")
    cell(titles[2], clipped(example.key, limit))
    cell(titles[3]) { $0.element("code", $0.clipped(example.field, limit)) }
    cell(titles[4]) { page in
      guard !example.value.isEmpty else {
        return page.element("em", page.say("(trống)", "(blank)"))
      }
      page.element("code", page.clipped(example.value, limit))
    }
    let parts = [clipped(example.expected, limit), clipped(remark(example, rule), limit)]
    cell(titles[5], parts.filter { !$0.isEmpty }.joined(separator: " — "))
  }

  /// What a finding says beyond its rule's message, which stands above the table once.
  private func remark(_ example: FindingExample, _ rule: RuleResult) -> String {
    let (said, known) = (example.text(language), rule.message[language])
    guard !known.isEmpty, said.hasPrefix(known) else { return said }
    let rest = said.dropFirst(known.count)
    guard rest.hasPrefix(" ("), rest.hasSuffix(")") else { return rest.isEmpty ? "" : said }
    return String(rest.dropFirst(2).dropLast())
  }
}
