import AuditModel
import AuditScoring

/// What was accepted by a document, and what was switched off: both stand beside the score, neither is silent.
extension ReportPage {
  mutating func exceptions() {
    guard !result.waivers.isEmpty || !result.switchedOff.isEmpty else { return }
    section(
      "mien-tru", say("Lỗi được miễn trừ và quy tắc đã tắt", "Waived findings, rules switched off")
    ) { page in
      page.waivers()
      page.switchedOff()
    }
  }

  /// What a reader of the score must know of waivers, before any figure; nil where there are none.
  var waiverAlert: String? {
    let waived = result.waivedCount
    let expired = result.waivers.count { $0.state == .expired }
    let parts = [
      waived > 0
        ? say(
          "\(numbers.count(waived)) lỗi được miễn trừ theo văn bản, không tính vào điểm (không tính "
            + "đạt, không tính lỗi)",
          "\(numbers.count(waived)) findings are waived by documents and counted in no score, "
            + "neither as passed nor as failed") : nil,
      expired > 0
        ? say(
          "\(numbers.count(expired)) miễn trừ đã hết hạn, lỗi được tính lại",
          "\(numbers.count(expired)) waivers have expired, what they accepted counts again") : nil,
    ].compactMap(\.self)
    guard !parts.isEmpty else { return nil }
    return parts.joined(separator: "; ")
      + say("; xem mục “Lỗi được miễn trừ”.", "; see “Waived findings”.")
  }

  private mutating func waivers() {
    guard !result.waivers.isEmpty else { return }
    element("h3", say("Miễn trừ", "Waivers"))
    element(
      "p",
      say(
        "Miễn trừ là chấp nhận lỗi đã biết theo một văn bản, đến một ngày; dữ liệu chưa được sửa. Lỗi "
          + "được miễn trừ được đếm riêng, vẫn có trong findings.csv, và được tính lại khi hết hạn.",
        "A waiver accepts a known fault by a document, until a day; the data are not mended. What is "
          + "waived is counted apart, is still in findings.csv, and counts again after that day."))
    let titles = [
      Column(say("Tình trạng", "State")), Column(say("Quy tắc", "Rule"), "wide"),
      Column(say("Phạm vi", "Scope")), Column(say("Lỗi miễn trừ", "Waived"), "number"),
      Column(say("Lý do", "Reason"), "wide"), Column(say("Văn bản", "Document"), "wide"),
      Column(say("Hết hạn", "Until")),
    ]
    var shown = 0
    table("waivers", caption: say("Các miễn trừ", "Waivers"), titles) { page in
      for waiver in page.result.waivers where page.hasRoom(until: ReportBounds.waiverBytes) {
        page.element("tr") { $0.waiverRow(waiver, titles) }
        shown += 1
      }
    }
    cutNote(shown: shown, of: result.waivers.count, say("miễn trừ", "waivers"))
  }

  private mutating func waiverRow(_ waiver: WaiverResult, _ titles: [Column]) {
    cell(titles[0], waiver.state.title[language])
    cell(titles[1]) { page in
      let resource = page.result.resources.first { $0.name == waiver.resource }
      let title = resource?.rules.first { $0.id == waiver.rule }?.title
      if let title { page.element("span", ["class": "name"], page.clipped(title, 160)) }
      let name = resource.map { page.clipped($0.title, 80) } ?? page.clipped(waiver.resource, 80)
      page.element("small", "\(page.clipped(waiver.rule, 100)) · \(name)")
    }
    cell(titles[2], scope(waiver))
    cell(titles[3], numbers.count(waiver.waived))
    cell(titles[4], clipped(waiver.reason))
    cell(titles[5]) { page in
      page.html.text(page.clipped(waiver.document))
      page.element(
        "small", page.say("Người duyệt: ", "Approved by ") + page.clipped(waiver.approvedBy, 120))
    }
    cell(titles[6], numbers.date(waiver.until))
  }

  private func scope(_ waiver: WaiverResult) -> String {
    guard let count = waiver.keyCount else { return say("cả quy tắc", "the whole rule") }
    guard waiver.state == .applied || waiver.state == .unmatched else {
      return say("\(numbers.count(count)) khóa", "\(numbers.count(count)) keys")
    }
    let matched = numbers.count(waiver.matchedKeys)
    return say(
      "\(matched) trong \(numbers.count(count)) khóa có lỗi",
      "\(matched) of \(numbers.count(count)) keys have findings")
  }

  private mutating func switchedOff() {
    guard !result.switchedOff.isEmpty else { return }
    element("h3", say("Quy tắc đã tắt", "Rules switched off"))
    element(
      "p",
      say(
        "Các quy tắc sau có trong bộ quy tắc nhưng bị tắt (\"enabled\": false), không chạy.",
        "These rules are in the packs, but switched off (\"enabled\": false), and were not run."))
    let titles = [
      Column(say("Quy tắc", "Rule"), "wide"), Column(say("Mức độ", "Severity")),
      Column(say("Thuộc bộ quy tắc", "Of the pack")),
      Column(say("Bị tắt trong", "Switched off by")),
    ]
    var shown = 0
    table("switched-off", caption: say("Quy tắc đã tắt", "Rules switched off"), titles) { page in
      for rule in page.result.switchedOff where page.hasRoom(until: ReportBounds.waiverBytes) {
        page.element("tr") { page in
          page.cell(titles[0]) { page in
            page.element("span", ["class": "name"], page.clipped(rule.title, 160))
            page.element(
              "small", "\(page.clipped(rule.id, 100)) · \(page.clipped(rule.resource, 80))")
          }
          page.cell(titles[1], rule.severity.title[page.language])
          page.cell(titles[2], page.clipped(rule.pack, 100))
          page.cell(titles[3], page.clipped(rule.by, 100))
        }
        shown += 1
      }
    }
    cutNote(shown: shown, of: result.switchedOff.count, say("quy tắc", "rules"))
  }
}

extension WaiverResult.State {
  var title: LocalizedText {
    switch self {
    case .applied: LocalizedText(vi: "Đang áp dụng", en: "Applied")
    case .unmatched: LocalizedText(vi: "Không khớp lỗi nào", en: "Matched nothing")
    case .expired: LocalizedText(vi: "Đã hết hạn", en: "Expired")
    case .notJudged: LocalizedText(vi: "Quy tắc không được xét", en: "Rule not judged")
    }
  }
}
