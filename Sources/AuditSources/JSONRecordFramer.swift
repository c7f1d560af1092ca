package import AuditKernels
package import AuditModel
internal import AuditSystem

/// Frames JSON for a reader, and says where in the input a fault is.
package struct JSONRecordFramer: RecordFramer {
  private var framer: JSONFramer
  private let splitter: JSONSplitter
  private let spreads: Bool
  private let limits: JSONLimits
  private let input: ByteInput
  private let path: String
  /// Where the bytes shown next begin.
  private var offset = 0
  private var line = 1
  package private(set) var fault: Diagnostic?
  package let passesOverCuts = true

  /// `spreads`: lists make records, so that only the splitter knows how many a run has.
  init(
    _ form: JSONFramer.Form, _ splitter: JSONSplitter, spreads: Bool, guessesLines: Bool,
    limits: JSONLimits, input: ByteInput, path: String
  ) {
    framer = JSONFramer(form, limits: limits)
    framer.guessesLines = guessesLines
    self.splitter = splitter
    self.spreads = spreads
    self.limits = limits
    self.input = input
    self.path = path
  }

  /// The names that lead to the list of records, once it was found.
  var way: [String] { framer.way.map { String(decoding: $0, as: UTF8.self) } }

  package mutating func frame(_ batch: RecordBatch, isLast: Bool) -> RecordFrame {
    let frame = spreads ? spread(batch, isLast: isLast) : framer.frame(batch, isLast: isLast)
    if let placed = framer.fault {
      fault = diagnostic(placed, batch)
    } else {
      offset += frame.skippedCount + frame.byteCount
      line += frame.skippedLines + frame.lineCount
    }
    return frame
  }

  /// A run that makes no more records than a batch should have: fewer are framed until it does.
  private mutating func spread(_ batch: RecordBatch, isLast: Bool) -> RecordFrame {
    var most = limits.recordsPerFrame
    while true {
      var attempt = framer
      attempt.recordsPerFrame = most
      var frame = attempt.frame(batch, isLast: isLast)
      let count = splitter.count(batch, frame)
      guard count <= limits.recordsPerFrame || frame.recordCount <= 1 else {
        most = max(1, min(frame.recordCount, most) / 2)
        continue
      }
      framer = attempt
      frame.recordCount = count
      frame.isIndivisible = true
      return frame
    }
  }

  // MARK: Faults

  private func diagnostic(_ placed: JSONPlacedFault, _ batch: RecordBatch) -> Diagnostic {
    let place = SourceLocation(
      file: path, line: line + batch.lineFeeds(upTo: placed.offset),
      column: column(of: offset + placed.offset))
    return Diagnostic(
      placed.fault.code, placed.fault.message, at: place, hint: placed.fault.hint)
  }

  /// Counts characters back to the line's beginning; 1 where the input cannot be read again.
  private func column(of fault: Int) -> Int {
    var column = 1
    var end = fault
    while end > 0 {
      let start = max(0, end - (64 << 10))
      guard let bytes = try? input.bytes(at: start, count: end - start), bytes.count == end - start
      else { return 1 }
      for byte in bytes.reversed() {
        if byte == 0x0A { return column }
        if byte & 0xC0 != 0x80 { column += 1 }
      }
      end = start
    }
    return column
  }
}
