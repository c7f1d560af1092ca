import AuditKernels
import AuditModel
import AuditSources
import AuditSystem
import XCTest

/// Our scanner of plain XML and libxml2 say the same of every document that the scanner takes upon itself.
final class XMLAgreementTests: XCTestCase {
  func testChangedDocumentsAreReadAlikeOrHandedOver() throws {
    var changes = XMLMutations(seed: 7)
    var taken = 0
    for round in 0..<2400 {
      let document = changes.document()
      let isTaken = try XMLAgreement.check(document, cuts: 1 + changes.next(100)) {
        XMLAgreement.vary(&$0, round)
      }
      if isTaken { taken += 1 }
    }
    XCTAssertGreaterThan(taken, 800)
    print("XML: \(taken) of 2400 changed documents read plainly")
  }

  func testTextBesideElementsIsAFinding() throws {
    let cases: [(document: String, strays: [Int])] = [
      ("<ds><r>abc<id>1</id></r><r><id>2</id></r></ds>", [1]),
      ("<ds><r><id>1</id>abc</r><r><id>2</id>\n \t<b>x</b> &#32;<!-- c --></r></ds>", [1]),
      ("<ds><r>a<id>1</id>b<b/>c</r><r>d<id>2</id></r></ds>", [1, 2]),
      ("<ds><r><dc>a<xa>1</xa></dc></r><r><dc><xa>2</xa><![CDATA[b]]></dc></r></ds>", [1, 2]),
      ("<ds><r><dc><xa>1</xa><![CDATA[ ]]></dc></r><r><dc>&#10;<xa>2</xa></dc></r></ds>", []),
      // The text of a field with elements in it is its value, and told as such.
      ("<ds><r><e>a<f>1</f></e><e>b</e></r><r><e>c</e></r></ds>", []),
    ]
    for (document, strays) in cases {
      for cut in [1, 5, 1000] {
        XCTAssertTrue(try XMLAgreement.check(Array(document.utf8), cuts: cut), document)
      }
      for isPlain in [true, false] {
        let (outcome, _) = try XMLReading().outcome(Array(document.utf8), plainly: isPlain)
        guard case .read(let records, _, _) = outcome else { return XCTFail(document) }
        let found = records.indices.filter { index in
          records[index].defects.filter { $0.defect == .strayText }.count == 1
        }
        XCTAssertEqual(found.map { $0 + 1 }, strays, document)
      }
    }
  }

  func testTextOfAnElementWhoseFieldsLieWithinIsAFindingLate() throws {
    // Beyond the first megabyte, in which names are looked for.
    let long = String(repeating: "1", count: 100_000)
    let filler = String(repeating: "<r><dc><xa>\(long)</xa></dc></r>\n", count: 12)
    let document = Array("<ds>\(filler)<r><dc>Xã Mẫu</dc></r><r>chữ</r><r><dc> </dc></r></ds>".utf8)
    for isPlain in [true, false] {
      let (outcome, _) = try XMLReading().outcome(document, plainly: isPlain)
      guard case .read(let records, _, _) = outcome else { return XCTFail("not read") }
      XCTAssertEqual(
        records.suffix(3).map { $0.defects.map(\.defect) }, [[.strayText], [.strayText], []])
      XCTAssertTrue(records.dropLast(3).allSatisfy(\.defects.isEmpty))
    }
  }

  func testSeedsAreReadPlainlyHoweverTheyAreCut() throws {
    for seed in XMLMutations.seeds {
      for cut in stride(from: 1, through: 80, by: 3) {
        XCTAssertTrue(try XMLAgreement.check(Array(seed.utf8), cuts: cut), seed)
      }
    }
  }
}
