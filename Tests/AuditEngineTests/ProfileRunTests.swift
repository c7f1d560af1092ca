import AuditModel
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

  /// What a walk passes and the rule kind `text` does not has none of the defects that a closer look would find.
  func testNothingIsPassedThatACloserLookWouldFind() {
    let classes = CharacterClasses.shared
    let onsets = ["", "b", "đ", "Đ", "gi", "h", "kh", "l", "ng", "ngh", "qu", "th", "tr", "x"]
    let vowels =
      "a à á ả ã ạ ă â ấ ầ e é ê ế ề i í ì o ó ô ố ơ u ú ư y ý ia iê iế oa oà oá oã uâ uê uô uố ưa ươ yê uy uý ai ay"
      .split(separator: " ").map(String.init)
    let codas = ["", "n", "ng", "nh", "c", "ch", "m", "p", "t"]
    let latin = ["ø", "ù", "µ", "¸", "©", "ª", "ï", "ö", "ñ", "Ô", "§"]
    var (tried, beyond) = (0, 0)
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
              guard !Evaluator.isPlain(cell) else { continue }
              beyond += 1
              let defects = ReadableText.defects(in: bytes).subtracting([.placeholder])
              if !defects.isEmpty { XCTFail("\(value): \(defects)") }
            }
          }
        }
      }
    }
    XCTAssertGreaterThan(tried, 5_000)
    XCTAssertGreaterThan(beyond, 200)
  }
}
