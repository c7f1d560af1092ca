import AuditModel
import AuditSystem
import XCTest

@testable import AuditCommands

final class ConsoleTests: XCTestCase {
  private let unknownField = Diagnostic(
    "rule-file.unknown-field",
    LocalizedText(vi: "không có trường 'ho_tn'", en: "there is no field 'ho_tn'"),
    at: SourceLocation(file: "rules/dan_cu.json", line: 12, column: 18),
    hint: LocalizedText(vi: "có phải ý là 'ho_ten'?", en: "did you mean 'ho_ten'?"))
  private let missing = Diagnostic(
    "source.unreadable", LocalizedText(vi: "không tìm thấy", en: "not found"),
    at: SourceLocation(file: "a.csv", line: 0, column: 0))

  func testAnErrorNamesItsPlaceCodeAndHint() {
    XCTAssertEqual(
      printed([unknownField], .vi),
      """
      rules/dan_cu.json:12:18: lỗi: không có trường 'ho_tn' [rule-file.unknown-field]
        gợi ý: có phải ý là 'ho_ten'?

      """)
    XCTAssertEqual(printed([missing], .en), "a.csv: error: not found [source.unreadable]\n")
  }

  func testSeveralErrorsAreSortedCountedAndToldOnce() {
    var earlier = unknownField
    earlier.location?.line = 9
    let lines = printed([unknownField, missing, earlier, missing], .en).split(separator: "\n")
    XCTAssertEqual(lines.map { $0.prefix(20) }.first, "a.csv: error: not fo")
    XCTAssertTrue(lines[1].hasPrefix("rules/dan_cu.json:9:18"))
    XCTAssertTrue(lines[3].hasPrefix("rules/dan_cu.json:12:18"))
    XCTAssertEqual(lines.last, "3 errors")
  }

  func testErrorsAreJSONForPrograms() throws {
    let object = try JSONSerialization.jsonObject(
      with: Data(printed([unknownField, missing], .vi, format: .json).utf8))
    let top = try XCTUnwrap(object as? [String: Any])
    let errors = try XCTUnwrap(top["errors"] as? [[String: Any]])
    XCTAssertEqual(top["count"] as? Int, 2)
    XCTAssertEqual(
      errors.map { $0["code"] as? String }, ["source.unreadable", "rule-file.unknown-field"])
    XCTAssertTrue(errors[0]["line"] is NSNull)
    XCTAssertEqual(errors[1]["column"] as? Int, 18)
  }

  func testOutsideTextCannotSteerTheTerminal() {
    for (text, shown) in [
      ("a\u{1B}[31mb", "a\\u{1B}[31mb"), ("a\nb\r\u{0}", "a\\u{A}b\\u{D}\\u{0}"),
      ("\u{9B}2J\u{7F}", "\\u{9B}2J\\u{7F}"),
      ("x\u{202E}y\u{2066}", "x\\u{202E}y\\u{2066}"),
      ("x\u{2028}y\u{FEFF}", "x\\u{2028}y\\u{FEFF}"),
      ("\\u{A}", "\\u{5C}u{A}"), ("C:\\users", "C:\\users"), ("Nguyễn Văn An", "Nguyễn Văn An"),
    ] {
      XCTAssertEqual(Terminal.safe(text), shown)
      let diagnostic = Diagnostic(
        "x.y", LocalizedText(text), at: SourceLocation(file: text, line: 1, column: 1),
        hint: LocalizedText(text))
      let output = printed([diagnostic], .vi)
      XCTAssertEqual(output.split(separator: "\n").count, 2, shown)
      XCTAssertFalse(output.unicodeScalars.contains("\u{1B}"))
    }
  }

  func testColourIsUsedOnTerminalsOnly() {
    let writer = ByteWriter.memory()
    let terminal = Terminal(errorIsTerminal: true, outputIsTerminal: true, usesColour: true)
    Console(writer: writer, language: .en, terminal: terminal).report([missing])
    XCTAssertEqual(
      writer.capturedText,
      "\u{1B}[1ma.csv\u{1B}[0m: \u{1B}[1;31merror:\u{1B}[0m not found [source.unreadable]\n")
  }

  func testProgressIsDrawnAtMostFiveTimesASecondAndCleared() {
    let writer = ByteWriter.memory()
    let clock = TestClock()
    let progress = Progress(
      writer: writer, terminal: Terminal(errorIsTerminal: true, outputIsTerminal: true),
      language: .vi,
      monotonic: { clock.advance() })
    for step in 0...100 { progress.update("ho_dan", done: step * 10_000_000, total: 1_000_000_000) }
    progress.finish()
    let lines = writer.capturedText.split(separator: "\r")
    XCTAssertEqual(lines.count, 22)
    XCTAssertEqual(lines.first, "ho_dan · 0 % · 0 B / 1,0 GB\u{1B}[K")
    XCTAssertEqual(
      lines.dropLast().last, "ho_dan · 100 % · 1,0 GB / 1,0 GB · 250 MB/s\u{1B}[K")
    XCTAssertEqual(lines[10], "ho_dan · 50 % · 500 MB / 1,0 GB · 250 MB/s · còn 2 giây\u{1B}[K")
    XCTAssertEqual(lines.last, "\u{1B}[K")
  }

  func testThereIsNoProgressWithoutATerminal() {
    let writer = ByteWriter.memory()
    let progress = Progress(writer: writer, terminal: .none, language: .vi, monotonic: { 0 })
    progress.update("ho_dan", done: 1, total: 2)
    progress.finish()
    XCTAssertEqual(writer.captured, [])
  }

  private func printed(
    _ diagnostics: [Diagnostic], _ language: Language, format: Console.Format = .text
  ) -> String {
    let writer = ByteWriter.memory()
    Console(writer: writer, language: language, format: format).report(diagnostics)
    return writer.capturedText
  }
}

/// A clock that goes on by 40 ms each time it is looked at.
private final class TestClock: @unchecked Sendable {
  private var now = 0

  func advance() -> Int {
    defer { now += 40_000_000 }
    return now
  }
}
