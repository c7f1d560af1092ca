internal import AuditModel
internal import AuditSystem

/// The digest of a file that somebody else reads, taken step by step beside that reading.
struct FileDigest: Sendable {
  private let input: InputFile
  private var hash = SHA256()
  private(set) var offset = 0
  private static let stepBytes = 1 << 20

  init(_ input: InputFile) { self.input = input }

  /// Takes in whole steps up to an offset; all of the file if it is nil.
  mutating func advance(to end: Int?) throws(Diagnostic) {
    while offset < input.byteCount, end.map({ offset + FileDigest.stepBytes <= $0 }) ?? true {
      let bytes = try input.bytes(at: offset, count: FileDigest.stepBytes)
      guard !bytes.isEmpty else { throw input.changed }
      hash.update(bytes)
      offset += bytes.count
    }
  }

  /// Hex digits; the value is of no use afterwards.
  mutating func finish() -> String { SHA256.hex(of: hash.finish()) }
}
