/// Where the records of a batch lie, kept so that single ones can be read again: two bytes a record.
package struct RecordLocations: Sendable {
  private let lengths: [UInt16]
  private let steps: [(record: UInt32, lines: UInt32)]

  /// Nil when a record is too long to be noted, was cut, or is a part of one: then the whole batch is read again.
  init?(_ batch: RecordBatch) {
    guard !batch.frame.isCut, !batch.frame.isIndivisible else { return nil }
    let (frame, count, starts) = (batch.frame, batch.recordCount, batch.recordStarts)
    let whole = frame.placedByteCount > 0 ? frame.placedByteCount : frame.byteCount
    var lengths = [UInt16](repeating: 0, count: count)
    var start = count > 0 ? starts[0] : 0
    guard start == 0 else { return nil }
    for record in 0..<count {
      let end = record + 1 < count ? starts[record + 1] : whole
      guard let length = UInt16(exactly: end - start) else { return nil }
      lengths[record] = length
      start = end
    }
    self.lengths = lengths
    steps = RecordLocations.steps(of: batch)
  }

  private static func steps(of batch: RecordBatch) -> [(record: UInt32, lines: UInt32)] {
    guard let table = batch.table else {
      return batch.lineSteps.map {
        (UInt32(truncatingIfNeeded: $0.record), UInt32(truncatingIfNeeded: $0.lines))
      }
    }
    var steps: [(record: UInt32, lines: UInt32)] = []
    var known: Int32 = 0
    let recordLines = table.recordLines
    for record in 0..<batch.recordCount {
      let lines = Int32(truncatingIfNeeded: recordLines[record]) &- Int32(record)
      guard lines != known else { continue }
      known = lines
      steps.append((UInt32(record), UInt32(bitPattern: lines)))
    }
    return steps
  }

  /// Offset and length of a record, from 0, within its batch, and how many lines after the batch's first it begins.
  package func place(of record: Int) -> (offset: Int, count: Int, lines: Int) {
    var offset = 0
    for length in lengths[..<record] { offset &+= Int(length) }
    var low = 0
    var high = steps.count
    while low < high {
      let middle = (low + high) / 2
      if Int(steps[middle].record) <= record { low = middle + 1 } else { high = middle }
    }
    return (
      offset, Int(lengths[record]),
      record + (low == 0 ? 0 : Int(Int32(bitPattern: steps[low - 1].lines)))
    )
  }
}

extension RecordBatch {
  /// Where the records lie, once they are split.
  package var locations: RecordLocations? { RecordLocations(self) }
}
