import AuditModel
import XCTest

@testable import AuditSystem

final class InputFileTests: XCTestCase {
  private var folder = ""

  override func setUpWithError() throws {
    folder = FileManager.default.temporaryDirectory.path + "/soat-input-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: "\(folder)/du_an/rules", withIntermediateDirectories: true)
    try Data("0123456789".utf8).write(to: URL(fileURLWithPath: path("a")))
  }

  override func tearDown() { try? FileManager.default.removeItem(atPath: folder) }

  func testEveryRangeOfAFileCanBeRead() throws {
    let file = try InputFile(path("a"))
    let all = Array("0123456789".utf8)
    XCTAssertEqual(file.byteCount, 10)
    for start in 0...11 {
      for count in 0...12 {
        let expected = start < 10 ? Array(all[start..<min(10, start + count)]) : []
        XCTAssertEqual(try file.bytes(at: start, count: count), expected)
      }
    }
    XCTAssertEqual(try file.peek(3), Array("012".utf8))
  }

  func testOnlyRegularFilesAreRead() throws {
    XCTAssertEqual(mkfifo(path("pipe"), 0o600), 0)
    for (name, code) in [
      ("pipe", "source.refused"), ("du_an", "source.refused"), ("none", "source.unreadable"),
      ("a/b", "source.unreadable"),
    ] {
      XCTAssertThrowsError(try InputFile(path(name)), name) {
        XCTAssertEqual(($0 as? Diagnostic)?.code, code, name)
      }
    }
    XCTAssertThrowsError(try InputFile("/dev/zero")) {
      XCTAssertEqual(($0 as? Diagnostic)?.code, "source.refused")
    }
  }

  func testLinksAreFollowedUnlessToldOtherwise() throws {
    try FileManager.default.createSymbolicLink(atPath: path("link"), withDestinationPath: path("a"))
    XCTAssertEqual(try InputFile.contents(of: path("link"), limit: 10).count, 10)
    XCTAssertThrowsError(try InputFile(path("link"), followingLinks: false))
  }

  func testOneFileIsKnownByAllItsNames() throws {
    try FileManager.default.createSymbolicLink(atPath: path("link"), withDestinationPath: path("a"))
    try Data("0123456789".utf8).write(to: URL(fileURLWithPath: path("b")))
    XCTAssertTrue(FileTree.areSame(path("a"), path("link")))
    XCTAssertTrue(FileTree.areSame(path("a"), path("du_an/../a")))
    XCTAssertFalse(FileTree.areSame(path("a"), path("b")))
    XCTAssertFalse(FileTree.areSame(path("none"), path("none")))
  }

  func testAChangeIsNoticed() throws {
    for change in ["grow", "cut", "replace", "remove"] {
      try Data("0123456789".utf8).write(to: URL(fileURLWithPath: path("b")))
      let file = try InputFile(path("b"))
      XCTAssertFalse(file.hasChanged())
      switch change {
      case "grow": try append("x", to: "b")
      case "cut": truncate(path("b"), 3)
      case "replace":
        try Data("0123456789".utf8).write(to: URL(fileURLWithPath: path("c")))
        rename(path("c"), path("b"))
      default: unlink(path("b"))
      }
      XCTAssertTrue(file.hasChanged(), change)
    }
  }

  func testACutFileIsShorterAndNoCrash() throws {
    let file = try InputFile(path("a"))
    truncate(path("a"), 4)
    XCTAssertEqual(try file.bytes(at: 0, count: 10), Array("0123".utf8))
  }

  func testWholeFilesHaveALimit() throws {
    XCTAssertEqual(try InputFile.contents(of: path("a"), limit: 10), Array("0123456789".utf8))
    XCTAssertThrowsError(try InputFile.contents(of: path("a"), limit: 9)) {
      XCTAssertEqual(($0 as? Diagnostic)?.code, "source.limit")
    }
  }

  func testPathsCannotLeaveTheProject() throws {
    try Data("{}".utf8).write(to: URL(fileURLWithPath: path("du_an/rules/r.json")))
    try Data("ma\n".utf8).write(to: URL(fileURLWithPath: path("du_an/xa.csv")))
    try FileManager.default.createSymbolicLink(
      atPath: path("du_an/out"), withDestinationPath: path("a"))
    let root = path("du_an")
    XCTAssertEqual(
      try FileTree.resolve("rules/r.json", from: root, under: root), "\(root)/rules/r.json")
    XCTAssertEqual(
      try FileTree.resolve("../xa.csv", from: "\(root)/rules", under: root), "\(root)/xa.csv")
    XCTAssertEqual(
      try FileTree.resolve("./rules/../xa.csv", from: root, under: root), "\(root)/xa.csv")
    for outside in [
      "../a", "rules/../../a", "/etc/passwd", "out", "http://example.vn/a.csv",
      "file:///etc/passwd", "../none", "rules/../../none/a", "none/../../a", "out/../../none",
    ] {
      XCTAssertThrowsError(try FileTree.resolve(outside, from: root, under: root), outside) {
        error in
        XCTAssertEqual((error as? Diagnostic)?.code, "project.outside", outside)
        XCTAssertTrue((error as? Diagnostic)?.message.en.contains(outside) == true)
      }
    }
    for missing in ["none", "rules/none", "none/../a", "rules/../none"] {
      XCTAssertThrowsError(try FileTree.resolve(missing, from: root, under: root), missing) {
        XCTAssertEqual(($0 as? Diagnostic)?.code, "source.unreadable", missing)
      }
    }
  }

  func testFilesAreListedInTheOrderOfTheirBytes() throws {
    for name in ["b.json", "B.json", "a.json", "c.csv", ".d.json"] {
      try Data().write(to: URL(fileURLWithPath: path("du_an/rules/\(name)")))
    }
    let names = try FileTree.files(in: path("du_an/rules"), ending: ".json").map(FilePath.name)
    XCTAssertEqual(names, ["B.json", "a.json", "b.json"])
    XCTAssertEqual(
      try FileTree.allFiles(under: folder, ending: ".csv"), [path("du_an/rules/c.csv")])
  }

  func testPartsOfPaths() {
    for (path, parent, name) in [
      ("a/b/c", "a/b", "c"), ("c", ".", "c"), ("/c", "/", "c"), ("a/b/", "a", "b"), ("/", "/", "/"),
      ("a//b", "a", "b"),
    ] {
      XCTAssertEqual(FilePath.parent(of: path), parent, path)
      XCTAssertEqual(FilePath.name(of: path), name, path)
    }
    XCTAssertEqual(FilePath.join("a", "b"), "a/b")
    XCTAssertEqual(FilePath.join(".", "b"), "b")
    XCTAssertEqual(FilePath.join("a", "/b"), "/b")
  }

  func testASpoolFileHasNoNameAndGivesBackWhatItTook() throws {
    let spool = try SpoolFile(in: folder)
    try spool.append(Array("một".utf8))
    let start = spool.byteCount
    try spool.append(Array("hai".utf8))
    XCTAssertEqual(try spool.bytes(at: start, count: 10), Array("hai".utf8))
    XCTAssertEqual(
      try FileManager.default.contentsOfDirectory(atPath: folder).sorted(), ["a", "du_an"])
    XCTAssertThrowsError(try SpoolFile(in: path("none")))
  }

  private func path(_ name: String) -> String { "\(folder)/\(name)" }

  private func append(_ text: String, to name: String) throws {
    let handle = try XCTUnwrap(FileHandle(forWritingAtPath: path(name)))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(text.utf8))
    try handle.close()
  }
}
