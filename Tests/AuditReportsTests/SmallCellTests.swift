import AuditModel
import XCTest

/// A small figure is not seen, and does not follow from the others and the total.
final class SmallCellTests: XCTestCase {
  private func text(_ counts: Int...) -> [String] {
    zip(counts, SmallCells.cells(counts)).map { $1.text(String($0)) }
  }

  func testCells() {
    XCTAssertEqual(text(), [])
    XCTAssertEqual(text(0, 5, 90), ["0", "5", "90"])
    XCTAssertEqual(text(3, 7, 40), ["< 5", "•••", "40"])
    XCTAssertEqual(text(40, 3, 2, 7), ["40", "< 5", "< 5", "7"])
    // Two cells of one each are known from their sum, as are two of four.
    XCTAssertEqual(text(1, 1, 9, 40), ["< 5", "< 5", "•••", "40"])
    XCTAssertEqual(text(4, 4, 9, 40), ["< 5", "< 5", "•••", "40"])
    // 1 and 5 are the least that two marks can be: 9 is withheld too.
    XCTAssertEqual(text(1, 5, 9, 40), ["< 5", "•••", "•••", "40"])
    XCTAssertEqual(text(3, 0), ["< 5", "0"])
  }

  /// Figures told in another way keep nothing: where too few others are left, none is shown.
  func testFiguresThatAreToldKeepNothing() {
    func text(_ counts: [Int], _ told: [Bool]) -> [String] {
      zip(counts, SmallCells.cells(counts, told: told)).map { $1.text(String($0)) }
    }
    XCTAssertEqual(text([8, 3], [true, false]), ["8", "•••"])
    XCTAssertEqual(text([8, 3, 0], [true, false, false]), ["8", "•••", "•••"])
    XCTAssertEqual(text([8, 3, 9, 40], [true, false, false, false]), ["8", "< 5", "•••", "40"])
    XCTAssertEqual(text([8, 3, 2], [true, false, false]), ["8", "< 5", "< 5"])
    XCTAssertEqual(text([8, 1, 1], [true, false, false]), ["8", "•••", "•••"])
    XCTAssertEqual(text([3, 7, 40], [true, false, false]), ["3", "7", "40"])
    XCTAssertEqual(text([3, 7, 40], [false, false, false]), ["< 5", "•••", "40"])
  }

  /// For all small tables: with the marks, the total and what is seen, no small figure can be told.
  func testNoSmallFigureFollows() {
    for first in 0...8 {
      for second in first...9 {
        for third in second...10 {
          for fourth in third...11 { assertSafe([first, second, third, fourth]) }
        }
      }
    }
  }

  private func assertSafe(_ counts: [Int]) {
    let cells = SmallCells.cells(counts)
    let small = cells.indices.filter { cells[$0] == .small }
    let withheld = cells.indices.filter { cells[$0] == .withheld }
    let seen = cells.indices.filter { cells[$0] == .seen && counts[$0] > 0 }.map { counts[$0] }
    guard !small.isEmpty, !seen.isEmpty else { return }
    let hidden = (small + withheld).reduce(0) { $0 + counts[$1] }
    let most = seen.min() ?? 0
    var possible = Array(repeating: Set<Int>(), count: small.count)
    func fill(_ values: [Int], _ rest: Int) {
      guard values.count < small.count + withheld.count else {
        if rest == 0 { for place in small.indices { possible[place].insert(values[place]) } }
        return
      }
      let range = values.count < small.count ? 1...4 : 5...max(5, most)
      for value in range where value <= rest { fill(values + [value], rest - value) }
    }
    fill([], hidden)
    for place in possible.indices {
      XCTAssertGreaterThan(possible[place].count, 1, "\(counts): \(possible[place])")
    }
  }
}
