/// How a source's own bytes become UTF-8, a chunk at a time and each without the others.
package protocol ChunkDecoder: Sendable {
  /// Bytes at the beginning that are no text, such as a byte-order mark.
  var skippedBytes: Int { get }
  /// Source bytes a chunk has: a multiple of 4096.
  var chunkBytes: Int { get }
  /// The first place from `offset` on where a chunk may begin, at most `lookAhead` further.
  func cut(_ bytes: RawSpan, at offset: Int) -> Int
  /// Bytes to make ready for what `count` bytes become.
  func room(for count: Int) -> Int
  /// Decodes all of `input`.
  func decode(_ input: RawSpan, into output: inout MutableRawSpan) -> DecodedPart
}

extension ChunkDecoder {
  /// How far behind its usual place a chunk may begin.
  package var lookAhead: Int { 64 }
}

/// What decoding a chunk gave.
package struct DecodedPart: Hashable, Sendable {
  package var byteCount: Int
  /// Bytes or code units that could not be decoded, and where in the chunk the first of them stands.
  package var defectCount: Int
  package var firstDefect: Int?

  package init(byteCount: Int, defectCount: Int = 0, firstDefect: Int? = nil) {
    self.byteCount = byteCount
    self.defectCount = defectCount
    self.firstDefect = firstDefect
  }
}
