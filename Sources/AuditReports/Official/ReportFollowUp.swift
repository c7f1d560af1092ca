import AuditModel
import AuditScoring

/// Part III: against the inspection before, and what became of what was promised.
extension ReportBuilder {
  var followUp: [OfficialDocument.Block] {
    var blocks: [OfficialDocument.Block] = [.heading(2, "1. So sánh với kỳ trước")]
    if let comparison = frame.input.comparison {
      blocks += compared(comparison)
    } else {
      blocks.append(
        .paragraph(
          "Không có kết quả kiểm tra kỳ trước trong sổ theo dõi nên không có gì để so sánh; kết quả "
            + "kỳ này là mốc cho kỳ sau."))
    }
    blocks.append(.heading(2, "2. Kết quả thực hiện biện pháp đã đề ra"))
    blocks += promised
    return blocks
  }

  private func compared(_ comparison: RunComparison) -> [OfficialDocument.Block] {
    var changes = RunComparison.Changes()
    var rows: [OfficialDocument.Table.Row] = []
    let names = comparison.rules.reduce(into: [String]()) { names, rule in
      if !names.contains(rule.resource) { names.append(rule.resource) }
    }
    for name in names {
      let rules = comparison.rules.filter { $0.resource == name }
      let own = rules.filter { !$0.isChanged }.compactMap(\.changes).reduce(
        RunComparison.Changes(), +)
      changes = changes + own
      rows.append(row(frame.resourceTitle(name), rules, own))
    }
    rows.append(row("Cộng", comparison.rules, changes, isSum: true))
    let changed = comparison.rules.count(where: \.isChanged)
    var blocks: [OfficialDocument.Block] = [
      .paragraph(
        "So với lần kiểm tra ngày \(frame.date(comparison.earlier.date)): "
          + "\(frame.count(changes.new)) lỗi mới, \(frame.count(changes.fixed)) lỗi đã khắc phục, "
          + "\(frame.count(changes.persisting)) lỗi còn tồn tại, "
          + "\(frame.count(changes.reopened)) lỗi tái phát. Điểm chung kỳ trước "
          + "\(points(comparison.earlier.basisPoints)), kỳ này "
          + "\(points(comparison.later.basisPoints))."),
      .table(
        OfficialDocument.Table(
          "Bảng #. Lỗi so với kỳ trước",
          [
            .init("Bộ dữ liệu", 28), .init("Không đạt kỳ trước", 12, .number),
            .init("Không đạt kỳ này", 12, .number), .init("Mới", 12, .number),
            .init("Đã khắc phục", 12, .number), .init("Còn tồn tại", 12, .number),
            .init("Tái phát", 12, .number),
          ], rows)),
      .chart(
        OfficialDocument.Chart(
          caption: "Biểu đồ #. Điểm chung qua hai kỳ",
          bars: [("Kỳ trước", comparison.earlier), ("Kỳ này", comparison.later)].map {
            name, run in
            OfficialDocument.Chart.Bar(
              label: "\(name), \(frame.date(run.date)) (\(points(run.basisPoints)))",
              basisPoints: run.basisPoints)
          })),
    ]
    if changed > 0 {
      let ids = comparison.rules.filter(\.isChanged).prefix(20).map { frame.clip($0.rule, 60) }
      blocks.append(
        .paragraph(
          "\(frame.count(changed)) quy tắc đã đổi định nghĩa so với kỳ trước nên không so sánh được "
            + "(\(ids.joined(separator: ", "))\(changed > ids.count ? ", …" : ""))."))
    }
    return blocks
  }

  private func points(_ basisPoints: Int?) -> String {
    basisPoints.map { frame.numbers.percent(basisPoints: $0) } ?? "không đánh giá"
  }

  private func row(
    _ title: String, _ rules: [RunComparison.Rule], _ changes: RunComparison.Changes,
    isSum: Bool = false
  ) -> OfficialDocument.Table.Row {
    OfficialDocument.Table.Row(
      [
        title, frame.count(rules.reduce(0) { $0 + ($1.earlier?.failed ?? 0) }),
        frame.count(rules.reduce(0) { $0 + ($1.later?.failed ?? 0) }), frame.count(changes.new),
        frame.count(changes.fixed), frame.count(changes.persisting), frame.count(changes.reopened),
      ], isStrong: isSum)
  }

  private var promised: [OfficialDocument.Block] {
    let measures = frame.input.measures
    guard !measures.isEmpty else {
      return [
        .paragraph("Không có biện pháp nào của các kỳ trước được ghi trong sổ theo dõi.")
      ]
    }
    let day = frame.result.date
    let done = measures.count { $0.status == .done }
    let overdue = measures.count { $0.isOverdue(on: day) }
    let table = OfficialDocument.Table(
      "Bảng #. Biện pháp đã đề ra",
      [
        .init("Mã", 10), .init("Biện pháp", 38), .init("Đơn vị thực hiện", 22),
        .init("Thời hạn", 14, .centre), .init("Tình trạng", 16),
      ],
      measures.prefix(200).map { measure in
        OfficialDocument.Table.Row([
          frame.clip(measure.id, 40), frame.clip(measure.title, 300), frame.clip(measure.unit, 120),
          measure.deadline.map(frame.date) ?? "không đặt",
          frame.sentence(measure.status.title.vi)
            + (measure.isOverdue(on: day) ? ", quá hạn" : ""),
        ])
      })
    return [
      .paragraph(
        "Trong \(frame.count(measures.count)) biện pháp đã đề ra, \(frame.count(done)) biện pháp đã "
          + "hoàn thành, \(frame.count(overdue)) biện pháp quá hạn tính đến ngày "
          + "\(frame.date(day))."),
      .table(table),
    ]
  }
}

extension RunComparison.Changes {
  static func + (a: RunComparison.Changes, b: RunComparison.Changes) -> RunComparison.Changes {
    RunComparison.Changes(
      new: a.new + b.new, fixed: a.fixed + b.fixed, persisting: a.persisting + b.persisting,
      reopened: a.reopened + b.reopened)
  }
}
