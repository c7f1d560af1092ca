import AuditModel
import Glibc
import XCTest

@testable import AuditSystem

final class OutputFileTests: XCTestCase {
  private var folder = ""

  override func setUpWithError() throws {
    folder = FileManager.default.temporaryDirectory.path + "/soat-output-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  override func tearDown() { try? FileManager.default.removeItem(atPath: folder) }

  func testAFileAppearsOnlyWhenCommitted() throws {
    let file = try OutputFile("\(folder)/a.csv")
    try file.write("một\n")
    try file.write(Array("hai\n".utf8)[...])
    XCTAssertFalse(exists("a.csv"))
    try file.commit()
    XCTAssertEqual(try text("a.csv"), "một\nhai\n")
    XCTAssertEqual(file.byteCount, 10)
    XCTAssertEqual(try names(), ["a.csv"])
  }

  func testWhatIsNotCommittedLeavesNothing() throws {
    try write("old", "a.csv")
    try OutputFile("\(folder)/a.csv").write("new")
    let discarded = try OutputFile("\(folder)/b.csv")
    discarded.discard()
    XCTAssertThrowsError(try discarded.write("x"))
    XCTAssertEqual(try text("a.csv"), "old")
    XCTAssertEqual(try names(), ["a.csv"])
  }

  func testPiecesOfEverySizeArriveInOrder() throws {
    let file = try OutputFile("\(folder)/a")
    var expected: [UInt8] = []
    for size in [0, 1, 100, 262_143, 262_144, 262_145, 3, 600_000, 7] {
      let piece = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ size) }
      try file.write(piece)
      expected += piece
    }
    try file.commit()
    XCTAssertEqual(try [UInt8](Data(contentsOf: URL(fileURLWithPath: "\(folder)/a"))), expected)
  }

  func testFilesWithValuesAreTheOwnersAlone() throws {
    try OutputFile.write([], to: "\(folder)/a", access: .ownerOnly)
    try OutputFile.write([], to: "\(folder)/b")
    XCTAssertEqual(try mode("a"), 0o600)
    XCTAssertEqual(try mode("b") & 0o077, 0o044 & ~currentMask())
  }

  func testALinkIsReplacedAndNotFollowed() throws {
    try write("precious", "target")
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder)/a", withDestinationPath: "\(folder)/target")
    try OutputFile.write(Array("new".utf8), to: "\(folder)/a")
    XCTAssertEqual(try text("target"), "precious")
    XCTAssertEqual(try text("a"), "new")
    XCTAssertEqual(
      try FileManager.default.attributesOfItem(atPath: "\(folder)/a")[.type] as? FileAttributeType,
      .typeRegular)
  }

  func testPlacesThatCannotBeWrittenAreRefusedAtOnce() throws {
    XCTAssertEqual(mkfifo("\(folder)/pipe", 0o600), 0)
    try write("", "file")
    for path in [
      "\(folder)", "\(folder)/no/a", "\(folder)/file/a", "\(folder)/pipe", "\(folder)/no/",
      "\(folder)/..", "/dev/stdout",
      "/proc/self/a", "", "a\0b",
    ] {
      XCTAssertThrowsError(try OutputFile(path), path) { error in
        XCTAssertEqual((error as? Diagnostic)?.code, "output.not-written", path)
      }
    }
    XCTAssertEqual(try names(), ["file", "pipe"])
  }

  /// A file size limit stands for a full disk: both let a write fail in the middle.
  func testAFailedWriteKeepsTheOldFileAndIsToldAgainAtCommit() throws {
    try write("old", "a")
    ProcessEnvironment.prepare()
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    var small = rlimit(rlim_cur: 100_000, rlim_max: limit.rlim_max)
    let file = try OutputFile("\(folder)/a")
    setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &small)
    let written = Result { try file.write([UInt8](repeating: 65, count: 1_000_000)) }
    let committed = Result { try file.commit() }
    setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    XCTAssertThrowsError(try written.get())
    XCTAssertThrowsError(try committed.get()) {
      XCTAssertEqual(($0 as? Diagnostic)?.code, "output.not-written")
    }
    XCTAssertEqual(try text("a"), "old")
    XCTAssertEqual(try names(), ["a"])
  }

  func testLeftoversOfDeadRunsAreRemovedAndNothingElse() throws {
    let dead = Process()
    dead.executableURL = URL(fileURLWithPath: "/bin/true")
    try dead.run()
    dead.waitUntilExit()
    let alive = try OutputFile("\(folder)/alive.csv")
    let kept = [
      ".soat-x.tmp", ".soat-a.csv.1-1.tmp", "a.csv.\(dead.processIdentifier)-1.tmp",
      ".soat-a.\(dead.processIdentifier).tmp",
    ]
    for name in kept + [".soat-a.csv.\(dead.processIdentifier)-1.tmp"] { try write("x", name) }
    try OutputFile.write([], to: "\(folder)/new")
    try alive.commit()
    XCTAssertEqual(Set(try names()), Set(kept + ["new", "alive.csv"]))
  }

  func testLongNamesAreClippedInTheTemporaryNameOnly() throws {
    let name = String(repeating: "ệ", count: 80)
    try OutputFile.write([1], to: "\(folder)/\(name)")
    XCTAssertEqual(try names(), [name])
  }

  func testNamesOfOutputsCannotLeaveTheirFolder() {
    for (text, name) in [
      ("ket_qua.csv", "ket_qua.csv"), ("../../evil", "evil"), ("/etc/passwd", "etc-passwd"),
      ("-rf", "rf"), ("..", "_"),
      ("", "_"), (".hidden", "hidden"), ("CON", "_CON"), ("con.txt", "_con.txt"),
      ("a\u{0}b\nc", "a-b-c"), ("a..b", "a.b"),
      ("Xã Ân Phú", "X-n-Ph"), ("xa_an_phu/", "xa_an_phu"),
    ] {
      XCTAssertEqual(FilePath.safeName(text), name, text)
    }
    XCTAssertLessThanOrEqual(FilePath.safeName(String(repeating: "x", count: 300)).count, 100)
  }

  func testFoldersAreMadeWithThoseAboveThem() throws {
    try FileTree.makeFolder("\(folder)/a/b/c/")
    try FileTree.makeFolder("\(folder)/a/b/c")
    XCTAssertEqual(FileTree.kind(of: "\(folder)/a/b/c"), .folder)
    try write("", "file")
    XCTAssertThrowsError(try FileTree.makeFolder("\(folder)/file"))
    XCTAssertThrowsError(try FileTree.makeFolder("\(folder)/file/a"))
  }

  func testAnInterruptedRunIsSeenByItsLoops() throws {
    Signals.install()
    defer {
      for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_DFL) }
      Signals.reset()
    }
    XCTAssertNil(Signals.interrupted)
    raise(SIGTERM)
    XCTAssertEqual(Signals.interrupted, SIGTERM)
    XCTAssertThrowsError(try Signals.check()) {
      XCTAssertEqual($0 as? Interrupted, Interrupted(signal: SIGTERM))
    }
  }

  func testWaitingForInputEndsWithTheSignal() throws {
    Signals.install()
    var ends: [Int32] = [0, 0]
    XCTAssertEqual(pipe(&ends), 0)
    defer {
      for end in ends { close(end) }
      for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_DFL) }
      Signals.reset()
    }
    let stream = AuditSystem.InputStream(descriptor: ends[0], name: "-")
    XCTAssertEqual(Glibc.write(ends[1], "abc", 3), 3)
    XCTAssertEqual(try stream.bytes(count: 3), Array("abc".utf8))
    raise(SIGINT)
    XCTAssertThrowsError(try stream.bytes(count: 1)) {
      XCTAssertEqual($0 as? Interrupted, Interrupted(signal: SIGINT))
    }
  }

  private func write(_ text: String, _ name: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
  }

  private func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(folder)/\(name)")
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  private func mode(_ name: String) throws -> Int {
    try XCTUnwrap(
      FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")[.posixPermissions] as? Int)
  }

  private func currentMask() -> Int {
    let mask = umask(0)
    umask(mask)
    return Int(mask)
  }
}
