import AuditModel
import AuditScoring

/// Builds the report on an inspection (BÁO CÁO): what was looked at, what was found, what became of last time's, what is to be done.
///
/// Every figure of a sentence stands in a table of the text or of an annex.
package struct ReportBuilder {
  let frame: OfficialFrame

  package init(_ input: OfficialInput) { frame = OfficialFrame(input) }

  package func document() -> OfficialDocument {
    let sections: [(title: String, blocks: [OfficialDocument.Block])] = [
      ("Phạm vi, đối tượng và cách thức kiểm tra, đánh giá", scope),
      ("Kết quả kiểm tra, đánh giá", results),
      ("So sánh với kỳ trước và kết quả khắc phục", followUp),
      ("Tồn tại, hạn chế, nguyên nhân và biện pháp duy trì dữ liệu", shortcomings),
      ("Kiến nghị, đề xuất", recommendations),
    ]
    var body = opening
    for (index, section) in sections.enumerated() {
      let title = "\(OfficialDocument.roman(index + 1)). \(frame.caps(section.title))"
      body.append(.heading(1, title))
      body += section.blocks
    }
    body.append(.paragraph(closing))
    let annexes = self.annexes.enumerated().map { index, annex in
      OfficialDocument.Annex(
        label: "Phụ lục \(OfficialDocument.roman(index + 1))", name: annex.title,
        title: frame.caps(annex.title), note: frame.annexNote(.report, "BC"), blocks: annex.blocks)
    }
    return OfficialDocument(
      kind: "BÁO CÁO", subject: "\(frame.profile.act.reportSubject.vi) năm \(frame.year)",
      letterhead: frame.letterhead("BC"), recipients: frame.details.recipients, basis: frame.basis,
      body: OfficialDocument.numbered(body),
      signature: frame.signature(isAddressed: !frame.details.recipients.isEmpty),
      annexes: annexes, author: frame.agencyName, date: frame.startDay)
  }

  private var closing: String {
    let what = frame.profile.act.reportSubject.vi
    let end =
      frame.details.recipients.isEmpty
      ? "." : ", kính gửi \(frame.details.recipients.joined(separator: "; ")) xem xét, chỉ đạo."
    let text = "Trên đây là báo cáo \(frame.inner(what)) năm \(frame.year) của \(frame.agencyName)"
    return text + end.dropLast() + "./."
  }

  /// What a head of agency reads first: what was looked at, the result, the gravest, what is asked.
  private var opening: [OfficialDocument.Block] {
    let (result, card) = (frame.result, frame.card)
    var blocks: [OfficialDocument.Block] = [
      .paragraph(
        "\(frame.agencyName) báo cáo \(frame.inner(frame.profile.act.reportSubject.vi)) năm "
          + "\(frame.year) (kỳ dữ liệu \(frame.periodText); ngày kiểm tra "
          + "\(frame.date(result.date))) như sau:"),
      .item(
        "Đã kiểm tra \(frame.count(result.resources.count)) bộ dữ liệu, "
          + "\(frame.count(records)) bản ghi, bằng \(frame.count(frame.rules.count)) quy tắc; "
          + "đánh giá được \(frame.count(scored.count)) quy tắc."),
      .item(scoreSentence),
    ]
    let blocking = card.failedBlockingRules.count
    blocks.append(
      .item(
        blocking == 0
          ? "Không có quy tắc mức nghiêm trọng nào không đạt."
          : "Có \(frame.count(blocking)) quy tắc mức nghiêm trọng không đạt; mức xếp loại chung vì "
            + "vậy hạ xuống thấp nhất, không phụ thuộc điểm bình quân."))
    if let worst = frame.rules.first(where: \.isFault) {
      blocks.append(.item("Lỗi nặng nhất: " + faultText(worst) + "."))
    }
    blocks.append(.item(unjudgedSentence))
    blocks += followUpSummary.map { .item($0) }
    return blocks
  }

  private var scoreSentence: String {
    guard let score = frame.card.score else {
      return "Chưa quy tắc nào đánh giá được nên không có điểm chung."
    }
    let grade = frame.card.grade.map { ", mức “\(frame.clip($0.name.vi, 60))”" } ?? ""
    return "Điểm chung \(frame.score(score))\(grade). Đây là chỉ số nội bộ phục vụ quản lý, không "
      + "phải xếp loại theo quy định của pháp luật."
  }

  private var unjudgedSentence: String {
    let rest = frame.rules.count - scored.count
    guard rest > 0 else { return "Mọi quy tắc đều đã được đánh giá." }
    return "Không đánh giá được \(frame.count(rest)) quy tắc; tên và lý do ở Phụ lục V."
  }

  var scored: [RankedRule] { frame.rules.filter { $0.card.score != nil } }
  var records: Int { frame.result.resources.reduce(0) { $0 + $1.recordCount } }

  /// A rule that failed, with its figures: title, id, dataset, how many of how many.
  func faultText(_ ranked: RankedRule) -> String {
    let rule = ranked.rule
    let unit = rule.unit.title(rule.counts.failed).vi
    let share = frame.percent(rule.counts.failed, of: rule.counts.evaluated)
    return "“\(frame.clip(rule.title.vi, 160))” (\(frame.clip(rule.id, 60)), "
      + "\(frame.title(ranked.resource))): \(frame.count(rule.counts.failed)) trong "
      + "\(frame.count(rule.counts.evaluated)) \(unit) không đạt (\(share))"
  }
}

/// Part I.
extension ReportBuilder {
  var scope: [OfficialDocument.Block] {
    let result = frame.result
    var blocks: [OfficialDocument.Block] = [
      .heading(2, "1. Phạm vi, thời kỳ"),
      .paragraph(
        "Kỳ dữ liệu: \(frame.periodText). Ngày kiểm tra: \(frame.date(result.date)). Tệp dữ liệu "
          + "được đọc nguyên trạng, không sửa đổi; mã băm của từng tệp ghi ở Phụ lục VI."),
      .heading(2, "2. Đối tượng"),
      .table(scopeTable),
    ]
    for resource in result.resources where !resource.complete {
      blocks.append(
        .paragraph(
          "Bộ dữ liệu “\(frame.title(resource))” không đọc được trọn vẹn: "
            + "\(frame.clip(resource.incompleteReason?.vi ?? "không rõ lý do")); không có điểm."))
    }
    blocks += [
      .heading(2, "3. Cách thức"),
      .paragraph(
        "Kiểm tra tự động mọi bản ghi bằng \(frame.count(frame.rules.count)) quy tắc của "
          + "\(frame.count(result.packs.count)) gói quy tắc, đối chiếu "
          + "\(frame.count(result.codeLists.count)) danh mục dùng chung (Phụ lục VI). Kết quả từng "
          + "quy tắc ở Phụ lục II; phương pháp và giới hạn ở Phụ lục V."),
    ]
    if result.waivedCount > 0 {
      blocks.append(
        .paragraph(
          "\(frame.count(result.waivedCount)) lỗi được miễn trừ theo văn bản, đứng ngoài mọi điểm "
            + "số (Phụ lục V)."))
    }
    return blocks
  }

  private var scopeTable: OfficialDocument.Table {
    var rows = frame.result.resources.enumerated().map { index, resource in
      let coverage = frame.card.resources[index].coverage
      return OfficialDocument.Table.Row([
        String(index + 1), frame.title(resource), frame.unit(resource.name),
        frame.count(resource.recordCount), frame.count(resource.fields.count),
        frame.count(resource.rules.count), frame.score(coverage.fieldShare),
      ])
    }
    let total = frame.card.coverage
    rows.append(
      OfficialDocument.Table.Row(
        [
          "", "Cộng", "", frame.count(records), frame.count(total.fields),
          frame.count(frame.rules.count), frame.score(total.fieldShare),
        ], isStrong: true))
    return OfficialDocument.Table(
      "Bảng #. Bộ dữ liệu được kiểm tra",
      [
        .init("STT", 7, .centre), .init("Bộ dữ liệu", 24), .init("Đơn vị phụ trách", 24),
        .init("Số bản ghi", 12, .number), .init("Số trường", 10, .number),
        .init("Số quy tắc", 10, .number), .init("Trường được xét", 13, .number),
      ], rows)
  }
}
