import XCTest

@testable import AuditKernels

/// The fast reading of JSON agrees with the slow one over the whole text, wherever the text is cut.
final class JSONReaderTests: XCTestCase {
  private static let forms: [JSONFramer.Form] = [
    .lines, .list(.firstList), .list(.path([Array("d".utf8)])), .list(.path([])),
  ]
  private static let alphabet: [String] = [
    "{", "}", "[", "]", ",", ":", "\"a\"", "1", "\n", "\"", "\\", "d",
  ]

  func testEveryShortText() {
    for length in 0...4 {
      var indices = Array(repeating: 0, count: length)
      var number = 0
      repeat {
        let text = indices.map { JSONReaderTests.alphabet[$0] }.joined()
        number += 1
        if length == 4, number % 19 > 0 { continue }
        check(text, JSONReaderTests.forms[number % 4], chunk: number % 3 == 0 ? 1 : 100)
        check("{\"d\":[" + text + "]}", .list(.firstList), chunk: 1 + number % 5)
        check("[{" + text + "},{\"a\":2}]", .list(.path([])), chunk: 1 + number % 7)
      } while advance(&indices)
    }
  }

  func testRandomRecords() {
    var random = SeededRandom(1)
    for round in 0..<2500 {
      let form = JSONReaderTests.forms[round % 4]
      var text = document(form, &random, calm: round % 3 != 0)
      if round % 2 == 0 { mutate(&text, &random) }
      check(text, form, chunk: 1 + random.next(text.count + 1))
      check(text, form, chunk: 64 + random.next(100))
    }
  }

  func testEveryCut() {
    var random = SeededRandom(2)
    for round in 0..<60 {
      let form = JSONReaderTests.forms[round % 4]
      var text = document(form, &random, calm: round % 2 == 0)
      if round % 5 == 0 { mutate(&text, &random) }
      guard text.count < 400 else { continue }
      for chunk in 1...max(1, text.count) { check(text, form, chunk: chunk) }
    }
  }

  func testSmallLimits() {
    var random = SeededRandom(3)
    var limits = JSONLimits()
    limits.cellBytes = 20
    limits.members = 5
    limits.depth = 3
    for round in 0..<3500 {
      let form = JSONReaderTests.forms[round % 4]
      var text = document(form, &random, calm: round % 3 != 0)
      if round % 2 == 0 { mutate(&text, &random) }
      limits.recordsPerFrame = round % 5 == 0 ? 1 + random.next(4) : 1000
      check(text, form, chunk: 1 + random.next(100), limits: limits)
    }
  }

  /// Many records that are written alike, with deviations: what templates are for.
  func testRegularRecords() {
    var random = SeededRandom(4)
    for round in 0..<800 {
      let form = JSONReaderTests.forms[round % 4]
      let style = random.next(4)
      var records: [String] = []
      for _ in 0..<(2 + random.next(20)) {
        records.append(regular(style, hasLists: round % 3 == 0, &random))
      }
      let join = form == .lines ? "\n" : [",", ",\n", ", ", "\n,\n  "][style]
      var text = Array(records.joined(separator: join).utf8)
      switch form {
      case .lines: break
      case .list(.path(let path)) where !path.isEmpty:
        text = Array("{\"x\": [1], \"d\":[\n".utf8) + text + Array("]}\n".utf8)
      default: text = Array("[".utf8) + text + Array("]".utf8)
      }
      if round % 4 == 0 { mutate(&text, &random) }
      check(text, form, chunk: 1 + random.next(300))
      check(text, form, chunk: 10_000)
    }
  }

  /// Lists with a record on each line, as most programs write them, and what comes close to it.
  func testLinesOfLists() {
    var random = SeededRandom(5)
    for round in 0..<3000 {
      let form = JSONReaderTests.forms[1 + round % 3]
      var lines: [String] = []
      for _ in 0..<(1 + random.next(12)) {
        let record = regular(random.next(3), hasLists: round % 3 == 0, &random)
        switch random.next(round % 2 == 0 ? 1000 : 12) {
        case 0: lines.append("{\"a\":[{\"b\":1},\n{\"b\":2}]}")
        case 1: lines.append(record + "," + record)
        case 2: lines.append("{\"a\":\"x},\n{\"}")
        case 3: lines.append("{\"a\":1}},")
        case 4: lines.append(record.replacingOccurrences(of: "\"", with: ""))
        case 5: lines.append(record + " ")
        case 6: lines.append("")
        default: lines.append(record)
        }
      }
      let join = random.pick([",\n", ",\r\n", ", \n ", ",\n  "])
      var text = Array("[\n\(lines.joined(separator: join))\n]\n".utf8)
      if case .list(.path(let path)) = form, !path.isEmpty {
        text = Array("{\"d\":".utf8) + text + Array("}".utf8)
      }
      if round % 5 == 0 { mutate(&text, &random) }
      var limits = JSONLimits()
      if round % 7 == 0 { limits.recordsPerFrame = 1 + random.next(4) }
      if round % 11 == 0 { limits.cellBytes = 20 + random.next(40) }
      check(text, form, chunk: 1 + random.next(300), limits: limits)
      check(text, form, chunk: 10_000, limits: limits)
    }
    XCTAssertGreaterThan(guessedCount, 10_000)
    XCTAssertGreaterThan(wrongCount, 300)
  }

  // MARK: Texts

  private func regular(_ style: Int, hasLists: Bool, _ random: inout SeededRandom) -> String {
    let (comma, colon) = [(",", ":"), (", ", ": "), (",", ":"), (",\n   ", " : ")][style]
    func value() -> String {
      random.pick([
        "\"\"", "\"An\"", "null", "12", "-0.5e+3", "true", "false", "\"Nguyễn Văn Bình ở xã\"",
        "\"a\\/b\"", "\"000099000001\"", "\"\\u0110\\ud83d\\ude00\"", "\"x\\\\\"", "\"\\\"\"",
        "\"2024-05-14T14:28:49+07:00\"",
        "\"\(String(repeating: "x", count: 12 + random.next(24)))\"",
        "\"Xóm Đình, xã \(String(repeating: "ế", count: random.next(12)))\"", "\"Nữ\"",
      ])
    }
    var members = ["a", "e", "text"].filter { _ in random.next(6) > 0 }.map {
      "\"\($0)\"\(colon)\(value())"
    }
    if random.next(4) > 0 {
      members.append("\"b\"\(colon){\"c\"\(colon)\(value())\(comma)\"z\"\(colon)\(value())}")
    }
    members.append("\"last\"\(colon)\(value())")
    if hasLists, random.next(5) > 0 {
      let list = (0..<random.next(4)).map { _ in random.next(20) == 0 ? "[1]" : value() }
      members.append("\"\(random.pick(["list", "x"]))\"\(colon)[\(list.joined(separator: comma))]")
    }
    if random.next(30) == 0 { members.append(members[0]) }
    if random.next(20) == 0 { members.swapAt(0, members.count - 1) }
    return "{" + members.joined(separator: comma) + "}"
  }

  private func document(_ form: JSONFramer.Form, _ random: inout SeededRandom, calm: Bool)
    -> [UInt8]
  {
    let count = random.next(5)
    let records = (0..<count).map { _ in
      calm && random.next(10) > 0
        ? object(&random, depth: 2) : value(&random, depth: 3)
    }
    let space = { (random: inout SeededRandom) in random.pick(["", "", "", " ", "\n", "\r\n\t"]) }
    if form == .lines {
      return Array(
        (random.next(5) == 0 ? "\u{FEFF}" : "").utf8)
        + Array(
          records.map { $0 + random.pick(["\n", "\n", "\r\n", "\n\n", " \n"]) }.joined().utf8)
    }
    let list =
      "[" + space(&random) + records.joined(separator: space(&random) + "," + space(&random)) + "]"
    let before = random.pick(["", "\"x\":{\"d\":1},", "\"y\":[1,{\"d\":[]}],", "\"e\":[],"])
    let after = random.pick(["", ",\"z\":[{\"a\":1}]", ",\"d\":2", ",\"d\":[]"])
    let wrapped = random.pick([
      list, "{\(before)\"d\":\(list)\(after)}", "{\"\\u0064\" : \(list)}",
      "{\"data\":{\"d\":\(list)}}",
    ])
    return Array((wrapped + space(&random)).utf8)
  }

  private func object(_ random: inout SeededRandom, depth: Int) -> String {
    let names = ["a", "b", "c", "text", "b.c", "list", "z", "\\u0061", "ơ", ""]
    let members = (0..<random.next(5)).map { _ in
      "\"\(random.pick(names))\"\(random.pick([":", ":", ": ", " :\n"]))"
        + value(&random, depth: depth)
    }
    return "{" + members.joined(separator: random.pick([",", ", ", "\n,"])) + "}"
  }

  private func value(_ random: inout SeededRandom, depth: Int) -> String {
    if depth > 0, random.next(4) == 0 {
      if random.next(2) == 0 { return object(&random, depth: depth - 1) }
      return "["
        + (0..<random.next(4)).map { _ in value(&random, depth: depth - 1) }.joined(separator: ",")
        + "]"
    }
    return random.pick([
      "\"\"", "\"An\"", "null", "12", "0", "-1", "01", "1.", "1e5", "true", "falsy", "nul",
      "\"\\ud800\"", "\"\\udc00x\"", "\"\\ud83d\\ude00\"", "\"\\u0000\"", "\"\\x\"", "\"\\u12\"",
      "\"Nguyễn\"", "\"a\tb\"", "\"một giá trị dài hơn giới hạn nhỏ\"", "\"{[,]}\"", "\"\\\\\"",
      "\"\\\"}\"", "\"a\nb\"", "\"\\ud800\\u0041\"", "\"\\ud800\\ud800\\udc00\"", "tru e",
    ])
  }

  private func mutate(_ text: inout [UInt8], _ random: inout SeededRandom) {
    let pieces: [[UInt8]] =
      ["\"", "\\", "{", "}", "[", "]", ",", ":", "\n", " ", "\\u", "null", "é", "1"]
      .map { Array($0.utf8) } + [[0], [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xE1, 0xBA]]
    for _ in 0..<(1 + random.next(3)) {
      let at = random.next(text.count + 1)
      switch random.next(4) {
      case 0: text.insert(contentsOf: random.pick(pieces), at: at)
      case 1: text.removeSubrange(at..<min(text.count, at + 1 + random.next(3)))
      case 2:
        let part = text[at..<min(text.count, at + random.next(40))]
        text.insert(contentsOf: part, at: random.next(text.count + 1))
      default: if at < text.count { text[at] ^= UInt8(1 << random.next(8)) }
      }
    }
  }

  private func advance(_ indices: inout [Int]) -> Bool {
    for position in indices.indices {
      indices[position] += 1
      if indices[position] < JSONReaderTests.alphabet.count { return true }
      indices[position] = 0
    }
    return false
  }

  // MARK: Checking

  /// Records read by guessing, and texts whose lines looked like records and were none.
  private var guessedCount = 0
  private var wrongCount = 0

  private func check(
    _ text: String, _ form: JSONFramer.Form, chunk: Int, file: StaticString = #filePath,
    line: UInt = #line
  ) {
    check(Array(text.utf8), form, chunk: chunk, file: file, line: line)
  }

  private func check(
    _ text: [UInt8], _ form: JSONFramer.Form, chunk: Int, limits: JSONLimits = JSONLimits(),
    file: StaticString = #filePath, line: UInt = #line
  ) {
    let twin = JSONTwin(
      form: form, fields: jsonFields(["a", "text", "b.c", "list", "e"], text: ["text", "list"]),
      limits: limits)
    let shown =
      "\(String(decoding: text, as: UTF8.self).debugDescription) as \(form), cut at \(chunk)"
    let expected = twin.read(text)
    do {
      let found = try JSONChunkedReading(twin: twin, chunk: chunk).read(text)
      if found != expected {
        XCTFail("\(shown): \(found.difference(from: expected))", file: file, line: line)
      }
      guard form != .lines else { return }
      var guessing = JSONChunkedReading(twin: twin, chunk: chunk)
      guessing.guessesLines = true
      let guessed = try guessing.read(text)
      guessedCount += guessing.guessed.recordCount
      guard guessed != expected else { return }
      XCTFail("\(shown), by lines: \(guessed.difference(from: expected))", file: file, line: line)
    } catch is JSONChunkedReading.GuessedWrong {
      wrongCount += 1
    } catch {
      XCTFail("\(shown): \(error)", file: file, line: line)
    }
  }
}
