import AuditModel
import AuditScoring

/// The first page: what was inspected, the score and the gravest faults.
extension ReportPage {
  mutating func letterhead() {
    element("header", ["class": "letterhead"]) { page in
      page.element("div", ["class": "heads"]) { page in
        page.element("div") { page in
          page.element("p", ["class": "agency"], page.clipped(page.result.agencyName))
          page.element("p", ["class": "doc-number"], page.say("Số: ……/BC-……", "No.: ……/BC-……"))
        }
        page.element("div") { page in
          page.element(
            "p", ["class": "nation"],
            page.say("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SOCIALIST REPUBLIC OF VIET NAM"))
          page.element(
            "p", ["class": "motto"],
            page.say("Độc lập - Tự do - Hạnh phúc", "Independence - Freedom - Happiness"))
          page.element(
            "p", ["class": "place"],
            page.say("………, ngày …… tháng …… năm ……", "………, date ……………………"))
        }
      }
      page.element("h1") { page in
        page.element("span", page.say("BÁO CÁO", "REPORT"))
        page.html.text(
          " " + page.say("Kết quả kiểm tra, đánh giá dữ liệu", "Results of the data inspection"))
      }
      page.element("p", ["class": "period"], page.periodText)
    }
  }

  private var periodText: String {
    let day = say("Ngày kiểm tra: ", "Inspected on ") + numbers.date(result.date)
    switch (result.periodFrom, result.periodTo) {
    case (let from?, let to?):
      return say("Kỳ dữ liệu: ", "Period: ")
        + "\(numbers.date(from)) – \(numbers.date(to)) · \(day)"
    case (let from?, nil): return say("Từ ", "From ") + "\(numbers.date(from)) · \(day)"
    case (nil, let to?): return say("Đến ", "Until ") + "\(numbers.date(to)) · \(day)"
    case (nil, nil): return day
    }
  }

  mutating func summary() {
    section("tom-tat", say("Tóm tắt", "Summary")) { page in
      page.alerts()
      page.element("div", ["class": "hero"]) { page in
        page.element("figure", ["class": "score"]) { page in
          page.gauge(page.card.score, page.card.grade, bands: page.card.policy.grades)
          page.element("figcaption", page.indicatorNote)
        }
        page.keyFigures()
      }
      page.gravestFaults()
      page.criterionBars()
      page.resourceTable()
    }
  }

  private var indicatorNote: String {
    let grades = card.policy.grades
    let bands = grades.enumerated().map { rank, band in
      let isLowest = rank > 0 && rank == grades.count - 1
      let bound = isLowest ? grades[rank - 1].fromBasisPoints : band.fromBasisPoints
      let sign = isLowest ? say("dưới", "below") : say("từ", "from")
      return "\(clipped(band.name, 40)) \(sign) \(numbers.percent(basisPoints: bound))"
    }
    return say(
      "Chỉ số nội bộ để quản lý, không phải xếp loại theo quy định của pháp luật. Mức: ",
      "An internal management indicator, not a grade under any law. Bands: ")
      + bands.joined(separator: "; ") + "."
  }

  /// What must not be overlooked, before any figure.
  private mutating func alerts() {
    let blocking = card.failedBlockingRules.count
    if blocking > 0 {
      alert(
        "bad", say("Lỗi nghiêm trọng", "Blocking faults"),
        say(
          "\(numbers.count(blocking)) quy tắc mức nghiêm trọng không đạt. Mức xếp loại chung bị hạ "
            + "xuống thấp nhất, không phụ thuộc điểm trung bình.",
          "\(numbers.count(blocking)) blocking rule(s) failed. The overall grade is lowered to the "
            + "lowest band whatever the mean score."))
    }
    let unread = result.resources.filter { !$0.complete }
    for resource in unread.prefix(10) {
      let reason =
        resource.incompleteReason ?? LocalizedText(vi: "không rõ lý do", en: "no reason given")
      alert(
        "mid", say("Nguồn chưa đọc hết", "Source not read whole"),
        "\(clipped(resource.title)): \(clipped(reason)). "
          + say("Bộ dữ liệu này không có điểm.", "This dataset has no score."))
    }
    cutNote(shown: min(10, unread.count), of: unread.count, say("nguồn", "sources"))
    if let text = waiverAlert { alert("mid", say("Miễn trừ", "Waivers"), text) }
    emptyAlerts()
    let broken = rules.filter { $0.rule.status == .error || $0.rule.status == .incomplete }.count
    if broken > 0 {
      alert(
        "mid", say("Quy tắc chưa chạy trọn vẹn", "Rules that did not run whole"),
        say(
          "\(numbers.count(broken)) quy tắc không chạy được hoặc chưa trọn vẹn, được để ngoài điểm; "
            + "xem mục “Chưa đánh giá”.",
          "\(numbers.count(broken)) rule(s) could not run or are incomplete and are kept out of the "
            + "score; see “Not assessed”."))
    }
  }

  /// Datasets that were read whole and have no record: their silence must not pass for good data.
  private mutating func emptyAlerts() {
    let empty = zip(result.resources, card.resources).filter { resource, card in
      resource.complete && resource.recordCount == 0 && card.score == nil
    }
    for (resource, _) in empty.prefix(10) {
      alert(
        "mid", say("Không có bản ghi", "No record"),
        "\(clipped(resource.title)): "
          + say(
            "nguồn đọc được trọn vẹn nhưng không có bản ghi nào, nên bộ dữ liệu này không có điểm.",
            "the source was read whole and has no record, so this dataset has no score."))
    }
    cutNote(shown: min(10, empty.count), of: empty.count, say("bộ dữ liệu", "datasets"))
  }

  private mutating func alert(_ style: String, _ title: String, _ text: String) {
    element("p", ["class": "alert \(style)"]) { page in
      page.element("strong", "\(title): ")
      page.html.text(text)
    }
  }

  private mutating func keyFigures() {
    let records = result.resources.reduce(0) { $0 + $1.recordCount }
    let findings = rules.reduce(0) { $0 + $1.rule.counts.failed }
    let scored = rules.filter { $0.card.score != nil }.count
    let coverage = card.coverage
    func share(_ part: Int, _ whole: Int) -> String {
      numbers.percent(part, of: whole) ?? say("không có", "none")
    }
    let figures = [
      (
        numbers.count(result.resources.count), say("bộ dữ liệu", "datasets"),
        "\(numbers.count(records)) " + say("bản ghi", "records")
      ),
      (
        numbers.count(findings), say("lỗi phát hiện", "findings"),
        result.waivedCount == 0
          ? say("một bản ghi có thể có nhiều lỗi", "one record may have several")
          : say(
            "không kể \(numbers.count(result.waivedCount)) lỗi miễn trừ",
            "besides \(numbers.count(result.waivedCount)) waived")
      ),
      (
        "\(numbers.count(scored))/\(numbers.count(rules.count))",
        say("quy tắc đã đánh giá", "rules assessed"), statusCounts
      ),
      (
        share(coverage.judgedRecords, coverage.records), say("bản ghi được xét", "records judged"),
        "\(numbers.count(coverage.judgedRecords)) / \(numbers.count(coverage.records))"
      ),
      (
        share(coverage.judgedFields, coverage.fields), say("trường được xét", "fields judged"),
        "\(numbers.count(coverage.judgedFields)) / \(numbers.count(coverage.fields))"
      ),
    ]
    element("ul", ["class": "figures"]) { page in
      for (figure, title, detail) in figures {
        page.element("li") { page in
          page.element("b", figure)
          page.element("span", title)
          page.element("small", detail)
        }
      }
    }
  }

  private var statusCounts: String {
    let counted = [RuleStatus.passed, .warned, .failed].map { status in
      let count = rules.filter { $0.rule.status == status && $0.card.score != nil }.count
      return "\(status.title[language].lowercased()) \(numbers.count(count))"
    }
    return counted.joined(separator: " · ")
  }

  private mutating func gravestFaults() {
    let faults = rules.filter { $0.isFault && [.failed, .warned].contains($0.rule.status) }
    element("h3", say("Lỗi nặng nhất", "Gravest faults"))
    guard !faults.isEmpty else {
      element(
        "p",
        say(
          "Không quy tắc nào đã đánh giá ở mức không đạt hoặc cảnh báo.",
          "No assessed rule failed or warned."))
      return
    }
    element("ol", ["class": "faults"]) { page in
      for fault in faults.prefix(6) {
        page.element("li") { page in
          page.badge(fault.rule.status)
          page.element("a", ["href": "#" + fault.anchor]) { page in
            page.element("strong", page.clipped(fault.rule.title, 160))
          }
          page.element(
            "span",
            " — \(page.clipped(fault.resource.title, 80)): \(page.failureText(fault.rule)).")
        }
      }
    }
    let rest = faults.count - 6
    if rest > 0 {
      element(
        "p", ["class": "more"],
        say(
          "Và \(numbers.count(rest)) quy tắc khác không đạt hoặc cảnh báo; xem các phần b, c, d.",
          "And \(numbers.count(rest)) more rules failed or warned; see parts b, c and d."))
    }
  }

  /// `1.234 trong 5.000 bản ghi lỗi (24,68 %)`.
  func failureText(_ rule: RuleResult) -> String {
    let (failed, evaluated) = (rule.counts.failed, rule.counts.evaluated)
    let unit = rule.unit.title(evaluated)[language]
    let share = numbers.percent(failed, of: evaluated) ?? ""
    let (part, whole) = (numbers.count(failed), numbers.count(evaluated))
    return say(
      "\(part) trong \(whole) \(unit) lỗi (\(share))",
      "\(part) of \(whole) \(unit) failed (\(share))")
  }

  private mutating func criterionBars() {
    element("h3", say("Điểm theo tiêu chí", "Score by criterion"))
    let titles = [
      Column(say("Tiêu chí", "Criterion")), Column(say("Điểm", "Score"), "number"),
      Column(say("Biểu đồ", "Chart"), "chart"), Column(say("Quy tắc", "Rules"), "number"),
      Column(say("Lượt đánh giá", "Judgements"), "number"), Column(say("Lỗi", "Failed"), "number"),
    ]
    table("criteria", caption: say("Bình quân các bộ dữ liệu", "Mean of the datasets"), titles) {
      page in
      for criterion in page.card.criteria {
        page.element("tr") { page in page.criterionRow(criterion, titles) }
      }
    }
  }

  private mutating func criterionRow(_ criterion: CriterionScorecard, _ titles: [Column]) {
    let name = criterion.dimension.title[language]
    let figure = criterion.score.map(numbers.percent) ?? say("chưa đánh giá", "not assessed")
    rowHead(name)
    cell(titles[1], figure)
    cell(titles[2]) { $0.bar(criterion.score, style: "value", "\(name): \(figure)") }
    cell(
      titles[3],
      "\(numbers.count(criterion.scoredRuleCount))/\(numbers.count(criterion.ruleCount))")
    cell(titles[4], numbers.count(criterion.counts.evaluated))
    cell(titles[5], numbers.count(criterion.counts.failed))
  }

  private mutating func resourceTable() {
    element("h3", say("Điểm theo bộ dữ liệu", "Score by dataset"))
    let titles = [
      Column(say("Bộ dữ liệu", "Dataset")), Column(say("Bản ghi", "Records"), "number"),
      Column(say("Điểm", "Score"), "number"), Column(say("Biểu đồ", "Chart"), "chart"),
      Column(say("Mức", "Grade")), Column(say("Bản ghi được xét", "Records judged"), "number"),
      Column(say("Trường được xét", "Fields judged"), "number"),
    ]
    var shown = 0
    table("resources", caption: say("Điểm và độ phủ", "Scores and coverage"), titles) { page in
      for (resource, card) in zip(page.result.resources, page.card.resources)
      where page.hasRoom(until: ReportBounds.summaryBytes) {
        page.element("tr") { page in page.resourceRow(resource, card, titles) }
        shown += 1
      }
    }
    cutNote(shown: shown, of: result.resources.count, say("bộ dữ liệu", "datasets"))
  }

  private mutating func resourceRow(
    _ resource: ResourceResult, _ card: ResourceScorecard, _ titles: [Column]
  ) {
    let figure = card.score.map(numbers.percent) ?? say("chưa đánh giá", "not assessed")
    rowHead(clipped(resource.title))
    cell(titles[1], numbers.count(resource.recordCount))
    cell(titles[2], figure)
    cell(titles[3]) { $0.bar(card.score, style: "value", figure) }
    cell(titles[4]) { page in
      if let grade = card.grade { page.badge(grade) } else { page.html.text("–") }
      if card.grade?.isCapped == true {
        page.element("small", page.say(" hạ do lỗi nghiêm trọng", " lowered by a blocking fault"))
      }
    }
    cell(titles[5], card.coverage.recordShare.map(numbers.percent) ?? "–")
    cell(titles[6], card.coverage.fieldShare.map(numbers.percent) ?? "–")
  }
}
