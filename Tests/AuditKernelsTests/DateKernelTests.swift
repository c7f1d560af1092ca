import AuditModel
import XCTest

@testable import AuditKernels

/// Dates against a calendar that counts day by day.
final class DateKernelTests: XCTestCase {
  private let arena = ByteArena()
  private let vietnamese = try? DateFormat("%d/%m/%Y")

  private func bytes(_ text: String) -> Bytes {
    arena.removeAll()
    _ = arena.append(Array(text.utf8))
    return arena.bytes(at: 0, count: text.utf8.count)
  }

  private func day(_ text: String, _ format: DateFormat) -> Int64 {
    DateKernel.day(bytes(text), format, format.shape)
  }

  func testEveryDayOfTwoCenturies() throws {
    let format = try XCTUnwrap(vietnamese)
    let general = try DateFormat("%Y%m%d")
    let short = try DateFormat("%-d/%-m/%Y")
    // 01/01/1899, counted back from 1970 by hand: 71 years of which 17 are leap years.
    var number = -25_932
    for year in 1899...2101 {
      for month in 1...12 {
        for date in 1...31 {
          let (d, m) = (two(date), two(month))
          let isReal = date <= length(month, year)
          let packed = isReal ? Int64(year * 512 + month * 32 + date) : absent
          XCTAssertEqual(day("\(d)/\(m)/\(year)", format), packed, "\(d)/\(m)/\(year)")
          XCTAssertEqual(day("\(year)-\(m)-\(d)", .isoDate), packed)
          XCTAssertEqual(day("\(year)\(m)\(d)", general), packed)
          XCTAssertEqual(day("\(date)/\(month)/\(year)", short), packed)
          XCTAssertEqual(day("\(d)/\(month)/\(year)", short), packed)
          guard isReal else { continue }
          XCTAssertEqual(dayNumber(packed: packed), number, "\(d)/\(m)/\(year)")
          XCTAssertEqual(packedDay(dayNumber: number), packed)
          XCTAssertEqual(CivilDate(year: year, month: month, day: date)?.dayNumber, number)
          number += 1
        }
      }
    }
  }

  func testShortDaysAndMonthsHaveADigitOrTwo() throws {
    let short = try DateFormat("%-d/%-m/%Y")
    for text in [
      "/1/2020", "1//2020", "001/1/2020", "1/001/2020", "1/1/20", "a/1/2020", "1/1/2020 ",
    ] {
      XCTAssertEqual(day(text, short), absent, text)
    }
    for pattern in ["%-Y", "%-", "%-H"] {
      XCTAssertThrowsError(try DateFormat(pattern)) {
        XCTAssertEqual($0 as? DateFormat.Failure, .unknownDirective(offset: 0), pattern)
      }
    }
  }

  func testEveryPairOfDigits() throws {
    let format = try XCTUnwrap(vietnamese)
    for year in ["2023", "2024", "1900", "2000", "0000", "0001", "9999"] {
      for date in 0...99 {
        for month in 0...99 {
          let isReal =
            month >= 1 && month <= 12 && date >= 1 && date <= length(month, Int(year) ?? 0)
            && year != "0000"
          XCTAssertEqual(day("\(two(date))/\(two(month))/\(year)", format) != absent, isReal)
          XCTAssertEqual(day("\(year)-\(two(month))-\(two(date))", .isoDate) != absent, isReal)
        }
      }
    }
  }

  func testAByteOutOfPlaceIsNoDate() throws {
    let format = try XCTUnwrap(vietnamese)
    for (text, shape) in [("15/11/2011", format), ("2011-11-15", .isoDate)] {
      let good = Array(text.utf8)
      for position in good.indices {
        for byte in 0...255 as ClosedRange<UInt8> {
          var changed = good
          changed[position] = byte
          arena.removeAll()
          _ = arena.append(changed)
          let fast = DateKernel.day(arena.bytes(at: 0, count: 10), shape, shape.shape)
          let slow = DateKernel.general(arena.bytes(at: 0, count: 10), shape)
          XCTAssertEqual(fast, slow.isValid ? slow.day : absent, "\(changed)")
          let isDigit = (0x30...0x39).contains(byte)
          if good[position] != byte, !isDigit { XCTAssertEqual(fast, absent, "\(changed)") }
        }
      }
      for wrong in ["", " \(text)", "\(text) ", String(text.dropLast()), "\(text)0"] {
        XCTAssertEqual(day(wrong, shape), absent, wrong)
      }
    }
  }

  func testMoments() {
    func moment(_ text: String) -> Int64 {
      DateKernel.moment(bytes(text), .isoDateTime, DateFormat.isoDateTime.shape)
    }
    XCTAssertEqual(moment("1970-01-01T00:00:00Z"), 0)
    XCTAssertEqual(moment("1970-01-01T07:00:00"), 0, "a time without a zone is Viet Nam's")
    XCTAssertEqual(moment("1970-01-01T07:00:00+07:00"), 0)
    XCTAssertEqual(moment("1969-12-31T23:59:59.25Z"), -1)
    XCTAssertEqual(moment("2025-07-01T00:00:00-01:30"), 1_751_328_000 + 5400)
    for wrong in [
      "2025-07-01", "2025-07-01T24:00:00", "2025-07-01T00:60:00", "2025-07-01T00:00:00.",
      "2025-02-29T00:00:00",
    ] {
      XCTAssertEqual(moment(wrong), absent, wrong)
    }
  }

  /// The short way and the general one say the same of every text one byte away from a time.
  func testEveryByteOfATime() throws {
    let strict = try DateFormat("%Y-%m-%dT%H:%M:%S%z")
    XCTAssertEqual(strict.shape, .isoMoment)
    let texts = [
      "2024-07-20T13:22:25+07:00", "2024-07-20T13:22:25Z", "2024-02-29T23:59:59-23:59",
      "0001-01-01T00:00:00Z", "9999-12-31T23:59:59+00:00", "2024-07-20T13:22:25",
      "2024-07-20T13:22:25.5Z",
    ]
    for text in texts {
      for position in text.utf8.indices {
        for byte in Array("0123456789+-:.TZtz /\u{7f}".utf8) + [0, 0xFF] {
          var changed = Array(text.utf8)
          changed[text.utf8.distance(from: text.utf8.startIndex, to: position)] = byte
          let arena = ByteArena(capacity: 64)
          _ = arena.append(changed)
          let cell = arena.bytes(at: 0, count: changed.count)
          for format in [strict, .isoDateTime] {
            XCTAssertEqual(
              DateKernel.moment(cell, format, format.shape),
              DateKernel.moment(cell, format, .general), "\(changed)")
          }
        }
      }
    }
  }

  private func length(_ month: Int, _ year: Int) -> Int {
    if month == 2 { return year % 400 == 0 || (year % 4 == 0 && year % 100 != 0) ? 29 : 28 }
    return [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
