import AuditModel
import AuditSystem
import Foundation
import XCTest

@testable import AuditCommands

/// An audit of a sample folder by the program itself, its results in a folder that is removed afterwards.
struct SampleAudit {
  let status: Int32
  let errors: String
  /// The rules of `result.json` by resource and id.
  let rules: [String: [String: Rule]]
  let recordCounts: [String: Int]
  /// The lines of `findings.csv`, header first, as cells.
  let findings: [[String]]

  struct Rule: Decodable {
    struct Counts: Decodable {
      let failed: Int
    }

    let id: String
    let counts: Counts
    let acceptedWithRemark: Int?
  }

  private struct Result: Decodable {
    struct Resource: Decodable {
      let name: String
      let records: Int
      let rules: [Rule]
    }

    let resources: [Resource]
  }

  /// The project's own folder, found from this file's place.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  init(_ sample: String, workers: Int = 2) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "soat-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = try SampleAudit.run([
      "audit", SampleAudit.root.appendingPathComponent(sample).path, "--root",
      SampleAudit.root.path,
      "--out", folder.path, "--workers", "\(workers)", "--lang", "en",
    ])
    (status, errors) = (run.status, run.errors)
    let data = try Data(contentsOf: folder.appendingPathComponent("result.json"))
    let result = try JSONDecoder().decode(Result.self, from: data)
    rules = Dictionary(
      uniqueKeysWithValues: result.resources.map { resource in
        (resource.name, Dictionary(uniqueKeysWithValues: resource.rules.map { ($0.id, $0) }))
      })
    recordCounts = Dictionary(
      uniqueKeysWithValues: result.resources.map { ($0.name, $0.records) })
    findings = SampleAudit.cells(
      of: try String(contentsOf: folder.appendingPathComponent("findings.csv"), encoding: .utf8))
  }

  static func run(_ arguments: [String]) throws -> (status: Int32, output: String, errors: String) {
    let (output, errors) = (ByteWriter.memory(), ByteWriter.memory())
    let today = try XCTUnwrap(CivilDate(year: 2026, month: 12, day: 16))
    let status = Program.main(
      arguments: arguments,
      context: CommandContext(
        output: output, error: errors, now: Moment(date: today),
        entropy: { [UInt8](repeating: 7, count: $0) }))
    return (status, output.capturedText, errors.capturedText)
  }

  /// The values of one column, in the file's order, by resource and rule.
  func column(_ name: String) -> [String: [String: [String]]] {
    guard let header = findings.first, let column = header.firstIndex(of: name),
      let resource = header.firstIndex(of: "resource"), let rule = header.firstIndex(of: "rule")
    else { return [:] }
    var values: [String: [String: [String]]] = [:]
    for record in findings.dropFirst() {
      values[record[resource], default: [:]][record[rule], default: []].append(record[column])
    }
    return values
  }

  /// RFC 4180, for files that the program wrote itself.
  static func cells(of text: String) -> [[String]] {
    var records: [[String]] = [[]]
    var cell = ""
    var isQuoted = false
    // Scalars, because CR and LF are one Character.
    for scalar in text.unicodeScalars where scalar != "\u{FEFF}" {
      switch (scalar, isQuoted) {
      case ("\"", _):
        if !isQuoted, !cell.isEmpty { cell.unicodeScalars.append(scalar) }
        isQuoted.toggle()
      case (",", false), ("\n", false):
        records[records.count - 1].append(cell)
        cell = ""
        if scalar == "\n" { records.append([]) }
      case ("\r", false): break
      default: cell.unicodeScalars.append(scalar)
      }
    }
    return records.filter { !$0.isEmpty }
  }
}

/// Runs a program that is kept with the samples, and compares what it makes with what is there.
func assertMakesAgain(
  _ script: String, _ arguments: [String] = [], in sample: String, file: StaticString = #filePath,
  line: UInt = #line
) throws {
  let python = ["/usr/bin/python3", "/usr/local/bin/python3"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }
  guard let python else {
    throw XCTSkip("there is no python3 here: the samples cannot be made anew")
  }
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "soat-\(UUID().uuidString)")
  defer { try? FileManager.default.removeItem(at: folder) }
  let process = Process()
  process.executableURL = URL(fileURLWithPath: python)
  process.arguments =
    ["-B", SampleAudit.root.appendingPathComponent(script).path, folder.path] + arguments
  try process.run()
  process.waitUntilExit()
  XCTAssertEqual(process.terminationStatus, 0, file: file, line: line)
  let made = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
  XCTAssertFalse(made.isEmpty, file: file, line: line)
  for path in made {
    var isFolder: ObjCBool = false
    let place = folder.appendingPathComponent(path).path
    if FileManager.default.fileExists(atPath: place, isDirectory: &isFolder), isFolder.boolValue {
      continue
    }
    let kept = SampleAudit.root.appendingPathComponent(sample).appendingPathComponent(path)
    XCTAssertEqual(
      try Data(contentsOf: folder.appendingPathComponent(path)), try Data(contentsOf: kept), path,
      file: file, line: line)
  }
}
