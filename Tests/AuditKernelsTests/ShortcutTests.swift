import XCTest

@testable import AuditKernels

/// Quick ways of patterns and code lists against the slow ones.
final class ShortcutTests: XCTestCase {
  private let arena = ByteArena(capacity: 1 << 12)

  private func bytes(_ text: [UInt8], followedBy rest: [UInt8] = []) -> Bytes {
    arena.removeAll()
    _ = arena.append(text + rest)
    return arena.bytes(at: 0, count: text.count)
  }

  func testDigitsAreToldApartFromEveryOtherByte() {
    for byte in UInt8.min...UInt8.max {
      for place in 0..<16 {
        var text = Array("0123456789012345".utf8)
        text[place] = byte
        let cell = bytes(text)
        let expected: UInt32 = (0x30...0x39).contains(byte) ? 0 : 1 << UInt32(place)
        XCTAssertEqual(cell.firstSixteenOtherThanDigits, expected, "\(byte) at \(place)")
        XCTAssertEqual(cell.portableOtherThanDigits, expected, "\(byte) at \(place)")
      }
    }
  }

  func testTheWalkOverDigitsSaysWhatTheAutomatonSays() throws {
    let patterns = [
      "[0-9]{12}", "0[35789][0-9]{8}", "[0-9]{3}[0-3][0-9]{8}", "-?[0-9]+(\\.[0-9]+)?",
      "\\d{9}|\\d{12}",
      "0\\d{11}", "\\d*", "1|12|123", "[0-9A-Z]{3,5}", "(12)+", "(01|10)*", "[1-9]\\d{0,2}",
      "[A-Z]+",
      "\\d{17}", ".{3}", "5", "",
    ]
    var random = Lottery(7)
    for pattern in patterns {
      let automaton = try PatternAutomaton(pattern)
      var told = 0
      for round in 0..<4000 {
        let length = round % 19
        var text = (0..<length).map { _ in 0x30 + UInt8(random.next(10)) }
        if round % 3 == 0 { text = text.map { 0x30 + $0 % 2 } }
        if length > 0, round % 5 == 0 {
          text[random.next(length)] = [0x2F, 0x3A, 0x00, 0xB5, 0x41][random.next(5)]
        }
        // What stands behind a value must not matter.
        let cell = bytes(text, followedBy: (0..<20).map { _ in UInt8(random.next(256)) })
        let verdict = automaton.digits.verdict(cell)
        guard verdict != DigitWalk.unknown else { continue }
        told += 1
        XCTAssertEqual(verdict == 1, automaton.matches(text), "\(pattern) of \(text)")
      }
      if pattern == "0[35789][0-9]{8}" { XCTAssertGreaterThan(told, 2000) }
    }
  }

  func testThePhonePatternNeedsNoAutomatonForDigits() throws {
    let digits = try PatternAutomaton("0[35789][0-9]{8}").digits
    XCTAssertTrue(digits.isUseful)
    XCTAssertEqual(digits.length, DigitWalk.limit)
    XCTAssertEqual(digits.accepted, 1 << 10)
    XCTAssertFalse(try PatternAutomaton("[a-z]+@[a-z]+").digits.isUseful)
    // Where digits lead to different states, more than that is the automaton's.
    XCTAssertEqual(try PatternAutomaton("12|34").digits.length, 0)
  }

  func testCodesOfOneLengthAreFoundAsOthersAre() {
    for digits in 1...5 {
      let places = [1, 10, 100, 1000, 10_000, 100_000][digits]
      let step = max(1, places / 6000 * 3)
      let codes = stride(from: 0, to: places, by: step).map { number in
        Array(String(String(number + 1_000_000).suffix(digits)).utf8)
      }
      let plain = KeyTable()
      let frozen = KeyTable()
      for code in codes {
        _ = plain.insert(bytes(code))
        _ = frozen.insert(bytes(code))
      }
      frozen.freeze()
      guard let direct = frozen.direct else {
        return XCTFail("\(digits) digits, \(codes.count) codes")
      }
      for number in 0..<min(places, 20_000) {
        let code = Array(String(String(number + 1_000_000).suffix(digits)).utf8)
        let cell = bytes(code, followedBy: [0x31, 0x32])
        XCTAssertEqual(direct.find(cell), plain.find(cell))
      }
      for other in [
        "", "1", "12", "123", "1234", "12345", "123456", "0000000", " 1", "1 ", "a1", "1a",
        "00O", "1/2", "12:4", "\u{661}", "１２",
      ] {
        let cell = bytes(Array(other.utf8), followedBy: [0x30, 0x30, 0x30, 0x30, 0x30, 0x30])
        XCTAssertEqual(direct.find(cell), plain.find(cell), "\(other) among \(digits) digits")
      }
    }
  }

  func testOtherCodesAreLeftToTheSearch() {
    for codes in [["1", "12"], ["A1"], ["", "1"], ["123456"], ["a"], []] {
      let table = KeyTable()
      for code in codes { _ = table.insert(bytes(Array(code.utf8))) }
      table.freeze()
      XCTAssertNil(table.direct, "\(codes)")
    }
    let few = KeyTable()
    _ = few.insert(bytes(Array("99999".utf8)))
    few.freeze()
    XCTAssertNil(few.direct, "one code is not worth 100,000 places")
  }
}
