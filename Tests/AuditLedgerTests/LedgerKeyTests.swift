import AuditModel
import Foundation
import XCTest

@testable import AuditLedger

final class LedgerKeyTests: XCTestCase {
  private func load(_ fixture: LedgerFixture, mayCreate: Bool = true, _ byte: UInt8 = 7) throws
    -> LedgerKey
  {
    try LedgerKey.load(besides: fixture.path, mayCreate: mayCreate) {
      [UInt8](repeating: byte, count: $0)
    }
  }

  func testAKeyIsMadeOnceForItsOwnerAlone() throws {
    let fixture = try LedgerFixture()
    XCTAssertEqual(try load(fixture).bytes, [UInt8](repeating: 7, count: 16))
    XCTAssertEqual(try load(fixture, 9).bytes, [UInt8](repeating: 7, count: 16))
    let path = fixture.folder + "/soat.key"
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    XCTAssertEqual(mode as? Int, 0o600)
    XCTAssertEqual(
      try FileManager.default.contentsOfDirectory(atPath: fixture.folder), ["soat.key"])
    let check = try load(fixture).check
    XCTAssertEqual(check.count, 8)
    XCTAssertFalse(check.elementsEqual([UInt8](repeating: 7, count: 8)))
  }

  func testAKeyThatOthersMayReadIsRefused() throws {
    let fixture = try LedgerFixture()
    _ = try load(fixture)
    for mode in [0o640, 0o604, 0o660, 0o601] {
      try FileManager.default.setAttributes(
        [.posixPermissions: mode], ofItemAtPath: fixture.folder + "/soat.key")
      assertLedger("ledger.key-open", try load(fixture))
    }
  }

  func testALostKeyIsNotReplacedInSilence() throws {
    let fixture = try LedgerFixture()
    assertLedger("ledger.key-missing", try load(fixture, mayCreate: false))
    for text in ["", "00", String(repeating: "g", count: 32), String(repeating: "0", count: 33)] {
      let file = URL(fileURLWithPath: fixture.folder + "/soat.key")
      try Data(text.utf8).write(to: file)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
      assertLedger("ledger.key-malformed", try load(fixture))
    }
  }

  func testWhoeverIsQuickerMakesTheKey() throws {
    let fixture = try LedgerFixture()
    let keys = SharedList<[UInt8]>()
    DispatchQueue.concurrentPerform(iterations: 16) { number in
      let key = try? LedgerKey.load(besides: fixture.path, mayCreate: true) { count in
        [UInt8](repeating: UInt8(number), count: count)
      }
      keys.append(key?.bytes ?? [])
    }
    XCTAssertEqual(keys.all.count, 16)
    XCTAssertEqual(Set(keys.all).count, 1)
    XCTAssertEqual(keys.all[0].count, 16)
  }
}
