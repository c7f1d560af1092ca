import AuditModel
import AuditScoring

/// Part III: against the inspection before.
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

  /// What the report's first page says of it; empty where there is nothing before.
  var followUpSummary: [String] {
    guard let comparison = frame.input.comparison else { return [] }
    let changes = comparison.total
    var lines = [
      "So với kỳ trước: \(frame.count(changes.fixed)) lỗi đã khắc phục, "
        + "\(frame.count(changes.persisting)) lỗi còn tồn tại, \(frame.count(changes.new)) lỗi mới, "
        + "\(frame.count(changes.reopened)) lỗi tái phát; điểm chung kỳ trước "
        + "\(points(comparison.earlier.basisPoints))."
    ]
    if let measures = measureSentence { lines.append(measures) }
    return lines
  }

  private func compared(_ comparison: RunComparison) -> [OfficialDocument.Block] {
    let names = comparison.rules.reduce(into: [String]()) { names, rule in
      if !names.contains(rule.resource) { names.append(rule.resource) }
    }
    let rows = names.map { name in
      row(frame.resourceTitle(name), comparison.rules.filter { $0.resource == name })
    }
    let total = comparison.total
    return [
      .paragraph(
        "So với lần kiểm tra ngày \(frame.date(comparison.earlier.date)): "
          + "\(frame.count(total.new)) lỗi mới, \(frame.count(total.fixed)) lỗi đã khắc phục, "
          + "\(frame.count(total.persisting)) lỗi còn tồn tại, "
          + "\(frame.count(total.reopened)) lỗi tái phát. Điểm chung kỳ trước "
          + "\(points(comparison.earlier.basisPoints)), kỳ này "
          + "\(points(comparison.later.basisPoints))."),
      .table(
        OfficialDocument.Table(
          "Bảng #. Lỗi so với kỳ trước", [.init("Bộ dữ liệu", 28)] + Self.changeColumns,
          rows + [row("Cộng", comparison.rules, isSum: true)])),
      .note(
        "Một lỗi là cùng một lỗi khi cùng bộ dữ liệu, quy tắc, trường và khóa bản ghi. Lỗi của bản ghi "
          + "không còn trong bộ dữ liệu được tính là đã khắc phục; tái phát là lỗi kỳ trước không có, "
          + "các kỳ trước nữa đã có."
          + (comparison.rules.haveWaived ? Self.waivedNote : "")),
      .chart(chart(total)),
    ] + standing(comparison) + uncompared(comparison)
  }

  /// Without it the columns do not add up: a waived finding has failed nothing, and is followed like any other.
  private static let waivedNote =
    " Số sau dấu + là lỗi được miễn trừ, không tính vào số không đạt; bốn cột sau kể cả lỗi được miễn trừ."

  private static let changeColumns: [OfficialDocument.Table.Column] = [
    .init("Không đạt kỳ trước", 12, .number), .init("Không đạt kỳ này", 12, .number),
    .init("Mới", 12, .number), .init("Đã khắc phục", 12, .number),
    .init("Còn tồn tại", 12, .number), .init("Tái phát", 12, .number),
  ]

  private func chart(_ total: RunComparison.Changes) -> OfficialDocument.Chart {
    OfficialDocument.Chart(
      caption: "Biểu đồ #. Số lỗi theo tình trạng so với kỳ trước",
      bars: [
        ("Đã khắc phục", total.fixed), ("Còn tồn tại", total.persisting), ("Mới", total.new),
        ("Tái phát", total.reopened),
      ].map { OfficialDocument.Chart.Bar(label: "\($0) (\(frame.count($1)))", value: $1) },
      unit: .count)
  }

  /// The rules by which most was left unmended: what a head of agency asks about first.
  private func standing(_ comparison: RunComparison) -> [OfficialDocument.Block] {
    let left = comparison.rules.filter { !$0.isChanged && ($0.changes?.standing ?? 0) > 0 }
    guard !left.isEmpty else { return [] }
    let shown = left.enumerated().sorted { a, b in
      let (x, y) = (a.element.changes?.standing ?? 0, b.element.changes?.standing ?? 0)
      return x != y ? x > y : a.offset < b.offset
    }.prefix(10).map(\.element)
    return [
      .paragraph(
        "\(frame.count(left.count)) quy tắc còn lỗi tồn tại hoặc tái phát"
          + (left.count > shown.count ? "; nhiều nhất ở các quy tắc sau:" : ":")),
      .table(
        OfficialDocument.Table(
          "Bảng #. Quy tắc còn nhiều lỗi tồn tại, tái phát nhất",
          [.init("Quy tắc", 40)] + Self.changeColumns.map { .init($0.title, 10, .number) },
          shown.map { row(ruleText($0), [$0]) })),
    ]
  }

  private func ruleText(_ rule: RunComparison.Rule) -> String {
    let known = frame.rules.first {
      $0.rule.id == rule.rule && $0.resource.name == rule.resource
    }
    let id = frame.clip(rule.rule, 60)
    return known.map { "\(frame.clip($0.rule.title.vi, 160)) (\(id))" } ?? id
  }

  /// Why figures of the two inspections do not add up where they do not.
  private func uncompared(_ comparison: RunComparison) -> [OfficialDocument.Block] {
    let changed = comparison.rules.filter(\.isChanged)
    let silent = comparison.rules.filter { !$0.isChanged && $0.changes == nil }
    func list(_ rules: [RunComparison.Rule]) -> String {
      let ids = rules.prefix(20).map { frame.clip($0.rule, 60) }
      return "(\(ids.joined(separator: ", "))\(rules.count > ids.count ? ", …" : ""))"
    }
    var blocks: [OfficialDocument.Block] = []
    if !changed.isEmpty {
      blocks.append(
        .paragraph(
          "\(frame.count(changed.count)) quy tắc đã đổi định nghĩa so với kỳ trước nên không so sánh "
            + "được \(list(changed))."))
    }
    if !silent.isEmpty {
      blocks.append(
        .paragraph(
          "\(frame.count(silent.count)) quy tắc không có hoặc không xét được trọn vẹn ở ít nhất "
            + "một trong hai kỳ nên không so sánh được từng lỗi \(list(silent))."))
    }
    return blocks
  }

  private func points(_ basisPoints: Int?) -> String {
    basisPoints.map { frame.numbers.percent(basisPoints: $0) } ?? "không đánh giá"
  }

  private func row(
    _ title: String, _ rules: [RunComparison.Rule], isSum: Bool = false
  ) -> OfficialDocument.Table.Row {
    let changes = rules.changes
    return OfficialDocument.Table.Row(
      [
        title, failed(rules, \.earlier), failed(rules, \.later),
        frame.count(changes.new), frame.count(changes.fixed), frame.count(changes.persisting),
        frame.count(changes.reopened),
      ], isStrong: isSum)
  }

  /// What failed in one of the two inspections, and in brackets what is waived beside, as `compare` prints it.
  func failed(
    _ rules: [RunComparison.Rule], _ inspection: (RunComparison.Rule) -> RuleCounts?
  ) -> String {
    let counts = rules.compactMap(inspection).reduce(into: RuleCounts()) { $0 += $1 }
    return frame.count(counts.failed)
      + (counts.waived > 0 ? " (+\(frame.count(counts.waived)))" : "")
  }
}

extension RunComparison {
  /// Of the rules whose findings can be told apart.
  var total: Changes { rules.changes }
}

extension [RunComparison.Rule] {
  /// Of those whose definition is what it was.
  var changes: RunComparison.Changes {
    filter { !$0.isChanged }.compactMap(\.changes).reduce(RunComparison.Changes(), +)
  }

  var haveWaived: Bool { contains { ($0.earlier?.waived ?? 0) + ($0.later?.waived ?? 0) > 0 } }
}

extension RunComparison.Changes {
  /// Findings that were there in an inspection before, whichever, and are there now.
  var standing: Int { persisting + reopened }

  static func + (a: RunComparison.Changes, b: RunComparison.Changes) -> RunComparison.Changes {
    RunComparison.Changes(
      new: a.new + b.new, fixed: a.fixed + b.fixed, persisting: a.persisting + b.persisting,
      reopened: a.reopened + b.reopened)
  }
}
