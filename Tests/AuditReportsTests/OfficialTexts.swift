import Foundation
import XCTest

@testable import AuditReports

/// Every text of a document's blocks, in their order.
func texts(_ document: OfficialDocument) -> [String] {
  (document.body + document.annexes.flatMap(\.blocks)).flatMap { block -> [String] in
    switch block {
    case .heading(_, let text), .paragraph(let text), .item(let text), .note(let text): [text]
    case .table(let table): [table.caption] + table.rows.flatMap(\.cells)
    case .chart(let chart): [chart.description]
    }
  }
}

/// The texts of a page as a reader meets them: lines, cells, captions; what pictures say is left out.
func pageTexts(_ bytes: [UInt8]) -> [String] {
  var page = String(decoding: bytes, as: UTF8.self)
  page = page.components(separatedBy: "<body>").last ?? ""
  page = page.replacing(/<svg.*?<\/svg>/.dotMatchesNewlines(), with: "")
  let leaf = /<(p|h1|h2|h3|h4|th|td|figcaption)(?: [^>]*)?>(.*?)<\/\1>/.dotMatchesNewlines()
  return page.matches(of: leaf).flatMap { match in
    String(match.output.2).components(separatedBy: "<br>").map { plain($0) }
  }.filter { !$0.isEmpty }
}

/// The texts of a word processor's file as a reader meets them.
func wordTexts(_ bytes: [UInt8]) throws -> [String] {
  let document = try part("word/document.xml", of: bytes)
  return document.matches(of: /<w:p>(.*?)<\/w:p>/.dotMatchesNewlines()).flatMap { match in
    let content = String(match.output.1).replacing(
      /<w:instrText[^>]*>.*?<\/w:instrText>/, with: "")
    return content.components(separatedBy: "<w:br/>").map { plain($0) }
  }.filter { !$0.isEmpty }
}

private func plain(_ markup: String) -> String {
  let bare = markup.replacing(/<[^>]*>/, with: "")
  return ["&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'"].reduce(bare) {
    $0.replacingOccurrences(of: $1.key, with: $1.value)
  }.replacingOccurrences(of: "&amp;", with: "&")
}

/// A part of a package, read by another program than wrote it.
func part(_ name: String, of bytes: [UInt8]) throws -> String {
  let file = FileManager.default.temporaryDirectory.appendingPathComponent(
    "soat-\(UUID().uuidString).docx")
  defer { try? FileManager.default.removeItem(at: file) }
  try Data(bytes).write(to: file)
  return try output(of: [
    "python3", "-c",
    "import sys,zipfile;sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))",
    file.path, name,
  ])
}

/// What a program prints; that it ends well is part of the test.
func output(of command: [String]) throws -> String {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = command
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = FileHandle.nullDevice
  try process.run()
  let data = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  XCTAssertEqual(process.terminationStatus, 0, command.prefix(2).joined(separator: " "))
  return String(decoding: data, as: UTF8.self)
}
