package import AuditModel
package import AuditSystem
package import AuditText

/// A source of text whose encoding is known, to be read as UTF-8.
package struct TextOpening: Sendable {
  /// Gives UTF-8, whatever the file is in.
  package let input: ByteInput
  package let evidence: EncodingEvidence

  package var encoding: TextEncoding { evidence.encoding }

  /// Bytes looked at first, at the beginning; and further on, in pieces spread over the file.
  private static let firstBytes = 64 << 10
  private static let headBytes = 1 << 20
  private static let pieceBytes = 16 << 10
  private static let pieceCount = 64

  /// Finds the encoding, unless it is declared, and sees to the decoding.
  ///
  /// Nothing is decoded yet. A byte-order mark of UTF-16 is taken away; that of UTF-8 is left to the reader. A
  /// declaration prevails over all but the mark that says which byte of UTF-16 comes first.
  ///
  /// - Throws: `source.refused` for UTF-32, and what reading throws.
  package init(
    _ input: ByteInput, declared: TextEncoding? = nil, path: String
  ) throws(Diagnostic) {
    let head = try input.peek(TextOpening.firstBytes)
    var mark = TextOpening.mark(of: head)
    if let declared {
      if let found = mark?.encoding, !found.isUTF16 || !declared.isUTF16 { mark = nil }
      evidence = EncodingEvidence(mark?.encoding ?? declared, .declared)
    } else if let mark {
      guard !TextOpening.isUTF32(head) else { throw TextOpening.utf32(path) }
      evidence = EncodingEvidence(mark.encoding, .byteOrderMark)
    } else if let wide = WideText.evidence(of: head) {
      evidence = wide
    } else {
      evidence = try TextOpening.recognize(input, head)
    }
    let skipped = evidence.encoding.isUTF16 ? mark?.byteCount ?? 0 : 0
    guard let decoder = TextDecoder(evidence.encoding, skippedBytes: skipped) else {
      self.input = input
      return
    }
    self.input = .decoded(DecodedInput(input, decoder, label: TextOpening.label(evidence)))
  }

  private static func label(_ evidence: EncodingEvidence) -> InputLabel {
    var label = InputLabel()
    label.details = [
      SourceDescription.Detail("encoding", evidence.encoding.title),
      SourceDescription.Detail("encodingFound", evidence.basis.name),
    ]
    guard evidence.isRecognizedLegacy else { return label }
    let title = evidence.encoding.title
    let why = evidence.explanation
    label.remark = LocalizedText(
      vi:
        "tệp viết bằng bảng mã \(title) (\(why.vi)), không phải Unicode theo TCVN 6909:2001 (Điều 16 Nghị định 47/2020/NĐ-CP: tuân thủ tiêu chuẩn, quy chuẩn kỹ thuật); đã chuyển mã để kiểm tra, tệp gốc giữ nguyên",
      en:
        "the file is in \(title) (\(why.en)), not in Unicode as TCVN 6909:2001 asks (Decree 47/2020/NĐ-CP, article 16: compliance with standards); it was converted for judging only"
    )
    return label
  }

  private static func mark(of head: [UInt8]) -> (encoding: TextEncoding, byteCount: Int)? {
    if head.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
    if head.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
    if head.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
    return nil
  }

  /// UTF-32's mark; as UTF-16 it would be a mark and a NUL.
  private static func isUTF32(_ head: [UInt8]) -> Bool {
    head.starts(with: [0xFF, 0xFE, 0, 0]) || head.starts(with: [0, 0, 0xFE, 0xFF])
  }

  private static func utf32(_ path: String) -> Diagnostic {
    Diagnostic(
      "source.refused",
      LocalizedText(vi: "đây là văn bản mã UTF-32", en: "this is UTF-32 text"),
      at: SourceLocation(file: path, line: 1, column: 1),
      hint: LocalizedText(vi: "lưu lại thành UTF-8", en: "save it as UTF-8"))
  }

  private static func recognize(
    _ input: ByteInput, _ head: [UInt8]
  ) throws(Diagnostic) -> EncodingEvidence {
    var recognizer = EncodingRecognizer()
    let isWhole = head.count < firstBytes
    recognizer.take(head, isCutBefore: false, isCutAfter: !isWhole)
    if isWhole || recognizer.isUTF8 { return recognizer.evidence() }
    let more = try input.peek(headBytes)
    recognizer = EncodingRecognizer()
    recognizer.take(more, isCutBefore: false, isCutAfter: more.count == headBytes)
    // Text that begins as UTF-8 is UTF-8, and bytes further on that are not are its faults.
    guard more.count == headBytes, !recognizer.isUTF8, let end = input.byteCount else {
      return recognizer.evidence()
    }
    let step = max(pieceBytes, (end - headBytes) / pieceCount)
    for offset in stride(from: headBytes, to: end, by: step) {
      let piece = try input.bytes(at: offset, count: min(pieceBytes, end - offset))
      recognizer.take(
        piece, isCutBefore: true, isCutAfter: offset + piece.count < end)
    }
    return recognizer.evidence()
  }
}
