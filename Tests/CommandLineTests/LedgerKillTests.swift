import AuditLedger
import Foundation
import XCTest

/// The program itself, killed in the middle of writing to its ledger.
final class LedgerKillTests: XCTestCase {
  private func program() throws -> URL {
    let folder = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0])
      .deletingLastPathComponent()
    let program = folder.appendingPathComponent("soat")
    guard FileManager.default.isExecutableFile(atPath: program.path) else {
      throw XCTSkip("the program was not built beside the tests")
    }
    return program
  }

  func testAKilledWriterLeavesAWholeLedger() throws {
    let program = try program()
    let project = try LedgerProject()
    let records = (0..<3_000).map { "\($0),,x" }
    try project.audit("2025-12-16", records)
    let journal = project.ledger + "-journal"
    var (halves, whole) = (0, 1)
    for turn in 0..<24 {
      let process = Process()
      process.executableURL = program
      process.arguments = [
        "audit", project.path, "--root", project.path, "--out", project.path + "/.kq",
      ]
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      process.environment = ["SWIFT_BACKTRACE": "enable=no"]
      try process.run()
      // The journal is there from the first page that is written to the end of the transaction.
      while process.isRunning, !FileManager.default.fileExists(atPath: journal) { usleep(50) }
      usleep(UInt32(turn * 120))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      if FileManager.default.fileExists(atPath: journal) { halves += 1 }
      let ledger = try Ledger(project.ledger)
      try ledger.verify()
      let count = try ledger.runs().count
      XCTAssertTrue(count == whole || count == whole + 1, "\(turn): \(whole) runs became \(count)")
      whole = count
      XCTAssertFalse(FileManager.default.fileExists(atPath: journal), "\(turn)")
    }
    XCTAssertGreaterThan(halves, 0, "no process was killed while it wrote")
    let before = whole
    try project.audit("2026-12-16", records)
    XCTAssertTrue(try project.run("history", "--verify").contains(" \(before + 1) lần kiểm tra"))
  }
}
