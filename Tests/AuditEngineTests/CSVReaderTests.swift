import AuditModel
import AuditSources
import AuditSystem
import XCTest

@testable import AuditKernels

/// The fast reading agrees with the slow scan over the whole text, wherever the text is cut.
final class CSVReaderTests: XCTestCase {
  private let reading = ChunkedReading()
  private static let alphabet: [[UInt8]] = [
    [0x61], [0x2C], [0x22], [0x0A], [0x0D], [0x20], [0], [0xC3], [0xA9],
  ]

  func testEveryShortText() {
    for length in 0...4 {
      var indices = Array(repeating: 0, count: length)
      repeat {
        let text = indices.flatMap { CSVReaderTests.alphabet[$0] }
        for chunk in 1...max(1, length)
        where chunk == 1 || chunk == length
          || (text.count + text.reduce(0) { $0 + Int($1) }) % 5 == chunk
        {
          check(text, chunk: chunk, header: 0)
        }
      } while advance(&indices)
    }
  }

  func testRandomTextsOverBlocks() {
    var random = SmallRandom(1)
    let pieces: [[UInt8]] =
      CSVReaderTests.alphabet
      + ["é", "aaaa", ",,", "\"a\"", "\"a\na\"", "\"\"", "\r\n", "a,a\n"].map { Array($0.utf8) }
    for _ in 0..<4000 {
      var text: [UInt8] = []
      let calm = random.next(4)
      for _ in 0..<(1 + random.next(60)) {
        text +=
          calm > 0 && random.next(8) < 7
          ? random.pick(["a", ",", "a,a\n", "\"b\"", "a", ",a", "\n"].map { Array($0.utf8) })
          : random.pick(pieces)
      }
      check(text, chunk: 1 + random.next(text.count), header: random.next(3))
      check(text, chunk: 64 + random.next(80), header: 1)
    }
  }

  func testRegularTablesOfAllLineEnds() {
    var random = SmallRandom(2)
    for round in 0..<600 {
      let end = ["\n", "\r\n", "\r"][round % 3]
      let fields = 1 + random.next(5)
      var text = round % 5 == 0 ? "\u{FEFF}" : ""
      for _ in 0..<(2 + random.next(30)) {
        text += (0..<fields).map { _ in
          random.pick(["", "a", "bc", "Nguyễn", "\"x, y\"", "\"a\"\"b\"", "\"1\(end)2\""])
        }.joined(separator: ",")
        text += random.next(20) == 0 ? end + end : end
      }
      if round % 2 == 0 { text.removeLast() }
      let bytes = Array(text.utf8)
      check(bytes, chunk: 1 + random.next(150), header: 1)
      check(bytes, chunk: bytes.count, header: 1)
    }
  }

  func testSmallLimits() {
    var random = SmallRandom(3)
    let pieces = [
      "a", "aaaaaaa", "\"", "\"b", "\n", "\r\n", "\r", ",", "\"\"", "é", "a,b\n", "x\n",
    ].map { Array($0.utf8) }
    for _ in 0..<4000 {
      var text = Array("a,b\n".utf8)
      for _ in 0..<(1 + random.next(50)) { text += random.pick(pieces) }
      check(text, chunk: 1 + random.next(40), header: 1, cellLimit: 20, fieldLimit: 4)
      check(text, chunk: 1000, header: 1, cellLimit: 20, fieldLimit: 4)
    }
  }

  func testSkippedLines() {
    let text = Array("Danh sách\r\n\"x\rso,ten\n1,An\n\n2,\"Bình\n\"\n".utf8)
    for chunk in 1...text.count { check(text, chunk: chunk, header: 1, skipped: 2) }
    var options = SourceOptions()
    options.csv.delimiter = 0x2C
    options.csv.skippedLines = 2
    XCTAssertEqual(try reading.records(of: text, options).map(\.line), [4, 6])
  }

  func testNeverClosedQuoteCostsOneRecord() throws {
    let text = "so,ten\n1,An\n2,\"Bình\n3,Chi\n4,Dung tên dài\n5,\"Em\"\n"
    var options = SourceOptions()
    options.csv.delimiter = 0x2C
    options.limits.cellBytes = 20
    for chunk in 1...text.utf8.count {
      options.chunkBytes = chunk
      let records = try reading.records(of: Array(text.utf8), options)
      XCTAssertEqual(records.map(\.line), [2, 3, 4, 5, 6])
      XCTAssertEqual(
        records.map { String(decoding: $0.fields[0], as: UTF8.self) }, ["1", "2", "3", "4", "5"])
      XCTAssertEqual(records.map { $0.defects.map(\.defect) }, [[], [.unclosedQuote], [], [], []])
      XCTAssertEqual(records[1].fields[1], Array("Bình".utf8))
    }
  }

  func testRecordOverItsLimitIsCutThere() throws {
    let text = "so,ten\n1,\(String(repeating: "x", count: 60))\n2,An\n"
    var options = SourceOptions()
    options.csv.delimiter = 0x2C
    options.limits.cellBytes = 20
    for chunk in 1...text.utf8.count {
      options.chunkBytes = chunk
      let records = try reading.records(of: Array(text.utf8), options)
      XCTAssertEqual(records.map(\.line), [2, 3], "\(chunk)")
      XCTAssertEqual(records.map { $0.defects.map(\.defect) }, [[.tooLong], []])
      XCTAssertEqual(records[1].fields, [Array("2".utf8), Array("An".utf8)])
    }
  }

  func testWorkIsLinearInHostileTexts() throws {
    let hostile = ["\n", ",", "\"", "\"a\n", "\"\"\n", "a\"b\n", "\r"]
    for piece in hostile {
      var options = SourceOptions()
      options.csv.delimiter = 0x2C
      options.csv.headerRecords = 0
      options.chunkBytes = 64
      options.limits.cellBytes = 200
      options.limits.fieldsPerRecord = 50
      var reads: [Int] = []
      for repeats in [200, 400, 800] {
        let text = Array(String(repeating: piece, count: repeats).utf8)
        _ = try? reading.records(of: text, options)
        reads.append((reading.reader as? FramedReader)?.batchCount ?? 0)
      }
      XCTAssertLessThanOrEqual(reads[2], reads[1] * 2 + 8, piece)
    }
  }

  private func advance(_ indices: inout [Int]) -> Bool {
    for position in indices.indices {
      indices[position] += 1
      if indices[position] < CSVReaderTests.alphabet.count { return true }
      indices[position] = 0
    }
    return false
  }

  private func check(
    _ text: [UInt8], chunk: Int, header: Int, skipped: Int = 0, cellLimit: Int? = nil,
    fieldLimit: Int? = nil,
    file: StaticString = #filePath, line: UInt = #line
  ) {
    var options = SourceOptions()
    options.csv.delimiter = 0x2C
    options.chunkBytes = chunk
    options.csv.headerRecords = header
    options.csv.skippedLines = skipped
    if let cellLimit { options.limits.cellBytes = cellLimit }
    if let fieldLimit { options.limits.fieldsPerRecord = fieldLimit }
    let shown =
      "\(String(decoding: text, as: UTF8.self).debugDescription) in pieces of \(chunk), \(header) header"
    let whole = try? WholeReading.records(of: text, options)
    do {
      let found = try reading.records(of: text, options)
      guard found != whole else { return }
      XCTFail("\(shown): \(found) instead of \(whole ?? [])", file: file, line: line)
    } catch {
      if whole != nil { XCTFail("\(shown): \(error)", file: file, line: line) }
    }
  }
}
