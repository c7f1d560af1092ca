import AuditKernels
import AuditModel
import AuditSources
import AuditSystem
import XCTest

/// Documents made to exhaust a reader: each is answered in time, with an error that names a limit, or read.
final class XMLHostileTests: XCTestCase {
  private static let good = "<r><so>1</so></r><r><so>2</so></r>"

  private func document(_ parts: String...) -> [UInt8] {
    Array(("<ds>" + XMLHostileTests.good + parts.joined() + "</ds>").utf8)
  }

  private func times(_ count: Int, _ text: String) -> String {
    String(repeating: text, count: count)
  }

  /// The fault's code, nil for none, and how many records came before it.
  private func outcome(
    _ document: [UInt8], file: StaticString = #filePath, line: UInt = #line
  ) throws -> (code: String?, records: Int) {
    let start = ContinuousClock.now
    let (plain, _) = try XMLReading().outcome(document, plainly: true)
    let (library, _) = try XMLReading().outcome(document, plainly: false)
    if plain != .handedOver { XCTAssertEqual(plain, library, file: file, line: line) }
    XCTAssertLessThan(ContinuousClock.now - start, .seconds(10), file: file, line: line)
    switch library {
    case .read(let records, let code, _): return (code, records.count)
    case .refused(let code, _): return (code, 0)
    case .handedOver: return ("handed over", 0)
    }
  }

  func testDepthIsLimited() throws {
    for (open, close) in [("<a>", "</a>"), ("<a>", "")] {
      let deep = document("<r>", times(100_000, open), times(100_000, close), "</r>")
      let (code, records) = try outcome(deep)
      XCTAssertEqual(code, "source.limit")
      XCTAssertEqual(records, 2)
    }
    let shallow = document("<r>", times(253, "<a>"), times(253, "</a>"), "</r>")
    XCTAssertNil(try outcome(shallow).code)
    let deeper = document("<r>", times(255, "<a>"), times(255, "</a>"), "</r>")
    XCTAssertEqual(try outcome(deeper).code, "source.limit")
  }

  func testAttributesAreLimited() throws {
    for count in [1_001, 20_000] {
      let list = (0..<count).map { " a\($0)=\"1\"" }.joined()
      XCTAssertEqual(try outcome(document("<r\(list)/>")).code, "source.limit")
      XCTAssertEqual(try outcome(document("<x\(list)/>")).code, "source.limit")
      let spaces = (0..<count).map { " xmlns:a\($0)=\"u\($0)\"" }.joined()
      let (code, _) = try outcome(document("<r\(spaces)/>"))
      XCTAssertTrue([nil, "source.limit"].contains(code), code ?? "")
    }
    let thousand = (0..<1_000).map { " a\($0)=\"1\"" }.joined()
    XCTAssertNil(try outcome(document("<r\(thousand)/>")).code)
  }

  func testNamesAreLimited() throws {
    let long = times(2_000_000, "aaaaa")
    XCTAssertEqual(try outcome(document("<r><\(long)/></r>")).code, "source.limit")
    XCTAssertEqual(try outcome(document("<r \(long)=\"1\"/>")).code, "source.limit")
    let many = (0..<20_000).map { "<a\($0)/>" }.joined()
    XCTAssertEqual(try outcome(document("<r>\(many)</r>")).code, "source.limit")
    let prefixed = (0..<20_000).map { "<p:a xmlns:p=\"u\($0)\"/>" }.joined()
    XCTAssertEqual(try outcome(document("<r>\(prefixed)</r>")).code, "source.limit")
  }

  func testValuesAreLimited() throws {
    let big = times(20 << 20, "x")
    for wrong in [
      "<r><so>\(big)</so></r>", "<r a=\"\(big)\"/>", "<r><so><![CDATA[\(big)]]></so></r>",
      "<r><!--\(big)--></r>", "<r><?a \(big)?></r>", "<r \(big)", "<r><so>1</so", "&\(big);",
    ] {
      let (code, records) = try outcome(document(wrong))
      let isCut = wrong.hasSuffix("</so") || wrong.hasPrefix("&") || !wrong.hasSuffix(">")
      XCTAssertTrue(
        code == "source.limit" || isCut && code == "source.not-well-formed",
        "\(wrong.prefix(30)): \(code ?? "none")")
      XCTAssertEqual(records, 2, "\(wrong.prefix(30))")
    }
    let (code, records) = try outcome(document("<r><so>\(times(15 << 20, "x"))</so></r>"))
    XCTAssertNil(code)
    XCTAssertEqual(records, 3)
  }

  func testTimeGrowsAsTheDocumentDoes() throws {
    func duration(_ count: Int, _ unit: String) throws -> Duration {
      let document = document("<r>", times(count, unit), "</r>")
      let start = ContinuousClock.now
      _ = try XMLReading().outcome(document, plainly: false)
      return ContinuousClock.now - start
    }
    for unit in ["<so>1</so>", "<c><ten>a</ten><so/></c>", "<so>a<b/>c</so>", "<so a=\"1\"/>"] {
      let (one, four) = (try duration(4_000, unit), try duration(16_000, unit))
      XCTAssertLessThan(four, one * 12 + .milliseconds(500), unit)
    }
  }

  func testTinyRecordsWithManyFieldsNeedLittleMemory() throws {
    var options = SourceOptions()
    options.declared = (0..<9_000).map { DeclaredField(name: "f\($0)", isText: false) }
    let document = Array("<ds>\(times(2_000, "<r/>"))</ds>".utf8)
    var reading = XMLReading()
    reading.options = options
    for plainly in [true, false] {
      let source = try XMLSource(.bytes(document), path: "t.xml", options: options)
      let used: any Source = plainly ? source : source.fallback ?? source
      var reader = used.makeReader(digesting: false)
      let batch = used.makeBatch()
      while try reader.next(into: batch) {
        XCTAssertLessThan(batch.frame.recordCount, 500)
        try used.split(batch)
      }
      XCTAssertEqual(reader.recordCount, 2_000)
    }
  }
}
