import AuditModel

/// The findings of a run, as they were written to `findings.csv`, to be read again piece by piece.
package struct FindingsFile: Sendable {
  package let byteCount: Int
  /// So many bytes from an offset on, all of them within the file.
  package let read: @Sendable (_ offset: Int, _ count: Int) throws(Diagnostic) -> [UInt8]

  private let pieceBytes: Int

  package init(
    byteCount: Int, pieceBytes: Int = 1 << 20,
    read: @escaping @Sendable (_ offset: Int, _ count: Int) throws(Diagnostic) -> [UInt8]
  ) {
    self.byteCount = byteCount
    self.pieceBytes = pieceBytes
    self.read = read
  }

  /// Gives the file in pieces.
  func pieces(_ take: ([UInt8]) throws(Diagnostic) -> Void) throws(Diagnostic) {
    var offset = 0
    while offset < byteCount {
      let count = min(pieceBytes, byteCount - offset)
      try take(try read(offset, count))
      offset += count
    }
  }

  /// Lines, the header among them; no finding has a line end within.
  func lineCount() throws(Diagnostic) -> Int {
    var count = 0
    try pieces { (piece) throws(Diagnostic) in
      for byte in piece where byte == 0x0A { count &+= 1 }
    }
    return count
  }

  /// The piece at an offset; empty at the end.
  func piece(at offset: Int) throws(Diagnostic) -> [UInt8] {
    try read(offset, min(pieceBytes, byteCount - offset))
  }
}
