import Foundation
import XCTest

/// Compares bytes with a file of `Snapshots/`; `RECORD_SNAPSHOTS=1` writes the file and fails.
func assertSnapshot(
  _ bytes: [UInt8], _ name: String, file: StaticString = #filePath, line: UInt = #line
) throws {
  let folder = URL(fileURLWithPath: "\(file)").deletingLastPathComponent()
  let path = folder.appendingPathComponent("Snapshots").appendingPathComponent(name)
  if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != nil {
    try Data(bytes).write(to: path)
    XCTFail("\(name) was written; read the difference", file: file, line: line)
    return
  }
  let expected = try Data(contentsOf: path)
  guard Data(bytes) != expected else { return }
  let lines = (
    String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false),
    String(decoding: expected, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
  )
  let first = zip(lines.0, lines.1).enumerated().first { $0.element.0 != $0.element.1 }
  let number = first.map { $0.offset + 1 } ?? min(lines.0.count, lines.1.count) + 1
  XCTFail("\(name) differs from line \(number)", file: file, line: line)
}
