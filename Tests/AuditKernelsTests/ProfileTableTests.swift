import AuditModel
import XCTest

@testable import AuditKernels

/// Where profiles keep values: tables, logs and samples, each held against a dictionary or against itself.
final class ProfileTableTests: XCTestCase {
  private let tools = ProfileTools { _ in 0 }

  func testValuesThatAreChosenToCrowdAreSpreadAgain() {
    var crowding: [[UInt8]] = []
    var number = 0
    while crowding.count < 6_000 {
      number += 1
      let value = Array("ma\(number)".utf8)
      if withBytes(value, { ValueKey($0).place(0) }) & 0x7FFF < 256 { crowding.append(value) }
    }
    let table = ValueTable(keyLimit: 20_000, byteLimit: 1 << 20)
    for _ in 0..<2 {
      for value in crowding {
        withBytes(value) { XCTAssertTrue(table.add($0, ValueKey($0), 1)) }
      }
    }
    XCTAssertTrue((1...3).contains(table.saltsTried), "\(table.saltsTried)")
    var found: [[UInt8]: Int] = [:]
    table.forEach { value, slot in found[value.array] = slot.count }
    XCTAssertEqual(found, Dictionary(uniqueKeysWithValues: crowding.map { ($0, 2) }))
  }

  func testATableCountsWhatADictionaryCountsUntilItIsFull() {
    var random = Lottery(3)
    let table = ValueTable(keyLimit: 500, byteLimit: 1 << 20)
    let cells = Store<Bytes>.allocate(1, fill: ByteArena(capacity: 16).bytes(at: 0, count: -1))
    defer { cells.deallocate() }
    var counts: [[UInt8]: [Int]] = [:]
    for round in 0..<20_000 {
      let number = random.next(480)
      let text = number % 3 == 0 ? "Xã \(number) của một huyện có tên dài" : "\(number)"
      let value = Array(text.utf8)
      let (inSample, early) = (round % 16 == 0 ? 1 : 0, round % 5 == 1 ? 1 : 0)
      counts[value] = zip(counts[value] ?? [0, 0, 0], [1, inSample, early]).map { $0 + $1 }
      withBytes(value) { cell in
        XCTAssertTrue(table.add(cell, ValueKey(cell), 1))
        cells[0] = cell
        table.note(cells, inSample, ValueTable.inSample, tools.space)
        table.note(cells, early, ValueTable.early, tools.space)
      }
    }
    var found: [[UInt8]: [Int]] = [:]
    table.forEach { value, slot in
      found[value.array] = [slot.count, slot.sampleCount, slot.earlyCount]
    }
    XCTAssertEqual(found, counts)
    var refused = 0
    for number in 1_000..<1_100 {
      let value = Array("\(number)".utf8)
      refused += withBytes(value) { table.add($0, ValueKey($0), 1) } ? 0 : 1
    }
    XCTAssertEqual(refused, 100 - (500 - counts.count))
  }

  /// However few of many values are different, and however they are shared out: whether they fit in a table, and what is
  /// told of them, depends on the values alone.
  func testNearlyUniqueValuesAreToldOfAsTheyAre() {
    let limits = ProfileLimits(fieldCount: 21)
    for (different, count) in [
      (60_000, 60_000), (65_536, 70_000), (65_537, 70_000), (70_000, 70_000), (100_000, 100_000),
      (30_000, 200_000), (66_000, 200_000),
    ] {
      var told: Set<String> = []
      for workers in [1, 2, 3] {
        let profilers = (0..<workers).map { _ in FieldProfiler(limits) }
        var picks = RecordPicks(shift: limits.tallyShift, capacity: 640)
        let cells = Store<Bytes>.allocate(
          640, fill: ByteArena(capacity: 16).bytes(at: 0, count: -1))
        defer {
          picks.deallocate()
          cells.deallocate()
        }
        for (run, first) in stride(from: 0, to: count, by: 500).enumerated() {
          let arena = ByteArena(capacity: 640 * 64)
          for index in 0..<500 {
            let number = 100_000 + (first + index) % different
            let text = number % 3 == 0 ? "\(number)" : "Số nhà \(number), đường Bạch Đằng"
            let offset = arena.append(Array(text.utf8))
            cells[index] = arena.bytes(at: offset, count: text.utf8.count)
          }
          picks.choose(first + 1, 500, bound: 0)
          withExtendedLifetime(arena) {
            profilers[run % workers].inspect(cells, count: 500, values: 500, picks, tools)
          }
        }
        for other in profilers.dropFirst() { profilers[0].merge(other, tools) }
        let facts = profilers[0].finish(recordCount: count, tools)
        XCTAssertEqual(facts.values, count)
        let fits = different <= limits.exactValues
        XCTAssertEqual(profilers[0].values?.count, fits ? different : nil, "\(different)")
        XCTAssertEqual(facts.formTotal == count, fits)
        var counts: [Int: Int] = [:]
        profilers[0].values?.forEach { counts[$1.count, default: 0] += 1 }
        let (most, more) = (count / different + 1, count % different)
        if fits {
          XCTAssertEqual(counts[most] ?? 0, more, "\(different)")
          XCTAssertEqual(counts[most - 1] ?? 0, different - more, "\(different)")
        }
        // Dictionaries have no order of their own.
        var plain = facts
        (plain.kinds, plain.formats) = ([:], [:])
        let (kinds, formats) = (
          facts.kinds.map { "\($0)" }.sorted(), facts.formats.map { "\($0)" }.sorted()
        )
        let estimate = fits ? 0 : profilers[0].sketch?.estimate ?? 0
        told.insert("\(plain) \(kinds) \(formats) \(estimate)")
      }
      XCTAssertEqual(told.count, 1, "\(different) of \(count)")
    }
  }

  /// Numbers and days have counters in front of the table: with them it counts what a dictionary counts.
  func testCountersInFrontOfATableLoseNothing() {
    var random = Lottery(5)
    var limits = ProfileLimits(fieldCount: 1)
    for (keys, fits) in [(65_536, true), (3_000, false)] {
      limits.exactValues = keys
      let profiler = FieldProfiler(limits)
      let picks = RecordPicks(shift: limits.tallyShift, capacity: 640)
      let cells = Store<Bytes>.allocate(640, fill: ByteArena(capacity: 16).bytes(at: 0, count: -1))
      defer {
        picks.deallocate()
        cells.deallocate()
      }
      var counts: [[UInt8]: Int] = [:]
      for _ in 0..<60 {
        let values = (0..<640).map { _ -> [UInt8] in
          let (day, month) = (random.next(40), random.next(14))
          let year = [1899, 1900, 1977, 2024, 2099, 2100, 9999][random.next(7)]
          func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
          let texts = [
            "\(two(day))/\(two(month))/\(year)", "\(day)/\(month)/\(year)",
            "\(year)-\(two(month))-\(two(day))",
            String("000000\(random.next(999))".suffix(random.next(6) + 1)),
            "\(random.next(100_000))", "\(day)a", "Xã \(random.next(300))", "",
          ]
          return Array(texts[random.next(texts.count)].utf8)
        }
        let arena = ByteArena(capacity: 640 * 32)
        for (index, value) in values.enumerated() {
          let offset = arena.append(value)
          cells[index] = arena.bytes(at: offset, count: value.isEmpty ? -1 : value.count)
          if !value.isEmpty { counts[value, default: 0] += 1 }
        }
        withExtendedLifetime(arena) {
          let filled = values.count { !$0.isEmpty }
          profiler.inspect(cells, count: 640, values: filled, picks, tools)
        }
      }
      XCTAssertEqual(profiler.finish(recordCount: 38_400, tools).values, counts.values.reduce(0, +))
      guard fits else {
        XCTAssertNil(profiler.values)
        continue
      }
      var found: [[UInt8]: Int] = [:]
      profiler.values?.forEach { value, slot in found[value.array] = slot.count }
      XCTAssertEqual(found, counts)
      XCTAssertEqual(profiler.values?.count, counts.count)
      let frequent = counts.sorted {
        $0.value != $1.value ? $0.value > $1.value : $0.key.lexicographicallyPrecedes($1.key)
      }.prefix(200).map { ValueCount(value: $0.key, count: $0.value) }
      XCTAssertEqual(profiler.values?.mostFrequent(200), frequent)
    }
  }

  func testTheSampleIsOfTheSameRecordsHoweverTheyAreSharedOut() {
    func sample(_ parts: [[Int]]) -> [[UInt8]] {
      let samples = parts.map { records in
        let sample = RecordSample(size: 20, fieldCount: 1)
        for record in records where RecordSample.hash(record) < sample.bound {
          withBytes(Array("\(record)".utf8)) { cell in
            sample.take(RecordSample.hash(record)) { _ in cell }
          }
        }
        return sample
      }
      for other in samples.dropFirst() { samples[0].merge(other) }
      samples[0].shrink()
      var values: [[UInt8]] = []
      samples[0].forEach(0) { value, _ in values.append(value.array) }
      return values
    }
    let whole = sample([Array(1...1_000)])
    XCTAssertEqual(whole.count, 20)
    XCTAssertEqual(sample([Array(501...1_000), Array(1...500)]), whole)
    XCTAssertEqual(
      sample([(1...1_000).filter { $0 % 3 == 0 }, (1...1_000).filter { $0 % 3 != 0 }]), whole)
  }
}
