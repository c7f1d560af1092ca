import AuditModel
import XCTest

@testable import AuditKernels

/// What profiles count with, each held against something slower.
final class ProfileKernelTests: XCTestCase {
  private let tools = ProfileTools { _ in 0 }

  /// Pieces that values are made of: all kinds of characters, and bytes that are none.
  private static let pieces: [[UInt8]] =
    [
      "9", "00", "123456789012", "A", "AB", "b", "xy", " ", "  ", "-", "/", "//", ".", "@", "_",
      "é",
      "Đ", "đ", "ễ", "Ấ", "ư", "Nguyễn", "Văn", "\u{301}", "中", "\u{7F}", "\t",
    ].map { Array($0.utf8) } + [[0xC3], [0x80], [0xE1, 0xBB], [0xFF], [0]]

  private func randomValues(_ count: Int) -> [[UInt8]] {
    var random = Lottery(7)
    return (0..<count).map { _ in
      let made = (0...random.next(9)).flatMap { _ in
        ProfileKernelTests.pieces[random.next(ProfileKernelTests.pieces.count)]
      }
      return made.isEmpty ? [0x41] : made
    }
  }

  func testThePatternOfAValueIsThatOfItsSlowTwin() {
    for (value, text) in [
      ("000099000001", "9(12)"), ("H100150887", "A9(9)"), ("Nguyễn Văn An", "Aa+ Aa+ Aa+"),
      ("NGUYỄN", "A+"), ("31/02/1979", "9(2)/9(2)/9(4)"), ("a-1", "a-9"), ("中", "?"),
      ("1.2.3.4.5.6.7.8.9", "9.9.9.9.9.9.9.9.…"),
    ] {
      XCTAssertEqual(withBytes(Array(value.utf8)) { ValuePattern.text(of: $0).text }, text)
    }
    var numbers: [String: UInt64] = [:]
    for value in randomValues(20_000) {
      withBytes(value) { cell in
        let (text, number) = ValuePattern.text(of: cell)
        let scan = ValueScan(cell, tools.classes)
        XCTAssertEqual(scan.pattern, number, "\(value): \(text)")
        XCTAssertEqual(scan.characters, cell.characterCount, "\(value)")
        XCTAssertEqual(scan.characters, cell.portableCharacterCount, "\(value)")
        XCTAssertEqual(numbers[text] ?? number, number, text)
        numbers[text] = number
      }
    }
    XCTAssertEqual(Set(numbers.values).count, numbers.count, "two patterns have one number")
  }

  func testValuesOfOneClassVectorAndLengthHaveOneScan() {
    var known: [[UInt64]: (pattern: UInt64, contents: UInt32, suspect: Bool)] = [:]
    for value in randomValues(20_000) {
      withBytes(value) { cell in
        for offset in [0, 16] where cell.count > offset && cell.count <= ClassVector.limit {
          let whole = ClassVector(cell)
          let twin = ClassVector.portableHalf(cell, offset)
          guard let whole else { continue }
          XCTAssertEqual(offset == 0 ? whole.a : whole.c, twin.low, "\(value)")
          XCTAssertEqual(offset == 0 ? whole.b : whole.d, twin.high, "\(value)")
        }
        let isAscii = value.allSatisfy { $0 < 0x80 } && value.count <= ClassVector.limit
        guard let vector = ClassVector(cell) else { return XCTAssertFalse(isAscii, "\(value)") }
        XCTAssertTrue(isAscii, "\(value)")
        let scan = ValueScan(cell, tools.classes)
        let key = [vector.a, vector.b, vector.c, vector.d, UInt64(cell.count)]
        if let other = known[key] {
          XCTAssertEqual(other.pattern, scan.pattern, "\(value)")
          XCTAssertEqual(other.contents, scan.contents, "\(value)")
          XCTAssertEqual(other.suspect, scan.isSuspect, "\(value)")
        }
        known[key] = (scan.pattern, scan.contents, scan.isSuspect)
      }
    }
  }

  /// Values whose keys are alike to look at: days in two forms, digits, words of every length, zeros behind.
  func testKeysAreOfOneValueAndNumbersTellValuesApart() {
    var values = randomValues(20_000)
    for number in 0..<3_000 {
      let (day, month) = (10 + number % 28, 10 + number / 28 % 90)
      values += ["\(day)/\(month)/\(1900 + number)", "\(1900 + number)-\(month)-\(day)"].map {
        Array($0.utf8)
      }
      values += ["\(day)/\(month)/19a0", "\(number)\(number)\(number)"].map { Array($0.utf8) }
      values.append(Array(repeating: 0x61, count: number % 90 + 1) + Array("\(number)".utf8))
      values.append(Array("\(number)".utf8) + Array(repeating: 0, count: number % 19))
    }
    // A hash's seed as the beginning of all: no factor of its products may become zero for good.
    let seed: [UInt8] = [0xA5, 0x78, 0x6C, 0xAA, 0xCC, 0x8D, 0x35, 0x2D]
    for number in 0..<500 {
      values.append(seed + Array("\(number)".utf8))
      values.append(seed + Array("\(number) và thêm nữa cho dài".utf8))
    }
    var keys: [[UInt64]: [UInt8]] = [:]
    var spreads: Set<UInt64> = []
    let different = Set(values)
    for value in different {
      // What lies behind a value is no part of it.
      let key = withBytes(value + [0x39]) { ValueKey($0.slice(0, value.count)) }
      XCTAssertTrue(withBytes(value) { ValueKey($0) } == key, "\(value)")
      XCTAssertEqual(key.count, value.count)
      XCTAssertEqual(key.isLong, value.count > ValueKey.shortLimit)
      XCTAssertFalse(key.isFree)
      XCTAssertNil(keys.updateValue(value, forKey: [key.low, key.high]), "\(value)")
      spreads.insert(key.spread)
    }
    XCTAssertEqual(spreads.count, different.count)
  }

  func testRunsOfBytesAreTheSameOnlyIfAllBytesAre() {
    for count in 1...70 {
      let value = (0..<count).map { UInt8(truncatingIfNeeded: $0 &+ 65) }
      let arena = ByteArena(capacity: 256)
      let first = arena.append(value)
      _ = arena.append([1, 2, 3])
      let second = arena.append(value)
      XCTAssertTrue(
        arena.bytes(at: first, count: count).isSame(arena.bytes(at: second, count: count)))
      for place in 0..<count {
        var other = value
        other[place] ^= 0x80
        let third = arena.append(other)
        XCTAssertFalse(
          arena.bytes(at: first, count: count).isSame(arena.bytes(at: third, count: count)))
      }
    }
  }

  /// Values of digits take a way of their own: what it tells is what each digit says.
  func testValuesOfDigitsAreCountedAsTheirDigitsSay() {
    var random = Lottery(11)
    let tally = ValueTally(patternLimit: 64)
    var lengths: [Int: Int] = [:]
    var patterns: [String: Int] = [:]
    var formats: [ProfiledFormat: Int] = [:]
    var (zeros, least, greatest) = (0, Int.max, Int.min)
    for _ in 0..<20_000 {
      let length = random.next(20) + 1
      var text = String((0..<length).map { _ in Character("\(random.next(10))") })
      if length == 10, random.next(2) == 0 { text = "0\(32 + random.next(60))" + text.dropFirst(3) }
      withBytes(Array(text.utf8)) { cell in
        tally.add(cell, 1, tools)
        let isTax = NamedFormats.isTaxNumber(cell)
        if NamedFormats.isCitizenNumber(cell) { formats[.citizenNumber, default: 0] += 1 }
        if isTax { formats[.taxNumber, default: 0] += 1 }
        if isTax, length == 10 { formats[.organisationTaxNumber, default: 0] += 1 }
        if NamedFormats.isPhone(cell) { formats[.phone, default: 0] += 1 }
      }
      lengths[length, default: 0] += 1
      patterns[length == 1 ? "9" : "9(\(length))", default: 0] += 1
      if text.first == "0", length > 1 {
        zeros += 1
      } else if length <= 18, let value = Int(text) {
        (least, greatest) = (min(least, value), max(greatest, value))
      }
    }
    let facts = FieldFacts(tally)
    XCTAssertEqual(facts.values, 20_000)
    XCTAssertEqual(facts.kinds, [.integer: 20_000])
    XCTAssertEqual(facts.formats, formats)
    XCTAssertGreaterThan(formats[.organisationTaxNumber] ?? 0, 20)
    XCTAssertEqual(facts.leadingZeros, zeros)
    XCTAssertEqual(facts.leastNumber, Decimal(Int64(least), scale: 0))
    XCTAssertEqual(facts.greatestNumber, Decimal(Int64(greatest), scale: 0))
    XCTAssertEqual(facts.characters, lengths.reduce(0) { $0 + $1.key * $1.value })
    for (length, count) in lengths { XCTAssertEqual(facts.lengths[length], count, "\(length)") }
    XCTAssertEqual(
      Dictionary(uniqueKeysWithValues: facts.patterns.map { ($0.text, $0.count) }), patterns)
    XCTAssertEqual((facts.shortest, facts.longest).0, 1)
    XCTAssertEqual(facts.longest, 20)
  }

  /// Numbers and days in every form, texts, and what is nearly one: the bounds and lengths are those of a tally.
  func testASpanTellsOfAllValuesWhatATallyDoes() {
    var random = Lottery(13)
    let strange = randomValues(80)
    for form in 0..<12 {
      let (tally, span, other) = (ValueTally(patternLimit: 64), ValueSpan(), ValueSpan())
      for number in 0..<4_000 {
        let (day, month, year) = (random.next(33), random.next(14), 1_000 + random.next(1_200))
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let (slashed, dashed) = (
          "\(two(day))/\(two(month))/\(year)", "\(year)-\(two(month))-\(two(day))"
        )
        let time = "\(two(random.next(25))):\(two(random.next(61))):00"
        let texts = [
          slashed, dashed, "\(two(day))-\(two(month))-\(year)", "\(two(day)).\(two(month)).\(year)",
          "\(day)/\(month)/\(year)", "\(dashed)T\(time)+07:00", "\(dashed) \(time)",
          "\(slashed) \(time)",
          "\(random.next(2_000) - 1_000).\(random.next(1_000))",
          "-\(random.next(99)),\(random.next(10))",
          "\(random.next(9) + 1)" + String(repeating: "7", count: random.next(20)),
        ]
        let chosen = form < texts.count ? form : random.next(texts.count)
        let value = number % 50 == 0 ? strange[number / 50] : Array(texts[chosen].utf8)
        withBytes(value) { cell in
          tally.add(cell, 2, tools)
          (number % 3 == 0 ? other : span).add(cell, 2, tools)
        }
      }
      span.merge(other)
      let whole = FieldFacts(tally)
      var facts = FieldFacts(ValueTally(patternLimit: 64))
      facts.take(span)
      XCTAssertEqual(facts.values, 8_000)
      XCTAssertEqual(facts.leastNumber, whole.leastNumber, "\(form)")
      XCTAssertEqual(facts.greatestNumber, whole.greatestNumber, "\(form)")
      XCTAssertEqual(facts.firstDay, whole.firstDay, "\(form)")
      XCTAssertEqual(facts.lastDay, whole.lastDay, "\(form)")
      XCTAssertEqual(facts.firstText, whole.firstText, "\(form)")
      XCTAssertEqual(facts.lastText, whole.lastText, "\(form)")
      XCTAssertEqual(facts.lengths, whole.lengths, "\(form)")
      XCTAssertEqual(facts.characters, whole.characters, "\(form)")
      XCTAssertEqual([facts.shortest, facts.longest], [whole.shortest, whole.longest], "\(form)")
      XCTAssertEqual(whole.firstDay == nil, (8...10).contains(form), "\(form)")
    }
  }

  /// Three standard errors, for seeds that are fixed.
  func testTheSketchKeepsWithinItsError() {
    for count in [0, 1, 100, 5_000, 70_000, 300_000] {
      let sketch = DistinctSketch()
      for number in 0..<count {
        withBytes(Array("0\(number * 7919)".utf8)) { cell in
          let hash = ValueKey(cell).spread
          DistinctSketch.add(hash, to: sketch.registers)
          DistinctSketch.add(hash, to: sketch.registers)
        }
      }
      let error = abs(sketch.estimate - count)
      XCTAssertLessThanOrEqual(
        error * 10_000, count * 243 + 10_000, "\(sketch.estimate) of \(count)")
    }
  }

  func testASketchThatChosenValuesFilledStillAnswers() {
    for rank in [UInt8(47), 48, 50, 51] {
      let sketch = DistinctSketch()
      for index in 0..<DistinctSketch.count { sketch.registers[index] = rank }
      XCTAssertGreaterThan(sketch.estimate, 1 << 40, "\(rank)")
      XCTAssertLessThan(sketch.estimate, 1 << 50, "\(rank)")
    }
  }

  func testAValueIsReadAsItIsWritten() {
    let cases: [(String, ValueKind)] = [
      ("12", .integer), ("-12", .integer), ("+84", .integer), ("1.5", .decimalPoint),
      ("-1,5", .decimalComma), ("31/12/2025", .dayMonthYear), ("31/02/2025", .dayMonthYearUnreal),
      ("2025-12-31", .isoDay), ("2025-13-31", .isoDayUnreal), ("1/7/2025", .looseDay),
      ("32/7/2025", .looseDayUnreal), ("31-12-2025", .dashedDay), ("31.12.2025", .dottedDay),
      ("2025-07-01T08:00:00+07:00", .isoMoment), ("2025-07-01T25:00:00Z", .isoMomentUnreal),
      ("2025-07-01 08:00:00", .spacedMoment), ("01/07/2025 08:00:00", .slashedMoment),
      ("an@mail.example.vn", .email), ("an@mail", .text), ("a1", .text), ("1-2-3", .text),
      ("Số 1", .text), ("1_000", .text),
    ]
    for (text, kind) in cases {
      let tally = ValueTally(patternLimit: 16)
      withBytes(Array(text.utf8)) { tally.add($0, 3, tools) }
      XCTAssertEqual(FieldFacts(tally).kinds, [kind: 3], text)
    }
  }
}

extension XCTestCase {
  /// Lends a value as a cell.
  func withBytes<Result>(_ value: [UInt8], _ body: (Bytes) -> Result) -> Result {
    let arena = ByteArena(capacity: value.count + 64)
    _ = arena.append(value)
    return withExtendedLifetime(arena) { body(arena.bytes(at: 0, count: value.count)) }
  }
}
