import AuditKernels
import AuditModel
import AuditText

extension RuleKind {
  package static let fresh = RuleKind(
    name: "fresh",
    title: LocalizedText(vi: "Cập nhật kịp thời", en: "Freshness"),
    form: .listed,
    dimension: .timeliness,
    unit: .resource,
    summary: LocalizedText(
      vi:
        "Lần cập nhật mới nhất, khoảng lâu nhất không cập nhật và độ trễ từ sự kiện đến lúc nhập không quá số ngày cho phép, tính đến ngày xét. Lần cập nhật sau ngày xét, hoặc trước sự kiện của nó, không tính. Với \"per\": \"record\", hoặc 'lag' không có 'percentile', mỗi bản ghi được đánh giá.",
      en:
        "The newest update, the longest time without one and the lag from event to entry are within the days allowed, up to the day. Updates after the day, or before their event, do not count. With \"per\": \"record\", or 'lag' without 'percentile', each record is judged."
    ),
    basis: LocalizedText(
      vi: "NĐ 47/2020/NĐ-CP Điều 16 khoản 2 điểm d (duy trì, cập nhật dữ liệu)",
      en: "Decree 47/2020/NĐ-CP Article 16(2)(d) (upkeep of data)"),
    parameters: [
      RuleParameter(
        "at", vi: "ngày xét: tham số ngày hoặc yyyy-MM-dd; mặc định asOf, rồi period-end",
        en: "the day: a date parameter or yyyy-MM-dd; otherwise asOf, then period-end"),
      RuleParameter(
        "frequency",
        vi: "daily, weekly, monthly, quarterly, yearly: đặt 'within' và 'gap' là 1, 7, 31, 92, 366",
        en: "daily, weekly, monthly, quarterly, yearly: 'within' and 'gap' are 1, 7, 31, 92, 366"),
      RuleParameter(
        "within", vi: "tuổi lớn nhất của lần cập nhật mới nhất, tính bằng ngày",
        en: "the newest update's age at most, in days"),
      RuleParameter(
        "gap", vi: "khoảng lâu nhất không cập nhật, tính bằng ngày",
        en: "the longest time without an update, in days"),
      RuleParameter(
        "event", vi: "trường ngày xảy ra sự kiện", en: "the field with the day of the event"),
      RuleParameter(
        "lag", vi: "độ trễ lớn nhất từ 'event' đến cập nhật, tính bằng ngày",
        en: "days from 'event' to the update at most"),
      RuleParameter(
        "percentile", vi: "phần trăm bản ghi phải đạt 'lag'; không có: từng bản ghi",
        en: "percent of records that must keep to 'lag'; none: each record"),
      RuleParameter(
        "per", vi: "resource (mặc định) hoặc record", en: "resource (default) or record"),
    ],
    cost: .entries,
    examples: [
      RuleExample(
        #"{"schema": {"fields": [{"name": "luc", "type": "date", "format": "%d/%m/%Y"}]}}"#,
        rule:
          #"{"kind": "fresh", "on": "vi_du.luc", "at": "2026-12-31", "within": 30, "per": "record"}"#,
        """
        luc
        15/12/2026
        ↓30/11/2026

        01/12/2026
        """),
      RuleExample(
        #"{"schema": {"fields": [{"name": "luc", "type": "date", "format": "%d/%m/%Y"}]}}"#,
        rule: #"{"kind": "fresh", "on": "vi_du.luc", "at": "2026-12-31", "gap": 31}"#,
        """
        luc
        ↓01/01/2026
        15/12/2026
        """),
    ],
    read: { FreshBody($0) })
}

package struct FreshBody: RuleBody {
  package let field: FieldSpec
  package let event: FieldSpec?
  package let day: CodeBody.Day
  package let asks: [Freshness.Ask]
  /// What each record is asked; nil where the whole resource is.
  package let within: Int?
  package let lag: Int?
  private var isPerRecord: Bool { within != nil || lag != nil }

  package var fields: [String] { [field.name] + (event.map { [$0.name] } ?? []) }
  package var unit: RuleUnit? { isPerRecord ? .record : nil }
  package var text: String? {
    var texts = asks.map { ask in
      switch ask {
      case .newest(let days): "max(\(field.name)) ≤ \(days) d"
      case .gap(let days): "gap(\(field.name)) ≤ \(days) d"
      case .lag(let percentile, let days):
        "P\(percentile)(\(field.name) − \(event?.name ?? "")) ≤ \(days) d"
      }
    }
    if let within { texts.append("\(field.name) ≤ \(within) d") }
    if let lag { texts.append("\(field.name) − \(event?.name ?? "") ≤ \(lag) d") }
    return texts.joined(separator: "; ")
  }
  package var message: LocalizedText {
    LocalizedText(
      vi: "dữ liệu không được cập nhật kịp thời", en: "the data are not kept up to date")
  }
}

// MARK: Reading

extension FreshBody {
  enum Frequency: String, CaseIterable {
    case daily, weekly, monthly, quarterly, yearly

    var days: Int {
      switch self {
      case .daily: 1
      case .weekly: 7
      case .monthly: 31
      case .quarterly: 92
      case .yearly: 366
      }
    }
  }

  enum Per: String, CaseIterable { case resource, record }

  fileprivate init?(_ reading: RuleReading) {
    let reader = reading.reader
    let days = 0...36_525
    let frequency = reader.choice("frequency", of: Frequency.self)
    let within = reader.integer("within", days) ?? frequency?.days
    let gap = reader.integer("gap", days) ?? frequency?.days
    let lag = reader.integer("lag", days)
    let percentile = reader.integer("percentile", 1...100)
    let per = reader.choice("per", of: Per.self) ?? .resource
    let eventName = reader.name("event")
    let event = eventName.flatMap { reading.field($0) }
    let day = reading.dayOfRun(in: reader)
    guard let field = reading.fieldOfOn(.day), let day, (eventName == nil) == (event == nil),
      event.map({ reading.expect(.day, of: $0, "event", at: eventName?.location) }) ?? true
    else { return nil }
    if (lag == nil) != (event == nil) {
      reading.log.add(.missingKey(lag == nil ? "lag" : "event", at: reader.location))
      return nil
    }
    var asks: [Freshness.Ask] = []
    let isPerRecord = per == .record
    if let within, !isPerRecord { asks.append(.newest(within)) }
    if let gap, !isPerRecord { asks.append(.gap(gap)) }
    if let lag, let percentile { asks.append(.lag(percentile: percentile, most: lag)) }
    self.within = isPerRecord ? within : nil
    self.lag = percentile == nil ? lag : nil
    let ofRecords = self.within != nil || self.lag != nil
    guard ofRecords != !asks.isEmpty else {
      reading.log.add(
        Diagnostic(
          "rule-file.fresh",
          LocalizedText(
            vi: asks.isEmpty
              ? "quy tắc chưa nói phải kịp thời đến mức nào"
              : "một quy tắc hoặc xét từng bản ghi, hoặc xét cả bộ dữ liệu",
            en: asks.isEmpty
              ? "the rule does not say how fresh data must be"
              : "a rule judges either each record or the whole resource"),
          at: reader.location,
          hint: LocalizedText(
            vi: "thêm within, gap, frequency hoặc lag; tách thành hai quy tắc nếu cần cả hai",
            en: "add within, gap, frequency or lag; write two rules for both")))
      return nil
    }
    self.field = field
    self.event = event
    self.day = day
    self.asks = asks
  }
}

// MARK: Lowering

extension FreshBody {
  package func lower(_ rule: RuleSpec, of pack: RulePack, in context: inout LoweringContext)
    -> CheckForm
  {
    lowering { () throws(NotApplicable) in
      let column = try context.column(field.name, of: rule.resource)
      let updated = try context.value(field, of: rule.resource)
      let today = try context.day(day, of: rule.resource, pack)
      var begun: Node?
      if let event { begun = try context.value(event, of: rule.resource) }
      if isPerRecord {
        let event = begun
        return .records([
          try context.build(rule.resource) { leg(rule, column, updated, today, event, &$0) }
        ])
      }
      let date = try date(pack, context)
      guard let first = CivilDate(dayNumber: Freshness.firstDay) else {
        preconditionFailure("1900-01-01 is a day")
      }
      return .fresh(
        Freshness(
          days: try context.build(rule.resource) { builder in
            let isPast = builder.compare(.lessOrEqual, builder.dayOf(updated), today)
            return byDays(builder.date(first), updated, where: isPast, &builder)
          },
          lags: try begun.map { event throws(NotApplicable) in
            try context.build(rule.resource) { builder in
              let isPast = builder.compare(.lessOrEqual, builder.dayOf(updated), today)
              return byDays(event, updated, where: isPast, &builder)
            }
          },
          asks: asks, today: date.dayNumber - Freshness.firstDay, column: column,
          field: field.name, messages: messages(rule)))
    }
  }

  private func date(_ pack: RulePack, _ context: LoweringContext) throws(NotApplicable) -> CivilDate
  {
    let date = try context.date(of: day, pack)
    let number = date.dayNumber - Freshness.firstDay
    guard (0..<Freshness.dayCount).contains(number) else {
      throw NotApplicable(
        vi: "ngày xét \(date.vietnamese) ngoài 1900 – 2099",
        en: "the day \(date.iso) is outside 1900 to 2099")
    }
    return date
  }

  /// Records by the days between two dates, as far as there are groups for them.
  private func byDays(
    _ from: Node, _ to: Node, where condition: Node?, _ builder: inout ProgramBuilder
  ) -> GroupFeed {
    let days = builder.daysBetween(from, to)
    let zero = builder.number(Decimal(0))
    let end = builder.number(Decimal(Int64(Freshness.dayCount)))
    var fits = builder.and(
      builder.compare(.greaterOrEqual, days, zero), builder.compare(.less, days, end))
    if let condition { fits = builder.and(fits, condition) }
    return GroupFeed(entry: days, aggregate: .count, value: nil, condition: fits)
  }

  private func leg(
    _ rule: RuleSpec, _ column: Int, _ updated: Node, _ today: Node, _ event: Node?,
    _ builder: inout ProgramBuilder
  ) -> Leg {
    let zero = builder.number(Decimal(0))
    let age = builder.daysBetween(updated, today)
    var counts = builder.compare(.greaterOrEqual, age, zero)
    var verdict = builder.truth(true)
    if let within {
      verdict = builder.compare(.lessOrEqual, age, builder.number(Decimal(Int64(within))))
    }
    if let lag, let event {
      let days = builder.daysBetween(event, updated)
      let isKnown = builder.not(builder.isNull(days))
      counts = builder.when(
        isKnown, builder.and(counts, builder.compare(.greaterOrEqual, days, zero)))
      let isInTime = builder.compare(.lessOrEqual, days, builder.number(Decimal(Int64(lag))))
      verdict = builder.when(isKnown, builder.and(verdict, isInTime))
    }
    // A later update, or one before its event, is not late: nothing is said of it, whatever becomes of nulls.
    let judged = builder.choose(
      builder.coalesce(counts, builder.truth(true)), builder.judged(verdict, rule.nulls),
      builder.truth(nil))
    return Leg(
      verdict: judged, column: column, field: field.name,
      messages: [rule.message], expected: text ?? "")
  }

  private func messages(_ rule: RuleSpec) -> [LocalizedText] {
    guard !rule.hasOwnMessage else { return Array(repeating: rule.message, count: 3) }
    return [
      LocalizedText(
        vi: "lần cập nhật mới nhất đã quá số ngày cho phép",
        en: "the newest update is older than allowed"),
      LocalizedText(
        vi: "có khoảng thời gian không cập nhật lâu hơn cho phép",
        en: "for longer than allowed nothing was updated"),
      LocalizedText(
        vi: "độ trễ từ sự kiện đến lúc nhập lớn hơn cho phép",
        en: "the lag from event to entry is greater than allowed"),
    ]
  }
}
