import AuditModel
import Foundation
import XCTest

@testable import AuditSystem

final class PartFilesTests: XCTestCase {
  /// What shells do, tried out by recursion.
  private func matches(_ pattern: ArraySlice<Character>, _ name: ArraySlice<Character>) -> Bool {
    guard let first = pattern.first else { return name.isEmpty }
    switch first {
    case "*":
      return matches(pattern.dropFirst(), name)
        || !name.isEmpty && matches(pattern, name.dropFirst())
    case "?": return !name.isEmpty && matches(pattern.dropFirst(), name.dropFirst())
    default: return name.first == first && matches(pattern.dropFirst(), name.dropFirst())
    }
  }

  private func texts(_ alphabet: [Character], upTo count: Int) -> [[Character]] {
    var all: [[Character]] = [[]]
    var last = all
    for _ in 0..<count {
      last = last.flatMap { text in alphabet.map { text + [$0] } }
      all += last
    }
    return all
  }

  func testEverySmallPatternMatchesWhatTheSlowTwinDoes() {
    let names = texts(["a", "b"], upTo: 4)
    for pattern in texts(["a", "b", "*", "?"], upTo: 4) {
      let fast = FilePattern(String(pattern))
      for name in names {
        XCTAssertEqual(
          fast.matches(String(name)), matches(pattern[...], name[...]), "\(pattern) \(name)")
      }
    }
  }

  func testSetsAndLetters() {
    for (pattern, name, isMatch) in [
      ("[a-c]x", "bx", true), ("[a-c]x", "dx", false), ("[!a-c]x", "dx", true),
      ("[]a]", "]", true), ("[ab", "[ab", true), ("?", "ệ", true), ("x[1-3]*", "x27", true),
      ("[-a]", "-", true), ("*.csv", "a.CSV", false), ("", "", true), ("[]", "[]", true),
    ] {
      XCTAssertEqual(FilePattern(pattern).matches(name), isMatch, "\(pattern) \(name)")
    }
  }

  func testManyStarsTakeNoTime() {
    let pattern = String(repeating: "a*", count: 200) + "b"
    XCTAssertFalse(FilePattern(pattern).matches(String(repeating: "a", count: 250)))
  }

  func testAFolderGivesItsFilesInTheOrderOfTheirBytes() throws {
    let folder = try Folder([
      "b.csv", "a.csv", "B.csv", "ă.csv", ".an", "~$a.csv", "a.csv~", "#a#", "Thumbs.db", "con/x",
    ])
    for path in ["du", "du/", "du/*"] {
      let files = try PartFiles([path], from: folder.path, limit: 100)
      XCTAssertEqual(files.paths, ["du/B.csv", "du/a.csv", "du/b.csv", "du/ă.csv"])
      XCTAssertEqual(
        files.skipped.sorted(),
        ["du/#a#", "du/.an", "du/Thumbs.db", "du/a.csv~", "du/con", "du/~$a.csv"])
      XCTAssertTrue(PartFiles.areMeant(by: path, from: folder.path))
    }
    XCTAssertEqual(
      try PartFiles(["d?/*/x", "du/b.csv"], from: folder.path, limit: 9).paths,
      ["du/con/x", "du/b.csv"])
    XCTAssertFalse(PartFiles.areMeant(by: "du/a.csv", from: folder.path))
    XCTAssertFalse(PartFiles.areMeant(by: "-", from: folder.path))
  }

  func testAFileWhoseNameIsAPatternIsThatFile() throws {
    let folder = try Folder(["a[1].csv", "a1.csv"])
    XCTAssertFalse(PartFiles.areMeant(by: "du/a[1].csv", from: folder.path))
    XCTAssertEqual(
      try PartFiles(["du/a[1].csv"], from: folder.path, limit: 9).paths, ["du/a[1].csv"])
  }

  func testNothingFoundIsAnErrorAndSoIsTooMuch() throws {
    let folder = try Folder(["a.csv", "b.csv", "trong/.x"])
    for (paths, limit, code) in [
      (["du/*.xml"], 9, "source.no-parts"), (["du/trong"], 9, "source.no-parts"),
      (["du/*"], 1, "source.limit"), (["du/a.csv", "du/a.csv"], 9, "source.no-parts"),
      (["khong/"], 9, "source.unreadable"),
    ] {
      XCTAssertThrowsError(try PartFiles(paths, from: folder.path, limit: limit)) { error in
        XCTAssertEqual((error as? Diagnostic)?.code, code, "\(paths)")
        XCTAssertNotNil((error as? Diagnostic)?.hint, "\(paths)")
      }
    }
  }

  func testAParkedFileIsReadAgainUnlessItIsAnother() throws {
    let folder = try Folder(["a.csv"])
    let path = folder.path + "/du/a.csv"
    let file = try InputFile(path)
    file.park()
    XCTAssertFalse(file.hasChanged())
    XCTAssertEqual(try file.bytes(at: 0, count: 3), Array("nội".utf8.prefix(3)))
    file.park()
    try Data("khác".utf8).write(to: URL(fileURLWithPath: path))
    XCTAssertTrue(file.hasChanged())
    XCTAssertThrowsError(try file.bytes(at: 0, count: 3)) { error in
      XCTAssertEqual((error as? Diagnostic)?.code, "source.changed")
    }
  }
}

/// A folder `du` with files, removed with this.
private final class Folder {
  let path: String

  init(_ names: [String]) throws {
    path =
      FileManager.default.temporaryDirectory.appendingPathComponent("soat-\(UUID().uuidString)")
      .path
    for name in names {
      let file = URL(fileURLWithPath: "\(path)/du/\(name)")
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data("nội dung".utf8).write(to: file)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
