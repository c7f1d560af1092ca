import AuditModel
import AuditSources
import AuditSystem
import AuditText
import Foundation

/// Files of one table in a folder of their own, removed with this.
final class PartsFixture {
  let folder: String
  private(set) var paths: [String] = []
  /// Records of the parts before each.
  private(set) var before: [Int] = []

  init() throws {
    folder =
      FileManager.default.temporaryDirectory.appendingPathComponent("soat-\(UUID().uuidString)")
      .path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// A register cut into as many parts, each written in another way than the one before.
  convenience init(_ register: [UInt8], parts: Int, seed: UInt64, isPlain: Bool = false) throws {
    try self.init()
    var random = SmallRandom(seed)
    let lines = String(decoding: register, as: UTF8.self).split(separator: "\n").map(String.init)
    let cells = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let cuts = (0..<parts - 1).map { _ in 1 + random.next(lines.count) }.sorted()
    for (number, (start, end)) in zip([1] + cuts, cuts + [lines.count]).enumerated() {
      let way = isPlain ? 0 : number % 6
      let order = way == 1 || way == 4 ? [3, 0, 5, 2, 1, 4] : Array(0..<6)
      let mark = way == 2 || way == 4 ? ";" : ","
      let table = ([0] + Array(start..<end)).map { line in
        order.map { String(cells[line][$0]) }.joined(separator: mark)
      }
      let text = table.joined(separator: way == 3 ? "\r\n" : "\n") + "\n"
      var bytes = Array(text.utf8)
      if way == 4 {
        bytes = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
      }
      if way == 5, GzipInput.isPossible { bytes = try PartsFixture.gzip(bytes) }
      try add("p\(number + 1000).csv", bytes, records: end - start)
    }
  }

  func add(_ name: String, _ bytes: [UInt8], records: Int = 0) throws {
    before.append((before.last ?? 0) + last)
    last = records
    paths.append("\(folder)/\(name)")
    try Data(bytes).write(to: URL(fileURLWithPath: paths[paths.count - 1]))
  }

  private var last = 0

  func source(chunkBytes: Int = 4096, limits: Limits = Limits()) throws -> PartsSource {
    var options = SourceOptions()
    options.chunkBytes = chunkBytes
    options.limits = limits
    return try PartsSource(
      paths.map { path in
        PartsSource.Opening(
          path,
          Result { () throws(Diagnostic) in
            try SourceFormat.open(.file(InputFile(path)), path: path, options: options)
          })
      }, path: folder)
  }

  static func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
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
