internal import AuditKernels
internal import AuditSystem
internal import AuditText

/// Decodes the chunks of a source in one encoding.
struct TextDecoder: ChunkDecoder {
  let skippedBytes: Int
  private let kernel: Kernel

  private enum Kernel {
    case bytes(ByteDecoder)
    case units(UTF16Decoder)
  }

  /// Nil for UTF-8, which needs none.
  init?(_ encoding: TextEncoding, skippedBytes: Int = 0) {
    self.skippedBytes = skippedBytes
    switch encoding {
    case .utf8: return nil
    case .utf16LittleEndian: kernel = .units(UTF16Decoder(isBigEndian: false))
    case .utf16BigEndian: kernel = .units(UTF16Decoder(isBigEndian: true))
    default:
      guard let table = encoding.table else { return nil }
      kernel = .bytes(
        ByteDecoder(
          scalars: table.scalars, invalid: EncodingTable.invalid,
          pairs: table.pairs.map { ($0.letter, $0.mark, $0.scalar) }))
    }
  }

  /// About as much as a batch takes in text.
  var chunkBytes: Int {
    switch kernel {
    case .bytes: 256 << 10
    case .units: 512 << 10
    }
  }

  func cut(_ bytes: RawSpan, at offset: Int) -> Int {
    switch kernel {
    case .bytes(let decoder): decoder.cut(bytes, at: offset)
    case .units(let decoder): decoder.cut(bytes, at: offset)
    }
  }

  func room(for count: Int) -> Int {
    switch kernel {
    case .bytes: ByteDecoder.room(for: count)
    case .units: UTF16Decoder.room(for: count)
    }
  }

  func decode(_ input: RawSpan, into output: inout MutableRawSpan) -> DecodedPart {
    var defects = DecodingDefects()
    let count =
      switch kernel {
      case .bytes(let decoder): decoder.decode(input, into: &output, &defects)
      case .units(let decoder): decoder.decode(input, into: &output, &defects)
      }
    return DecodedPart(
      byteCount: count, defectCount: defects.count, firstDefect: defects.first)
  }
}
