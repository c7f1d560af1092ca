import AuditModel
import Foundation
import XCTest

@testable import AuditSystem

final class GzipInputTests: XCTestCase {
  private let text = Array(
    (1...60_000).map { "\($0),Nguyễn Văn An,\($0 &* 7919 % 10_007)\n" }.joined().utf8)

  override func setUpWithError() throws {
    guard GzipInput.isPossible else { throw XCTSkip("libxml2 has no zlib here") }
  }

  func testAFileReadsAsWhatItExpandsTo() throws {
    let packed = try gzip(text)
    let input = try ByteInput.expanded(open(packed))
    XCTAssertNil(input.byteCount)
    XCTAssertEqual(input.ownByteCount, packed.count)
    input.readAhead()
    XCTAssertEqual(try input.bytes(at: 1000, count: 50), Array(text[1000..<1050]))
    XCTAssertTrue(try input.bytes(at: 0, count: text.count + 100) == text)
    XCTAssertEqual(input.byteCount, text.count)
    XCTAssertEqual(try input.bytes(at: 0, count: 9), Array(text[..<9]))
    XCTAssertEqual(input.ownSHA256(), SHA256.hex(digestOf: packed))
    XCTAssertFalse(input.hasChanged())
  }

  func testPartsOneBehindTheOtherAreOneText() throws {
    let packed = try gzip(Array(text[..<70_000])) + gzip(Array(text[70_000...]))
    XCTAssertTrue(try read(packed) == text)
  }

  func testZerosBehindTheEndAreFilling() throws {
    XCTAssertTrue(try read(gzip(text) + [UInt8](repeating: 0, count: 700)) == text)
  }

  func testEveryCutIsTold() throws {
    let small = Array(text[..<300])
    let packed = try gzip(small)
    for count in 3..<packed.count { assertUnreadable(Array(packed[..<count]), "cut to \(count)") }
    XCTAssertTrue(try read(packed) == small)
  }

  func testEveryFlippedBitOfTheDataIsTold() throws {
    let small = Array(text[..<300])
    let packed = try gzip(small)
    // The header's time and system say nothing of the text.
    for index in packed.indices where index > 9 || index < 3 {
      for bit in 0..<8 {
        var bytes = packed
        bytes[index] ^= 1 << UInt8(bit)
        guard let found = try? read(bytes) else { continue }
        XCTAssertTrue(found == small, "byte \(index) bit \(bit) made another text")
      }
    }
  }

  func testOtherBytesBehindTheEndAreTold() throws {
    assertUnreadable(try gzip(text) + Array("more".utf8), "other bytes behind")
    let second = try gzip(Array("4,Trần Thị Bình\n".utf8))
    assertUnreadable(try gzip(text) + [0x1F, 0x8C] + second.dropFirst(2), "a broken second part")
  }

  func testExpansionIsBounded() throws {
    var limits = Limits()
    limits.expandedBytes = 100_000
    assertFails(try gzip(text), limits, "source.limit")
    limits = Limits()
    limits.expansionRatio = 5
    let zeros = [UInt8](repeating: 0x30, count: 72 << 20)
    assertFails(try gzip(zeros), limits, "source.limit")
  }

  // MARK: Helpers

  private func assertUnreadable(_ packed: [UInt8], _ what: String, line: UInt = #line) {
    assertFails(packed, Limits(), "source.unreadable", what, line: line)
  }

  private func assertFails(
    _ packed: [UInt8], _ limits: Limits, _ code: String, _ what: String = "", line: UInt = #line
  ) {
    XCTAssertThrowsError(try read(packed, limits), what, line: line) {
      XCTAssertEqual(($0 as? Diagnostic)?.code, code, what, line: line)
    }
  }

  private func read(_ packed: [UInt8], _ limits: Limits = Limits()) throws -> [UInt8] {
    let input = ByteInput.expanded(try open(packed, limits))
    var all: [UInt8] = []
    while true {
      let part = try input.bytes(at: all.count, count: 1 << 20)
      all += part
      if part.count < 1 << 20 { return all }
    }
  }

  private func open(_ packed: [UInt8], _ limits: Limits = Limits()) throws -> GzipInput {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(
      "soat-gzip-\(UUID().uuidString)")
    try Data(packed).write(to: path)
    addTeardownBlock { try? FileManager.default.removeItem(at: path) }
    return try GzipInput(InputFile(path.path), limits: limits)
  }

  private func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-n", "-c"]
    let input = FileManager.default.temporaryDirectory.appendingPathComponent(
      "soat-plain-\(UUID().uuidString)")
    try Data(bytes).write(to: input)
    defer { try? FileManager.default.removeItem(at: input) }
    let output = Pipe()
    process.standardInput = try FileHandle(forReadingFrom: input)
    process.standardOutput = output
    try process.run()
    let packed = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Array(packed)
  }
}
