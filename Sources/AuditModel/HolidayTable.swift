/// Days off and days worked instead (`soat-holidays/1`), which are announced year by year.
///
/// Saturdays and Sundays are off unless the table says that one is worked.
package struct HolidayTable: Sendable {
  package var daysOff: Set<CivilDate>
  package var workedDays: Set<CivilDate>
  /// The days that the table was made for; outside them weekends alone are known.
  package var from: CivilDate?
  package var to: CivilDate?
  /// The last day up to which the days off are announced and not only foreseen.
  package var confirmedTo: CivilDate?

  package init(
    daysOff: Set<CivilDate> = [], workedDays: Set<CivilDate> = [], from: CivilDate? = nil,
    to: CivilDate? = nil, confirmedTo: CivilDate? = nil
  ) {
    self.daysOff = daysOff
    self.workedDays = workedDays
    self.from = from
    self.to = to
    self.confirmedTo = confirmedTo
  }

  package func isWorkingDay(_ day: CivilDate) -> Bool {
    if workedDays.contains(day) { return true }
    if daysOff.contains(day) { return false }
    // 1970-01-01 was a Thursday: 0 is Monday here.
    let weekday = ((day.dayNumber + 3) % 7 + 7) % 7
    return weekday < 5
  }

  /// The day that many working days after a day, which itself does not count; nil past the year 9999.
  package func day(_ count: Int, workingDaysAfter start: CivilDate) -> CivilDate? {
    var number = start.dayNumber
    var left = count
    while left > 0 {
      number += 1
      guard let day = CivilDate(dayNumber: number) else { return nil }
      if isWorkingDay(day) { left -= 1 }
    }
    return CivilDate(dayNumber: number)
  }

  /// Whether days off are announced for all days between the two.
  package func isConfirmed(from first: CivilDate, to last: CivilDate) -> Bool {
    guard let from, let confirmedTo else { return false }
    return from <= first && last <= confirmedTo
  }
}
