import AuditKernels
import AuditModel

/// Goes along a group in its order and finds what breaks the sequence.
struct SequenceJudge: Sendable {
  let type: ValueType
  let refused: Set<SequenceBody.Breach>
  /// With 18 digits after the point.
  let step: Int128
  var orderPart: Int?
  var endPart: Int?
  var isInRecordOrder = false

  private struct Place {
    var order: Int128
    var start: Int128
    /// The last value that is taken; the largest number there is for an interval without end.
    var end: Int128
    var number: Int
  }

  func judge(_ group: GroupRecords, _ findings: inout GroupFindings) {
    var places: [Place] = []
    places.reserveCapacity(group.count)
    for number in 0..<group.count {
      guard let start = amount(group, number, 0) else { continue }
      let end = endPart.map { amount(group, number, $0) ?? Int128.max } ?? start
      let order =
        isInRecordOrder ? Int128(number) : orderPart.flatMap { amount(group, number, $0) } ?? start
      places.append(Place(order: order, start: start, end: max(start, end), number: number))
    }
    places.sort { ($0.order, $0.number) < ($1.order, $1.number) }
    guard var last = places.first else { return }
    for place in places.dropFirst() {
      if let (breach, expected) = breach(place, after: last) {
        findings.add(
          group.record(place.number), reason: reason(breach), expected: expected)
      }
      // An interval within an earlier one does not end what that one covers.
      let covered = refused.contains(.decrease) ? place.end : max(last.end, place.end)
      last = place
      last.end = covered
    }
  }

  private func breach(_ place: Place, after last: Place) -> (SequenceBody.Breach, [UInt8])? {
    if refused.contains(.decrease), place.start < last.start {
      return (.decrease, text("≥ ", last.start))
    }
    if refused.contains(.overlap), place.start <= last.end {
      return (.overlap, text("> ", last.end))
    }
    guard refused.contains(.gap), last.end < Int128.max else { return nil }
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
  private func amount(_ group: GroupRecords, _ number: Int, _ part: Int) -> Int128? {
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
