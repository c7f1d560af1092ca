import AuditEngine
import AuditModel
import AuditRules
import AuditSources
import AuditSystem
import AuditText
import Foundation
import XCTest

final class XMLCorpusTests: XCTestCase {
  private static let pack = """
    {"format": "soat-rules/1", "id": "thu.ngu-lieu", "version": "1.0.0", "title": {"vi": "Thử"},
     "resources": [{"name": "bang", "keys": ["so"], "schema": {"primaryKey": "so",
       "fields": [{"name": "so"}, {"name": "ten", "type": "string", "constraints": {"maxLength": 10000}}]}}]}
    """

  private func files() throws -> [URL] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "xml")
    return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
  }

  func testEachFileComesOutAsItsNameSays() throws {
    let scratch = try ScratchFolder()
    let pack = try scratch.write("goi.json", XMLCorpusTests.pack)
    let files = try files()
    XCTAssertGreaterThanOrEqual(files.count, 120, "the corpus is missing")
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
      if name.hasPrefix("n_doctype") {
        XCTAssertEqual(run.status, 4, name)
        XCTAssertTrue(run.errors.contains("source.refused") || name.contains("never"), name)
      }
      let isPlain = (run.output + run.errors).unicodeScalars.allSatisfy { scalar in
        scalar == "\n"
          || (scalar.value >= 0x20 && scalar.value != 0x7F && scalar.value != 0x202E
            && scalar.value != 0x2028)
      }
      XCTAssertTrue(isPlain, "\(name): control characters reach the terminal")
    }
    print("corpus: \(files.count) XML files")
  }

  func testBothWaysSayTheSameOfEachFile() throws {
    var taken = 0
    for file in try files() {
      let document = [UInt8](try Data(contentsOf: file))
      for cut in [1, 7, 100] where try XMLAgreement.check(document, cuts: cut) { taken += 1 }
    }
    XCTAssertGreaterThan(taken, 90)
  }
}
