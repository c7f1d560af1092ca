import AuditModel

/// A JSON value that knows where it stands in its file: what rule packs and projects are read from.
///
/// Members keep the order of the file, numbers their text, and a name occurs once in an object.
package struct LocatedJSON: Sendable {
  package enum Value: Sendable {
    case null
    case truth(Bool)
    /// As written, such as `0.10` or `1e3`.
    case number(String)
    case string(String)
    case array([LocatedJSON])
    case object([Member])
  }

  package struct Member: Sendable {
    package let name: String
    package let nameLocation: SourceLocation
    package let value: LocatedJSON
  }

  /// How much more than RFC 8259 is taken.
  package enum Syntax: Sendable {
    /// RFC 8259 alone.
    case strict
    /// Also `//` comments to the end of a line, and a comma after the last element or member.
    case relaxed
  }

  package let value: Value
  /// Its first character; the opening quote of a string.
  package let location: SourceLocation
  /// Where a string's characters take more than one column in the file; mostly empty.
  let escapes: [Escape]

  struct Escape: Sendable {
    /// The character's number in the decoded string, from 0, in scalars.
    let scalar: Int
    /// Columns it takes beyond its own.
    let extraColumns: Int
  }

  init(_ value: Value, at location: SourceLocation, escapes: [Escape] = []) {
    self.value = value
    self.location = location
    self.escapes = escapes
  }

  /// Reads a whole file.
  ///
  /// `file` is the path as it is to be printed; `depth` brackets within brackets are borne, 512 at
  /// most. Codes of errors begin with `codes`: `rule-file` gives `rule-file.syntax`, `.encoding`,
  /// `.too-deep`, `.too-large` and `.duplicate-member`.
  ///
  /// - Throws: the first error of syntax, and all repeated names before it.
  package static func parse(
    _ bytes: [UInt8], file: String, syntax: Syntax = .strict, depth: Int = 64,
    byteLimit: Int = Limits().ruleFileBytes, codes: String = "rule-file"
  ) throws(Diagnostics) -> LocatedJSON {
    var scanner = LocatedJSONScanner(
      bytes, file: file, syntax: syntax, depthLimit: min(depth, 512), codes: codes)
    return try scanner.document(byteLimit: byteLimit)
  }
}

extension LocatedJSON {
  package var isNull: Bool {
    if case .null = value { true } else { false }
  }

  package var truth: Bool? {
    if case .truth(let truth) = value { truth } else { nil }
  }

  package var number: String? {
    if case .number(let text) = value { text } else { nil }
  }

  /// A number written as an integer that fits.
  package var integer: Int? { number.flatMap { Int($0) } }

  package var string: String? {
    if case .string(let text) = value { text } else { nil }
  }

  package var array: [LocatedJSON]? {
    if case .array(let elements) = value { elements } else { nil }
  }

  package var members: [Member]? {
    if case .object(let members) = value { members } else { nil }
  }

  /// The member's value; nil if this is no object or has no such member.
  package subscript(_ name: String) -> LocatedJSON? {
    members?.first { $0.name == name }?.value
  }

  /// Where a string's character stands in the file, escapes taken into account.
  ///
  /// `scalar` is its number in the decoded string, from 0; the count gives the closing quote.
  package func location(ofScalar scalar: Int) -> SourceLocation {
    let extra = escapes.reduce(0) { $1.scalar < scalar ? $0 + $1.extraColumns : $0 }
    return SourceLocation(
      file: location.file, line: location.line, column: location.column + 1 + scalar + extra)
  }

  /// What the value is, for messages: "a text", "an object".
  package var kind: LocalizedText {
    switch value {
    case .null: LocalizedText("null")
    case .truth: LocalizedText(vi: "giá trị đúng/sai", en: "true or false")
    case .number: LocalizedText(vi: "số", en: "a number")
    case .string: LocalizedText(vi: "chuỗi ký tự", en: "a string")
    case .array: LocalizedText(vi: "danh sách [ ]", en: "a list [ ]")
    case .object: LocalizedText(vi: "đối tượng { }", en: "an object { }")
    }
  }
}
