import AuditKernels
import AuditModel

/// When records were updated, counted by day: what a whole resource is asked about being up to date.
package struct Freshness: Sendable {
  /// Records by day since 1900-01-01, those after the day of the question left out.
  package var days: GroupFeed
  /// Records by days from event to entry; nil where nothing is asked about them.
  package var lags: GroupFeed?
  package var asks: [Ask]
  /// The day of the question, since 1900-01-01.
  package var today: Int
  package var column: Int
  package var field: String
  package var messages: [LocalizedText]

  /// Bounds in days.
  package enum Ask: Sendable, Hashable {
    /// The newest update is no older.
    case newest(Int)
    /// No longer time without any update, that up to the day of the question included.
    case gap(Int)
    /// So many of a hundred records were entered within so many days.
    case lag(percentile: Int, most: Int)
  }

  /// Days from 1900-01-01, whose number is `firstDay`, to 2099-12-31.
  package static let dayCount = 73_049
  package static let firstDay = -25_567

  package struct Outcome: Sendable {
    package var holds: Bool
    /// Of `messages`.
    package var reason: Int
    /// The days found: an age, a gap, a percentile.
    package var days: Int
    /// Of a gap: the days since 1900-01-01 that it lies between.
    package var between: ClosedRange<Int>?
    package var bound: Int
  }

  /// What becomes of each question; none where no record says anything.
  ///
  /// `days`, `lags`: records of a day, or of a lag in days.
  package func outcomes(days: (Int) -> Int, lags: (Int) -> Int) -> [Outcome] {
    asks.compactMap { ask in
      switch ask {
      case .newest(let bound):
        guard let last = (0...today).last(where: { days($0) > 0 }) else { return nil }
        return Outcome(holds: today - last <= bound, reason: 0, days: today - last, bound: bound)
      case .gap(let bound):
        guard let gap = longestGap(days) else { return nil }
        let length = gap.upperBound - gap.lowerBound
        return Outcome(
          holds: length <= bound, reason: 1, days: length, between: gap, bound: bound)
      case .lag(let percentile, let bound):
        guard let lag = Freshness.percentile(percentile, lags) else { return nil }
        return Outcome(holds: lag <= bound, reason: 2, days: lag, bound: bound)
      }
    }
  }

  private func longestGap(_ days: (Int) -> Int) -> ClosedRange<Int>? {
    var last: Int?
    var longest: ClosedRange<Int>?
    for day in 0...today where days(day) > 0 || day == today {
      if let last, day - last > (longest.map { $0.upperBound - $0.lowerBound } ?? -1) {
        longest = last...day
      }
      if days(day) > 0 { last = day }
    }
    return longest
  }

  /// The least number of days within which so many of a hundred records were entered.
  private static func percentile(_ percent: Int, _ lags: (Int) -> Int) -> Int? {
    var total = 0
    for lag in 0..<dayCount { total += lags(lag) }
    guard total > 0 else { return nil }
    var seen = 0
    for lag in 0..<dayCount {
      seen += lags(lag)
      if seen * 100 >= total * percent { return lag }
    }
    return nil
  }
}
