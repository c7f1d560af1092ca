/// A version as numbers with points; parts that are left out are 0.
struct VersionNumber: Comparable {
  let parts: [Int]

  init?(_ text: some StringProtocol) {
    var parts: [Int] = []
    for part in text.split(separator: ".", omittingEmptySubsequences: false) {
      guard part.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(part) else {
        return nil
      }
      parts.append(number)
    }
    while parts.last == 0 { parts.removeLast() }
    self.parts = parts
  }

  static func < (a: VersionNumber, b: VersionNumber) -> Bool {
    a.parts.lexicographicallyPrecedes(b.parts)
  }
}

/// Bounds a version has to keep to, all of them.
///
/// `>=2026.1 <2027`; a version alone means that one.
struct VersionRange {
  private enum Bound: String {
    case atLeast = ">=", atMost = "<=", above = ">", below = "<", exactly = "="
  }

  private let bounds: [(Bound, VersionNumber)]

  init?(_ text: String) {
    var bounds: [(Bound, VersionNumber)] = []
    for word in text.split(separator: " ") {
      let sign = word.prefix { "<>=".contains($0) }
      guard let bound = sign.isEmpty ? .exactly : Bound(rawValue: String(sign)),
        let version = VersionNumber(word.dropFirst(sign.count))
      else { return nil }
      bounds.append((bound, version))
    }
    guard !bounds.isEmpty else { return nil }
    self.bounds = bounds
  }

  func contains(_ version: VersionNumber) -> Bool {
    bounds.allSatisfy { bound, limit in
      switch bound {
      case .atLeast: version >= limit
      case .atMost: version <= limit
      case .above: version > limit
      case .below: version < limit
      case .exactly: version == limit
      }
    }
  }
}
