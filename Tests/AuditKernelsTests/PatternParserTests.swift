import AuditModel
import XCTest

@testable import AuditKernels

final class PatternParserTests: XCTestCase {
  func testWhatIsNotRegularIsRefusedWithItsPlace() {
    assertRefused([
      ("(a)\\1", 3), ("(?<n>a)\\k<n>", 7), ("(?P<n>a)(?P=n)", 8), ("a(?=b)", 1), ("a(?!b)", 1),
      ("(?<=a)b", 0),
      ("(?<!a)b", 0), ("(?>a)", 0), ("a*+", 2), ("a{2}+", 4), ("\\bđ", 0), ("đ\\B", 2),
      ("(?i)a", 0), ("(?i:a)", 0),
      ("(?#x)a", 0), ("(?(1)a|b)", 0), ("a^", 1), ("a$b", 1), ("(^a)", 1), ("(a$)", 2), ("\\Aa", 0),
      ("a\\Z", 1),
      ("[a-z-[e]]", 4), ("[[:alpha:]]", 1),
    ])
  }

  func testWhatIsWrittenWronglyIsRefusedWithItsPlace() {
    assertRefused([
      ("*a", 0), ("ế*|+", 5), ("(?)", 0), ("a**", 2), ("a*{2}", 2), ("a{", 1), ("a{,2}", 1),
      ("a{x}", 1), ("a{1", 1),
      ("a{3,2}", 1), ("a{10001}", 1), ("a{99999999999999999999}", 1), ("(a", 0), ("a)", 1),
      ("((a)", 0), ("[a", 0),
      ("[]", 0), ("[^]", 0), ("[z-a]", 1), ("[\\d-z]", 1), ("[a-\\w]", 1), ("a\\", 1), ("[\\", 1),
      ("\\q", 0),
      ("\\0", 0), ("\\x4", 0), ("\\u12", 0), ("\\uD800", 0), ("\\u{110000}", 0), ("\\u{41", 0),
      ("\\p{Latin}", 0),
      ("\\pL", 0), ("\\p{L", 0), ("(?<n", 0), ("(?<>a)", 0),
    ])
  }

  func testPatternsPastALimitAreRefused() {
    assertRefused([
      (String(repeating: "a", count: 10_001), 10_000), (String(repeating: "(", count: 300), 200),
    ])
  }

  func testMessagesAreInBothLanguages() throws {
    XCTAssertThrowsError(try PatternAutomaton("a(?=b)")) { error in
      guard let error = error as? PatternError else { return XCTFail("\(error)") }
      XCTAssertEqual(
        error.message.vi, "mẫu không được nhìn trước hoặc nhìn sau, như '(?=' '(?!' '(?<='")
      XCTAssertEqual(
        error.message.en, "a pattern cannot look ahead or behind, as '(?=' '(?!' '(?<=' do")
      XCTAssertNotNil(error.hint)
    }
  }

  func testAnyBytesAreReadWithoutACrash() {
    var state: UInt64 = 3
    let pieces = [
      "(", ")", "[", "]", "{", "}", "?", "*", "\\", "-", "^", "$", "|", "a", "1", ",", "ế", "p",
      "u", "<", ":",
    ]
    for _ in 0..<3_000 {
      var pattern = ""
      for _ in 0..<8 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        pattern += pieces[Int((state >> 33) % UInt64(pieces.count))]
      }
      do throws(PatternError) {
        _ = try PatternAutomaton(pattern)
      } catch {
        XCTAssertLessThanOrEqual(error.offset, pattern.utf8.count, pattern)
      }
    }
  }

  private func assertRefused(_ cases: [(pattern: String, offset: Int)], line: UInt = #line) {
    for (pattern, offset) in cases {
      do throws(PatternError) {
        _ = try PatternAutomaton(pattern)
        XCTFail("\(pattern.prefix(40)) is accepted", line: line)
      } catch {
        XCTAssertEqual(
          error.offset, offset, "\(pattern.prefix(40)): \(error.message.en)", line: line)
      }
    }
  }
}
