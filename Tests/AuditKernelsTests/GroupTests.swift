import XCTest

@testable import AuditKernels

/// Groups of records against a dictionary of what was written.
final class GroupTests: XCTestCase {
  private struct Row: Equatable {
    var record: Int
    /// Key, second key, text, optional number, optional text, condition; nil where blank.
    var cells: [[UInt8]?]
  }

  private struct Key: Hashable {
    var parts: [[UInt8]?]
  }

  /// Few bits of the hashes make keys of equal hashes meet, in one partition and in many.
  func testGroupsAreThoseOfADictionary() {
    let masks: [UInt64] = [~0, 0, 1, 0xF, 0xFC00_0000_0000_0000, 0x8400_0000_0000_0003]
    for (round, mask) in masks.enumerated() {
      for keyCount in 0...2 {
        check(rows(UInt64(round * 3 + keyCount), count: 700), keyCount, hashMask: mask)
      }
    }
    check(rows(90, count: 0), 1, hashMask: ~0)
    check(rows(91, count: 1), 0, hashMask: ~0)
    check(rows(92, count: 1), 2, hashMask: 0)
  }

  func testHugeKeysAndTextsAreKeptWhole() {
    var rows = rows(7, count: 60)
    let huge = Array(repeating: UInt8(0x61), count: 1_300_001)
    for (index, length) in [(3, 1_300_001), (9, 1_300_000), (27, 1_300_001)] {
      rows[index].cells[0] = Array(huge.prefix(length))
      rows[index].cells[2] = Array(huge.prefix(length - index))
    }
    check(rows, 1, hashMask: ~0)
    check(rows, 2, hashMask: 0)
  }

  // MARK: The twin

  private func rows(_ seed: UInt64, count: Int) -> [Row] {
    var random = Lottery(seed)
    let numbers = ["0", "-1.5", "999999999999999999", "-0.000000000000000001", "7", "7.0"]
    func cell(_ bytes: [UInt8]) -> [UInt8]? {
      // The table below cannot hold these three, and takes blanks for no value.
      let kept = bytes.filter { $0 != 0x3B && $0 != 0x0A && $0 != 0x22 }
      return kept.allSatisfy { $0 == 0x20 || $0 == 0x0D || $0 == 0x09 } ? nil : kept
    }
    return (1..<count + 1).map { record in
      Row(
        record: record,
        cells: [
          cell(random.key(random.next(2) == 0 ? 3 : 20)), cell(random.key(2)),
          cell(random.key(30)),
          random.next(4) == 0 ? nil : Array(numbers[random.next(numbers.count)].utf8),
          random.next(3) == 0 ? nil : cell(random.key(9)), random.next(9) == 0 ? nil : [0x31],
        ])
    }
  }

  private func check(
    _ rows: [Row], _ keyCount: Int, hashMask: UInt64, file: StaticString = #filePath,
    line: UInt = #line
  ) {
    var builder = ProgramBuilder()
    let fields = (0..<6).map { builder.field($0) }
    let number = builder.number(fields[3])
    let condition = builder.not(builder.isNull(fields[5]))
    let program = Program(builder)
    let collectors = (0..<3).map { _ in GroupCollector(hashMask: hashMask) }
    let keys = Array(fields.prefix(keyCount))
    let parts: [GroupPart] = [.text(fields[2]), .number(number), .text(fields[4])]
    var spilled: [[[UInt64]]] = Array(repeating: [], count: GroupCollector.partitions)
    var added = 0
    for start in stride(from: 0, to: rows.count, by: 50) {
      let some = rows[start..<min(start + 50, rows.count)]
      let batch = batch(some)
      let evaluator = Evaluator(program)
      evaluator.run(batch, from: 0, count: batch.recordCount)
      let collector = collectors[start / 50 % 3]
      added += evaluator.gather(
        keys, parts, optional: 1, condition: condition, firstRecord: start + 1, into: collector)
      guard start / 50 % 5 == 4 else { continue }
      var words = Array(repeating: [UInt64](), count: GroupCollector.partitions)
      collector.drain { words[$0] += $1 }
      for (partition, list) in words.enumerated() { spilled[partition].append(list) }
      XCTAssertEqual(collector.memoryBytes, 0, file: file, line: line)
    }
    var expected: [Key: [Row]] = [:]
    for row in rows where row.cells[2] != nil && row.cells[5] != nil {
      let key = Key(parts: Array(row.cells.prefix(keyCount)))
      if !key.parts.contains(nil) { expected[key, default: []].append(row) }
    }
    XCTAssertEqual(added, expected.values.reduce(0) { $0 + $1.count }, file: file, line: line)
    var seen = 0
    var found = 0
    for partition in 0..<GroupCollector.partitions {
      let lists =
        collectors.flatMap { $0.lists(partition) } + spilled[partition].map { GroupList($0) }
      seen += GroupRecords.forEach(in: lists, parts: parts, least: 2) { group in
        found += 1
        let first = rows[group.record(0) - 1]
        let twin = expected[Key(parts: Array(first.cells.prefix(keyCount)))] ?? []
        assertSame(group, twin, file: file, line: line)
        if keyCount == 1 { XCTAssertEqual(group.key, first.cells[0], file: file, line: line) }
      }
    }
    XCTAssertEqual(seen, added, file: file, line: line)
    XCTAssertEqual(
      found, expected.values.filter { $0.count > 1 }.count, "keys: \(keyCount)", file: file,
      line: line)
  }

  private func assertSame(
    _ group: GroupRecords, _ twin: [Row], file: StaticString, line: UInt
  ) {
    XCTAssertEqual((0..<group.count).map(group.record), twin.map(\.record), file: file, line: line)
    guard group.count == twin.count else { return }
    var numbers: [[UInt8]?: Int] = [:]
    let classes = group.classes(2)
    for (number, row) in twin.enumerated() {
      XCTAssertEqual(group.text(number, 0), row.cells[2], file: file, line: line)
      XCTAssertEqual(
        group.number(number, 1).map { String(decoding: ScaledNumber.text($0), as: UTF8.self) },
        row.cells[3].map {
          $0.last == 0x30 && $0.count == 3 ? "7" : String(decoding: $0, as: UTF8.self)
        },
        file: file, line: line)
      XCTAssertEqual(group.text(number, 2), row.cells[4], file: file, line: line)
      guard let text = row.cells[4] else {
        XCTAssertEqual(classes.of[number], -1, file: file, line: line)
        continue
      }
      if numbers[text] == nil { numbers[text] = numbers.count }
      XCTAssertEqual(classes.of[number], numbers[text], file: file, line: line)
    }
    XCTAssertEqual(classes.count, numbers.count, file: file, line: line)
  }

  private func batch(_ rows: ArraySlice<Row>) -> RecordBatch {
    let lines = rows.map { Array($0.cells.map { $0 ?? [] }.joined(separator: [0x3B])) }
    let text = Array(lines.joined(separator: [0x0A])) + [0x0A]
    let batch = RecordBatch(dialect: CSVDialect(delimiter: 0x3B), fieldCount: 6, chunkBytes: 64)
    batch.prepare(carry: text, readingUpTo: 0)
    _ = batch.take(CSVFramer(dialect: batch.dialect).frame(batch, isLast: true), hasMasks: false)
    CSVSplitter.split(batch)
    XCTAssertEqual(batch.recordCount, rows.count)
    return batch
  }
}
