import XCTest

@testable import AuditKernels

/// The table of categories, against the standard library that it was made from.
final class CategoryRunTests: XCTestCase {
  private static let letters: [Unicode.GeneralCategory: Character] = {
    let order: [Unicode.GeneralCategory] = [
      .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber,
      .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol,
      .modifierSymbol, .otherSymbol, .spaceSeparator, .lineSeparator, .paragraphSeparator,
    ]
    return Dictionary(
      uniqueKeysWithValues: zip(order, "ABCDEFGHIJKLMNOPQRSTUVWXY".map { $0 }))
  }()

  func testTheTableIsTheStandardLibrarys() {
    var table = ""
    var (last, count): (Character?, Int) = (nil, 0)
    func end() {
      guard let last else { return }
      table.append(last)
      if count > 1 { table += "\(count)" }
    }
    for value in 0...UInt32(0x10_FFFF) {
      let category = Unicode.Scalar(value)?.properties.generalCategory
      let letter = category.flatMap { CategoryRunTests.letters[$0] } ?? "-"
      if letter == last {
        count += 1
      } else {
        end()
        (last, count) = (letter, 1)
      }
    }
    // The last run, of no category, is left out.
    XCTAssertEqual(last, "-")
    XCTAssertEqual(CategoryRuns.table, table, "the library's table, as it is now")
  }

  func testNamesAreCategoriesAndTheirGroups() {
    let cases: [(String, String, String)] = [
      ("Lu", "AĐẠ", "ađ1 "), ("Ll", "ađạ", "AĐ1 "), ("L", "AđẠ中", "1 -"), ("Nd", "09٣", "a²"),
      ("N", "09²Ⅷ", "a"), ("M", "\u{301}\u{323}", "aạ"), ("P", "-_(.»", "a+"), ("S", "+₫©", "a-"),
      ("Z", " \u{A0}\u{2028}", "a\t"), ("Zs", " \u{3000}", "\u{2028}"), ("Co", "", ""),
    ]
    for (name, inside, outside) in cases {
      let set = ScalarSet.category(name)
      XCTAssertEqual(set == nil, inside.isEmpty, name)
      for scalar in inside.unicodeScalars {
        XCTAssertEqual(set?.contains(scalar), true, "\(name) \(scalar)")
      }
      for scalar in outside.unicodeScalars {
        XCTAssertEqual(set?.contains(scalar), false, "\(name) \(scalar)")
      }
    }
    for name in ["", "X", "C", "Cn", "lu", "Lul"] { XCTAssertNil(ScalarSet.category(name), name) }
  }
}
