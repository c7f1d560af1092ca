import Foundation
import XCTest

/// Other programs that read what we write; `.ci/setup.sh` sees to it that they are there for the tests.
enum OfficeTools {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Runs a program of the system's; what it prints on standard output.
  static func run(_ program: String, _ arguments: [String]) throws -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/\(program)")
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(text: "\(program) \(arguments): \(process.terminationStatus)")
    }
    return data
  }

  struct Failure: Error { let text: String }

  /// A folder that is removed at the test's end.
  static func scratch(_ test: XCTestCase) throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "soat-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    test.addTeardownBlock { try? FileManager.default.removeItem(at: folder) }
    return folder
  }
}

/// A workbook as `Tests/Office/read_workbook.py` reads it.
struct ReadWorkbook: Decodable {
  let mistakes: [String]
  /// All parts, one behind the other.
  let markup: String
  let title: String
  let author: String
  let created: String
  let sheets: [Sheet]

  struct Sheet: Decodable {
    let name: String
    let rows: [[Value]]
    let kinds: [[String]]
    let formats: [[String]]
    let quoted: [[Bool]]
    let frozen: String?
    let filter: String?
    let widths: [Double]
    let titles: String?
    let validations: [Validation]
  }

  struct Validation: Decodable {
    let range: String
    let type: String
    let formula: String
  }

  /// A cell's text; numbers as they are printed, empty cells as an empty text.
  struct Value: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        text = ""
      } else if let string = try? container.decode(String.self) {
        text = string
      } else if let number = try? container.decode(Int.self) {
        text = String(number)
      } else {
        text = String(try container.decode(Double.self))
      }
    }
  }

  static func read(_ path: String) throws -> ReadWorkbook {
    let script = OfficeTools.root.appendingPathComponent("Tests/Office/read_workbook.py").path
    return try JSONDecoder().decode(
      ReadWorkbook.self, from: OfficeTools.run("python3", ["-B", script, path]))
  }

  func sheet(_ name: String) throws -> Sheet {
    try XCTUnwrap(sheets.first { $0.name == name }, name)
  }
}

extension ReadWorkbook.Sheet {
  func texts(_ row: Int) -> [String] { rows[row].map(\.text) }
}
