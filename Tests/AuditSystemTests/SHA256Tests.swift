import XCTest

@testable import AuditSystem

final class SHA256Tests: XCTestCase {
  /// FIPS 180-2, appendix B, and the NIST example files.
  func testPublishedDigests() {
    assertDigest("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    assertDigest("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    assertDigest(
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    assertDigest(
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1")
    assertDigest(
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  func testBothWaysAgreeOnEveryLength() throws {
    try XCTSkipUnless(SHA256.hasInstructions, "no SHA instructions here")
    for length in 0...300 {
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ length) }
      XCTAssertEqual(
        digest(bytes, pieceSize: 300, usesInstructions: true),
        digest(bytes, pieceSize: 300, usesInstructions: false),
        "\(length)")
    }
  }

  func testWhereAPieceEndsDoesNotMatter() {
    let bytes = (0..<200).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let whole = digest(bytes, pieceSize: 200, usesInstructions: false)
    for size in 1...199 {
      XCTAssertEqual(digest(bytes, pieceSize: size, usesInstructions: false), whole, "\(size)")
      XCTAssertEqual(
        digest(bytes, pieceSize: size, usesInstructions: SHA256.hasInstructions), whole, "\(size)")
    }
  }

  func testAnUnalignedBufferIsRead() {
    let bytes = (0..<193).map { UInt8($0) }
    var digest = SHA256()
    bytes.withUnsafeBytes { digest.update(UnsafeRawBufferPointer(rebasing: $0[1...])) }
    XCTAssertEqual(
      digest.finish(), self.digest(Array(bytes[1...]), pieceSize: 7, usesInstructions: false))
  }

  func testHex() {
    XCTAssertEqual(SHA256.hex(of: [0x00, 0x0F, 0xF0, 0xAB]), "000ff0ab")
  }

  private func assertDigest(_ text: String, _ expected: String, line: UInt = #line) {
    for usesInstructions in Set([false, SHA256.hasInstructions]) {
      let found = digest(Array(text.utf8), pieceSize: 1_000, usesInstructions: usesInstructions)
      XCTAssertEqual(
        SHA256.hex(of: found), expected, "instructions: \(usesInstructions)", line: line)
    }
  }

  private func digest(_ bytes: [UInt8], pieceSize: Int, usesInstructions: Bool) -> [UInt8] {
    var digest = SHA256(usesInstructions: usesInstructions)
    for start in stride(from: 0, to: bytes.count, by: pieceSize) {
      digest.update(bytes.span.bytes.extracting(start..<min(start + pieceSize, bytes.count)))
    }
    return digest.finish()
  }
}
