import XCTest

@testable import AuditKernels

/// What single records of JSON are read as, said one by one; the slow twin must say the same.
final class JSONRecordTests: XCTestCase {
  private static let names = ["so", "ten", "dia_chi.ma_xa", "so_dien_thoai"]

  /// Cells are separated by bars; `-` is absent, `∅` null.
  func testCells() {
    assertReads(#"{"so":"1","ten":"An"}"#, "1|An|-|-")
    assertReads(#" { "ten" : "An" , "so" : 12.50 } "#, "12.50|An|-|-")
    assertReads(#"{"so":true,"ten":false}"#, "true|false|-|-")
    assertReads(#"{"so":null,"khac":1}"#, "∅|-|-|-")
    assertReads(#"{"so":1e999999999,"so_dien_thoai":-0}"#, "1e999999999|-|-|-0")
    assertReads(#"{"so":"30\/06\/2016","ten":"\"A\"\t\\"}"#, "30/06/2016|\"A\"\t\\|-|-")
    assertReads(#"{"so":"","ten":"\u0110\u1ed7"}"#, "|Đỗ|-|-")
    assertReads(#"{"so":"\ud83d\ude00"}"#, "😀|-|-|-")
    assertReads(#"{"\u0073o":"1"}"#, "1|-|-|-")
    assertReads("{}", "-|-|-|-")
  }

  func testANumberThatACutMayHaveShortenedIsNotRead() throws {
    for (record, value) in [
      (#"{"ten":"a","so":12"#, nil), (#"{"ten":"a","so":12 "#, "12"), (#"{"so":12,"ten":"a"#, "12"),
      (#"{"so":true"#, "true"), (#"{"so":-1.5e3"#, nil), (#"{"so":"12""#, "12"),
      (#"{"so_dien_thoai":[1,2"#, nil),
    ] as [(String, String?)] {
      let text = Array((record + "\n" + record).utf8)
      let expected = twin(.lines).read(text)
      for found in expected.records {
        XCTAssertEqual(found.cells[0], value.map { .text(Array($0.utf8)) } ?? .absent, record)
        XCTAssertEqual(found.defects.map(\.defect), [.malformedRecord], record)
      }
      for chunk in [1, 3, 1 << 20] {
        XCTAssertEqual(
          try JSONChunkedReading(twin: twin(.lines), chunk: chunk).read(text), expected, record)
      }
    }
  }

  func testNestedMembersAreFoundByTheirPath() {
    assertReads(#"{"dia_chi":{"ma_xa":"00001","so_nha":5}}"#, "-|-|00001|-")
    assertReads(#"{"dia_chi":{"xa":{"ma_xa":"x"}},"so":1}"#, "1|-|-|-")
    assertReads(#"{"dia_chi.ma_xa":"a"}"#, "-|-|a|-")
    assertReads(#"{"dia_chi":{"ma_xa":"b"},"dia_chi.ma_xa":"a"}"#, "-|-|a|-")
    assertReads(#"{"dia_chi.ma_xa":"a","dia_chi":{"ma_xa":"b"}}"#, "-|-|a|-")
    assertReads(#"{"dia_chi":null}"#, "-|-|∅|-")
    assertReads(#"{"dia_chi":"x"}"#, "-|-|-|-", "wrong-nesting:2")
    assertReads(#"{"dia_chi":[1]}"#, "-|-|-|-", "wrong-nesting:2")
    assertReads(#"{"ten":{"ho":"A"}}"#, "-|∅|-|-", "wrong-nesting:1")
  }

  func testListsAreJoined() {
    assertReads(#"{"so_dien_thoai":["091","092"]}"#, "-|-|-|091; 092")
    assertReads(#"{"so_dien_thoai":[]}"#, "-|-|-|")
    assertReads(#"{"so_dien_thoai":[1,null,true,"\n"]}"#, "-|-|-|1; ; true; \n")
    assertReads(#"{"so_dien_thoai":["a",["b"]],"so":1}"#, "1|-|-|∅", "wrong-nesting:3")
    assertReads(#"{"so_dien_thoai":[{"a":1}]}"#, "-|-|-|∅", "wrong-nesting:3")
    assertReads(#"{"khac":[[1],{"so":2}],"so":1}"#, "1|-|-|-")
  }

  func testDefects() {
    assertReads(#"{"so":1,"so":2}"#, "1|-|-|-", "duplicate-member:0")
    assertReads(#"{"so":1,"s\u006f":2}"#, "1|-|-|-", "duplicate-member:0")
    assertReads(#"{"x":{"y":1,"y":2},"so":1}"#, "1|-|-|-", "duplicate-member:4")
    assertReads(
      #"{"so":"\ud800","ten":"a\udc00b"}"#, #"\ud800|a\udc00b|-|-"#,
      "lone-surrogate:0", "lone-surrogate:1")
    assertReads(#"{"so":"a\u0000"}"#, "a\0|-|-|-", "nul-byte:0")
    assertReads(#"{"ten":1}"#, "-|1|-|-", "number-for-text:1")
    assertReads(#"{"ten":true}"#, "-|true|-|-")
    assertReads(#"{"so":01}"#, "-|-|-|-", "malformed-record:0")
    assertReads(#"{"so":1,"ten":"a","so_dien_thoai":1 2}"#, "1|a|-|1", "malformed-record:3")
    assertReads(#"{"so":1,}"#, "1|-|-|-", "malformed-record:0")
    assertReads(#"{"so":"a"# + "\t" + #""}"#, "-|-|-|-", "malformed-record:0")
    assertReads(#"{"so":"\x"}"#, "-|-|-|-", "malformed-record:0")
    assertReads(#"{"so":nul}"#, "-|-|-|-", "malformed-record:0")
    assertReads("[1]", "-|-|-|-", "not-an-object:4")
    assertReads("\"a\"", "-|-|-|-", "not-an-object:4")
    let deep = String(repeating: "[", count: 600) + String(repeating: "]", count: 600)
    assertReads("{\"so\":1,\"x\":\(deep)}", "1|-|-|-", "too-deep:4")
    let many = (0..<60).map { "\"m\($0)\":0" }.joined(separator: ",")
    assertReads("{\"so\":1,\(many)}", "1|-|-|-", "too-long:4")
  }

  func testOneBadLineCostsOneRecord() {
    let text = "{\"so\":1}\n{\"so\":\"2\n\n{\"so\":3} x\n{\"so\":4}\r\n  \n{\"so\":5}"
    let result = twin(.lines).read(Array(text.utf8))
    XCTAssertEqual(result.records.map(\.line), [1, 2, 4, 5, 7])
    XCTAssertEqual(
      result.records.map { $0.defects.map(\.defect) },
      [[], [.malformedRecord], [.malformedRecord], [], []])
    XCTAssertEqual(result.emptyLines, 2)
    XCTAssertEqual(
      try JSONChunkedReading(twin: twin(.lines), chunk: 9).read(Array(text.utf8)), result)
  }

  func testFaultsOfDocuments() {
    assertFault("[{\"so\":1},{\"so\":2}", .unfinished, at: 18, records: 2)
    assertFault("[{\"so\":1}]x", .textAfterEnd, at: 10, records: 1)
    assertFault("[{\"so\":1}] [2]", .textAfterEnd, at: 11, records: 1)
    assertFault("[{\"so\":1},]", .trailingComma, at: 10, records: 1)
    assertFault("[{\"so\":1} {\"so\":2}]", .commaExpected, at: 10, records: 1)
    assertFault("[{\"so\":1},{\"so\":2,{\"so\":3}]", .nameExpected, at: 18, records: 1)
    assertFault("[{\"so\":1},{\"so\":\"a\"b\"},{\"so\":3}]", .commaExpected, at: 19, records: 1)
    assertFault("[{\"so\":1},{\"so\":[1},{\"so\":3}]", .commaExpected, at: 18, records: 1)
    assertFault("[{\"so\":1},{\"so\":\"2", .unfinished, at: 18, records: 1)
    assertFault("{\"a\":[{\"so\":1}],\"b\":tru}", .badWord, at: 23, records: 1)
    assertFault("{\"a\":[1,2]}", .noRecords, at: 11, records: 0)
    assertFault("12", .noRecords, at: 2, records: 0)
    assertFault("", .unfinished, at: 0, records: 0)
    assertFault("{\"a\":{\"b\":1}}", .notAnArray, at: 10, records: 0, path: ["a", "b"])
    assertFault("{\"a\":[]}", .noRecords, at: 8, records: 0, path: ["a", "b"])
    assertFault(
      "{\"a\":[{\"so\":1}],\"a\":[{\"so\":2}]}", .secondArray, at: 20, records: 1, path: ["a"])
  }

  func testTheListOfADocumentIsFound() {
    for (text, way) in [
      ("{\"a\":1,\"b\":{\"c\":[],\"d\":[{\"so\":1},{\"so\":2}]},\"e\":[{}]}", ["b", "d"]),
      ("{\"x\":[[{\"so\":9}]],\"y\":[{\"so\":1},3,{\"so\":2}]}", ["y"]),
      ("\u{FEFF}[]", []),
    ] {
      var framer = JSONFramer(.list(.firstList), limits: JSONLimits())
      let batch = RecordBatch(fieldCount: 1, chunkBytes: 64)
      batch.prepare(carry: Array(text.utf8), readingUpTo: 0)
      _ = framer.frame(batch, isLast: true)
      XCTAssertEqual(framer.way.map { String(decoding: $0, as: UTF8.self) }, way, text)
      XCTAssertNil(framer.fault)
    }
  }

  // MARK: Checking

  private func twin(_ form: JSONFramer.Form) -> JSONTwin {
    var twin = JSONTwin(form: form, fields: jsonFields(JSONRecordTests.names, text: ["ten"]))
    twin.limits.members = 60
    return twin
  }

  /// Three times over, so that the last is read by the template of the others where there can be one.
  private func assertReads(
    _ record: String, _ cells: String, _ defects: String..., file: StaticString = #filePath,
    line: UInt = #line
  ) {
    for form in [JSONFramer.Form.lines, .list(.firstList)] {
      let three = Array(repeating: record, count: 3)
      let text =
        form == .lines
        ? three.joined(separator: "\n") : "[" + three.joined(separator: ",\n") + "]"
      let expected = twin(form).read(Array(text.utf8))
      XCTAssertEqual(expected.records.count, 3, file: file, line: line)
      for found in expected.records {
        let shown = found.cells.map { cell in
          switch cell {
          case .absent: "-"
          case .null: "∅"
          case .text(let bytes): String(decoding: bytes, as: UTF8.self)
          }
        }
        XCTAssertEqual(shown.joined(separator: "|"), cells, file: file, line: line)
        XCTAssertEqual(
          found.defects.map { "\($0.defect.name):\($0.detail)" }, defects, file: file, line: line)
      }
      let fast = try? JSONChunkedReading(twin: twin(form), chunk: 1 << 20).read(Array(text.utf8))
      XCTAssertEqual(fast, expected, file: file, line: line)
    }
  }

  private func assertFault(
    _ text: String, _ fault: JSONFault, at offset: Int, records: Int, path: [String]? = nil,
    file: StaticString = #filePath, line: UInt = #line
  ) {
    let goal: JSONDocumentScan.Goal = path.map { .path($0.map { Array($0.utf8) }) } ?? .firstList
    for chunk in 1...max(1, text.utf8.count) {
      let found = try? JSONChunkedReading(twin: twin(.list(goal)), chunk: chunk).read(
        Array(text.utf8))
      XCTAssertEqual(
        found?.fault, JSONPlacedFault(fault: fault, offset: offset), file: file, line: line)
      XCTAssertEqual(found?.records.count, records, file: file, line: line)
    }
    let expected = twin(.list(goal)).read(Array(text.utf8))
    XCTAssertEqual(
      expected.fault, JSONPlacedFault(fault: fault, offset: offset), file: file, line: line)
  }
}
