import AuditModel
import AuditSources
import AuditSystem

@testable import AuditKernels

/// A record as a reading gave it, everything that later stages use.
struct ReadRecord: Equatable {
  var number: Int
  var line: Int
  var fields: [[UInt8]]
  var defects: [DefectEntry]
}

/// Numbers that are the same in each run.
struct SmallRandom {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 2 &+ 1 }

  mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }

  mutating func pick<Element>(_ list: [Element]) -> Element { list[next(list.count)] }
}

/// Reads a text the way the engine does, cut after every `chunkBytes`.
final class ChunkedReading {
  private var batches: [CSVDialect: [Int: RecordBatch]] = [:]
  private let arena = StableArena()
  private(set) var reader: (any RecordReader)?

  func records(of text: [UInt8], _ options: SourceOptions) throws -> [ReadRecord] {
    let source = try CSVSource(.bytes(text), path: "t.csv", options: options)
    var reader = source.makeReader(digesting: false)
    let batch = batch(for: source)
    var records: [ReadRecord] = []
    var locations: [RecordLocations?] = []
    while try reader.next(into: batch) {
      CSVSplitter.split(batch)
      locations.append(batch.locations)
      collect(batch, into: &records)
    }
    try checkReloads(reader, records, locations, batch)
    self.reader = reader
    return records
  }

  private func batch(for source: CSVSource) -> RecordBatch {
    let (dialect, count) = (source.dialect, source.header.names.count)
    if let known = batches[dialect]?[count] { return known }
    let made = source.makeBatch()
    batches[dialect, default: [:]][count] = made
    return made
  }

  private func collect(_ batch: RecordBatch, into records: inout [ReadRecord]) {
    for record in 0..<batch.recordCount {
      arena.reset()
      let fields = (0..<batch.fieldCount(of: record)).map {
        batch.value($0, of: record, arena: arena) ?? [0xFF]
      }
      var defects = batch.defects.filter { $0.record == record }
      for index in defects.indices { defects[index].record = 0 }
      records.append(
        ReadRecord(
          number: batch.firstRecord + record, line: batch.line(of: record), fields: fields,
          defects: defects))
    }
  }

  struct ReloadDiffers: Error { var number: Int, expected: ReadRecord, found: [ReadRecord] }

  /// Each record, read again alone and with its batch, is the same.
  private func checkReloads(
    _ reader: any RecordReader, _ records: [ReadRecord], _ locations: [RecordLocations?],
    _ batch: RecordBatch
  ) throws {
    for record in records {
      let number = reader.batchNumber(of: record.number)
      var again: [ReadRecord] = []
      if let places = locations[number] {
        try reader.reload(record: record.number, of: number, places, into: batch)
        CSVSplitter.split(batch)
        collect(batch, into: &again)
        if again != [record] {
          throw ReloadDiffers(number: record.number, expected: record, found: again)
        }
        continue
      }
      try reader.reload(number, into: batch)
      CSVSplitter.split(batch)
      collect(batch, into: &again)
      guard again.contains(record) else {
        throw ReloadDiffers(number: record.number, expected: record, found: again)
      }
    }
  }
}

/// The same by the slow scan over the whole text: what the fast ways must agree with.
enum WholeReading {
  static func records(of text: [UInt8], _ options: SourceOptions) throws -> [ReadRecord] {
    let source = try CSVSource(.bytes(text), path: "t.csv", options: options)
    let arena = ByteArena(capacity: text.count)
    _ = arena.append(text)
    let bytes = arena.bytes(at: 0, count: text.count)
    var scan = CSVRecordScan(source.dialect, collects: true)
    var position = source.dataOffset
    var line = source.dataLine
    var records: [ReadRecord] = []
    while true {
      let outcome = scan.scan(bytes, from: position, isLast: true)
      guard outcome != .end else { return records }
      if outcome != .emptyLine {
        let fields = scan.fields.map { value($0, bytes, source.dialect) }
        let expected = source.header.names.count
        records.append(
          ReadRecord(
            number: records.count + 1, line: line, fields: fields,
            defects: defects(
              scan, bytes.slice(position, scan.next - position).array, position, expected)))
      }
      line += scan.lineCount
      position = scan.next
      guard outcome == .cut else { continue }
      while position < text.count, text[position] != 0x0A, text[position] != 0x0D { position += 1 }
      if position < text.count {
        position +=
          text[position] == 0x0D && position + 1 < text.count && text[position + 1] == 0x0A ? 2 : 1
        line += 1
      }
    }
  }

  private static func value(_ field: CSVRecordScan.Field, _ bytes: Bytes, _ dialect: CSVDialect)
    -> [UInt8]
  {
    guard field.needsCopy, let quote = dialect.quote else {
      return bytes.slice(field.start, field.count).array
    }
    var copy: [UInt8] = []
    CSVRecordScan.copy(field, of: bytes, quote: quote, into: &copy)
    return copy
  }

  private static func defects(
    _ scan: CSVRecordScan, _ part: [UInt8], _ start: Int, _ expected: Int
  ) -> [DefectEntry] {
    var list = scan.defects.map {
      DefectEntry(record: 0, defect: $0.0, detail: $0.field, lineOffset: $0.lineOffset)
    }
    let isCut = list.contains { $0.defect == .tooLong }
    if scan.fieldCount != expected, !isCut {
      let defect: RecordDefect = scan.fieldCount < expected ? .tooFewFields : .tooManyFields
      list.append(DefectEntry(record: 0, defect: defect, detail: scan.fieldCount, lineOffset: 0))
    }
    func note(_ defect: RecordDefect, at offset: Int) {
      let lines = (0..<offset).filter {
        part[$0] == 0x0A || (part[$0] == 0x0D && part[$0 + 1] != 0x0A)
      }
      let column = scan.fields.lastIndex { $0.start <= start + offset } ?? 0
      list.append(DefectEntry(record: 0, defect: defect, detail: column, lineOffset: lines.count))
    }
    if let offset = part.firstIndex(of: 0) { note(.nulByte, at: offset) }
    if let offset = firstInvalid(part), !(isCut && offset + 4 > part.count) {
      note(.invalidUTF8, at: offset)
    }
    return list.sorted { ($0.defect.rawValue, $0.detail) < ($1.defect.rawValue, $1.detail) }
  }

  /// By trying every prefix: the first byte from which on no continuation mends it.
  private static func firstInvalid(_ part: [UInt8]) -> Int? {
    guard String(validating: part, as: UTF8.self) == nil else { return nil }
    var position = 0
    while position < part.count {
      let length = (1...4).first {
        position + $0 <= part.count
          && String(validating: part[position..<position + $0], as: UTF8.self) != nil
      }
      guard let length else { return position }
      position += length
    }
    return nil
  }
}
