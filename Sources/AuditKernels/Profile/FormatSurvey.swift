import AuditModel

/// Which named formats the values of a field have; those that at least half of them have are told.
struct FormatSurvey {
  let tests: [FormatTest]
  let screen: ValueScreen
  /// Formats whose values were counted while they were tallied.
  let known: [String: Int]
  /// Values that were tallied, and whether these are all.
  let total: Int
  let isOfAll: Bool

  /// The formats of at least half the values, the greatest share first.
  ///
  /// `size`: values that `count` looks at, with how often they occur; `isSample`: these are not all there are; `count`
  /// tells how many of them pass.
  func shares(of size: Int, isSample: Bool, _ count: ((Bytes) -> Bool) -> Int) -> [FormatShare] {
    tests.compactMap { test in
      if let count = known[test.name] {
        return share(FormatShare(name: test.name, count: count, total: total, isSample: !isOfAll))
      }
      guard screen.isInQuestion(test.accepts) else { return nil }
      return share(
        FormatShare(name: test.name, count: count(test.accepts), total: size, isSample: isSample))
    }.sorted(by: FormatShare.isBefore)
  }

  private func share(_ share: FormatShare) -> FormatShare? {
    share.count > 0 && share.count * 2 >= share.total ? share : nil
  }
}

extension FieldFacts {
  /// Formats that reading the values has counted already.
  var countedFormats: [String: Int] {
    var counts: [String: Int] = [:]
    for format in ProfiledFormat.allCases { counts[format.name] = formats[format] ?? 0 }
    func count(_ kind: ValueKind) -> Int { kinds[kind] ?? 0 }
    counts["iso-date"] = count(.isoDay)
    counts["vn-date"] = count(.dayMonthYear)
    counts["vn-date-short"] = count(.dayMonthYear) + count(.looseDay)
    return counts
  }
}
