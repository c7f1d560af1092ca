import XCTest

@testable import AuditKernels

/// Relations of patterns against all short texts: whatever two patterns share shows in texts of a few characters.
final class PatternRelationTests: XCTestCase {
  private static let patterns = [
    "a", "b", "ab", "a*", "b*", "[ab]*", "a+b?", "(ab)+", "[ab]{2}", "[ab]{3}", "[ab]{2,4}",
    "aab|bba",
    "a[ab]*", "[ab]*b", "(a|bb)*", "á[ab]", "[^a]b", "", "b{1,2}a?",
  ]

  private static let texts: [String] = {
    var all = [""]
    var last = [""]
    for _ in 0..<6 {
      last = last.flatMap { text in ["a", "b", "á"].map { text + $0 } }
      all += last
    }
    return all.filter { !$0.isEmpty }
  }()

  func testPatternsMeetWhereSomeTextMatchesBoth() throws {
    for first in Self.patterns {
      for second in Self.patterns {
        let (a, b) = (try PatternAutomaton(first), try PatternAutomaton(second))
        let matching = Self.texts.filter { a.matches(Array($0.utf8)) }
        let both = matching.filter { b.matches(Array($0.utf8)) }
        XCTAssertEqual(a.meets(b), !both.isEmpty, "\(first) \(second)")
        XCTAssertEqual(a.isContained(in: b), both.count == matching.count, "\(first) in \(second)")
      }
    }
  }

  func testLengthsAreThoseOfTheShortestAndTheLongest() throws {
    for (pattern, least, greatest) in [
      ("[0-9]{5}", 5, 5), ("[0-9]{2,4}", 2, 4), ("a|bcd", 1, 3), ("a*", 1, nil), ("ab*c", 2, nil),
      ("(đ|áy){2}", 2, 4), ("\\p{L}{3}", 3, 3), ("a?b?", 1, 2),
    ] as [(String, Int, Int?)] {
      let lengths = try PatternAutomaton(pattern).lengths
      XCTAssertEqual(lengths?.least, least, pattern)
      XCTAssertEqual(lengths?.greatest, greatest, pattern)
    }
    XCTAssertNil(try PatternAutomaton("").lengths)
  }
}
