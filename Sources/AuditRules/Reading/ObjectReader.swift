import AuditKernels
import AuditModel
import AuditText

/// Takes the members of a JSON object one by one; what nobody asked for is an unknown key.
///
/// A member of the wrong type is logged and read as absent, so that reading goes on to the next mistake.
final class ObjectReader {
  let node: LocatedJSON
  let log: MistakeLog
  private var values: [String: LocatedJSON] = [:]
  private var known: [String] = []

  init(_ node: LocatedJSON, _ log: MistakeLog) {
    self.node = node
    self.log = log
    for member in node.members ?? [] { values[member.name] = member.value }
  }

  /// Nil, and logged, if the node is no object.
  convenience init?(_ node: LocatedJSON, named name: String, _ log: MistakeLog) {
    guard node.members != nil else {
      log.add(.wrongType(name, node, expected: .object))
      return nil
    }
    self.init(node, log)
  }

  var location: SourceLocation { node.location }

  /// Logs the keys nobody asked for; those that begin with `x-` and `$schema` are free.
  func finish() {
    for member in node.members ?? []
    where !known.contains(member.name) && !member.name.hasPrefix("x-") && member.name != "$schema" {
      log.addUnknown(member, known: known)
    }
  }

  /// Whether the member is written, if only as null.
  func mentions(_ name: String) -> Bool { values[name] != nil }

  /// Whether the member is there; null counts as absent.
  func has(_ name: String) -> Bool { values[name].map { !$0.isNull } ?? false }

  /// The member's value; null counts as absent.
  func value(_ name: String) -> LocatedJSON? {
    known.append(name)
    guard let node = values[name], !node.isNull else { return nil }
    return node
  }

  func required<Value>(_ name: String, _ read: (String) -> Value?) -> Value? {
    if !has(name) { log.add(.missingKey(name, at: values[name]?.location ?? location)) }
    return read(name)
  }

  func string(_ name: String) -> Located<String>? {
    take(name, expected: .string) { node in
      node.string.map { Located(value: $0, location: node.location) }
    }
  }

  /// A string that is not empty.
  func name(_ name: String) -> Located<String>? {
    guard let text = string(name) else { return nil }
    guard !text.value.isEmpty else {
      log.add(.wrongValue(name, "", at: text.location, expected: .notEmpty))
      return nil
    }
    return text
  }

  func truth(_ name: String) -> Bool? { take(name, expected: .truth) { $0.truth } }

  func integer(_ name: String, _ range: ClosedRange<Int>) -> Int? {
    guard let node = value(name) else { return nil }
    guard let number = node.integer, range.contains(number) else {
      if let text = node.number {
        let bounds = LocalizedText(
          vi: "số nguyên từ \(range.lowerBound) đến \(range.upperBound)",
          en: "a whole number from \(range.lowerBound) to \(range.upperBound)")
        log.add(.wrongValue(name, text, at: node.location, expected: bounds))
      } else {
        log.add(.wrongType(name, node, expected: .integer))
      }
      return nil
    }
    return number
  }

  /// Texts for people: `{"vi": …, "en": …}`, or a string that serves both.
  func text(_ name: String) -> LocalizedText? {
    guard let node = value(name) else { return nil }
    return text(of: node, name)
  }

  func text(of node: LocatedJSON, _ name: String) -> LocalizedText? {
    if let both = node.string { return LocalizedText(both) }
    guard let reader = ObjectReader(node, named: name, log) else { return nil }
    let (vi, en) = (reader.string("vi")?.value, reader.string("en")?.value)
    reader.finish()
    guard let first = vi ?? en else {
      log.add(.missingKey("vi", at: node.location))
      return nil
    }
    return LocalizedText(vi: vi ?? first, en: en ?? first)
  }

  /// A string, or a list of strings.
  func strings(_ name: String) -> [Located<String>]? {
    guard let node = value(name) else { return nil }
    return strings(of: node, name)
  }

  func strings(of node: LocatedJSON, _ name: String) -> [Located<String>]? {
    if let single = node.string { return [Located(value: single, location: node.location)] }
    guard let nodes = node.array else {
      log.add(.wrongType(name, node, expected: .strings))
      return nil
    }
    return nodes.compactMap { element in
      guard let text = element.string else {
        log.add(.wrongType(name, element, expected: .string))
        return nil
      }
      return Located(value: text, location: element.location)
    }
  }

  func list(_ name: String) -> [LocatedJSON]? { take(name, expected: .list) { $0.array } }

  func object(_ name: String) -> ObjectReader? {
    guard let node = value(name) else { return nil }
    return ObjectReader(node, named: name, log)
  }

  func members(_ name: String) -> [LocatedJSON.Member]? {
    take(name, expected: .object) { $0.members }
  }

  func choice<Choice: RawRepresentable & CaseIterable>(_ name: String, of type: Choice.Type)
    -> Choice?
  where Choice.RawValue == String {
    guard let text = string(name) else { return nil }
    if let choice = Choice(rawValue: text.value) { return choice }
    let words = type.allCases.map(\.rawValue)
    log.add(
      .wrongValue(name, text.value, at: text.location, expected: .oneOf(words), among: words))
    return nil
  }

  /// `yyyy-MM-dd`.
  func date(_ name: String) -> CivilDate? {
    guard let text = string(name) else { return nil }
    guard let date = CivilDate(iso: text.value) else {
      log.add(.wrongValue(name, text.value, at: text.location, expected: .isoDate))
      return nil
    }
    return date
  }

  func decimal(_ name: String) -> Decimal? {
    guard let node = value(name) else { return nil }
    return decimal(of: node, name)
  }

  func decimal(of node: LocatedJSON, _ name: String) -> Decimal? {
    guard let text = node.number ?? node.string, let number = Decimal(text) else {
      if let text = node.number ?? node.string {
        log.add(.wrongValue(name, text, at: node.location, expected: .number))
      } else {
        log.add(.wrongType(name, node, expected: .number))
      }
      return nil
    }
    return number
  }

  private func take<Value>(
    _ name: String, expected: LocalizedText, _ read: (LocatedJSON) -> Value?
  ) -> Value? {
    guard let node = value(name) else { return nil }
    guard let value = read(node) else {
      log.add(.wrongType(name, node, expected: expected))
      return nil
    }
    return value
  }
}

extension LocalizedText {
  static let object = LocalizedText(vi: "đối tượng { }", en: "an object { }")
  static let list = LocalizedText(vi: "danh sách [ ]", en: "a list [ ]")
  static let string = LocalizedText(vi: "chuỗi ký tự", en: "a string")
  static let strings = LocalizedText(
    vi: "chuỗi ký tự hoặc danh sách chuỗi", en: "a string or a list of strings")
  static let truth = LocalizedText(vi: "true hoặc false", en: "true or false")
  static let integer = LocalizedText(vi: "số nguyên", en: "a whole number")
  static let number = LocalizedText(
    vi: "số, tối đa 18 chữ số, viết như 12.5", en: "a number of up to 18 digits, written as 12.5")
  static let isoDate = LocalizedText(
    vi: "ngày có thật, viết như 2025-07-01", en: "a real day, written as 2025-07-01")
  static let notEmpty = LocalizedText(
    vi: "không được để trống", en: "it has to have at least one character")

  static func oneOf(_ words: [String]) -> LocalizedText {
    LocalizedText(
      vi: "một trong: \(words.joined(separator: ", "))",
      en: "one of: \(words.joined(separator: ", "))")
  }
}
