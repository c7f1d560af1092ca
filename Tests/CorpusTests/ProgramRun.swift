import AuditCommands
import AuditModel
import AuditSystem
import Foundation

/// A command line run in process.
struct ProgramRun {
  let status: Int32
  let output: String
  let errors: String

  init(_ arguments: [String]) {
    let (output, error) = (ByteWriter.memory(), ByteWriter.memory())
    let today = CivilDate(year: 2026, month: 1, day: 31) ?? CivilDate(dayNumber: 0)
    guard let today else { preconditionFailure("no such day") }
    let context = CommandContext(output: output, error: error, language: .en, today: today)
    status = Program.main(arguments: arguments, context: context)
    self.output = output.capturedText
    errors = error.capturedText
  }
}

/// A folder of its own for one test, gone when this is.
final class ScratchFolder {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory.appendingPathComponent("soat-\(UUID().uuidString)")
      .path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let file = "\(path)/\(name)"
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }

  /// The bytes as `gzip` packs them.
  func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
    let plain = try write("plain-\(UUID().uuidString)", bytes)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-n", plain]
    try process.run()
    process.waitUntilExit()
    return Array(try Data(contentsOf: URL(fileURLWithPath: plain + ".gz")))
  }
}
