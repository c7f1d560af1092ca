import AuditEngine
import AuditModel
import AuditSystem
import AuditText
import Foundation
import XCTest

@testable import AuditSources

/// The same records give the same findings, whatever they are written in.
final class SameTableTests: XCTestCase {
  func testEachEncodingGivesTheSameFindings() throws {
    let register = SmallRegister(count: 1200, faults: true)
    let plain = try run(.bytes(register.people), register)
    XCTAssertGreaterThan(plain.counts.count, 10)
    for encoding in TextEncoding.allCases where encoding != .windows1252 && encoding != .utf8 {
      let bytes = try XCTUnwrap(
        encoded(String(decoding: register.people, as: UTF8.self), encoding), encoding.title)
      let found = try run(.bytes(bytes), register)
      XCTAssertEqual(found.listed, plain.listed, encoding.title)
      XCTAssertEqual(found.counts, plain.counts, encoding.title)
      XCTAssertEqual(found.source.sha256, SHA256.hex(digestOf: bytes))
      XCTAssertEqual(found.source.byteCount, bytes.count)
      let named = found.source.details.first { $0.name == "encoding" }?.value
      XCTAssertEqual(named, (encoding == .tcvn5712 ? .tcvn3 : encoding).title)
      // An encoding of before Unicode is a finding of its own; UTF-16 is none.
      XCTAssertEqual(found.headerFailures, encoding.isUTF16 ? 0 : 1, encoding.title)
    }
    XCTAssertEqual(plain.headerFailures, 0)
  }

  func testAStreamInAnotherEncodingToo() throws {
    let register = SmallRegister(count: 300, faults: true)
    let plain = try run(.bytes(register.people), register)
    let bytes = try XCTUnwrap(encoded(String(decoding: register.people, as: UTF8.self), .vni))
    let input = ByteInput.decoded(
      DecodedInput(.bytes(bytes), try XCTUnwrap(TextDecoder(.vni))))
    XCTAssertEqual(try run(input, register).listed, plain.listed)
  }

  func testADatabaseGivesTheSameFindings() throws {
    let register = SmallRegister(count: 1200, faults: true)
    let plain = try run(.bytes(register.people), register)
    let lines = String(decoding: register.people, as: UTF8.self).split(separator: "\n")
    var sql = [
      "BEGIN", "CREATE TABLE nguoi(so TEXT, ten TEXT, sinh TEXT, cap TEXT, xa TEXT, cha TEXT)",
    ]
    for line in lines.dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      let values = cells.map { "'\($0.filter { $0 != "\"" })'" }.joined(separator: ", ")
      sql.append("INSERT INTO nguoi VALUES(\(values))")
    }
    let fixture = try SQLiteFixture(sql + ["COMMIT"])
    for workers in [1, 3] {
      let found = try run(.file(InputFile(fixture.path)), register, workers: workers)
      XCTAssertEqual(found.listed, plain.listed)
      XCTAssertEqual(found.counts, plain.counts)
      XCTAssertEqual(found.source.sha256, SHA256.hex(digestOf: fixture.bytes))
    }
  }

  func testBytesThatTheEncodingHasNotAreFindings() throws {
    let register = SmallRegister(count: 200, faults: false)
    var bytes = try XCTUnwrap(
      encoded(String(decoding: register.people, as: UTF8.self), .windows1258))
    // A letter of a name on the 101st line.
    let line = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)[100]
    let place = try XCTUnwrap(line.firstIndex { $0 >= 0x80 })
    bytes[place] = 0x81
    let found = try run(.bytes(bytes), register)
    XCTAssertEqual(found.listed["nguoi.structure"], [100])
    XCTAssertEqual(found.source.details.first { $0.name == "undecodable" }?.value, "1")
  }

  private struct Outcome {
    var listed: [String: [Int]]
    var counts: [String]
    var source: SourceDescription
    var headerFailures: Int
  }

  private func run(
    _ people: ByteInput, _ register: SmallRegister, workers: Int = 2
  ) throws -> Outcome {
    let run = try EngineRun(
      pack: SmallRegister.pack,
      [.init(name: "xa", input: .bytes(register.communes)), .init(name: "nguoi", input: people)],
      options: AuditOptions(workers: workers))
    let result = try XCTUnwrap(run.results.first { $0.name == "nguoi" })
    let header = result.rules.first { $0.id == "nguoi.header" }
    return Outcome(
      listed: try run.listed().filter { $0.key != "nguoi.header" },
      counts: run.results.flatMap(\.rules).filter { $0.id != "nguoi.header" }
        .map { "\($0.id) \($0.counts)" },
      source: result.source, headerFailures: header?.counts.failed ?? -1)
  }

  private func encoded(_ text: String, _ encoding: TextEncoding) -> [UInt8]? {
    switch encoding {
    case .utf8: Array(text.utf8)
    case .utf16LittleEndian: text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    case .utf16BigEndian: text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    default: encoding.table?.bytes(of: text)
    }
  }
}
