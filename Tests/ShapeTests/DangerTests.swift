import XCTest

/// What is dangerous stands in one place each (Sources/README.md).
final class DangerTests: XCTestCase {
  func testUnsafeCodeStandsInTwoModules() {
    assertOnly(
      in: ["Sources/AuditSystem", "Sources/AuditKernels"],
      // One worker's own state, touched by one thread at a time: the scheduler sees to it.
      except: [
        "Sources/AuditEngine/ResourceWorker.swift": ["@unchecked Sendable"],
        // The benchmark is no product code: what the system says of the machine, and a tight loop to compare with.
        "Sources/soat-bench/Measurement.swift": [#"\bunsafe\b"#],
        "Sources/soat-bench/Yardstick.swift": [#"\bunsafe\b"#],
      ],
      patterns: [#"\bunsafe\b"#, "@unchecked Sendable", #"nonisolated\(unsafe\)"#])
  }

  func testEveryUnsafeUseOfTheSystemHasItsReason() {
    for file in SourceTree.sources where file.isUnder("Sources/AuditSystem") {
      let uses = file.code.matches(of: #"\bunsafe\b(?!\))"#).count
      guard uses > 0 else { continue }
      XCTAssertTrue(file.text.contains("SAFETY:"), "\(file.path): \(uses) unsafe, no reason")
    }
  }

  func testCIsImportedByTheSystemModule() {
    assertOnly(in: ["Sources/AuditSystem"], patterns: [#"import C[A-Z]\w*"#, #"import Glibc\b"#])
  }

  func testConcurrencyIsStartedByTheScheduler() {
    assertOnly(
      in: ["Sources/AuditEngine/BatchScheduler.swift"],
      patterns: [
        #"import Dispatch\b"#, #"\bTask\b"#, #"TaskGroup\b"#, #"\basync\b"#, #"\bawait\b"#,
      ])
  }

  func testLocksAreFew() {
    assertOnly(
      in: [
        "Sources/AuditSystem", "Sources/AuditEngine/BatchScheduler.swift",
        "Sources/AuditCommands/Progress.swift", "Sources/AuditKernels/LazyPattern.swift",
      ], patterns: [#"\bMutex\b"#])
  }

  func testTheSurroundingsAreAskedByExecutables() {
    assertOnly(
      in: ["Sources/soat", "Sources/soat-bench"],
      patterns: [#"\bDate\(\)"#, #"\w\.current\b"#, #"\brandom\b"#, #"RandomNumberGenerator"#])
  }

  func testNothingReadIsTrusted() {
    for file in SourceTree.sources {
      for pattern in [#"\btry!"#, #"\bas!"#, #"\bfatalError\("#] {
        XCTAssertEqual(file.code.matches(of: pattern), [], file.path)
      }
    }
  }

  func testNoProductCodeNeedsFoundation() {
    assertOnly(in: [], patterns: [#"import Foundation\w*"#])
  }

  /// Each pattern occurs under the places only, exceptions by file aside.
  private func assertOnly(
    in places: [String], except exceptions: [String: [String]] = [:], patterns: [String],
    file: StaticString = #filePath, line: UInt = #line
  ) {
    for source in SourceTree.sources
    where !places.contains(where: { source.path == $0 || source.path.hasPrefix($0 + "/") }) {
      for pattern in patterns where exceptions[source.path]?.contains(pattern) != true {
        XCTAssertEqual(source.code.matches(of: pattern), [], source.path, file: file, line: line)
      }
    }
  }
}
