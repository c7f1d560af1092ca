/// Which figures of a table may be seen whose groups a sensitive field makes: none of fewer than five records, and none
/// from which, with the total, such a one follows.
///
/// The total of a table is taken to be known, as are the marks, and that no withheld figure is greater than the least that is
/// seen: figures are withheld, the smallest first, until each small one can be more than one number. Where none is left to
/// be withheld, the total would have to be. What follows from another table of the same records is not looked at.
package enum SmallCells {
  /// The least number of records that is seen.
  package static let least = 5

  package enum Cell: Sendable, Hashable {
    case seen
    /// Of one to four records.
    case small
    /// Of more; it would tell a small one.
    case withheld

    /// What stands in place of the figure.
    package func text(_ figure: String) -> String {
      switch self {
      case .seen: figure
      case .small: "< \(SmallCells.least)"
      case .withheld: "•••"
      }
    }
  }

  /// - `counts`: of all groups, in any order; an empty group tells of nobody.
  /// - `told`: groups whose figure is told in another way, such as by a rule they meet; none where empty. Where too few
  ///   others are left to keep a small one, none of those is shown, nor that it is small.
  package static func cells(_ counts: [Int], told: [Bool] = []) -> [Cell] {
    func isOpen(_ group: Int) -> Bool { told.isEmpty || !told[group] }
    var cells = counts.indices.map {
      isOpen($0) && (1..<least).contains(counts[$0]) ? Cell.small : .seen
    }
    var larger = counts.indices.filter { isOpen($0) && counts[$0] >= least }.sorted {
      (counts[$0], $0) < (counts[$1], $1)
    }[...]
    let small = cells.count { $0 == .small }
    guard small > 0 else { return cells }
    let others = small - 1
    var withheld = 0
    var sum = zip(counts, cells).reduce(0) { $1.1 == .small ? $0 + $1.0 : $0 }
    /// Whether a small figure can be more than one number; `most`: what a withheld one is at most.
    func isKept(_ most: Int) -> Bool {
      let lowest = max(1, sum - others * (least - 1) - withheld * most)
      return lowest < min(least - 1, sum - others - withheld * least)
    }
    while let next = larger.first {
      guard !isKept(counts[next]) else { return cells }
      cells[next] = .withheld
      withheld += 1
      sum += counts[next]
      larger.removeFirst()
    }
    guard told.contains(true), !isKept(sum) else { return cells }
    return counts.indices.map { isOpen($0) ? .withheld : .seen }
  }
}
