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

  func testSeedsAreReadPlainlyHoweverTheyAreCut() throws {
    for seed in XMLMutations.seeds {
      for cut in stride(from: 1, through: 80, by: 3) {
        XCTAssertTrue(try XMLAgreement.check(Array(seed.utf8), cuts: cut), seed)
      }
    }
  }
}
