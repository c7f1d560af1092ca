import AuditModel
import AuditSources
import AuditSystem
import XCTest

@testable import AuditKernels

final class JSONSourceTests: XCTestCase {
  func testTheFormatIsRecognisedByContent() throws {
    for (text, format) in [
      ("[{\"a\":1}]", "json"), ("\u{FEFF} \n[\n", "json"), ("[]", "json"), ("[1,2]", "json"),
      ("{\"a\":1}\n{\"a\":2}\n", "ndjson"), ("{\"a\":1}\n", "ndjson"), ("{\"a\":1}", "ndjson"),
      ("{\"d\":[{\"a\":1}]}\n", "json"), ("{\"d\":[{\"a\":1}]}\n{\"d\":[]}\n", "ndjson"),
      ("{\n \"d\": [\n {\"a\":1}]}", "json"), ("{\"a\":1,}\n{\"a\":2}\n{\"a\":3}\n", "ndjson"),
      ("so,ten\n1,An\n", "csv"), ("[Số],[Tên]\n1,An\n", "csv"), ("{so},ten\n", "csv"),
      ("\"a\",\"b\"\n", "csv"), ("", "csv"),
    ] {
      let head = Array(text.utf8)
      let found = SourceFormat.all.first { $0.recognises(head, "t") }
      XCTAssertEqual(found?.name, format, text)
    }
  }

  func testTheNameDecidesWhereTheHeadEndsWithinTheFirstLine() throws {
    for (text, path, format) in [
      ("{\"a\":\"dài", "x.json", "json"), ("{\"a\":\"dài", "x.ndjson", "ndjson"),
      ("{\"a\":\"dài", "X.JSONL", "ndjson"), ("{\"d\":[{\"a\":", "x.ndjson", "json"),
      ("{\"a\":1}\n{\"a\":", "x.json", "ndjson"),
    ] {
      let head = Array(text.utf8)
      let found = SourceFormat.all.first { $0.recognises(head, path) }
      XCTAssertEqual(found?.name, format, "\(path): \(text)")
    }
  }

  func testFieldsAreThoseOfTheHeadThenThoseDeclared() throws {
    let text = """
      {"so":1,"dia_chi":{"ma_xa":"x","nha":{"so":5}},"rong":null,"ds":["a"],"con":[{"ten":"B"}]}
      {"moi":true,"so":2,"rong":null,"dia_chi":null,"vat":{}}
      """
    let source = try open(text, declared: ["ten", "so", "dia_chi/ma_xa", "vat"])
    XCTAssertEqual(
      source.header.names,
      ["so", "dia_chi/ma_xa", "dia_chi.nha.so", "rong", "ds", "moi", "ten", "vat"])
    XCTAssertEqual(source.header.unseen, [6, 7])
    XCTAssertEqual(
      try read(source), ["1|x|5|∅|a|-|-|-", "2|∅|∅|∅|-|true|-|∅ wrong-nesting"])
  }

  func testTheSchemaSaysWhichOfTwoShapesIsMeant() throws {
    let text = "{\"ten\":\"An\"}\n{\"ten\":{\"ho\":\"Lê\"}}\n"
    XCTAssertEqual(try open(text).header.names, ["ten", "ten.ho"])
    let single = try open(text, declared: ["ten"])
    XCTAssertEqual(single.header.names, ["ten"])
    XCTAssertEqual(try read(single), ["An", "∅ wrong-nesting"])
    let nested = try open(text, declared: ["ten.ho"])
    XCTAssertEqual(nested.header.names, ["ten.ho"])
    XCTAssertEqual(try read(nested), ["- wrong-nesting", "Lê"])
  }

  func testAMembersOwnNameComesBeforeNestedOnes() throws {
    let source = try open("{\"a\":{\"b\":1}}\n{\"a.b\":2}\n{\"a\":{\"b\":3},\"a.b\":4}\n")
    XCTAssertEqual(source.header.names, ["a.b"])
    XCTAssertEqual(try read(source), ["1", "2", "4"])
  }

  func testOddNames() throws {
    let source = try open(
      "{\" so \":1,\"so\":2,\"\":3,\"ten \":4,\"\(String(repeating: "n", count: 1001))\":5}")
    XCTAssertEqual(source.header.names, [" so ", "so", "f3", "ten"])
    XCTAssertEqual(
      source.header.defects,
      [
        .strayName("so", column: 0), .emptyName(column: 2), .strayName("ten", column: 3),
        .passedOverName(limit: 1000),
      ])
    XCTAssertEqual(try read(source), ["1|2|3|4"])
  }

  func testTheListOfRecordsIsWhereThePathSays() throws {
    let text = "{\"a\":[{\"x\":0}],\"b/c\":{\"~\":[{\"x\":1},{\"x\":2}]}}"
    XCTAssertEqual(try read(open(text)), ["0"])
    XCTAssertEqual(try read(open(text) { $0.json.path = ["b/c", "~"] }), ["1", "2"])
    let details = try open(text) { $0.json.path = ["b/c", "~"] }.details(nil)
    XCTAssertEqual(details.first { $0.name == "record" }?.value, "/b~1c/~0")
    assertRefused("source.not-a-table", text) { $0.json.path = ["z"] }
    assertRefused("source.not-a-table", text) { $0.json.path = ["b/c"] }
    assertRefused("source.not-a-table", "[{}]") { $0.json.path = ["a"] }
    assertRefused("source.not-well-formed", "[{\"x\":1 \"y\":\"a\"b\"}]") { _ in }
  }

  func testTheListMayBeginFarIntoTheInput() throws {
    let long = (0..<200_000).map(String.init).joined(separator: ",")
    let text = "{\"truoc\":[\(long)],\"du_lieu\":[{\"x\":1},{\"x\":2}],\"sau\":[\(long)]}"
    for chunk in [4096, 1 << 18] {
      let source = try open(text) { $0.chunkBytes = chunk }
      XCTAssertEqual(source.header.names, ["x"])
      XCTAssertEqual(try read(source), ["1", "2"])
    }
  }

  func testElementsOfAListMakeRecords() throws {
    let text = """
      {"so":1,"dt":["a","b\\n",null]}
      {"so":2,"dt":[]}
      {"so":3,"dt":"c"}
      {"so":4}
      {"so":5,"dt":["d",["e"]]}
      {"so":6,"dt":["f"],"khac":["g","h"]}
      {"so":7,"dt":["i","j"],"khac":01}
      """
    let expected = [
      "1|a|-", "1|b\n|-", "1|∅|-", "2||-", "3|c|-", "4|-|-", "5|∅|- wrong-nesting", "6|f|g; h",
      "7|i|- malformed-record", "7|j|-",
    ]
    for chunk in [1, 7, 50, 1000] {
      let source = try open(text) {
        $0.json.lists = .spread(field: "dt")
        $0.chunkBytes = chunk
      }
      XCTAssertEqual(try read(source), expected, "\(chunk)")
    }
    let list = "[" + text.split(separator: "\n").dropLast().joined(separator: ",\n") + "]"
    let source = try open(list) {
      $0.json.lists = .spread(field: "dt")
      $0.chunkBytes = 5
    }
    XCTAssertEqual(try read(source), Array(expected.dropLast(2)))
  }

  func testFaultsAreLocatedAcrossPieces() throws {
    let good = String(repeating: "{\"x\":\"ă\"},", count: 40)
    for chunk in [1, 3, 64, 1000] {
      let source = try open("[\n\(good)\n\(good){\"x\":1]") { $0.chunkBytes = chunk }
      var reader = source.makeReader(digesting: true)
      let batch = source.makeBatch()
      while try reader.next(into: batch) {}
      XCTAssertEqual(reader.recordCount, 80)
      XCTAssertEqual(reader.fault?.code, "source.not-well-formed")
      XCTAssertEqual(reader.fault?.location?.line, 3)
      XCTAssertEqual(reader.fault?.location?.column, 40 * 10 + 7)
      XCTAssertEqual(reader.byteCount, source.byteCount)
      XCTAssertNotNil(reader.sha256())
    }
  }

  func testRecordsOverTheLimitCostThemselvesOnly() throws {
    let long = String(repeating: "x", count: 100)
    for (text, isList) in [
      ("{\"x\":1}\n{\"x\":\"\(long)\r\"}\n{\"x\":2}\n", false),
      ("[{\"x\":1},{\"x\":\"\(long)\"},{\"x\":2}]", true),
    ] {
      for chunk in [1, 10, 1000] {
        let source = try open(text) {
          $0.chunkBytes = chunk
          $0.limits.cellBytes = 20
        }
        XCTAssertEqual(source.format, isList ? "json" : "ndjson")
        XCTAssertEqual(try read(source), ["1", "- too-long", "2"], "\(chunk)")
      }
    }
  }

  func testTinyRecordsOfManyFieldsStayWithinBounds() throws {
    let names = (0..<5000).map { "\"m\($0)\":0" }.joined(separator: ",")
    let text = "{\(names)}\n" + String(repeating: "{}\n", count: 20_000)
    let source = try open(text)
    var reader = source.makeReader(digesting: false)
    let batch = source.makeBatch()
    var most = 0
    while try reader.next(into: batch) { most = max(most, batch.frame.recordCount) }
    XCTAssertEqual(reader.recordCount, 20_001)
    XCTAssertLessThanOrEqual(most, 800)
  }

  // MARK: Checking

  private func open(
    _ text: String, declared: [String] = [], _ change: (inout SourceOptions) -> Void = { _ in }
  ) throws -> any Source {
    var options = SourceOptions()
    options.declared = declared.map { DeclaredField(name: $0, isText: false) }
    change(&options)
    return try SourceFormat.open(.bytes(Array(text.utf8)), path: "t.json", options: options)
  }

  /// Records as bars between cells, with the names of their defects.
  private func read(_ source: any Source) throws -> [String] {
    var reader = source.makeReader(digesting: false)
    let batch = source.makeBatch()
    let arena = StableArena()
    var lines: [String] = []
    while try reader.next(into: batch) {
      try source.split(batch)
      for record in 0..<batch.recordCount {
        let cells = source.header.names.indices.map { column in
          batch.value(column, of: record, arena: arena).map { String(decoding: $0, as: UTF8.self) }
            ?? (batch.table?.isAbsent(column, of: record) == true ? "-" : "∅")
        }
        let defects = batch.defects.filter { $0.record == record }.map { " " + $0.defect.name }
        lines.append(cells.joined(separator: "|") + defects.joined())
      }
    }
    XCTAssertEqual(lines.count, reader.recordCount)
    XCTAssertNil(reader.fault)
    return lines
  }

  private func assertRefused(
    _ code: String, _ text: String, _ change: (inout SourceOptions) -> Void,
    file: StaticString = #filePath, line: UInt = #line
  ) {
    XCTAssertThrowsError(try open(text, change), file: file, line: line) {
      XCTAssertEqual(($0 as? Diagnostic)?.code, code, file: file, line: line)
    }
  }
}
