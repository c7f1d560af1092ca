import AuditModel
import AuditScoring

/// Part III: what was promised after earlier inspections, and what the figures say of it.
extension ReportBuilder {
  var promised: [OfficialDocument.Block] {
    guard let sentence = measureSentence else {
      return [
        .paragraph("Không có biện pháp nào của các kỳ trước được ghi trong sổ theo dõi.")
      ]
    }
    let shown = frame.input.measures.prefix(200)
    return [
      .paragraph(sentence),
      .table(
        OfficialDocument.Table(
          "Bảng #. Biện pháp đã đề ra và kết quả",
          [
            .init("Mã", 15), .init("Biện pháp", 27), .init("Đơn vị thực hiện", 18),
            .init("Thời hạn", 14, .centre), .init("Tình trạng", 14, .centre),
            .init("Không đạt kỳ trước → kỳ này", 12, .centre),
          ], shown.map(row))),
      .note(
        "Tình trạng do đơn vị báo; cột cuối là số lượt không đạt của các quy tắc gắn với biện pháp, do "
          + "kiểm tra mà có."),
    ] + rest(shown.count) + doubts
  }

  private func rest(_ shown: Int) -> [OfficialDocument.Block] {
    let count = frame.input.measures.count
    guard shown < count else { return [] }
    return [
      .note(
        "Chỉ in \(frame.count(shown)) trong \(frame.count(count)) biện pháp; danh sách đầy đủ ở sổ "
          + "theo dõi.")
    ]
  }

  /// Nil where no measure is in the ledger.
  var measureSentence: String? {
    let measures = frame.input.measures
    guard !measures.isEmpty else { return nil }
    let day = frame.result.date
    let done = measures.count { $0.status == .done }
    let overdue = measures.count { $0.isOverdue(on: day) }
    let withdrawn = measures.count { $0.status == .withdrawn }
    let rest = measures.count - done - overdue - withdrawn
    return
      "Trong \(frame.count(measures.count)) biện pháp đã đề ra, \(frame.count(done)) biện pháp đã "
      + "hoàn thành, \(frame.count(overdue)) biện pháp quá hạn tính đến ngày \(frame.date(day)), "
      + "\(frame.count(rest)) biện pháp chưa hoàn thành, chưa quá hạn"
      + (withdrawn > 0 ? ", \(frame.count(withdrawn)) biện pháp không thực hiện." : ".")
  }

  private func row(_ measure: CorrectiveMeasure) -> OfficialDocument.Table.Row {
    let late = measure.isOverdue(on: frame.result.date) ? "\nquá hạn" : ""
    let rules = rules(of: measure)
    return OfficialDocument.Table.Row([
      frame.clip(measure.id, 40), frame.clip(measure.title, 300), frame.clip(measure.unit, 120),
      measure.deadline.map(frame.date) ?? "không đặt",
      "\(frame.sentence(measure.status.title.vi))\n\(frame.date(measure.statusDate))\(late)",
      rules.isEmpty ? "–" : "\(failed(rules, \.earlier)) → \(failed(rules, \.later))",
    ])
  }

  /// The rules that a measure is about, in the comparison of the two inspections.
  private func rules(of measure: CorrectiveMeasure) -> [RunComparison.Rule] {
    frame.input.comparison?.rules.filter { measure.rules.contains($0.rule) } ?? []
  }

  /// Measures that are said to be done, under whose rules findings are still there or there again.
  private var doubts: [OfficialDocument.Block] {
    frame.input.measures.filter { $0.status == .done }.compactMap { measure in
      let changes = rules(of: measure).changes
      // Two figures, since the period before did not have what is there again.
      let left = [(changes.persisting, "lỗi tồn tại"), (changes.reopened, "lỗi tái phát")]
        .filter { $0.0 > 0 }.map { "\(frame.count($0.0)) \($0.1)" }
      guard !left.isEmpty else { return nil }
      return .paragraph(
        "Biện pháp \(frame.clip(measure.id, 40)) được báo hoàn thành nhưng còn "
          + "\(left.joined(separator: ", ")); đề nghị đơn vị thực hiện rà soát, báo cáo lại.")
    }
  }
}
