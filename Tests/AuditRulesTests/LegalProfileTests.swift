import AuditModel
import AuditRules
import Foundation
import XCTest

final class LegalProfileTests: XCTestCase {
  private static let rules = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("rules")

  private func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: Self.rules.appendingPathComponent(path)))
  }

  private func shipped() throws -> [LegalProfile] {
    try ["nd47-2020", "nd278-2025", "dqi-2026"].map {
      try LegalProfile.read(bytes("profiles/\($0).json"), file: $0)
    }
  }

  private func day(_ text: String) throws -> CivilDate { try XCTUnwrap(CivilDate(iso: text)) }

  func testTheProfileIsTheOneInForceOnTheLastDayOfThePeriod() throws {
    let profiles = try shipped()
    for (last, id) in [
      ("2020-05-24", nil), ("2020-05-25", "nd47-2020"), ("2025-10-21", "nd47-2020"),
      ("2025-10-22", "nd278-2025"), ("2026-12-14", "nd278-2025"),
    ] as [(String, String?)] {
      XCTAssertEqual(LegalProfile.chosen(among: profiles, on: try day(last))?.id, id, last)
    }
  }

  func testShippedProfilesHaveTheFourPartsAndTheirTexts() throws {
    for profile in try shipped() where profile.use == .legal {
      XCTAssertEqual(profile.outline.parts.map(\.letter), ["a", "b", "c", "d"], profile.id)
      XCTAssertEqual(profile.outline.parts.map(\.isInventory), [true, false, false, false])
      XCTAssertFalse(profile.basisTexts.isEmpty, profile.id)
      let covered = profile.outline.parts.flatMap { $0.aspects.flatMap(\.dimensions) }
      XCTAssertEqual(Set(covered), Set(Dimension.allCases), profile.id)
      XCTAssertEqual(covered.count, Dimension.allCases.count, "\(profile.id): one aspect each")
      XCTAssertEqual(Set(profile.deadlines.keys), Set(Severity.allCases), profile.id)
      XCTAssertFalse(profile.steps.isEmpty, profile.id)
      XCTAssertEqual(profile.steps.map(\.days), profile.steps.map(\.days).sorted(), profile.id)
    }
  }

  func testEveryMistakeOfAProfileIsToldWithItsPlace() throws {
    let text = """
      {"format": "soat-profile/1", "id": "x", "version": "1", "title": "X", "use": "legall",
       "from": "2025-02-30",
       "texts": [{"id": "A", "cite": "a"}, {"id": "A", "cite": "b"}],
       "basis": ["B"],
       "act": {"name": "n", "report": "r", "plan": "p"},
       "outline": {"parts": [{"letter": "a", "title": "t", "aspects": [{"title": "z", "dimensions": ["validty"], "kinds": ["logg"]}]}]},
       "scoring": {"id": "s", "title": "s", "bands": [{"from": 10, "name": "n"}]},
       "steps": [{"title": "t", "days": 1001}],
       "deadline": {}}
      """
    XCTAssertThrowsError(try LegalProfile.read(Array(text.utf8), file: "x.json")) { error in
      let all = (error as? Diagnostics)?.all ?? []
      XCTAssertEqual(
        Set(all.map { "\($0.code):\($0.location?.line ?? 0)" }),
        [
          "rule-file.wrong-value:1", "rule-file.wrong-value:2", "rule-file.duplicate-legal:3",
          "rule-file.unknown-legal:4", "rule-file.missing-key:5", "rule-file.wrong-value:6",
          "rule-file.unknown-kind:6", "rule-file.wrong-value:7", "rule-file.missing-key:8",
          "rule-file.wrong-value:8", "rule-file.unknown-key:9",
        ])
    }
  }

  func testTheRegisterFollowsWhoSucceededWhom() throws {
    let register = try AgencyRegister.read(bytes("registers/co-quan.json"), file: "r")
    for (id, on, found) in [
      ("stttt-binh-dinh", "2024-12-31", "stttt-binh-dinh"),
      ("stttt-binh-dinh", "2025-05-01", "skhcn-binh-dinh"),
      ("stttt-binh-dinh", "2026-12-16", "skhcn-gia-lai"),
      ("skhcn-gia-lai", "2025-05-01", "skhcn-binh-dinh"),
      // Two provinces were merged: before that day neither is the one that is meant.
      ("ubnd-gia-lai", "2025-05-01", nil),
      ("nobody", "2025-05-01", nil),
    ] as [(String, String, String?)] {
      XCTAssertEqual(register.agency(id, on: try day(on))?.id, found, "\(id) \(on)")
    }
  }

  func testDeadlinesAreWorkingDays() throws {
    let table = try HolidayTable.read(bytes("registers/ngay-nghi.json"), file: "h")
    for (start, count, end) in [
      // Friday, then the Monday after it.
      ("2026-12-18", 1, "2026-12-21"), ("2026-12-16", 10, "2026-12-30"),
      // New Year's Day and a weekend between.
      ("2026-12-31", 1, "2027-01-04"),
      // Tết of 2026, 16 to 20 February.
      ("2026-02-13", 1, "2026-02-23"),
      // A Saturday worked instead of a Friday off.
      ("2026-01-09", 1, "2026-01-10"), ("2026-12-16", 0, "2026-12-16"),
    ] {
      XCTAssertEqual(
        table.day(count, workingDaysAfter: try day(start)), try day(end), "\(start) + \(count)")
    }
    XCTAssertTrue(table.isConfirmed(from: try day("2026-01-01"), to: try day("2026-12-31")))
    XCTAssertFalse(table.isConfirmed(from: try day("2026-12-16"), to: try day("2027-01-08")))
  }
}
