/// How much of a value a finding shows; a rule pack's `mask` names one for each field.
///
/// What is hidden is always three dots, so that its length tells nothing. A value that hasn't the
/// shape a mask is made for - a short code, a name of digits, text that is no date, bytes that are
/// not UTF-8 - is hidden whole. An empty value stays empty.
package enum Mask: String, Sendable, CaseIterable {
  /// `•••`, what applies to fields that no mask is named for.
  case all
  /// The last three characters, of values of at least six.
  case last3
  /// The first three characters, of values of at least six.
  case first3
  /// The first letter of each word: `N. V. A.`
  case initials
  /// The year of a date: `•••1987` of `15/03/1987`.
  case year
  /// The value as it is.
  case none
  /// `•••` of sensitive personal data, whatever else is asked for: no option shows them.
  case sensitive

  /// Nil for a name that is no mask; `names` has those that are.
  package init?(name: String) {
    self.init(rawValue: name)
  }

  /// As rule packs write them, for suggestions and the manual.
  package static var names: [String] { allCases.map(\.rawValue) }

  /// What applies to a field that no mask is named for.
  package static func unnamed(_ names: [String]) -> Mask {
    names.contains(where: SensitiveNames.holds) ? .sensitive : .all
  }

  /// What applies where values are asked for as they are.
  package var lifted: Mask { self == .sensitive ? .sensitive : .none }

  /// Nothing of the value is seen.
  package var hidesWhole: Bool { self == .all || self == .sensitive }

  package func apply(_ value: [UInt8]) -> [UInt8] {
    guard !value.isEmpty, self != .none else { return value }
    return shown(of: value) ?? dots
  }

  private func shown(of value: [UInt8]) -> [UInt8]? {
    guard !hidesWhole, let scalars = UTF8Text.scalars(of: value) else { return nil }
    switch self {
    case .all, .sensitive, .none:
      return nil
    case .last3:
      return scalars.count < 6 ? nil : dots + UTF8Text.bytes(of: Array(scalars.suffix(3)))
    case .first3:
      return scalars.count < 6 ? nil : UTF8Text.bytes(of: Array(scalars.prefix(3))) + dots
    case .initials:
      return initialsOnly(scalars)
    case .year:
      return yearOnly(value)
    }
  }
}

private let dots: [UInt8] = Array("•••".utf8)

private func initialsOnly(_ scalars: [UInt32]) -> [UInt8]? {
  var result: [UInt32] = []
  for word in scalars.split(whereSeparator: { $0 <= 0x20 || $0 == 0xA0 }) {
    guard let first = word.first, isLetter(first) else { return nil }
    if !result.isEmpty { result.append(0x20) }
    result.append(first)
    result += word.dropFirst().prefix { (0x300...0x36F).contains($0) }
    result.append(0x2E)
  }
  return result.isEmpty ? nil : UTF8Text.bytes(of: result)
}

/// Latin letters; a script without initials has none to show.
private func isLetter(_ scalar: UInt32) -> Bool {
  switch scalar {
  case 0x41...0x5A, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x24F, 0x1E00...0x1EFF: true
  default: false
  }
}

/// The year of `yyyy`, or of three groups of digits of which the first or the last has four.
///
/// A time may follow the date, after a space or `T`.
private func yearOnly(_ value: [UInt8]) -> [UInt8]? {
  let date = value.prefix { $0 != 0x20 && $0 != 0x54 }
  let groups = date.split(omittingEmptySubsequences: false) { [0x2D, 0x2E, 0x2F].contains($0) }
  guard groups.allSatisfy({ $0.allSatisfy { (0x30...0x39).contains($0) } }) else { return nil }
  let sizes = groups.map(\.count)
  if sizes == [4], date.count == value.count { return value }
  guard sizes.count == 3, (1...2).contains(sizes[1]) else { return nil }
  if sizes[0] == 4, (1...2).contains(sizes[2]) { return groups[0] + dots }
  if sizes[2] == 4, (1...2).contains(sizes[0]) { return dots + groups[2] }
  return nil
}
