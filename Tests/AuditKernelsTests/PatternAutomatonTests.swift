import AuditModel
import XCTest

@testable import AuditKernels

final class PatternAutomatonTests: XCTestCase {
  func testTheWholeValueIsMatched() throws {
    try assertMatches("a|bc", ["a", "bc"], not: ["", "ab", "abc", "a\n"])
    try assertMatches("^a.c$", ["abc", "aếc", "a😀c"], not: ["ac", "a\nc", "a\rc", "abcd"])
    try assertMatches("^a$|^b$", ["a", "b"], not: ["ab", "", "^a"])
    try assertMatches("", [""], not: ["a"])
  }

  func testClassesAndEscapes() throws {
    try assertMatches("[À-ỹ]", ["À", "ỹ", "đ", "Ư"], not: ["a", "À\u{301}", "\u{1EFA}", "¿"])
    try assertMatches("[^À-ỹ]", ["a", "😀", "\n"], not: ["ế", ""])
    try assertMatches("[a\\-z.]", ["a", "-", "z", "."], not: ["b"])
    try assertMatches("[-a]", ["-", "a"], not: ["b"])
    try assertMatches("[a^]", ["^", "a"], not: ["b"])
    try assertMatches("[[(]", ["[", "("], not: ["]"])
    try assertMatches("\\x41\\u0042\\u{1EBF}\\t", ["ABế\t"], not: ["ABe\t"])
    try assertMatches("\\(\\)\\[\\]\\{\\}\\^\\$\\|\\\\\\/", ["()[]{}^$|\\/"], not: [""])
    try assertMatches("}]-", ["}]-"], not: ["}"])
    try assertMatches("\\s", [" ", "\t", "\n", "\r", "\u{0B}", "\u{0C}"], not: ["\u{A0}", "a"])
    try assertMatches("\\d\\w", ["1a", "1_"], not: ["१a", "1ế"])
    try assertMatches("\\D\\W\\S", ["aế."], not: ["1ế.", "aa."])
  }

  func testUnicodeCategories() throws {
    try assertMatches("\\p{Lu}\\p{Ll}+", ["Đặng", "Nguyễn"], not: ["đặng", "ĐẶNG"])
    try assertMatches("\\p{L}[\\p{L} ]{1,60}", ["Nguyễn Văn An", "Ưu"], not: ["A1", " An", "An!"])
    try assertMatches("\\p{M}\\p{N}\\p{Nd}\\p{P}\\p{Z}", ["\u{301}½9–\u{A0}"], not: ["a½9– "])
    try assertMatches("\\P{L}+", ["123 !"], not: ["12a"])
    try assertMatches("[^\\p{L}\\d]", ["!"], not: ["ế", "1"])
    try assertMatches("\\p{Sc}", ["₫"], not: ["d"])
  }

  func testRepetitionsAndGroups() throws {
    try assertMatches("(?<ma>[0-9]{3}){2}", ["123456"], not: ["123", "1234567"])
    try assertMatches("(ab|c){2,3}?", ["abc", "cc", "ababab"], not: ["ab", "cccc"])
    try assertMatches("a{0}b", ["b"], not: ["ab"])
    try assertMatches(
      "(x+x+)+y", ["xxy", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxy"],
      not: ["xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"])
    try assertMatches("[^\\s\\S]", [], not: ["", "a"])
  }

  func testIllFormedBytesMatchNothing() throws {
    let any = try PatternAutomaton("(.|\\s)*")
    for bytes: [UInt8] in [
      [0x80], [0xC3], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80],
      [0xF0, 0x8F, 0xBF, 0xBF],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE1, 0xBA], [0xFF],
      [0x61, 0xE1, 0xBA, 0x61],
    ] {
      XCTAssertFalse(any.matches(bytes), "\(bytes)")
    }
    for value in [
      "\u{80}", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{E000}", "\u{FFFF}", "\u{10000}", "\u{10FFFF}",
    ] {
      XCTAssertTrue(any.matches(Array(value.utf8)), value.debugDescription)
    }
  }

  func testFixedDigitsAreRecognised() throws {
    for (pattern, expected): (String, Int?) in [
      ("[0-9]{12}", 12), ("^\\d{12}$", 12), ("\\d\\d\\d", 3), ("([0-4]|[5-9]){2}", 2),
      ("\\d{9}|\\d{12}", nil),
      ("0\\d{11}", nil), ("\\d+", nil), ("", nil), ("\\d{0}", nil), ("\\w{3}", nil),
      ("[0-9a]{3}", nil), ("\\p{Nd}{2}", nil),
      ("[^\\s\\S]", nil), ("\\d{0,3}", nil), (".\\d", nil), ("[0-8]{3}", nil),
    ] {
      XCTAssertEqual(try PatternAutomaton(pattern).fixedDigits, expected, pattern)
    }
  }

  func testTheAutomatonIsMinimal() throws {
    for (pattern, count) in [
      ("a", 3), ("(a|b)*a(a|b){3}", 17), ("[0-9]{12}", 14), ("(a|ab|abc)(c|bc)?", 7), ("ế", 5),
      ("abc|abd|xbc|xbd", 5),
    ] {
      XCTAssertEqual(try PatternAutomaton(pattern).stateCount, count, pattern)
    }
  }

  func testPatternsThatWouldExplodeAreRefused() {
    for pattern in [
      "(a|b)*a(a|b){30}", "(.*a){40}b.{20}", "(((a{1000}){1000}){1000}){1000}",
      "((((){9999}){9999}){9999}){9999}",
      ".{9000}.{9000}", "(a?){9999}", "(\\p{L}|\\p{M}){1,9000}",
    ] {
      XCTAssertThrowsError(try PatternAutomaton(pattern), pattern)
    }
  }

  func testLargePatternsWithinTheLimits() throws {
    try assertMatches(
      ".{0,2000}", [String(repeating: "ế", count: 2000)], not: [String(repeating: "a", count: 2001)]
    )
    try assertMatches(
      "(a?){100}", [String(repeating: "a", count: 100)], not: [String(repeating: "a", count: 101)])
    let codes = (0..<900).map { "M" + String($0) }
    try assertMatches(codes.joined(separator: "|"), codes, not: ["M900", "M", "M0000"])
    let letters = (0..<600).compactMap { Unicode.Scalar(0x4E00 + $0 * 3).map(String.init) }
    try assertMatches(letters.joined(separator: "|"), letters, not: ["\u{4E01}", "a"])
  }

  func testLimitsAreGivenByTheCaller() {
    var limits = Limits()
    limits.patternStates = 5
    limits.patternBytes = 4
    XCTAssertThrowsError(try PatternAutomaton("a{9}", limits: limits))
    XCTAssertThrowsError(try PatternAutomaton("aaaaa", limits: limits))
    XCTAssertNoThrow(try PatternAutomaton("a{2}", limits: limits))
  }

  func testALongValueIsReadOnce() throws {
    let value = [UInt8](repeating: 0x61, count: 1 << 20)
    for pattern in ["(a+)+", "(a|a)*", "(a*)*b", "(.*)*", "(a|b)*a(a|b){8}"] {
      let expected = pattern != "(a*)*b"
      XCTAssertEqual(try PatternAutomaton(pattern).matches(value), expected, pattern)
    }
  }

  /// The table beside its script, `Tests/Tables/patterns.py`.
  func testPythonAgrees() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../Tables/patterns.tsv")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    XCTAssertGreaterThan(lines.count, 1_000)
    var automata: [String: PatternAutomaton] = [:]
    for line in lines {
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
        .map { String($0).replacingOccurrences(of: "\u{2424}", with: "\n") }
      let automaton = try automata[cells[0]] ?? PatternAutomaton(cells[0])
      automata[cells[0]] = automaton
      XCTAssertEqual(automaton.matches(Array(cells[1].utf8)), cells[2] == "1", String(line))
    }
  }

  private func assertMatches(
    _ pattern: String, _ matching: [String], not others: [String], line: UInt = #line
  ) throws {
    let automaton = try PatternAutomaton(pattern)
    for value in matching {
      XCTAssertTrue(
        automaton.matches(Array(value.utf8)), "\(pattern.prefix(40)) on \(value.prefix(40))",
        line: line)
    }
    for value in others {
      XCTAssertFalse(
        automaton.matches(Array(value.utf8)), "\(pattern.prefix(40)) on \(value.prefix(40))",
        line: line)
    }
  }
}
