import AuditModel
import AuditSystem
import Foundation
import XCTest

@testable import AuditCommands

/// Personal data stay in the files they are in: what is planted there is in no output, whatever its form.
final class PrivacyTests: XCTestCase {
  /// Nothing planted stands in anything that the program writes.
  func testNothingPlantedIsInAnyOutput() throws {
    let project = try PlantedProject()
    let scratch = try leftovers()
    try runEverything(project, more: [])
    try assertClean(project, PlantedProject.personal.merging(Self.sensitive) { $1 })
    XCTAssertEqual(try leftovers(), scratch, "files are left behind")
  }

  /// With `--show-values` personal data are shown, as asked, and sensitive data are not.
  func testSensitiveValuesAreNotEvenShownWhenAskedFor() throws {
    let project = try PlantedProject()
    try runEverything(project, more: ["--show-values"])
    // What only a pack declares, `profile` does not know.
    let byName = Self.sensitive.filter { !$0.key.hasPrefix("tinh_trang") }
    try assertClean(project, Self.sensitive) { !$0.hasPrefix("in/") || $0.hasSuffix(".txt") }
    try assertClean(project, byName)
    let shown = PlantedText(try project.files.data("kq-2026-12-16/findings.csv"))
    for (field, word) in PlantedProject.personal where field != "la" {
      XCTAssertTrue(shown.has(word), "\(field): this test would find nothing")
    }
    // The ledger keeps no value even then.
    for file in ["soat.db", "soat.key"] {
      let text = PlantedText(try project.files.data(file))
      for (field, word) in PlantedProject.personal {
        XCTAssertFalse(text.has(word), "\(field) is in \(file)")
      }
    }
  }

  /// `show` prints what was read, as it is; `draft` nothing that is made of sensitive values.
  func testShowHidesSensitiveFields() throws {
    let project = try PlantedProject()
    for form in PlantedProject.forms {
      for more in [[], ["--to", "ndjson"]] {
        try keep(project, ["show", "\(project.path)/du-lieu/dan.\(form)"] + more)
      }
    }
    // Cells behind the last name have no name that could say what they are.
    let rows = "so,ton_giao\n1,Zqvđạowqf,Zqvđạowqf\n"
    try project.files.write("du-lieu/thua.csv", rows)
    try keep(project, ["show", "\(project.path)/du-lieu/thua.csv", "--to", "ndjson"])
    // Shown by name alone: no pack says more.
    let byName = Self.sensitive.filter { !$0.key.hasPrefix("tinh_trang") }
    try assertClean(project, byName)
    let shown = try project.files.data("in/2.txt")
    XCTAssertTrue(PlantedText(shown).has("quynhakhuyen"))
  }

  func testEveryFormOfAPlantedWordIsFound() {
    for text in [
      "Khuấtngõ", "Khuấtngõ".decomposedStringWithCanonicalMapping, "KHUATNGO",
      "Khu%E1%BA%A5tng%C3%B5", "Khu&#7845;tng&#xF5;", "Khu\\u1ea5tng\\u00f5", "Khu\\u{1EA5}tngo",
    ] {
      XCTAssertTrue(PlantedText(Data(text.utf8)).has("khuatngo"), text)
    }
    for encoding in [String.Encoding.utf16LittleEndian, .utf16BigEndian] {
      XCTAssertTrue(PlantedText("Khuấtngõ".data(using: encoding) ?? Data()).has("khuatngo"))
    }
    XCTAssertFalse(PlantedText(Data("Khuất ngõ".utf8)).has("khuatngo"))
  }

  // MARK: Running

  /// Beginning and end of each sensitive value, and what a mask would leave of it.
  private static let sensitive = PlantedProject.sensitive.reduce(into: [String: String]()) {
    $0[$1.key] = $1.value.0
    $0[$1.key + " (first)"] = $1.value.0.prefix(3) + "•••"
    $0[$1.key + " (last)"] = "•••" + $1.value.1
    $0[$1.key + " (end)"] = $1.value.1 + "\""
  }

  /// Two years, and then every command that tells of data or of inspections.
  private func runEverything(_ project: PlantedProject, more: [String]) throws {
    let path = project.path
    for (day, first) in [("2025-12-16", 0), ("2026-12-16", 6)] {
      try project.plant(from: first)
      try project.writeProject(day)
      try keep(
        project,
        [
          "audit", path, "--root", path, "--out", "\(path)/kq-\(day)", "--now", "\(day)T09:00",
          "--rules-folder", SampleAudit.root.path + "/rules",
        ] + more, status: 1)
    }
    try assertRulesFail(project)
    let options = ["--rules", "\(path)/goi/goi.json", "--root", path] + more
    for form in PlantedProject.forms {
      let file = "\(path)/du-lieu/dan.\(form)"
      try keep(project, ["check", file, "--as", "dan_\(form)"] + options, status: nil)
      // All three in all forms would take long and say the same.
      for format in form == "csv" ? ["text", "json", "html"] : [form == "db" ? "html" : "text"] {
        try keep(
          project,
          ["profile", file, "--format", format, "--output", "\(path)/in/\(form).\(format)"] + more)
      }
      try keep(project, ["draft", file])
    }
    for name in ["a.csv", "b.json", "c.xml", "d.csv"] {
      let file = "\(path)/hong/\(name)"
      try keep(project, ["check", file, "--as", "dan_csv"] + options, status: nil)
      try keep(
        project, ["check", file, "--as", "dan_csv", "--format", "json"] + options, status: nil)
    }
    let ledger = ["--ledger", "\(path)/soat.db"]
    try keep(
      project,
      ["measures", "add", "--title", "Sửa", "--unit", "Phòng A", "--deadline", "2027-01-01"]
        + ledger)
    for words in [
      ["history", "--verify"], ["history", "--format", "json"], ["compare", "1", "2"],
      ["compare", "--format", "json"], ["report", "1"], ["report", "2", "--lang", "en"],
      ["report", "2", "--format", "json"], ["measures"], ["measures", "--format", "json"],
      ["rescore", "2", "--profile", SampleAudit.root.path + "/rules/profiles/dqi-2026.json"],
    ] { try keep(project, words + ledger) }
  }

  /// A rule that finds nothing has nothing to tell.
  private func assertRulesFail(_ project: PlantedProject) throws {
    let result = try JSONSerialization.jsonObject(
      with: project.files.data("kq-2026-12-16/result.json"))
    let resources = try XCTUnwrap((result as? [String: Any])?["resources"] as? [[String: Any]])
    XCTAssertEqual(resources.count, PlantedProject.forms.count)
    for resource in resources {
      for rule in resource["rules"] as? [[String: Any]] ?? [] {
        let failed = (rule["counts"] as? [String: Int])?["failed"] ?? 0
        let id = rule["id"] as? String ?? ""
        let isEmpty = ["structure", "header", "type", "required"].contains { id.hasSuffix($0) }
        XCTAssertTrue(failed > 0 || isEmpty, "\(id): \(rule["status"] ?? "")")
      }
    }
  }

  private var printed = 0

  /// Runs a command and keeps what it prints, as a file to be searched.
  private func keep(
    _ project: PlantedProject, _ words: [String], status: Int32? = 0,
    file: StaticString = #filePath, line: UInt = #line
  ) throws {
    printed += 1
    try FileManager.default.createDirectory(
      atPath: project.path + "/in", withIntermediateDirectories: true)
    let run = try SampleAudit.run(words)
    if let status {
      XCTAssertEqual(run.status, status, "\(words): \(run.errors)", file: file, line: line)
    } else {
      XCTAssertLessThan(run.status, 6, "\(words): \(run.errors)", file: file, line: line)
      XCTAssertNotEqual(run.status, 2, "\(words): \(run.errors)", file: file, line: line)
    }
    let text = words.joined(separator: " ") + "\n" + run.output + run.errors
    try project.files.write("in/\(printed).txt", text)
  }

  // MARK: Searching

  private func leftovers() throws -> Set<String> {
    let folder = FileManager.default.temporaryDirectory.path
    return Set(try FileManager.default.contentsOfDirectory(atPath: folder))
      .filter { !$0.hasPrefix("soat-") }
  }

  /// Searches all files but the data themselves, and their names; archives by what is in them.
  private func assertClean(
    _ project: PlantedProject, _ words: [String: String], file: StaticString = #filePath,
    line: UInt = #line, in isSearched: (String) -> Bool = { _ in true }
  ) throws {
    var searched = 0
    for name in try FileManager.default.subpathsOfDirectory(atPath: project.path).sorted() {
      let isData = ["du-lieu", "hong", "goi/"].contains { name.hasPrefix($0) }
      guard !isData, isSearched(name) else { continue }
      var isFolder: ObjCBool = false
      let path = "\(project.path)/\(name)"
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { continue }
      var texts = [PlantedText(Data(name.utf8))]
      if !isFolder.boolValue {
        texts.append(PlantedText(try project.files.data(name)))
        if name.hasSuffix(".docx") || name.hasSuffix(".xlsx") {
          texts.append(PlantedText(try Self.unzipped(path)))
        }
        searched += 1
      }
      for (field, word) in words.sorted(by: { $0.key < $1.key })
      where texts.contains(where: { $0.has(word) }) {
        XCTFail("\(field) ('\(word)') is in \(name)", file: file, line: line)
      }
    }
    XCTAssertGreaterThan(searched, 8, file: file, line: line)
  }

  private static func unzipped(_ path: String) throws -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/unzip")
    process.arguments = ["-p", path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    XCTAssertEqual(process.terminationStatus, 0, path)
    XCTAssertFalse(data.isEmpty, path)
    return data
  }
}
