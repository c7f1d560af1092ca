import AuditModel
import AuditScoring

/// Parts b, c and d: the rules of each aspect, the worst first.
extension ReportPage {
  /// The outline as a table: which part was assessed, and with what outcome.
  mutating func outlineTable() {
    let titles = [
      Column(say("Nội dung", "Part")), Column(say("Tình trạng", "State")),
      Column(say("Quy tắc đã đánh giá", "Rules assessed"), "number"),
      Column(say("Không đạt", "Failed"), "number"), Column(say("Cảnh báo", "Warned"), "number"),
    ]
    let basis =
      outline.basis.map { say("Theo ", "After ") + clipped($0) }
      ?? say("Các nội dung kiểm tra, đánh giá", "The parts of the inspection")
    table("outline", caption: basis, titles) { page in
      for part in page.outline.parts {
        page.element("tr") { page in page.outlineRow(part, titles) }
      }
    }
    if let note = outline.note { element("p", ["class": "note"], clipped(note, 600)) }
  }

  private mutating func outlineRow(_ part: ReportOutline.Part, _ titles: [Column]) {
    let members = part.aspects.flatMap { outline.rules(of: $0, among: rules) }
    let scored = members.filter { $0.card.score != nil }
    rowHead { page in
      page.element("a", ["href": "#phan-\(part.letter)"]) { page in
        page.html.text("\(part.letter)) \(part.title[page.language])")
      }
    }
    guard !part.isInventory else {
      cell(titles[1], say("✓ Đã kiểm kê", "✓ Listed"))
      for column in titles[2...] { cell(column, "–") }
      return
    }
    cell(titles[1]) { page in
      guard scored.isEmpty else { return page.html.text(page.say("✓ Đã đánh giá", "✓ Assessed")) }
      page.html.text(page.say("– Chưa đánh giá: ", "– Not assessed: ") + page.reason(members))
    }
    cell(titles[2], "\(numbers.count(scored.count))/\(numbers.count(members.count))")
    cell(titles[3], numbers.count(scored.filter { $0.rule.status == .failed }.count))
    cell(titles[4], numbers.count(scored.filter { $0.rule.status == .warned }.count))
  }

  /// Why nothing of an aspect was assessed.
  private func reason(_ members: [RankedRule]) -> String {
    members.isEmpty
      ? say("không có quy tắc nào thuộc nội dung này", "no rule falls under it")
      : say(
        "các quy tắc thuộc nội dung này đều không đánh giá được",
        "none of its rules could be assessed")
  }

  mutating func part(_ part: ReportOutline.Part) {
    element("section", ["id": "phan-\(part.letter)", "class": "part"]) { page in
      page.element("h2", "\(part.letter)) \(part.title[page.language])")
      if let cite = part.cite { page.element("p", ["class": "cite"], page.clipped(cite)) }
      if part.isInventory { page.inventory() }
      for aspect in part.aspects { page.aspect(aspect) }
    }
  }

  private mutating func aspect(_ aspect: ReportOutline.Aspect) {
    let members = outline.rules(of: aspect, among: rules)
    let scored = members.filter { $0.card.score != nil }
    element("h3", aspect.title[language])
    guard !scored.isEmpty else {
      element(
        "p", ["class": "unjudged"], say("Chưa đánh giá: ", "Not assessed: ") + reason(members) + "."
      )
      return
    }
    aspectSentence(members, scored)
    ruleTable(scored, aspect.title[language])
    faultDetails(scored.filter(\.isFault))
  }

  private mutating func aspectSentence(_ members: [RankedRule], _ scored: [RankedRule]) {
    let mean = ExactShare.weightedMean(
      scored.compactMap { ranked in ranked.card.score.map { ($0, ranked.card.weight) } })
    let figure = mean.map(numbers.percent) ?? say("chưa có", "none")
    let (part, whole) = (numbers.count(scored.count), numbers.count(members.count))
    element("p", ["class": "figure"]) { page in
      page.element("strong", figure)
      page.html.text(
        page.say(
          " — bình quân theo trọng số của \(part) quy tắc đã đánh giá (trong \(whole) quy tắc).",
          " — weighted mean of the \(part) rules assessed (of \(whole))."))
    }
  }

  private mutating func ruleTable(_ members: [RankedRule], _ title: String) {
    let titles = [
      Column(say("Kết quả", "Outcome")), Column(say("Quy tắc", "Rule"), "wide"),
      Column(say("Mức độ", "Severity")), Column(say("Đã xét", "Judged"), "number"),
      Column(say("Lỗi", "Failed"), "number"), Column(say("Tỷ lệ đạt", "Passed"), "number"),
      Column(say("Biểu đồ", "Chart"), "chart"),
    ]
    var shown = 0
    table("rules", caption: title + say(": lỗi nặng trước", ": the worst first"), titles) { page in
      for ranked in members where page.hasRoom(until: ReportBounds.ruleTableBytes) {
        page.element("tr") { page in page.ruleRow(ranked, titles) }
        shown += 1
      }
    }
    legend()
    cutNote(shown: shown, of: members.count, say("quy tắc", "rules"))
  }

  private mutating func ruleRow(_ ranked: RankedRule, _ titles: [Column]) {
    let rule = ranked.rule
    cell(titles[0]) { $0.badge(rule.status) }
    cell(titles[1]) { page in
      if ranked.isFault {
        page.element("a", ["href": "#" + ranked.anchor], page.clipped(rule.title, 160))
      } else {
        page.element("span", ["class": "name"], page.clipped(rule.title, 160))
        page.ruleBasis(rule)
      }
      page.element(
        "small", "\(page.clipped(rule.id, 100)) · \(page.clipped(ranked.resource.title, 80))")
    }
    cell(titles[2], rule.severity.title[language])
    cell(titles[3], numbers.count(rule.counts.evaluated))
    cell(titles[4], numbers.count(rule.counts.failed))
    cell(titles[5], ranked.card.score.map(numbers.percent) ?? "–")
    cell(titles[6]) { $0.stackedBar(rule.counts) }
  }

  /// What a rule without faults asks and rests on, in one line each; faults tell it in their details.
  private mutating func ruleBasis(_ rule: RuleResult) {
    if let text = rule.text { element("code", ["class": "line"], clipped(text, 200)) }
    if !rule.legal.isEmpty { element("small", ["class": "legal"], legalText(rule)) }
  }

  func legalText(_ rule: RuleResult) -> String {
    let cites = rule.legal.prefix(20).map { clipped($0.cite, 200) }
    return clipped(cites.joined(separator: "; "), ReportBounds.list)
  }
}
