import AuditEngine
import AuditKernels
import AuditModel
import AuditRules
import AuditSources
import AuditSystem
import AuditText
import Foundation
import XCTest

/// RFC 8259 as a loader must keep it, in files; the cases are those of the public JSON test suites, written anew.
final class JSONCorpusTests: XCTestCase {
  private static let pack = """
    {"format": "soat-rules/1", "id": "thu.ngu-lieu", "version": "1.0.0", "title": {"vi": "Thử"},
     "resources": [{"name": "bang", "keys": ["so"], "schema": {"primaryKey": "so",
       "fields": [{"name": "so"}, {"name": "ten", "type": "string", "constraints": {"maxLength": 10000}}]}}]}
    """

  private func files() throws -> [URL] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "json")
    return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
  }

  func testEachFileComesOutAsItsNameSays() throws {
    let scratch = try ScratchFolder()
    let pack = try scratch.write("goi.json", JSONCorpusTests.pack)
    let files = try files()
    XCTAssertGreaterThanOrEqual(files.count, 300, "the corpus is missing")
    for file in files {
      let name = file.lastPathComponent
      let run = ProgramRun(["check", file.path, "--rules", pack, "--as", "bang"])
      let expected: Set<Int32> =
        switch name.prefix(2) {
        case "y_": [0]
        case "n_": [1, 4]
        default: [0, 1, 4]
        }
      XCTAssertTrue(
        expected.contains(run.status), "\(name): exit \(run.status)\n\(run.output)\(run.errors)")
      let isPlain = (run.output + run.errors).unicodeScalars.allSatisfy { scalar in
        scalar == "\n"
          || (scalar.value >= 0x20 && scalar.value != 0x7F && scalar.value != 0x202E
            && scalar.value != 0x2028)
      }
      XCTAssertTrue(isPlain, "\(name): control characters reach the terminal")
    }
    print("corpus: \(files.count) JSON files")
  }

  func testChangedFilesNeitherCrashNorDifferByWorkers() throws {
    let place = SourceLocation(file: "goi.json", line: 0, column: 0)
    let pack = try RulePack.load([Located(value: "goi.json", location: place)]) { _, _ in
      ("goi.json", Array(JSONCorpusTests.pack.utf8))
    }
    let texts = try files().map { [UInt8](try Data(contentsOf: $0)) }.filter { $0.count < 5000 }
    let pieces: [[UInt8]] =
      ["\"", "\n", "{", "}", "[", "]", ",", ":", "\\", "\\u", "é", "{\"so\":1}", "null"]
      .map { Array($0.utf8) } + [[0], [0xFF], [0xC3]]
    var state: UInt64 = 13
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    var runs = 0
    for round in 0..<1500 {
      var text = texts[round % texts.count]
      for _ in 0..<next(4) {
        let at = next(text.count + 1)
        switch next(4) {
        case 0: text.insert(contentsOf: pieces[next(pieces.count)], at: at)
        case 1: text.removeSubrange(at..<min(text.count, at + 1 + next(5)))
        case 2:
          text.insert(
            contentsOf: text[at..<min(text.count, at + next(40))], at: next(text.count + 1))
        default: if at < text.count { text[at] ^= UInt8(1 << next(8)) }
        }
      }
      let limit = next(2) == 0 ? 16 << 20 : 30
      let spreads = next(4) == 0
      let one = try findings(pack, text, 1, chunkBytes: 1 << 17, cellLimit: limit, spreads)
      let other = try findings(pack, text, 2, chunkBytes: 16 + next(300), cellLimit: limit, spreads)
      XCTAssertTrue(
        one == other, "\(String(decoding: text.prefix(300), as: UTF8.self).debugDescription)")
      runs += one == nil ? 0 : 1
    }
    XCTAssertGreaterThan(runs, 700)
  }

  /// Nil for a text that is refused.
  private func findings(
    _ pack: RulePack, _ text: [UInt8], _ workers: Int, chunkBytes: Int, cellLimit: Int,
    _ spreads: Bool
  ) throws -> String? {
    var options = SourceOptions()
    options.chunkBytes = chunkBytes
    options.limits.cellBytes = cellLimit
    options.limits.fieldsPerRecord = 3000
    options.declared = [
      DeclaredField(name: "so", isText: false), DeclaredField(name: "ten", isText: true),
    ]
    if spreads { options.json.lists = .spread(field: "ten") }
    let source: any Source
    do throws(Diagnostic) {
      source = try SourceFormat.open(.bytes(text), path: "t.json", options: options)
    } catch {
      XCTAssertTrue(error.code.hasPrefix("source."), error.code)
      return nil
    }
    let request = ResourceRequest(name: "bang", packName: "bang", title: nil, source: source)
    let plan = AuditPlan(pack, requests: [request], tables: [:], dates: [:], showsValues: false)
    let written = Shared([UInt8]())
    let sink = FindingsSink(cap: nil, exampleLimit: 3) { bytes in
      written.with { $0.append(contentsOf: bytes) }
      return nil
    }
    let results = try Audit(plan: plan, options: AuditOptions(workers: workers), sink: sink).run()
    return "\(results)\n" + String(decoding: written.with { $0 }, as: UTF8.self)
  }
}
