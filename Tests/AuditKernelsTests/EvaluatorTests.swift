import XCTest

@testable import AuditKernels

/// Steps of programs against tables and slow ways.
final class EvaluatorTests: XCTestCase {
  /// Evaluates nodes over the records of a table without a header; the builder's fields are its columns.
  private func evaluate(
    _ records: [[String]], _ build: (inout ProgramBuilder, [Node]) -> Void,
    _ look: (Evaluator) -> Void
  ) {
    let columns = records[0].count
    let text = records.map { $0.joined(separator: ";") }.joined(separator: "\n") + "\n"
    let batch = RecordBatch(
      dialect: CSVDialect(delimiter: 0x3B), fieldCount: columns, chunkBytes: 64)
    batch.prepare(carry: Array(text.utf8), readingUpTo: 0)
    let reader = CSVFramer(dialect: batch.dialect)
    _ = batch.take(reader.frame(batch, isLast: true), hasMasks: false)
    CSVSplitter.split(batch)
    XCTAssertEqual(batch.recordCount, records.count)
    var builder = ProgramBuilder()
    let fields = (0..<columns).map { builder.field($0) }
    build(&builder, fields)
    let evaluator = Evaluator(Program(builder))
    evaluator.run(batch, from: 0, count: batch.recordCount)
    look(evaluator)
  }

  /// The more nodes, the fewer records at a time, and never so few that each step is about itself.
  func testProgramsOfManyNodesRunOverFewerRecords() {
    for (fields, records) in [(1, 640), (1_000, 640), (10_000, 209), (100_000, 32)] {
      var builder = ProgramBuilder()
      for field in 0..<fields { _ = builder.field(field) }
      let evaluator = Evaluator(Program(builder))
      let width = (1...640).filter { evaluator.run(of: $0) == $0 }.count
      XCTAssertEqual(width, records, "\(fields)")
      XCTAssertLessThanOrEqual(evaluator.run(of: 10_000), width)
    }
  }

  private let truths: [(String, Bool?)] = [("1", true), ("0", false), ("-", nil)]

  func testThreeValuedLogic() {
    let pairs = truths.flatMap { a in truths.map { (a, $0) } }
    var nodes: [Node] = []
    evaluate(pairs.map { [$0.0.0, $0.1.0] }) { builder, fields in
      let a = builder.truthValue(fields[0], trueValues: [[0x31]], falseValues: [[0x30]])
      let b = builder.truthValue(fields[1], trueValues: [[0x31]], falseValues: [[0x30]])
      nodes = [
        builder.and(a, b), builder.or(a, b), builder.not(a), builder.isNull(a),
        builder.isPresent(a),
        builder.coalesce(a, b), builder.choose(a, b, builder.not(b)),
      ]
    } _: { evaluator in
      for (record, pair) in pairs.enumerated() {
        let (a, b) = (pair.0.1, pair.1.1)
        let both: Bool? = a == false || b == false ? false : a == nil || b == nil ? nil : true
        let either: Bool? = a == true || b == true ? true : a == nil || b == nil ? nil : false
        let chosen = a == true ? b : b.map { !$0 }
        let expected: [Bool?] = [both, either, a.map { !$0 }, a == nil, a != nil, a ?? b, chosen]
        for (node, value) in zip(nodes, expected) {
          XCTAssertEqual(
            evaluator.truth(node, record), value.map { $0 ? 1 : 0 } ?? 2, "\(pair.0.0) \(pair.1.0)")
        }
      }
    }
  }

  private let numbers = [
    "", "0", "-0", "1", "1.0", "1.00", "-1.5", "-1.50", "0.1", "10", "7", "-3", "2.25",
    "999999999999999999",
    "-999999999999999999", "0.000000000000000001", "99999999.999999999",
  ]

  private func scaled(_ text: String) -> Int128? {
    guard !text.isEmpty else { return nil }
    let parts = text.drop { $0 == "-" }.split(separator: ".")
    let fraction = parts.count > 1 ? String(parts[1]) : ""
    let digits = parts[0] + fraction + String(repeating: "0", count: 18 - fraction.count)
    return Int128(digits).map { text.hasPrefix("-") ? -$0 : $0 }
  }

  func testNumbersOfDifferentScalesCompareByValue() {
    let pairs = numbers.flatMap { a in numbers.map { [a, $0] } }.filter { $0 != ["", ""] }
    let comparisons: [(Comparison, (Int128, Int128) -> Bool)] = [
      (.equal, { $0 == $1 }), (.notEqual, { $0 != $1 }), (.less, { $0 < $1 }),
      (.lessOrEqual, { $0 <= $1 }),
      (.greater, { $0 > $1 }), (.greaterOrEqual, { $0 >= $1 }),
    ]
    var nodes: [Node] = []
    evaluate(pairs) { builder, fields in
      let (a, b) = (builder.number(fields[0]), builder.number(fields[1]))
      nodes = comparisons.map { builder.compare($0.0, a, b) }
    } _: { evaluator in
      for (record, pair) in pairs.enumerated() {
        for (node, comparison) in zip(nodes, comparisons) {
          var expected: UInt8 = 2
          if let a = scaled(pair[0]), let b = scaled(pair[1]) {
            expected = comparison.1(a, b) ? 1 : 0
          }
          XCTAssertEqual(evaluator.truth(node, record), expected, "\(pair) \(comparison.0)")
        }
      }
    }
  }

  func testArithmeticIsExactOrNull() {
    let pairs = numbers.flatMap { a in numbers.map { [a, $0] } }.filter { $0 != ["", ""] }
    var nodes: [Node] = []
    evaluate(pairs) { builder, fields in
      let (a, b) = (builder.number(fields[0]), builder.number(fields[1]))
      nodes = [Arithmetic.add, .subtract, .modulo].map { builder.arithmetic($0, a, b) }
      nodes.append(builder.arithmetic(.divide, a, b))
    } _: { evaluator in
      for (record, pair) in pairs.enumerated() {
        let (a, b) = (scaled(pair[0]), scaled(pair[1]))
        var expected: [Int128?] = [nil, nil, nil, nil]
        if let a, let b {
          expected = [
            a + b, a - b, b == 0 ? nil : a % b,
            b == 0 ? nil : quotient(a, b).map { $0 * 1_000_000_000 },
          ]
        }
        for (node, value) in zip(nodes, expected) {
          let isNull = evaluator.states[node.index][record] == Evaluator.null
          let fits = value.map { fitsInEighteenDigits($0) } ?? false
          XCTAssertEqual(isNull, !fits, "\(pair)")
          guard !isNull, let value else { continue }
          let scale = Int(evaluator.states[node.index][record])
          XCTAssertEqual(
            Int128(evaluator.values[node.index][record]) * Int128(powersOfTen[18 - scale]), value,
            "\(pair)")
        }
      }
      XCTAssertTrue(
        evaluator.overflowedNodes.contains(nodes[0].index), "a sum of 19 digits is said")
    }
  }

  /// In units of a thousand-millionth, half away from zero; nil where it is far too large.
  private func quotient(_ a: Int128, _ b: Int128) -> Int128? {
    var (a, b) = (a, b)
    while a != 0, a % 10 == 0, b % 10 == 0 { (a, b) = (a / 10, b / 10) }
    let (scaledUp, overflow) = a.multipliedReportingOverflow(by: 1_000_000_000)
    guard !overflow else { return nil }
    let (q, r) = scaledUp.quotientAndRemainder(dividingBy: b)
    guard q.magnitude < 1 << 90 else { return nil }
    let isUp = r.magnitude * 2 >= b.magnitude
    return isUp ? q + ((a < 0) == (b < 0) ? 1 : -1) : q
  }

  private func fitsInEighteenDigits(_ value: Int128) -> Bool {
    var (rest, scale) = (value, 18)
    while scale > 0, rest % 10 == 0 { (rest, scale) = (rest / 10, scale - 1) }
    return rest.magnitude < 1_000_000_000_000_000_000
  }

  func testPartsOfTextCountCharacters() {
    let texts = [
      "Nguyễn Thị Ánh", "a", "ab", "abcdefghij", "đđđđ", "aé", "éa", "𠮷a𠮷", "000099000001", "x y",
    ]
    for start in -12...5 {
      for count in -9...9 {
        var node: Node?
        evaluate(texts.map { [$0, "1"] }) { builder, fields in
          node = builder.substring(
            fields[0], start: builder.number(Decimal(Int64(start))),
            count: builder.number(Decimal(Int64(count))))
        } _: { evaluator in
          for (record, text) in texts.enumerated() {
            // Places from 1, those below zero from the end, as SQLite has it.
            let scalars = Array(text.unicodeScalars)
            let first = start < 0 ? scalars.count + start + 1 : start
            let places = count < 0 ? first + count..<first : first..<first + count
            var part = String.UnicodeScalarView()
            part.append(
              contentsOf: scalars.indices.filter { places.contains($0 + 1) }.map { scalars[$0] })
            let expected = part.isEmpty ? nil : Array(String(part).utf8)
            guard let node else { return XCTFail("no node") }
            XCTAssertEqual(
              evaluator.text(node, record), expected, "\(text) from \(start), \(count)")
          }
        }
      }
    }
  }

  func testBlankIsNoValue() {
    let cells = ["", " ", "\t \t", "a", " a ", "\u{A0}", "NULL", "-"]
    var nodes: [Node] = []
    evaluate(cells.map { [$0, "x"] }) { builder, _ in
      let field = builder.field(0, missing: [Array("NULL".utf8), Array("-".utf8)])
      nodes = [
        builder.isNull(field), builder.compare(.equal, field, builder.text([0x61])),
        builder.characterCount(field),
        builder.trim(field), builder.compare(.equal, field, builder.text([])),
      ]
    } _: { evaluator in
      let isNull: [UInt8] = [1, 1, 1, 0, 0, 0, 1, 1]
      XCTAssertEqual(cells.indices.map { evaluator.truth(nodes[0], $0) }, isNull)
      XCTAssertEqual(cells.indices.map { evaluator.truth(nodes[1], $0) }, [2, 2, 2, 1, 0, 0, 2, 2])
      XCTAssertEqual(
        cells.indices.map { evaluator.integer(nodes[2], $0) }, [nil, nil, nil, 1, 3, 1, nil, nil])
      XCTAssertEqual(evaluator.text(nodes[3], 4), [0x61])
      XCTAssertEqual(evaluator.truth(nodes[4], 0), 2)
    }
  }

  func testDiagnosisAndDigits() {
    let cells = [
      "12", "012", "1", "12345", "123456", "x2", "1x", "", "9-12", "2-3-4", "01/02/2024",
    ]
    let places = [1, 0, 0, 0, 2, 0, 1, nil, 1, 3, 4]
    let digits = ["12", "012", "1", "12345", "123456", "2", "1", nil, "912", "234", "01022024"]
    let diagnosis = ValueDiagnosis(
      name: "test",
      [
        .padded([5], atMost: 3, .pattern("00012|0001x|09-12")), .form(.pattern("[0-9]{6}")),
        .digits("[-0-9]+", .pattern("234|912")), .days([.isoDate, .vietnameseTestDate]), .none,
      ])
    var nodes: [Node] = []
    evaluate(cells.map { [$0, "."] }) { builder, fields in
      nodes = [builder.diagnose(fields[0], diagnosis), builder.digits(fields[0])]
    } _: { evaluator in
      for (record, cell) in cells.enumerated() {
        let text = evaluator.text(nodes[1], record).map { String(decoding: $0, as: UTF8.self) }
        XCTAssertEqual(evaluator.integer(nodes[0], record), places[record], cell)
        XCTAssertEqual(text, digits[record], cell)
      }
    }
  }

  func testTransformsOfRepeatedValuesAreThoseOfEachValue() {
    let reversed = TextTransform(name: "reversed") { $0.reversed() + $0.prefix(1) }
    let words = (0..<600).map { number in
      String(repeating: "ấ", count: number % 23) + String(number % 290, radix: 7)
    }
    var nodes: [Node] = []
    evaluate(words.map { [$0, "."] }) { builder, fields in
      nodes = [builder.transform(fields[0], reversed)]
    } _: { evaluator in
      for (record, word) in words.enumerated() {
        let bytes = Array(word.utf8)
        XCTAssertEqual(evaluator.text(nodes[0], record), bytes.reversed() + bytes.prefix(1), word)
      }
    }
  }

  func testNamedFormats() {
    let arena = ByteArena()
    func check(_ text: String, _ test: (Bytes) -> Bool) -> Bool {
      arena.removeAll()
      _ = arena.append(Array(text.utf8))
      return test(arena.bytes(at: 0, count: text.utf8.count))
    }
    for length in 0...16 {
      let digits = String(repeating: "0", count: length)
      XCTAssertEqual(check(digits, NamedFormats.isCitizenNumber), length == 12)
      for position in 0..<length {
        for byte in "/:a .-" {
          var changed = Array(digits)
          changed[position] = byte
          XCTAssertFalse(check(String(changed), NamedFormats.isCitizenNumber))
        }
      }
    }
    let weights = [31, 29, 23, 19, 17, 13, 7, 5, 3]
    var random = Lottery(9)
    for _ in 0..<3000 {
      let digits = (0..<9).map { _ in random.next(3) == 0 ? 0 : random.next(10) }
      let sum = 10 - zip(weights, digits).reduce(0) { $0 + $1.0 * $1.1 } % 11
      for last in 0...9 {
        let text = (digits + [last]).map(String.init).joined()
        let isGood = last == sum && digits[2...].contains { $0 != 0 }
        XCTAssertEqual(check(text, NamedFormats.isOrganisationTaxNumber), isGood, text)
        XCTAssertEqual(check(text + "-001", NamedFormats.isTaxNumber), isGood, text)
        XCTAssertFalse(check(text + "-000", NamedFormats.isTaxNumber), text)
      }
    }
    for good in [
      "0912345678", "+84912345678", "84912345678", "02412345678", "0321234567", "+842412345678",
    ] {
      XCTAssertTrue(check(good, NamedFormats.isPhone), good)
    }
    for wrong in [
      "", "+", "+84", "0", "091234567", "09123456789", "0111234567", "912345678", "0912 345 678",
      "+84", "+8", "0241234567",
    ] {
      XCTAssertFalse(check(wrong, NamedFormats.isPhone), wrong)
    }
  }
}

extension DateFormat {
  fileprivate static let vietnameseTestDate = (try? DateFormat("%d/%m/%Y")) ?? .isoDate
}
