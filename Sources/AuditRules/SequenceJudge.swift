import AuditKernels
import AuditModel

/// Goes along a group in its order and finds what breaks the sequence.
struct SequenceJudge: Sendable {
  let type: ValueType
  let refusesGap: Bool
  let refusesOverlap: Bool
  let refusesDecrease: Bool
  /// With 18 digits after the point.
  let step: Int128
  /// The part that orders, where it is not the value itself: of a type of its own.
  var order: (part: Int, type: ValueType)?
  var endPart: Int?
  var isInRecordOrder = false

  init(type: ValueType, refused: Set<SequenceBody.Breach>, step: Int128) {
    self.type = type
    self.step = step
    refusesGap = refused.contains(.gap)
    refusesOverlap = refused.contains(.overlap)
    refusesDecrease = refused.contains(.decrease)
  }

  private struct Place {
    var start: Int128
    /// The last value that is taken; the largest number there is for an interval without end.
    var end: Int128
  }

  /// Memory: 8 bytes a record, and 32 more where the group is not in order already.
  func judge(_ group: GroupRecords, _ findings: inout GroupFindings) {
    let order = order(of: group)
    guard var last = order.first.map({ place(group, $0) }) else { return }
    for number in order.dropFirst() {
      let place = place(group, number)
      if let (breach, expected) = breach(place, after: last) {
        findings.add(group.record(number), reason: reason(breach), expected: expected)
      }
      // An interval within an earlier one does not end what that one covers.
      let covered = refusesDecrease ? place.end : max(last.end, place.end)
      last = Place(start: place.start, end: covered)
    }
  }

  /// The records in the order that they are judged in, those of one rank as they come.
  private func order(of group: GroupRecords) -> [Int] {
    var order = Array(0..<group.count)
    guard !isInRecordOrder else { return order }
    func rank(_ number: Int) -> Int128 {
      let (part, type) = self.order ?? (0, type)
      return amount(group, number, part, type) ?? 0
    }
    var isSorted = true
    var last = Int128.min
    for number in order where isSorted {
      let next = rank(number)
      isSorted = last <= next
      last = next
    }
    if !isSorted {
      let ranks = order.map { (rank: rank($0), number: $0) }
      order = ranks.sorted { ($0.rank, $0.number) < ($1.rank, $1.number) }.map(\.number)
    }
    return order
  }

  private func place(_ group: GroupRecords, _ number: Int) -> Place {
    let start = amount(group, number, 0, type) ?? 0
    guard let endPart else { return Place(start: start, end: start) }
    return Place(
      start: start, end: max(start, amount(group, number, endPart, type) ?? Int128.max))
  }

  private func breach(_ place: Place, after last: Place) -> (SequenceBody.Breach, [UInt8])? {
    if refusesDecrease, place.start < last.start { return (.decrease, text("≥ ", last.start)) }
    if refusesOverlap, place.start <= last.end { return (.overlap, text("> ", last.end)) }
    guard refusesGap, last.end < Int128.max else { return nil }
    let (next, isOver) = last.end.addingReportingOverflow(step)
    return !isOver && place.start > next ? (.gap, text("", next)) : nil
  }

  private func reason(_ breach: SequenceBody.Breach) -> Int {
    switch breach {
    case .gap: 0
    case .overlap: 1
    case .decrease: 2
    }
  }

  /// Numbers, days and seconds alike with 18 digits after the point.
  private func amount(
    _ group: GroupRecords, _ number: Int, _ part: Int, _ type: ValueType
  ) -> Int128? {
    switch type {
    case .date, .moment: group.instant(number, part).map { Int128($0) * ScaledNumber.unit }
    default: group.number(number, part)
    }
  }

  private func text(_ sign: String, _ amount: Int128) -> [UInt8] {
    guard amount < Int128.max else { return Array((sign + "∞").utf8) }
    let whole = Int(amount / ScaledNumber.unit)
    switch type {
    case .date: return Array((sign + InstantText.day(whole)).utf8)
    case .moment: return Array((sign + InstantText.moment(whole)).utf8)
    default: return Array(sign.utf8) + ScaledNumber.text(amount)
    }
  }
}

/// Days and seconds as Vietnamese offices write them.
enum InstantText {
  /// `dd/MM/yyyy` of a day's number; see `CivilDate.dayNumber`.
  static func day(_ number: Int) -> String { CivilDate(dayNumber: number)?.vietnamese ?? "?" }

  /// In Viet Nam time, UTC+7, of a second since 1970 UTC.
  static func moment(_ second: Int) -> String {
    let local = second + 7 * 3600
    let time = ((local % 86_400) + 86_400) % 86_400
    let clock = "\(two(time / 3600)):\(two(time / 60 % 60)):\(two(time % 60))"
    return "\(day((local - time) / 86_400)) \(clock)"
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
