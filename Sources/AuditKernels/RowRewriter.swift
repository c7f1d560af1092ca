/// Rewrites lines of fields as other text, field by field, remembering what it wrote for a field before.
///
/// The lines are those that `CSVWriter` makes: fields between commas, texts in quotes that are doubled within, whole
/// numbers without quotes, no line end within a field. What stands for a text is asked for once and copied after
/// that; what is remembered is bounded, and the result does not depend on how the lines are cut into pieces.
package final class RowRewriter: @unchecked Sendable {
  /// What stands around rows and numbers.
  package struct Frame: Sendable {
    let rowStart, rowEnd, numberStart, numberEnd: [UInt8]

    package init(rowStart: [UInt8], rowEnd: [UInt8], numberStart: [UInt8], numberEnd: [UInt8]) {
      self.rowStart = rowStart
      self.rowEnd = rowEnd
      self.numberStart = numberStart
      self.numberEnd = numberEnd
    }
  }

  /// What stands for a text field, which comes with its quotes, and whether it is worth being remembered.
  package typealias Making = (_ field: [UInt8], _ column: Int) -> (text: [UInt8], isKept: Bool)

  private struct Slot {
    var hash: UInt64 = 0
    var column: Int32 = -1
    /// In `memory`: the field, and behind it what stands for it.
    var start = 0
    var fieldCount: Int32 = 0
    var textCount: Int32 = 0
  }

  private let frame: Frame
  /// What was taken and is not yet rewritten.
  private let held = ByteArena()
  private var index = 0
  /// Where the last whole line ends.
  private var wholeEnd = 0
  private let output = ByteArena(capacity: RowRewriter.outputBytes + 65_536)
  private let slots = Store<Slot>.allocate(1 << RowRewriter.slotBits, fill: Slot())
  private let memory = ByteArena()

  private static let slotBits = 13
  private static let memoryBytes = 4 << 20
  private static let outputBytes = 256 << 10

  package init(_ frame: Frame) { self.frame = frame }

  deinit { slots.deallocate() }

  /// Takes more of the lines; the last line may be without its end.
  package func take(_ piece: [UInt8], isLast: Bool) {
    let rest = held.bytes(at: index, count: held.count - index).array
    held.removeAll()
    _ = held.append(rest)
    _ = held.append(piece)
    index = 0
    wholeEnd = isLast ? held.count : (piece.lastIndex(of: 0x0A).map { rest.count + $0 + 1 } ?? 0)
  }

  /// Whether a line is there to be rewritten.
  package var hasLine: Bool { index < wholeEnd }

  /// Rewrites lines, at most so many and some 256 KiB, appends them and returns their number.
  package func rewrite(atMost limit: Int, to result: inout [UInt8], _ make: Making) -> Int {
    var count = 0
    while count < limit, index < wholeEnd, output.count < RowRewriter.outputBytes {
      rewriteLine(make)
      count += 1
    }
    output.bytes(at: 0, count: output.count).append(to: &result)
    output.removeAll()
    return count
  }

  private func rewriteLine(_ make: Making) {
    _ = output.append(frame.rowStart)
    var column = 0
    while true {
      let start = index
      let isText = index < wholeEnd && byte(index) == 0x22
      index = isText ? textEnd(from: start + 1) : numberEnd(from: start)
      let field = held.bytes(at: start, count: index - start)
      if isText {
        rewrite(field, column, make)
      } else {
        _ = output.append(frame.numberStart)
        _ = output.append(field)
        _ = output.append(frame.numberEnd)
      }
      column += 1
      guard index < wholeEnd, byte(index) == 0x2C else { break }
      index += 1
    }
    while index < wholeEnd, byte(index) != 0x0A { index += 1 }
    index = min(index + 1, wholeEnd)
    _ = output.append(frame.rowEnd)
  }

  private func rewrite(_ field: Bytes, _ column: Int, _ make: Making) {
    let hash = RowRewriter.hash(field, seed: column)
    let place = Int(truncatingIfNeeded: hash >> UInt64(64 - RowRewriter.slotBits))
    let slot = slots[place]
    if slot.hash == hash, slot.column == column, slot.fieldCount == field.count32,
      memory.bytes(at: slot.start, count: field.count).equals(field)
    {
      _ = output.append(
        memory.bytes(at: slot.start + field.count, count: Int(slot.textCount)))
      return
    }
    let (text, isKept) = make(field.array, column)
    _ = output.append(text)
    guard isKept, field.count + text.count < RowRewriter.memoryBytes / 64 else { return }
    if memory.count > RowRewriter.memoryBytes { forget() }
    let start = memory.append(field)
    _ = memory.append(text)
    slots[place] = Slot(
      hash: hash, column: Int32(truncatingIfNeeded: column), start: start,
      fieldCount: field.count32, textCount: Int32(truncatingIfNeeded: text.count))
  }

  private func forget() {
    memory.removeAll()
    for place in 0..<slots.capacity { slots[place] = Slot() }
  }

  @inline(__always) private func byte(_ index: Int) -> UInt8 {
    held.bytes(at: index, count: 1)[0]
  }

  /// Behind the quote that ends a text.
  private func textEnd(from start: Int) -> Int {
    var index = start
    while true {
      let quote = nextQuote(from: index)
      guard quote < wholeEnd else { return wholeEnd }
      guard quote + 1 < wholeEnd, byte(quote + 1) == 0x22 else { return quote + 1 }
      index = quote + 2
    }
  }

  /// Eight bytes a step; the arena's padding may be read and is never the answer.
  private func nextQuote(from start: Int) -> Int {
    var index = start
    while index < wholeEnd {
      let word = held.bytes(at: index, count: wholeEnd - index).word(at: 0).littleEndian
      let difference = word ^ 0x2222_2222_2222_2222
      let found =
        (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
      if found != 0 { return index + found.trailingZeroBitCount / 8 }
      index += 8
    }
    return wholeEnd
  }

  private func numberEnd(from start: Int) -> Int {
    var index = start
    while index < wholeEnd, ![0x2C, 0x0D, 0x0A].contains(byte(index)) { index += 1 }
    return index
  }

  private static func hash(_ field: Bytes, seed: Int) -> UInt64 {
    var hash = UInt64(truncatingIfNeeded: seed &+ 1) &* 0x9E37_79B9_7F4A_7C15
    var index = 0
    while index < field.count {
      let rest = field.count - index
      var word = field.word(at: index).littleEndian
      if rest < 8 { word &= 1 << UInt64(8 * rest) - 1 }
      hash = (hash ^ word) &* 0xFF51_AFD7_ED55_8CCD
      hash ^= hash >> 32
      index += 8
    }
    return (hash ^ UInt64(truncatingIfNeeded: field.count)) &* 0xC4CE_B9FE_1A85_EC53
  }
}
