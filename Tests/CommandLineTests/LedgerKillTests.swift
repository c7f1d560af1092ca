import AuditLedger
import AuditModel
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
    let day = try XCTUnwrap(CivilDate(iso: "2026-01-01"))
    let journal = project.ledger + "-journal"
    var (halves, whole) = (0, 1)
    for turn in 0..<30 {
      let process = Process()
      process.executableURL = program
      process.arguments = [
        "audit", project.path, "--root", project.path, "--out", project.path + "/.kq",
      ]
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      process.environment = ["SWIFT_BACKTRACE": "enable=no"]
      try process.run()
      // Every third while rows are added, the others while the ledger's pages are being changed.
      while process.isRunning,
        turn % 3 == 0
          ? !FileManager.default.fileExists(atPath: journal) : !LedgerKillTests.isHot(journal)
      {}
      usleep(UInt32(turn * 100))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      if LedgerKillTests.isHot(journal) { halves += 1 }
      let ledger = try Ledger(project.ledger)
      try ledger.verify()
      let count = try ledger.runs().count
      XCTAssertTrue(count == whole || count == whole + 1, "\(turn): \(whole) runs became \(count)")
      XCTAssertFalse(LedgerKillTests.isHot(journal), "\(turn)")
      whole = count
      // A journal that nothing was changed by yet is gone with the next change.
      let measure = CorrectiveMeasure(
        id: "", title: "Sửa", unit: "Ban", deadline: nil, statusDate: day)
      _ = try ledger.add(measure, run: whole, note: "", recorded: "")
      XCTAssertFalse(FileManager.default.fileExists(atPath: journal), "\(turn)")
    }
    XCTAssertGreaterThan(halves, 0, "no process was killed while it changed the ledger")
    try project.audit("2026-12-16", records)
    XCTAssertTrue(try project.run("history", "--verify").contains(" \(whole + 1) lần kiểm tra"))
  }

  /// Whether a journal tells how to take back changes that are being made: it begins with SQLite's mark then.
  private static func isHot(_ journal: String) -> Bool {
    guard let file = FileHandle(forReadingAtPath: journal) else { return false }
    defer { try? file.close() }
    return file.readData(ofLength: 1).first == 0xD9
  }
}
