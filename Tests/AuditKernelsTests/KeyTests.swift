import XCTest

@testable import AuditKernels

final class KeyTests: XCTestCase {
  private let arena = ByteArena(capacity: 1 << 16)

  private func bytes(_ key: [UInt8]) -> Bytes {
    arena.removeAll()
    _ = arena.append(key)
    return arena.bytes(at: 0, count: key.count)
  }

  // MARK: Exact codes

  func testNoTwoKeysHaveOneCode() {
    var owners: [UInt64: [UInt8]] = [:]
    func take(_ key: [UInt8]) {
      let code = KeyCode.exact(bytes(key))
      guard code != 0 else { return }
      if let owner = owners[code] { XCTAssertEqual(owner, key, "both have the code \(code)") }
      owners[code] = key
    }
    forEveryKey(over: [0, 0x30, 0x39, 0x61, 0x2D, 0xFF], upTo: 6, take)
    forEveryKey(over: [0x30, 0x31, 0x61], upTo: 11, take)
    var random = Lottery(1)
    let alphabet = Array("0123456789".utf8) + Array("AZaz-".utf8)
    for _ in 0..<60_000 {
      let digitsOnly = random.next(2) == 0
      var key = (0..<(7 + random.next(9))).map { _ in
        alphabet[random.next(digitsOnly ? 10 : alphabet.count)]
      }
      if random.next(4) == 0 {
        key = [alphabet[random.next(alphabet.count)]] + key.dropFirst().map { 0x30 + $0 % 10 }
      }
      if random.next(10) == 0 { key[random.next(key.count)] = UInt8(random.next(256)) }
      take(key)
    }
    XCTAssertEqual(KeyCode.exact(bytes([])), 0)
    XCTAssertNotEqual(
      KeyCode.exact(bytes(Array("000099000001".utf8))), 0, "a citizen number is short and plain")
  }

  /// Keys that lie before others in memory must not be told apart by what stands behind them.
  func testCodesDependOnTheKeyAlone() {
    var random = Lottery(2)
    for _ in 0..<20_000 {
      let length = random.next(17)
      let key = (0..<length).map { _ in
        random.next(3) == 0 ? UInt8(random.next(256)) : 0x30 + UInt8(random.next(10))
      }
      arena.removeAll()
      _ = arena.append(key + (0..<24).map { _ in UInt8(random.next(256)) })
      let dirty = arena.bytes(at: 0, count: length)
      let (code, hash) = (KeyCode.exact(dirty), KeyCode.hash(dirty))
      let clean = bytes(key + Array(repeating: 0, count: 24)).slice(0, length)
      XCTAssertEqual(KeyCode.exact(clean), code)
      XCTAssertEqual(KeyCode.hash(clean), hash)
    }
  }

  // MARK: Tables

  func testTableIsADictionary() {
    for mask in [~0, 7, 0] as [UInt64] {
      let table = KeyTable(hashMask: mask)
      var twin: [[UInt8]: Int] = [:]
      var random = Lottery(3)
      for _ in 0..<6_000 {
        let key = random.key()
        if random.next(3) == 0 {
          XCTAssertEqual(table.find(bytes(key)), twin[key].map { Int64($0) } ?? Node.absentEntry)
        } else {
          let (number, isNew) = table.insert(bytes(key))
          XCTAssertEqual(isNew, twin[key] == nil)
          XCTAssertEqual(number, twin[key] ?? twin.count)
          twin[key] = number
        }
      }
      for (key, number) in twin { XCTAssertEqual(table.find(bytes(key)), Int64(number)) }
      XCTAssertEqual(table.count, twin.count)
    }
  }

  func testIndexCountsRecordsAndRemembersTheFirst() {
    let index = KeyIndex()
    var twin: [[[UInt8]]: (first: Int, count: Int)] = [:]
    var random = Lottery(4)
    for record in 1...3_000 {
      let parts = [random.key(3), random.key(3)]
      index.insert(parts: parts, record: record)
      twin[parts, default: (record, 0)].count += 1
    }
    XCTAssertEqual(
      index.count, twin.count, "lists of parts are equal if and only if their keys are")
    for (parts, expected) in twin {
      let entry = index.find(parts: parts)
      XCTAssertEqual(index.firstRecord(of: entry), expected.first)
      XCTAssertEqual(index.recordCount(of: entry), expected.count)
    }
    XCTAssertEqual(index.find(parts: [[1, 2, 3, 4, 5], []]), -1)
  }

  // MARK: Filling at once

  func testSharesFillAnIndexAsKeysOneByOneDo() throws {
    for (round, alphabet) in [9_000_000, 9_000_000, 30_000, 4_000].enumerated() {
      var random = Lottery(UInt64(round))
      var keys: [[UInt8]] = []
      var lists: [KeyList] = []
      while keys.count < 3 * KeyFilling.leastCount {
        let list = KeyList()
        let count = random.next(3_000)
        list.reserve(count)
        for _ in 0..<count {
          let key = Array(String(1_000_000 + random.next(alphabet)).utf8)
          keys.append(key)
          // Every other record has no key.
          list.add(bytes(key), record: 2 * keys.count)
        }
        lists.append(list)
      }
      let expected = KeyIndex()
      for list in lists { list.insertAll(into: expected) }
      for shares in [2, 3, 7, 64] {
        let index = KeyIndex()
        let filling = try XCTUnwrap(KeyFilling(index, lists, shares: shares))
        filling.finish((0..<shares).reversed().map { filling.fill($0) })
        XCTAssertEqual(index.count, expected.count)
        for key in Set(keys) {
          let entry = index.find(parts: [key])
          XCTAssertEqual(entry, expected.find(parts: [key]), "\(shares) shares")
          XCTAssertEqual(index.firstRecord(of: entry), expected.firstRecord(of: entry))
          XCTAssertEqual(index.recordCount(of: entry), expected.recordCount(of: entry))
        }
        XCTAssertEqual(index.find(parts: [Array("1".utf8)]), -1)
      }
    }
  }

  func testKeysWithoutCodesAreNotFilledByShares() {
    let list = KeyList()
    list.reserve(KeyFilling.leastCount + 1)
    for number in 0..<KeyFilling.leastCount {
      list.add(bytes(Array("\(number)".utf8)), record: number)
    }
    XCTAssertNotNil(KeyFilling(KeyIndex(), [list], shares: 2))
    XCTAssertNil(KeyFilling(KeyIndex(), [list], shares: 1))
    list.add(bytes(Array("một khóa dài hơn mười sáu byte".utf8)), record: 1)
    XCTAssertNil(KeyFilling(KeyIndex(), [list], shares: 2))
  }

  // MARK: Duplicates

  func testDuplicatesAreThoseOfADictionary() {
    for (round, mask) in ([~0, ~0, 1] as [UInt64]).enumerated() {
      let collectors = (0..<3).map { _ in KeyCollector(hashMask: mask) }
      var drained: [[[UInt64]]] = Array(repeating: [], count: KeyCollector.partitions)
      var twin: [[UInt8]: [Int]] = [:]
      var random = Lottery(UInt64(5 + round))
      for record in 1...(mask == 1 ? 1_500 : 20_000) {
        let key = random.next(50) == 0 ? random.hugeKey() : random.key(random.next(2) == 0 ? 3 : 20)
        collectors[random.next(3)].add(bytes(key), record: record)
        twin[key, default: []].append(record)
        if round == 1, random.next(3_000) == 0 {
          collectors[random.next(3)].drain { drained[$0].append($1) }
        }
      }
      let expected = twin.values.filter { $0.count > 1 }.flatMap { $0 }.sorted()
      let found = (0..<KeyCollector.partitions).flatMap { partition in
        DuplicateFinder.records(in: collectors.map { $0.words(partition) } + drained[partition])
      }
      XCTAssertEqual(found.sorted(), expected, "round \(round)")
      XCTAssertFalse(expected.isEmpty)
    }
  }

  /// A pack of thousands of unique fields has a collector for each, most of them with few keys.
  func testFewKeysTakeLittleMemory() {
    let collector = KeyCollector()
    for record in 1...25 { collector.add(bytes(Array("\(record)".utf8)), record: record) }
    XCTAssertLessThanOrEqual(collector.memoryBytes, 25 * 128)
    for record in 26...20_000 { collector.add(bytes(Array("\(record)".utf8)), record: record) }
    // 16 bytes a key, pages that are not full, and the small ones before the large.
    XCTAssertLessThanOrEqual(collector.memoryBytes, 20_000 * 16 * 3)
  }

  func testADrainedCollectorIsEmpty() {
    let collector = KeyCollector()
    for record in 1...5_000 {
      collector.add(bytes(Array("\(record)-a-long-key".utf8)), record: record)
    }
    XCTAssertGreaterThan(collector.memoryBytes, 0)
    var words = 0
    collector.drain { words += $1.count }
    XCTAssertGreaterThan(words, 15_000)
    XCTAssertEqual(collector.memoryBytes, 0)
    XCTAssertTrue((0..<KeyCollector.partitions).allSatisfy { collector.words($0).isEmpty })
  }

  private func forEveryKey(over alphabet: [UInt8], upTo length: Int, _ body: ([UInt8]) -> Void) {
    var keys: [[UInt8]] = [[]]
    for _ in 0..<length {
      keys = keys.flatMap { key in alphabet.map { key + [$0] } }
      keys.forEach(body)
    }
  }
}

/// Numbers that are the same in each run.
struct Lottery {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 2 &+ 1 }

  mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }

  /// A key out of few, so that keys meet; with zero bytes, digits, and lengths around all borders.
  mutating func key(_ longest: Int = 40) -> [UInt8] {
    let kind = next(3)
    let length = next(longest + 1)
    let seed = next(40)
    return (0..<length).map { index in
      switch kind {
      case 0: 0x30 + UInt8((seed + index) % 10)
      case 1: UInt8((seed + index) % 3)
      default: [0x61, 0, 0x2D, 0xC3][(seed + index * seed) % 4]
      }
    }
  }

  /// Longer than a page of a collector.
  mutating func hugeKey() -> [UInt8] {
    Array(repeating: UInt8(0x61 + next(3)), count: 8_150 + next(60))
  }
}
