import Foundation
import XCTest

/// A project's folder with its files, removed with this; the program is run in it as in a working folder.
final class ProjectFixture {
  let path: String

  init(_ files: [String: String]) throws {
    path =
      FileManager.default.temporaryDirectory.appendingPathComponent("soat-\(UUID().uuidString)")
      .path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, text) in files { try write(name, text) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ text: String) throws {
    let file = URL(fileURLWithPath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  func data(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)"))
  }

  struct Outcome {
    var status: Int32
    var errors: String
    /// Of `result.json`.
    var resources: [[String: Any]]
    var result: String
    var findings: [String]

    func resource(_ name: String) -> [String: Any] {
      resources.first { $0["name"] as? String == name } ?? [:]
    }

    func source(_ name: String) -> [String: Any] {
      resource(name)["source"] as? [String: Any] ?? [:]
    }

    /// Failures by rule.
    func failed(_ name: String) -> [String: Int] {
      let rules = resource(name)["rules"] as? [[String: Any]] ?? []
      return Dictionary(
        uniqueKeysWithValues: rules.map { rule in
          let counts = rule["counts"] as? [String: Int] ?? [:]
          return (rule["id"] as? String ?? "", counts["failed"] ?? -1)
        })
    }
  }

  /// Audits a file or folder of the fixture.
  func audit(_ name: String = "", workers: Int = 2, more: [String] = []) throws -> Outcome {
    let out = "\(path)/.kq"
    try? FileManager.default.removeItem(atPath: out)
    let run = try SampleAudit.run(
      [
        "audit", name.isEmpty ? path : "\(path)/\(name)", "--root", path, "--out", out, "--lang",
        "en", "--workers", "\(workers)",
      ] + more)
    let result = (try? String(contentsOfFile: "\(out)/result.json", encoding: .utf8)) ?? "{}"
    let json =
      try JSONSerialization.jsonObject(with: Data(result.utf8)) as? [String: Any] ?? [:]
    let findings = (try? String(contentsOfFile: "\(out)/findings.csv", encoding: .utf8)) ?? ""
    return Outcome(
      status: run.status,
      errors: run.errors.replacingOccurrences(of: path + "/", with: ""),
      resources: json["resources"] as? [[String: Any]] ?? [], result: result,
      findings: findings.split(whereSeparator: \.isNewline).map(String.init))
  }
}
