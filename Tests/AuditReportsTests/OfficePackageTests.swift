import AuditModel
import Foundation
import XCTest

@testable import AuditReports

final class OfficePackageTests: XCTestCase {
  func testOthersReadTheArchive() throws {
    let long = Array(String(repeating: "Báo cáo ", count: 50_000).utf8)
    let path = try write { archive in
      try archive.add("a.txt", Array("một".utf8))
      try archive.add("thư mục/b.txt", long)
      try archive.add("trống", [])
      archive.beginEntry("c.txt")
      for _ in 0..<10 { try archive.write(long) }
      try archive.endEntry()
      archive.beginEntry("d.txt")
      try archive.endEntry()
    }
    XCTAssertTrue(try text("unzip", ["-tq", path]).contains("No errors"))
    XCTAssertEqual(try text("unzip", ["-p", path, "a.txt"]), "một")
    XCTAssertEqual(
      try OfficeTools.run("unzip", ["-p", path, "c.txt"]).count, 10 * long.count)
    let listed = try python(
      "print([(i.filename, i.file_size, i.date_time) for i in z.infolist()])", path)
    XCTAssertEqual(
      listed,
      "["
        + [
          ("a.txt", 5), ("thư mục/b.txt", long.count), ("trống", 0), ("c.txt", 10 * long.count),
          ("d.txt", 0),
        ]
        .map { "('\($0.0)', \($0.1), (1980, 1, 1, 0, 0, 0))" }.joined(separator: ", ") + "]\n")
    XCTAssertEqual(try python("print(z.testzip())", path), "None\n")
  }

  func testMoreEntriesThanTheOldFormCounts() throws {
    let path = try write { archive in
      for number in 0..<65_536 { try archive.add("\(number)", []) }
    }
    XCTAssertEqual(try python("print(len(z.namelist()), z.testzip())", path), "65536 None\n")
  }

  func testNumbersThatDoNotFitTakeTheLongForm() {
    var entry = ZipEntry(name: "a", offset: 5 << 30, method: .streamed)
    entry.size = 6 << 30
    entry.storedSize = 7
    let record = entry.directoryRecord
    func number(_ place: Int, _ width: Int) -> Int {
      (0..<width).reduce(0) { $0 | Int(record[place + $1]) << (8 * $1) }
    }
    XCTAssertEqual(number(6, 2), 45)
    XCTAssertEqual(number(20, 4), 7)
    XCTAssertEqual([number(24, 4), number(42, 4)], [0xFFFF_FFFF, 0xFFFF_FFFF])
    // Behind the name: the field's number and length, then what did not fit, the size first.
    XCTAssertEqual([number(47, 2), number(49, 2)], [1, 16])
    XCTAssertEqual([number(51, 8), number(59, 8)], [6 << 30, 5 << 30])
    XCTAssertEqual(record.count, 67)
    let end = ZipEntry.end(count: 1, start: 5 << 30, size: 100)
    XCTAssertEqual(Array(end.prefix(4)), [0x50, 0x4B, 6, 6])
    XCTAssertEqual(ZipEntry.end(count: 1, start: 5, size: 100).count, 22)
  }

  func testAnArchiveOfTheSameContentHasTheSameBytes() throws {
    func bytes() throws -> [UInt8] {
      var result: [UInt8] = []
      let archive = ZipArchive { (piece) throws(Diagnostic) in result += piece }
      try archive.add("a", Array("nội dung".utf8))
      archive.beginEntry("b")
      try archive.write(Array("nội dung".utf8))
      try archive.endEntry()
      try archive.finish()
      return result
    }
    XCTAssertEqual(try bytes(), try bytes())
  }

  func testMistakesInAPackageAreFound() {
    typealias Part = OfficePackage.Part
    func mistakes(_ parts: [Part]) -> [String] {
      OfficePackage.mistakes(in: parts, roots: [.init("r", "officeDocument", "/a.xml")])
    }
    let whole = Part("/a.xml", contentType: "x", .bytes([]))
    XCTAssertEqual(mistakes([whole]), [])
    XCTAssertEqual(mistakes([]).count, 1)
    XCTAssertEqual(mistakes([whole, Part("/b.xml", contentType: "x", .bytes([]))]).count, 1)
    XCTAssertEqual(mistakes([whole, Part("/A.xml", contentType: "x", .bytes([]))]).count, 1)
    for name in ["a.xml", "/", "/a//b", "/a./b", "/a b"] {
      let part = Part(name, contentType: "x", .bytes([]))
      let main = Part(
        "/a.xml", contentType: "x", relationships: [.init("r", "x", name)], .bytes([]))
      XCTAssertEqual(mistakes([main, part]).count, 1, name)
    }
    let dangling = [
      Part("/a.xml", contentType: "x", relationships: [.init("r", "x", "/b.xml")], .bytes([]))
    ]
    XCTAssertEqual(mistakes(dangling).count, 1)
    let outside = Part(
      "/a.xml", contentType: "x",
      relationships: [.init("r", "hyperlink", "https://x", isExternal: true)], .bytes([]))
    XCTAssertEqual(mistakes([outside]), [])
    let twice = Part(
      "/a.xml", contentType: "x",
      relationships: [.init("r", "x", "/a.xml"), .init("r", "x", "/a.xml")], .bytes([]))
    XCTAssertEqual(mistakes([twice]).count, 1)
  }

  func testXMLTextIsTextAndNothingElse() {
    var xml = XMLText(fragment: ())
    xml.element("a", ["b": "\"<&>'\n\t"], text: "]]>\u{0}\u{FFFE}\u{202E}é\u{1F600}")
    XCTAssertEqual(
      String(decoding: xml.bytes, as: UTF8.self),
      "<a b=\"&quot;&lt;&amp;&gt;'&#10;&#9;\">]]&gt;[U+0000][U+FFFE][U+202E]é\u{1F600}</a>")
  }

  private func write(_ fill: (ZipArchive) throws -> Void) throws -> String {
    var bytes: [UInt8] = []
    let archive = ZipArchive { (piece) throws(Diagnostic) in bytes += piece }
    try fill(archive)
    try archive.finish()
    let path = try OfficeTools.scratch(self).appendingPathComponent("a.zip")
    try Data(bytes).write(to: path)
    return path.path
  }

  private func text(_ program: String, _ arguments: [String]) throws -> String {
    String(decoding: try OfficeTools.run(program, arguments), as: UTF8.self)
  }

  /// `z` is the archive.
  private func python(_ code: String, _ path: String) throws -> String {
    try text(
      "python3", ["-c", "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); " + code, path])
  }
}
