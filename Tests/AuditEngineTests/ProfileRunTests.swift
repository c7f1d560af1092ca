import AuditModel
import AuditRules
import AuditSources
import AuditSystem
import AuditText
import XCTest

@testable import AuditEngine
@testable import AuditKernels

final class ProfileRunTests: XCTestCase {
  /// Batches of every size give the same facts, sketches and samples included.
  func testBatchesDoNotMatter() throws {
    var text = "so,ten\n"
    for record in 0..<3_000 { text += "\(record * 31),\"Xã\n\(record % 50)\"\n" }
    var seen: Set<String> = []
    for chunk in [64, 1_000, 4_096, 1 << 20] {
      for workers in [1, 3] {
        var options = SourceOptions()
        options.chunkBytes = chunk
        let source = try CSVSource(.bytes(Array(text.utf8)), path: "a.csv", options: options)
        let outcome = try ProfileRun(workers: workers).run(source)
        let day = try XCTUnwrap(CivilDate(year: 2026, month: 1, day: 1))
        let profile = outcome.profile(name: "a", date: day, showsValues: true)
        XCTAssertEqual(profile.recordCount, 3_000)
        XCTAssertEqual(profile.fields.map(\.distinct), [3_000, 50])
        seen.insert("\(profile.fields)")
      }
    }
    XCTAssertEqual(seen.count, 1)
  }

  private func profile(_ csv: String, workers: Int = 2) throws -> DatasetProfile {
    let source = try CSVSource(.bytes(Array(csv.utf8)), path: "a.csv", options: SourceOptions())
    let day = try XCTUnwrap(CivilDate(year: 2026, month: 1, day: 1))
    return try ProfileRun(workers: workers).run(source).profile(
      name: "a", date: day, showsValues: false)
  }

  /// Each format's own examples are of it, and those that are none are not.
  func testEveryFormatIsFound() throws {
    for format in ValueFormat.all {
      let values = format.valid.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"\n" }
      let whole = try profile("a\n" + values.joined())
      let share = try XCTUnwrap(
        whole.fields[0].formats.first { $0.name == format.name }, format.name)
      XCTAssertEqual(
        share,
        FormatShare(
          name: format.name, count: format.valid.count, total: format.valid.count, isSample: false))
      let others = format.invalid.filter { !$0.text.isEmpty }
      let none = try profile(
        "a\n" + others.map { "\"" + $0.text.replacing("\"", with: "\"\"") + "\"\n" }.joined())
      XCTAssertNil(none.fields[0].formats.first { $0.name == format.name }, format.name)
    }
    XCTAssertEqual(ValueFormat.tests.count, ValueFormat.all.count)
  }

  /// What is counted while values are read is what the formats' tests say of them.
  func testCountsOfFormatsAreThoseOfTheirTests() throws {
    let values = [
      "29/02/2024", "30/02/2024", "1/2/2024", "01/2/2024", "31/12/1950", "2024-02-29", "2024-13-01",
      "-024-01-01", "1950-12-31", "000099000001", "0100233488", "0990000001", "+84990000001",
      "84990000001", "0314409058-002", "02000000001", "0100233480", "12/2024", "1//2024",
    ]
    var csv = "a\n"
    for (index, value) in values.enumerated() {
      csv += String(repeating: value + "\n", count: index + 1)
    }
    let source = try CSVSource(.bytes(Array(csv.utf8)), path: "a.csv", options: SourceOptions())
    let facts = try ProfileRun(workers: 1).run(source).facts[0]
    for (name, count) in facts.countedFormats {
      let test = try XCTUnwrap(ValueFormat.tests.first { $0.name == name })
      var expected = 0
      for (index, value) in values.enumerated() {
        let arena = ByteArena(capacity: 64)
        _ = arena.append(Array(value.utf8))
        if test.accepts(arena.bytes(at: 0, count: value.utf8.count)) { expected += index + 1 }
      }
      XCTAssertEqual(count, expected, name)
      XCTAssertGreaterThan(count, 0, name)
    }
  }

  /// The narrowest of the formats that fit, and none for numbers that fit by chance.
  func testTheNarrowestFormatIsNamed() throws {
    let fields: [(name: String, format: String?, value: (Int) -> String)] = [
      ("so_dinh_danh", "vn-cccd", { "0000990\(10_000 + $0)" }),
      ("dien_thoai", "vn-phone", { "09900\(10_000 + $0)" }),
      ("so_bhxh", "vn-bhxh", { "79000\(10_000 + $0)" }),
      ("so_khac", nil, { "79000\(10_000 + $0)" }),
      ("so_cmnd", "vn-cmnd", { "20000\(1_000 + $0)" }), ("thu_nhap", nil, { "20000\(1_000 + $0)" }),
      ("ma_xa", "vn-admin-unit-commune", { "\(10_000 + $0)" }),
      ("so_luong", nil, { "\(10_000 + $0)" }),
      ("ngay", "vn-date", { "\(10 + $0 % 19)/0\($0 % 9 + 1)/2020" }),
      ("ngay_iso", "iso-date", { "2020-0\($0 % 9 + 1)-\(10 + $0 % 19)" }),
      ("so_tien", "vn-number", { "\($0),5" }), ("diem", nil, { "\($0 % 10).5" }),
      ("vi_do", "vn-latitude", { "1\($0 % 9).\(1_000 + $0)" }),
      ("co_quan", "vn-agency-id", { "G\(10 + $0 % 80)" }), ("ma_benh", nil, { "A\(10 + $0 % 80)" }),
    ]
    var csv = fields.map(\.name).joined(separator: ",") + "\n"
    for record in 0..<200 {
      csv += fields.map { "\"\($0.value(record))\"" }.joined(separator: ",") + "\n"
    }
    let found = try profile(csv).fields
    for (field, expected) in zip(found, fields) {
      XCTAssertEqual(field.namedFormat?.name, expected.format, expected.name)
      if let format = field.namedFormat { XCTAssertEqual(format.count, 200, expected.name) }
    }
  }

  /// Past the bound of exact counts a format's share is the sample's, and says so, however records are shared out.
  func testFormatsOfManyValuesAreThoseOfTheSample() throws {
    var csv = "khoa,so\n"
    for record in 0..<80_000 {
      let key =
        record % 50 == 0 ? "x\(record)" : "123e4567-e89b-12d3-a456-4266141\(10_000 + record)"
      csv += "\(key),0000990\(10_000 + record)\n"
    }
    let all = try [1, 2, 7].map { try profile(csv, workers: $0) }
    XCTAssertEqual(Set(all.map { "\($0.fields)" }).count, 1)
    let (key, number) = (all[0].fields[0], all[0].fields[1])
    let share = try XCTUnwrap(key.namedFormat)
    XCTAssertEqual(share.name, "uuid")
    XCTAssertTrue(share.isSample)
    XCTAssertEqual(share.total, 4_096)
    XCTAssertEqual(Double(share.count) / 4_096, 0.98, accuracy: 0.01)
    // Counted while values are tallied: of the records whose form is looked at.
    XCTAssertEqual(
      number.namedFormat,
      FormatShare(
        name: "vn-cccd", count: number.formTotal, total: number.formTotal, isSample: true))
    XCTAssertEqual(number.typeCount, number.formTotal)
  }

  /// Past the bound of exact counts form is told of a sample that says so; how many, how long and the bounds of all.
  func testTheFormOfManyValuesIsThatOfASample() throws {
    var csv = "ten,ma\n"
    for record in 0..<120_000 {
      // One of them is the longest.
      let plain = record % 4 == 0 ? "tên \(100_000 + record)" : "T\(100_000 + record)"
      csv += "\(record == 70_001 ? "Ạ một tên dài" : plain),\(record % 7)\n"
    }
    let all = try [1, 2, 7].map { try profile(csv, workers: $0) }
    XCTAssertEqual(Set(all.map { "\($0.fields)" }).count, 1)
    let (name, few) = (all[0].fields[0], all[0].fields[1])
    XCTAssertEqual([name.filled, name.shortest, name.longest], [120_000, 7, 13])
    XCTAssertEqual(name.lengths.reduce(0, +), 120_000)
    XCTAssertTrue(name.isFormSampled)
    XCTAssertEqual(Double(name.formTotal), 7_500, accuracy: 300)
    XCTAssertEqual(name.patterns.reduce(0) { $0 + $1.count }, name.formTotal)
    // What two standard errors are at most, rounded up: 100 / √7500 = 1.16 points.
    XCTAssertEqual(name.formError, 116, accuracy: 3)
    let small = name.scaled(
      name.patterns.filter { $0.name.hasPrefix("a") }.reduce(0) { $0 + $1.count })
    XCTAssertEqual(Double(small), 30_000, accuracy: 120_000 * 0.0116)
    XCTAssertFalse(few.isFormSampled)
    XCTAssertEqual([few.formTotal, few.typeCount, few.formError], [120_000, 120_000, 0])
  }

  /// Few records with more text than a table takes: none is left out.
  func testTheFormOfFewLongValuesIsThatOfAll() throws {
    let long = String(repeating: "điều ", count: 4_000)
    var csv = "a\n"
    for record in 0..<300 { csv += "\(record) \(long)\n" }
    let field = try profile(csv).fields[0]
    XCTAssertFalse(field.isDistinctExact)
    XCTAssertEqual([field.filled, field.formTotal, field.typeCount], [300, 300, 300])
    XCTAssertEqual(field.defects, [NamedCount("stray-space", 300)])
  }

  /// What a walk passes has none of the defects that a closer look would find.
  func testNothingIsPassedThatACloserLookWouldFind() {
    let classes = CharacterClasses.shared
    let onsets = ["", "b", "đ", "Đ", "gi", "h", "kh", "l", "ng", "ngh", "qu", "th", "tr", "x"]
    let vowels =
      "a à á ả ã ạ ă â ấ ầ e é ê ế ề i í ì o ó ô ố ơ u ú ư y ý ia iê iế oa oà oá oã uâ uê uô uố ưa ươ yê uy uý ai ay"
      .split(separator: " ").map(String.init)
    let codas = ["", "n", "ng", "nh", "c", "ch", "m", "p", "t"]
    let latin = ["ø", "ù", "µ", "¸", "©", "ª", "ï", "ö", "ñ", "Ô", "§"]
    var tried = 0
    for onset in onsets {
      for vowel in vowels {
        for coda in codas {
          for strange in [""] + latin {
            let word = onset + vowel + strange + coda
            for value in [word, "Nguyễn \(word)", "\(word) \(word)"] where !value.isEmpty {
              let bytes = Array(value.utf8)
              let arena = ByteArena(capacity: 64)
              _ = arena.append(bytes)
              let cell = arena.bytes(at: 0, count: bytes.count)
              guard !ValueScan(cell, classes).isSuspect else { continue }
              tried += 1
              let defects = ReadableText.defects(in: bytes).subtracting([.placeholder])
              if !defects.isEmpty { XCTFail("\(value): \(defects)") }
            }
          }
        }
      }
    }
    XCTAssertGreaterThan(tried, 5_000)
  }
}
