@testable import AuditKernels

/// Reads JSON the way a reader does, cut after every `chunk` bytes.
struct JSONChunkedReading {
  var twin: JSONTwin
  var chunk: Int
  /// Lines are taken for a list's records where they look like it.
  var guessesLines = false

  struct ReloadDiffers: Error { var expected: JSONRecord, found: JSONRecord? }
  final class Tally { var recordCount = 0 }
  /// Records that were lines by guess.
  let guessed = Tally()
  /// Lines that looked like records were none: the text is to be read without guessing.
  struct GuessedWrong: Error {}

  func read(_ text: [UInt8]) throws -> JSONResult {
    var result = JSONResult()
    var framer = JSONFramer(twin.form, limits: twin.limits)
    framer.guessesLines = guessesLines
    let splitter = makeSplitter()
    let batch = RecordBatch(fieldCount: twin.fields.count, chunkBytes: 64)
    let single = RecordBatch(fieldCount: twin.fields.count, chunkBytes: 64)
    var window: [UInt8] = []
    var (loaded, consumed, line) = (0, 0, 1)
    var hasEnded = false
    while !hasEnded {
      let isLast = loaded == text.count
      batch.prepare(carry: window, readingUpTo: 0)
      let frame = framer.frame(batch, isLast: isLast)
      if let fault = framer.fault {
        result.fault = JSONPlacedFault(fault: fault.fault, offset: consumed + fault.offset)
        return result
      }
      if frame.skippedCount == 0, frame.byteCount == 0 {
        hasEnded = isLast
        let more = min(text.count, loaded + max(chunk, window.count))
        window += text[loaded..<more]
        loaded = more
        continue
      }
      batch.drop(frame.skippedCount)
      line += frame.skippedLines
      window = batch.take(frame, hasMasks: false)
      if frame.isGuessed { guessed.recordCount += frame.recordCount }
      guard splitter.split(batch) else { throw GuessedWrong() }
      batch.firstLine = line
      try collect(batch, splitter, single, into: &result)
      line += frame.lineCount
      consumed += frame.skippedCount + frame.byteCount
      result.emptyLines += frame.emptyLineCount
    }
    return result
  }

  func makeSplitter() -> JSONSplitter {
    JSONSplitter(
      fields: twin.fields, isLines: twin.form == .lines, separator: twin.separator,
      limits: twin.limits)
  }

  private func collect(
    _ batch: RecordBatch, _ splitter: JSONSplitter, _ single: RecordBatch,
    into result: inout JSONResult
  ) throws {
    let locations = batch.locations
    for number in 0..<batch.recordCount {
      let record = JSONChunkedReading.record(batch, number)
      result.records.append(record)
      guard let locations else { continue }
      let place = locations.place(of: number)
      single.prepare(
        carry: batch.bytes.slice(place.offset, place.count).array, readingUpTo: 0)
      var frame = RecordFrame()
      frame.byteCount = place.count
      frame.recordCount = 1
      _ = single.take(frame, hasMasks: false)
      single.firstLine = batch.firstLine + place.lines
      guard splitter.split(single) else { throw GuessedWrong() }
      let again = JSONChunkedReading.record(single, 0)
      guard again == record else { throw ReloadDiffers(expected: record, found: again) }
    }
  }

  static func record(_ batch: RecordBatch, _ number: Int) -> JSONRecord {
    let arena = StableArena()
    let cells = (0..<batch.fieldCount).map { field -> JSONRecord.Cell in
      if let value = batch.value(field, of: number, arena: arena) { return .text(value) }
      return batch.table?.isAbsent(field, of: number) == true ? .absent : .null
    }
    var defects = batch.defects.filter { $0.record == number }
    for index in defects.indices { defects[index].record = 0 }
    return JSONRecord(line: batch.line(of: number), cells: cells, defects: defects)
  }
}

extension JSONResult {
  /// The first thing that is otherwise.
  func difference(from expected: JSONResult) -> String {
    for index in 0..<max(records.count, expected.records.count) {
      let one = index < records.count ? "\(records[index])" : "nothing"
      let other = index < expected.records.count ? "\(expected.records[index])" : "nothing"
      if one != other { return "record \(index): \(one)\nnot \(other)" }
    }
    return "\(fault.map { "\($0)" } ?? "no fault"), \(emptyLines) empty lines, "
      + "not \(expected.fault.map { "\($0)" } ?? "no fault"), \(expected.emptyLines)"
  }
}

/// Numbers that are the same in each run.
struct SeededRandom {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 2 &+ 1 }

  mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }

  mutating func pick<Element>(_ list: [Element]) -> Element { list[next(list.count)] }
}

func jsonFields(_ names: [String], text: Set<String> = []) -> [JSONField] {
  names.map { name in
    let literal = [Array(name.utf8)]
    let nested = name.split(separator: ".").map { Array($0.utf8) }
    return JSONField(
      name: name, paths: nested.count > 1 ? [literal, nested] : [literal],
      isText: text.contains(name))
  }
}
