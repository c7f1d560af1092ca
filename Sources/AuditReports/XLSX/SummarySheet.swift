import AuditModel
import AuditScoring

/// “Tổng hợp”: whose data, when, the score and what it is made of, and what the other sheets hold.
extension XLSXReport {
  func summary(findingCount: Int?) -> Sheet {
    var sheet = Sheet(words.summaryName, widths: [34, 20, 15, 14, 14, 17, 14, 20, 40])
    sheet.wideRow(words.title.uppercased(), .title)
    addFrame(to: &sheet)
    sheet.row([])
    addScore(to: &sheet, findingCount: findingCount)
    addResources(to: &sheet)
    addCriteria(to: &sheet)
    addNotes(to: &sheet, findingCount: findingCount)
    return sheet
  }

  private func addFrame(to sheet: inout Sheet) {
    let result = input.result
    func line(_ vi: String, _ en: String, _ cell: SheetCell) {
      sheet.row([.text(words.say(vi, en), .label), cell])
    }
    sheet.wideRow(result.agencyName[input.language], .heading)
    line("Mã cơ quan", "Agency id", .text(result.agencyID, .text))
    if let from = result.periodFrom {
      line("Kỳ dữ liệu từ ngày", "Period from", .date(from, .date))
    }
    if let to = result.periodTo { line("Kỳ dữ liệu đến ngày", "Period to", .date(to, .date)) }
    line("Ngày kiểm tra", "Inspected on", .date(result.date, .date))
    line("Phiên bản Soát", "Soát version", .text(result.toolVersion, .text))
  }

  private func addScore(to sheet: inout Sheet, findingCount: Int?) {
    let scores = input.scores
    sheet.wideRow(words.say("Kết quả chung", "Overall"), .heading)
    func line(_ vi: String, _ en: String, _ cell: SheetCell) {
      sheet.row([.text(words.say(vi, en), .label), cell])
    }
    line("Điểm (chỉ số nội bộ)", "Score (internal)", share(scores.score))
    line("Mức", "Grade", grade(scores.grade))
    line(
      "Bản ghi", "Records", .count(input.result.resources.reduce(0) { $0 + $1.recordCount }))
    line("Quy tắc đã đánh giá", "Rules assessed", .count(rules.count { $0.card.score != nil }))
    line("Quy tắc không đạt", "Rules failed", .count(count(.failed)))
    line("Quy tắc cảnh báo", "Rules warned", .count(count(.warned)))
    line("Lượt không đạt", "Failures", .count(rules.reduce(0) { $0 + $1.rule.counts.failed }))
    if let findingCount {
      line("Dòng lỗi đã ghi", "Findings written", .count(findingCount))
    }
    sheet.row([])
  }

  private func addResources(to sheet: inout Sheet) {
    sheet.wideRow(words.say("Theo bộ dữ liệu", "By dataset"), .heading)
    sheet.header([
      words.say("Bộ dữ liệu", "Dataset"), words.say("Mã", "Name"), words.say("Bản ghi", "Records"),
      words.say("Quy tắc", "Rules"), words.say("Không đạt", "Failed"),
      words.say("Lượt không đạt", "Failures"), words.say("Điểm", "Score"),
      words.say("Mức", "Grade"), words.say("Nguồn", "Source"),
    ])
    for (resource, card) in zip(input.result.resources, input.scores.resources) {
      sheet.row([
        .text(resource.title[input.language], .text), .text(resource.name, .text),
        .count(resource.recordCount), .count(resource.rules.count),
        .count(resource.rules.count { $0.status == .failed }),
        .count(resource.rules.reduce(0) { $0 + $1.counts.failed }), share(card.score),
        grade(card.grade), .text(source(resource), .text),
      ])
    }
    sheet.row([])
  }

  private func source(_ resource: ResourceResult) -> String {
    guard !resource.complete else { return resource.source.path }
    let reason = resource.incompleteReason?[input.language] ?? ""
    return resource.source.path + words.say(": chưa đọc hết. ", ": not read whole. ") + reason
  }

  private func addCriteria(to sheet: inout Sheet) {
    sheet.wideRow(words.say("Theo tiêu chí", "By criterion"), .heading)
    sheet.header([
      words.say("Tiêu chí", "Criterion"), words.say("Điểm", "Score"),
      words.say("Quy tắc", "Rules"), words.say("Được chấm", "Scored"),
      words.say("Đạt", "Passed"), words.say("Không đạt", "Failed"),
    ])
    for criterion in input.scores.criteria {
      sheet.row([
        .text(criterion.dimension.title[input.language], .text), share(criterion.score),
        .count(criterion.ruleCount), .count(criterion.scoredRuleCount),
        .count(criterion.counts.passed), .count(criterion.counts.failed),
      ])
    }
    sheet.row([])
  }

  private func addNotes(to sheet: inout Sheet, findingCount: Int?) {
    sheet.wideRow(words.say("Ghi chú", "Notes"), .heading)
    var notes = [
      words.say(
        "Điểm là chỉ số nội bộ để quản lý, không phải xếp loại theo quy định của pháp luật. Tỷ lệ làm tròn đến phần trăm của một phần trăm.",
        "The score is an internal indicator, not a grade under any law. Shares are rounded to hundredths of a percent."
      ),
      words.say(
        "“\(words.measuresName)”: mỗi quy tắc không đạt một dòng, nặng nhất trước; điền vào các ô nền vàng.",
        "“\(words.measuresName)”: a line for each failed rule, the gravest first; fill in the yellow cells."
      ),
    ]
    notes.append(
      findingCount == nil
        ? words.say(
          "Danh sách lỗi không được ghi trong lần chạy này.",
          "The list of findings was not written in this run.")
        : words.say(
          "“\(words.findingsName)”: cùng nội dung với findings.csv. Lọc theo quy tắc, bộ dữ liệu, mức độ bằng các nút ở dòng tiêu đề.",
          "“\(words.findingsName)”: the same as findings.csv. Filter by rule, dataset or severity at the header."
        ))
    for note in notes { sheet.wideRow(note, .note, lines: 1) }
  }

  private func count(_ status: RuleStatus) -> Int { rules.count { $0.rule.status == status } }

  func share(_ share: ExactShare?) -> SheetCell {
    share.map { .share(basisPoints: $0.basisPoints) }
      ?? .text(words.say("chưa đánh giá", "not assessed"), .neutral)
  }

  private func grade(_ grade: Grade?) -> SheetCell {
    guard let grade else { return .text("–", .neutral) }
    let style: CellStyle = grade.isLowest ? .bad : grade.rank == 0 ? .good : .middling
    let note = grade.isCapped ? words.say(" (bị hạ mức)", " (capped)") : ""
    return .text(grade.name[input.language] + note, style)
  }
}
