import AuditEngine
import AuditModel
import AuditRules
import AuditSources
import AuditSystem
import Foundation
import XCTest

final class EngineTests: XCTestCase {
  private func run(
    _ register: SmallRegister, workers: Int = 2, chunkBytes: Int = 4096, showsValues: Bool = false,
    _ change: (inout AuditOptions) -> Void = { _ in }
  ) throws -> EngineRun {
    var options = AuditOptions(workers: workers)
    options.language = .en
    change(&options)
    return try EngineRun(
      pack: SmallRegister.pack,
      [
        EngineRun.Source(name: "xa", input: .bytes(register.communes)),
        EngineRun.Source(name: "nguoi", input: .bytes(register.people)),
      ], options: options, chunkBytes: chunkBytes, showsValues: showsValues)
  }

  func testCountsAndListsAreTheTruth() throws {
    let register = SmallRegister(count: 3000, faults: true)
    let result = try run(register)
    let listed = try result.listed()
    XCTAssertEqual(Set(listed.keys), Set(register.truth.filter { !$0.value.isEmpty }.keys))
    for (rule, records) in register.truth {
      XCTAssertEqual(listed[rule] ?? [], records, rule)
      XCTAssertEqual(result.rule(rule)?.counts.failed ?? 0, records.count, rule)
    }
    XCTAssertEqual(result.results.map(\.recordCount), [7, 3000])
  }

  func testACleanRegisterHasNoFinding() throws {
    let result = try run(SmallRegister(count: 500, faults: false))
    XCTAssertEqual(try result.listed(), [:])
    for resource in result.results {
      for rule in resource.rules { XCTAssertEqual(rule.counts.failed, 0, rule.id) }
    }
  }

  func testWorkersAndCutsChangeNothing() throws {
    let register = SmallRegister(count: 700, faults: true, seed: 3)
    let first = try run(register, workers: 1, chunkBytes: 1 << 17)
    for workers in [1, 2, 7] {
      for chunkBytes in [64, 1000, 1 << 17] {
        let again = try run(register, workers: workers, chunkBytes: chunkBytes)
        XCTAssertEqual(
          again.findings, first.findings, "\(workers) workers, pieces of \(chunkBytes)")
        XCTAssertEqual(again.digest, first.digest, "\(workers) workers, pieces of \(chunkBytes)")
        XCTAssertEqual(
          "\(again.examples)", "\(first.examples)", "\(workers) workers, pieces of \(chunkBytes)")
      }
    }
  }

  func testKeysOnTheDiskChangeNothing() throws {
    let register = SmallRegister(count: 3000, faults: true, seed: 4)
    let first = try run(register)
    for memory in [0, 1 << 16, 6 << 20] {
      for workers in [1, 3] {
        let again = try run(register, workers: workers) { $0.limits.keyMemoryBytes = memory }
        XCTAssertEqual(again.findings, first.findings, "\(memory) bytes")
        XCTAssertEqual(again.digest, first.digest, "\(memory) bytes")
      }
    }
  }

  func testAFolderThatCannotBeWrittenIsSaid() throws {
    let register = SmallRegister(count: 100, faults: true)
    XCTAssertThrowsError(
      try run(register) {
        $0.limits.keyMemoryBytes = 0
        $0.temporaryFolder = "/proc/no-such-folder"
      }
    ) { error in XCTAssertEqual((error as? Diagnostic)?.code, "output.not-written") }
  }

  func testACapCutsListsAndNotCounts() throws {
    let register = SmallRegister(count: 3000, faults: true)
    for workers in [1, 4] {
      let result = try run(register, workers: workers, chunkBytes: 500) { $0.findingsPerRule = 5 }
      let listed = try result.listed()
      for (rule, records) in register.truth {
        XCTAssertEqual(listed[rule] ?? [], Array(records.prefix(5)), rule)
        XCTAssertEqual(result.rule(rule)?.counts.failed, records.count, rule)
        XCTAssertEqual(result.rule(rule)?.findingsWritten, min(5, records.count), rule)
      }
    }
  }

  func testValuesAreMaskedUnlessAsked() throws {
    var register = SmallRegister(count: 400, faults: true)
    let marker = "DAUVET"
    register.people = Array(
      String(decoding: register.people, as: UTF8.self).replacingOccurrences(of: "X9", with: marker)
        .replacingOccurrences(of: "31/02/2000", with: "\(marker)1").utf8)
    let masked = try run(register)
    XCTAssertFalse(String(decoding: masked.findings, as: UTF8.self).contains(marker))
    XCTAssertFalse("\(masked.examples)\(masked.results)".contains(marker))
    let text = String(decoding: masked.findings, as: UTF8.self)
    XCTAssertFalse((1...400).contains { text.contains(SmallRegister.citizen($0)) })
    let shown = try run(register, showsValues: true)
    XCTAssertTrue(String(decoding: shown.findings, as: UTF8.self).contains(marker))
  }

  /// Sums up to 1,5·10³⁸ fit in 128 bits; their difference does not.
  func testHugeSumsDoNotEndTheRun() throws {
    let pack = """
      {"format": "soat-rules/1", "id": "thu.tong", "version": "1.0.0", "title": {"vi": "Thử"},
       "resources": [
        {"name": "a", "schema": {"fields": [{"name": "ma"}, {"name": "tien", "type": "number"}]}},
        {"name": "b", "schema": {"fields": [{"name": "ma"}, {"name": "tien", "type": "number"}]}}],
       "rules": [
        {"id": "tong", "kind": "reconcile", "on": "a", "key": "ma", "aggregate": "sum", "value": "tien",
         "with": {"resource": "b", "key": "ma", "aggregate": "sum", "value": "tien"}, "tolerance": "100%"},
        {"id": "it-hon", "kind": "reconcile", "on": "a", "key": "ma", "aggregate": "sum", "value": "tien",
         "compare": "<", "with": {"resource": "b", "key": "ma", "aggregate": "sum", "value": "tien"}}]}
      """
    func table(_ amount: String, _ count: Int) -> [UInt8] {
      Array((["ma,tien"] + (0..<count).map { _ in "x,\(amount)" }).joined(separator: "\n").utf8)
    }
    for (count, status) in [(150, RuleStatus.passed), (400, .error)] {
      let result = try EngineRun(
        pack: pack,
        [
          EngineRun.Source(name: "a", input: .bytes(table("999999999999999999", count))),
          EngineRun.Source(name: "b", input: .bytes(table("-999999999999999999", count))),
        ])
      XCTAssertEqual(result.rule("tong")?.status, status)
      guard status == .passed else { continue }
      XCTAssertEqual(result.rule("it-hon")?.counts.failed, 1)
    }
  }

  func testAHeaderMayBeLongAndTheWholeFile() throws {
    let names = (0..<20_000).map { "cot_\($0)" }.joined(separator: ",")
    for (end, count) in [("", 10_000), ("\n", 10_000)] {
      let source = try CSVSource(
        .bytes(Array((names + end).utf8)), path: "t.csv", options: SourceOptions())
      XCTAssertEqual(source.header.names.count, count)
    }
  }

  func testAMissingKeyOfARegisterIsFoundThere() throws {
    let register = SmallRegister(count: 50, faults: false)
    let communes = register.communes + Array("\nY1,Xã mới,0".utf8)
    let result = try EngineRun(
      pack: SmallRegister.pack,
      [
        EngineRun.Source(name: "xa", input: .bytes(communes)),
        EngineRun.Source(name: "nguoi", input: .bytes(register.people)),
      ])
    XCTAssertEqual(result.rule("du-xa")?.counts.failed, 1)
    XCTAssertTrue(String(decoding: result.findings, as: UTF8.self).contains("bản ghi 8 của 'xa'"))
  }

  func testReferencesMayFormCycles() throws {
    let pack = """
      {"format": "soat-rules/1", "id": "thu.vong", "version": "1.0.0", "title": {"vi": "Thử"},
       "resources": [{"name": "nguoi", "schema": {"fields": [{"name": "so"}, {"name": "a"}, {"name": "b"}],
         "uniqueKeys": [["a", "b"]],
         "foreignKeys": [{"fields": ["a", "b"], "reference": {"resource": "", "fields": ["so", "b"]}}]}}]}
      """
    let text = "so,a,b\n1,2,x\n2,1,x\n3,3,y\n4,3,z\n5,,x\n6,3,y\n7,ab,c\n8,a,bc\n"
    let result = try EngineRun(
      pack: pack, [EngineRun.Source(name: "nguoi", input: .bytes(Array(text.utf8)))],
      options: AuditOptions(workers: 1))
    let listed = try result.listed()
    XCTAssertEqual(listed["nguoi.foreignKeys.1"], [4, 7, 8])
    XCTAssertEqual(listed["nguoi.uniqueKeys.1"], [3, 6])
  }

  func testAChangedFileSpoilsItselfAndWhatLooksIntoIt() throws {
    let register = SmallRegister(count: 400, faults: false)
    let folder = try scratchFolder()
    let path = folder + "/xa.csv"
    try OutputFile.write(register.communes, to: path)
    let result = try EngineRun(
      pack: SmallRegister.pack,
      [
        EngineRun.Source(name: "xa", input: .file(InputFile(path))),
        EngineRun.Source(name: "nguoi", input: .bytes(register.people)),
      ], options: AuditOptions(workers: 2),
      beforeRun: { try OutputFile.write(Array("ma,ten,so_dan\nX1,Xã,1\n".utf8), to: path) })
    XCTAssertEqual(result.results.map(\.complete), [false, true])
    XCTAssertEqual(result.rule("nguoi.foreignKeys.1")?.status, .incomplete)
    XCTAssertEqual(result.rule("du-xa")?.status, .incomplete)
    XCTAssertEqual(result.rule("so-dan")?.status, .incomplete)
    XCTAssertEqual(try result.listed(), [:])
    XCTAssertEqual(result.rule("nguoi.primaryKey")?.counts.passed, 400)
  }

  func testATruncatedFileIsSaid() throws {
    let register = SmallRegister(count: 2000, faults: true)
    let folder = try scratchFolder()
    let path = folder + "/nguoi.csv"
    try OutputFile.write(register.people, to: path)
    let result = try EngineRun(
      pack: SmallRegister.pack,
      [
        EngineRun.Source(name: "xa", input: .bytes(register.communes)),
        EngineRun.Source(name: "nguoi", input: .file(InputFile(path))),
      ], options: AuditOptions(workers: 2),
      beforeRun: {
        let handle = try XCTUnwrap(FileHandle(forWritingAtPath: path))
        try handle.truncate(atOffset: UInt64(register.people.count / 2))
      })
    XCTAssertEqual(result.results.map(\.complete), [true, false])
    XCTAssertEqual(result.rule("so-dan")?.status, .incomplete)
  }

  private func scratchFolder() throws -> String {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "soat-\(UUID().uuidString)"
    ).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    addTeardownBlock { try? FileManager.default.removeItem(atPath: folder) }
    return folder
  }
}
