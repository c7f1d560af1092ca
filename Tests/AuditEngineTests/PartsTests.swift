import AuditEngine
import AuditKernels
import AuditModel
import AuditSources
import AuditSystem
import XCTest

/// Several files that are one table are judged as the one file would be.
final class PartsTests: XCTestCase {
  func testPartsGiveTheFindingsOfOneFile() throws {
    for (seed, parts) in [(1, 2), (2, 7), (3, 40), (4, 300)] as [(UInt64, Int)] {
      let register = SmallRegister(count: 1200, faults: true, seed: seed)
      let plain = try run(.init(name: "nguoi", input: .bytes(register.people)), register)
      let fixture = try PartsFixture(register.people, parts: parts, seed: seed)
      var first: Run?
      for (workers, chunk) in [(1, 4096), (2, 512), (7, 100_000)] {
        let source = try fixture.source(chunkBytes: chunk)
        XCTAssertEqual(source.header.names, ["so", "ten", "sinh", "cap", "xa", "cha"])
        let found = try run(
          .init(name: "nguoi", input: .bytes([]), opened: source), register, workers: workers)
        let rows = found.rows.map { row in
          PartsTests.numbered(row, before: fixture.before, paths: fixture.paths)
        }
        XCTAssertEqual(rows, plain.rows, "\(parts) \(workers)")
        XCTAssertEqual(found.counts, plain.counts)
        let same = first ?? found
        first = same
        XCTAssertEqual(found.findings, same.findings)
        XCTAssertEqual(found.source, same.source)
        XCTAssertEqual(found.source.parts.map(\.recordCount).reduce(0, +), 1200)
        for part in found.source.parts {
          let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: part.path)))
          XCTAssertEqual(part.sha256, SHA256.hex(digestOf: bytes))
          XCTAssertEqual(part.byteCount, bytes.count)
          XCTAssertNil(part.problem)
        }
        let sums = found.source.parts.map { "\($0.sha256 ?? "")  \($0.path)\n" }.joined()
        XCTAssertEqual(found.source.sha256, SHA256.hex(digestOf: Array(sums.utf8)))
      }
    }
  }

  func testAReferredTableInPartsIsNamedByItsFile() throws {
    let register = SmallRegister(count: 300, faults: false)
    let fixture = try PartsFixture()
    let lines = String(decoding: register.communes, as: UTF8.self).split(separator: "\n")
    try fixture.add("1.csv", Array((lines[..<4].joined(separator: "\n") + "\n").utf8), records: 3)
    try fixture.add(
      "2.csv",
      Array(([lines[0]] + lines[4...]).joined(separator: "\n").utf8)
        + Array("\nX77,Xã bảy bảy,0".utf8), records: 5)
    let run = try EngineRun(
      pack: SmallRegister.pack,
      [
        .init(name: "xa", input: .bytes([]), opened: fixture.source()),
        .init(name: "nguoi", input: .bytes(register.people)),
      ])
    let text = String(decoding: run.findings, as: UTF8.self)
    XCTAssertEqual(run.rule("du-xa")?.counts.failed, 1)
    XCTAssertTrue(text.contains("bản ghi 5 của '\(fixture.paths[1])'"), text)
    XCTAssertEqual(run.rule("nguoi.foreignKeys.1")?.counts.failed, 0)
  }

  func testHeadersAreMatchedByNameAndDifferencesAreSaid() throws {
    let fixture = try PartsFixture()
    try fixture.add("a.csv", Array("so,ten,sinh,cap,xa,cha\n1,A,,,X1,\n".utf8), records: 1)
    try fixture.add("b.csv", Array("ten,so,la\n\"B, \"\"b\"\"\",2,q\nC\n".utf8), records: 2)
    try fixture.add("c.csv", Array("so,ten,sinh,cap,xa,cha\n".utf8))
    try fixture.add("d.csv", [])
    let source = try fixture.source()
    XCTAssertEqual(source.header.names, ["so", "ten", "sinh", "cap", "xa", "cha", "la"])
    XCTAssertEqual(
      source.headerMessages(naming: true).map {
        $0.en.replacingOccurrences(of: fixture.folder + "/", with: "")
      },
      [
        "d.csv: the file is empty (0 bytes)",
        "b.csv: the column 'sinh', which other part files have, is missing",
        "b.csv: the column 'cap', which other part files have, is missing",
        "b.csv: the column 'xa', which other part files have, is missing",
        "b.csv: the column 'cha', which other part files have, is missing",
        "2 part files: a.csv, c.csv: the column 'la', which other part files have, is missing",
      ])
    var reader = source.makeReader(digesting: false)
    let (batch, arena) = (source.makeBatch(), StableArena())
    var records: [String] = []
    while try reader.next(into: batch) {
      try source.split(batch)
      for record in 0..<batch.recordCount {
        let cells = source.header.names.indices.map {
          batch.value($0, of: record, arena: arena).map { String(decoding: $0, as: UTF8.self) }
            ?? "∅"
        }
        records.append(cells.joined(separator: "|"))
      }
      for defect in batch.defects {
        records.append("\(defect.record) \(defect.defect.name) \(defect.detail)")
      }
    }
    XCTAssertEqual(
      records,
      ["1|A|||X1||∅", "2|B, \"b\"|∅|∅|∅|∅|q", "∅|C|∅|∅|∅|∅|∅", "1 too-few-fields 1"])
    XCTAssertNil(reader.fault)
    XCTAssertEqual(reader.place(of: 3), RecordPlace(part: fixture.paths[1], number: 2))
  }

  func testWhatCannotBeReadIsSaidAndTheOthersAreJudged() throws {
    let register = SmallRegister(count: 400, faults: true)
    let fixture = try PartsFixture(register.people, parts: 5, seed: 9, isPlain: true)
    let counts = (fixture.before + [400]).adjacentDifferences
    try FileManager.default.removeItem(atPath: fixture.paths[2])
    let source = try fixture.source()
    for workers in [1, 3] {
      let found = try run(
        .init(name: "nguoi", input: .bytes([]), opened: source), register, workers: workers)
      let result = try XCTUnwrap(found.result)
      XCTAssertFalse(result.complete)
      XCTAssertEqual(result.recordCount, 400 - counts[2])
      XCTAssertTrue(result.incompleteReason?.en.contains(fixture.paths[2]) ?? false)
      XCTAssertNil(result.source.sha256)
      XCTAssertEqual(
        result.source.parts.map { $0.problem != nil }, [false, false, true, false, false])
      let key = result.rules.first { $0.id == "nguoi.primaryKey" }
      XCTAssertGreaterThan(key?.counts.failed ?? 0, 0)
      XCTAssertEqual(key?.counts.failed, key?.findingsWritten)
    }
  }

  func testAPartThatChangesIsSaid() throws {
    let register = SmallRegister(count: 400, faults: true)
    let fixture = try PartsFixture(register.people, parts: 4, seed: 5, isPlain: true)
    let source = try fixture.source()
    let run = try EngineRun(
      pack: SmallRegister.pack,
      [
        .init(name: "xa", input: .bytes(register.communes)),
        .init(name: "nguoi", input: .bytes([]), opened: source),
      ],
      beforeRun: {
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: fixture.paths[1]))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("1,2,3,4,5,6\n".utf8))
        try handle.close()
      })
    let result = try XCTUnwrap(run.results.first { $0.name == "nguoi" })
    XCTAssertFalse(result.complete)
    XCTAssertTrue(result.incompleteReason?.en.contains("changed while") ?? false)
    XCTAssertTrue(result.incompleteReason?.en.contains(fixture.paths[1]) ?? false)
  }

  func testOtherFormatsAndOtherTablesAreNoParts() throws {
    let fixture = try PartsFixture()
    try fixture.add("a.csv", Array("ghi chu\nkhong phai du lieu\n".utf8))
    try fixture.add("b.csv", Array("so,ten\n1,A\n".utf8))
    try fixture.add("c.json", Array("[{\"so\": 1}, {\"so\": 2}]".utf8))
    try fixture.add("d.csv", Array("so,ten\n2,B\n".utf8))
    try fixture.add("e.db", Array("SQLite format 3\0".utf8) + [UInt8](repeating: 0, count: 200))
    let source = try fixture.source()
    XCTAssertEqual(source.header.names, ["so", "ten"])
    let problems = source.parts(nil).map { $0.problem?.en ?? "-" }
    XCTAssertTrue(problems[0].contains("shares no column"), problems[0])
    XCTAssertEqual(problems[1], "-")
    XCTAssertTrue(problems[2].contains("is JSON"), problems[2])
    XCTAssertEqual(problems[3], "-")
    XCTAssertNotEqual(problems[4], "-")
  }

  func testJSONPartsAreOneTableToo() throws {
    let fixture = try PartsFixture()
    try fixture.add("a.json", Array("{\"so\": \"1\", \"ten\": \"A\"}\n".utf8), records: 1)
    try fixture.add(
      "b.json", Array("{\"ten\": \"B\\n\", \"la\": 1}\n{\"so\": \"3\", \"so\": \"4\"}\n".utf8))
    try fixture.add("c.json", Array("[{\"so\": \"5\"}, {\"ten\": null}]".utf8))
    let source = try fixture.source(chunkBytes: 64)
    XCTAssertEqual(source.header.names, ["so", "ten", "la"])
    var reader = source.makeReader(digesting: true)
    let (batch, arena) = (source.makeBatch(), StableArena())
    var records: [String] = []
    while try reader.next(into: batch) {
      try source.split(batch)
      for record in 0..<batch.recordCount {
        let cells = (0..<3).map {
          batch.value($0, of: record, arena: arena).map { String(decoding: $0, as: UTF8.self) }
            ?? "∅"
        }
        records.append("\(batch.part) \(batch.line(of: record)) " + cells.joined(separator: "|"))
      }
    }
    XCTAssertEqual(
      records, ["0 1 1|A|∅", "1 1 ∅|B\n|1", "1 2 3|∅|∅", "2 1 5|∅|∅", "2 1 ∅|∅|∅"])
    XCTAssertNotNil(reader.sha256())
  }

  /// An entity makes a part one for libxml2; the others are read again with it, and nothing is told twice.
  func testPartsOfXMLAreOneTableWhicheverWayTheyAreRead() throws {
    let fixture = try PartsFixture()
    let records = [
      "<r><so>1</so><ten>A</ten></r><r><so>2</so></r>", "<r><ten>B</ten><so>1</so></r><r/>",
      "<r><so>1</so><ten>C&#x26;D</ten></r><r><ten>E</ten><so>5</so></r>",
    ]
    for (number, text) in records.enumerated() {
      try fixture.add("\(number).xml", Array("<d>\n\(text)\n</d>".utf8), records: 2)
    }
    var all: [String] = []
    for isOdd in [false, true] {
      if isOdd {
        let text = "<d>\n\(records[1].replacingOccurrences(of: "B", with: "<![CDATA[B]]>"))\n</d>"
        try Data(text.utf8).write(to: URL(fileURLWithPath: fixture.paths[1]))
      }
      for workers in [1, 4] {
        let found = try run(
          .init(name: "nguoi", input: .bytes([]), opened: fixture.source(chunkBytes: 64)),
          SmallRegister(count: 20, faults: false), workers: workers)
        XCTAssertEqual(found.result?.recordCount, 6)
        all.append("\(found.rows) \(found.counts)")
      }
    }
    XCTAssertEqual(Set(all).count, 1)
    XCTAssertTrue(all[0].contains("nguoi.primaryKey"), all[0])
  }

  // MARK: Running

  private struct Run {
    var rows: [[String]]
    var counts: [String]
    var findings: [UInt8]
    var result: ResourceResult?
    var source: SourceDescription
  }

  private func run(
    _ people: EngineRun.Source, _ register: SmallRegister, workers: Int = 2
  ) throws -> Run {
    let run = try EngineRun(
      pack: SmallRegister.pack, [.init(name: "xa", input: .bytes(register.communes)), people],
      options: AuditOptions(workers: workers), showsValues: true)
    let result = try XCTUnwrap(run.results.first { $0.name == "nguoi" })
    return Run(
      rows: try PartsTests.rows(run.findings),
      counts: run.results.flatMap(\.rules).map { "\($0.id) \($0.counts) \($0.findingsWritten)" },
      findings: run.findings, result: result, source: result.source)
  }

  /// Rows of `findings.csv` without the line, which is the file's.
  private static func rows(_ findings: [UInt8]) throws -> [[String]] {
    let source = try CSVSource(.bytes(findings), path: "findings.csv", options: SourceOptions())
    var reader = source.makeReader(digesting: false)
    let (batch, arena) = (source.makeBatch(), StableArena())
    var rows: [[String]] = []
    while try reader.next(into: batch) {
      source.split(batch)
      for record in 0..<batch.recordCount {
        rows.append(
          source.header.names.indices.filter { $0 != 2 }.map {
            String(
              decoding: batch.value($0, of: record, arena: arena) ?? [], as: UTF8.self)
          })
      }
    }
    return rows
  }

  /// A row with the record's number in the whole in place of that in its file.
  private static func numbered(_ row: [String], before: [Int], paths: [String]) -> [String] {
    var row = row
    let path = row.removeLast()
    if let part = paths.firstIndex(of: path), let number = Int(row[1]) {
      row[1] = String(number + before[part])
    }
    return row
  }
}

extension [Int] {
  fileprivate var adjacentDifferences: [Int] { zip(self, dropFirst()).map { $1 - $0 } }
}
