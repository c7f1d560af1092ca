import AuditModel
import AuditText

/// A located JSON value read as what the result format says it is; every mismatch is told with its place.
struct ResultReader {
  let json: LocatedJSON

  init(_ json: LocatedJSON) {
    self.json = json
  }

  func missing(_ name: String) -> Diagnostic {
    Diagnostic(
      "result-file.member",
      LocalizedText(
        vi: "phần tử '\(name)' thiếu hoặc không đúng kiểu",
        en: "the member '\(name)' is missing or of another type"),
      at: json[name]?.location ?? json.location,
      hint: LocalizedText(
        vi: "ResultFormat.md nêu từng phần tử của tệp", en: "ResultFormat.md tells each member"))
  }

  private func required<T>(_ name: String, _ value: T?) throws -> T {
    guard let value else { throw missing(name) }
    return value
  }

  /// Nil for null alone: a member that is left out is a mistake, since `write` leaves none out.
  private func optional<T>(_ name: String, _ value: T?) throws -> T? {
    guard let member = json[name] else { throw missing(name) }
    guard !member.isNull else { return nil }
    return try required(name, value)
  }

  func text(_ name: String) throws -> String { try required(name, json[name]?.string) }

  func optionalText(_ name: String) throws -> String? { try optional(name, json[name]?.string) }

  func truth(_ name: String) throws -> Bool { try required(name, json[name]?.truth) }

  /// A whole number from 0, small enough that sums of millions of them don't overflow.
  func count(_ name: String) throws -> Int {
    try required(name, json[name]?.integer.flatMap(Self.bounded))
  }

  /// Nil for null and for a member that isn't there.
  func optionalCount(_ name: String) throws -> Int? {
    guard let member = json[name], !member.isNull else { return nil }
    return try count(name)
  }

  private static func bounded(_ number: Int) -> Int? {
    (0...1_000_000_000_000).contains(number) ? number : nil
  }

  func object(_ name: String) throws -> ResultReader {
    try ResultReader(required(name, json[name].flatMap { $0.members == nil ? nil : $0 }))
  }

  func optionalObject(_ name: String) throws -> ResultReader? {
    try json[name]?.isNull == true ? nil : object(name)
  }

  func array(_ name: String) throws -> [ResultReader] {
    try required(name, json[name]?.array).map(ResultReader.init)
  }

  func texts(_ name: String) throws -> [String] {
    try array(name).map { element in
      guard let text = element.json.string else { throw missing(name) }
      return text
    }
  }

  func localized(_ name: String) throws -> LocalizedText {
    let node = try object(name)
    return LocalizedText(vi: try node.text("vi"), en: try node.text("en"))
  }

  func optionalLocalized(_ name: String) throws -> LocalizedText? {
    guard let member = json[name] else { throw missing(name) }
    return member.isNull ? nil : try localized(name)
  }

  func date(_ name: String) throws -> CivilDate? {
    guard let text = try optionalText(name) else { return nil }
    return try required(name, CivilDate(iso: text))
  }

  func word<T: RawRepresentable<String>>(_ name: String) throws -> T {
    try required(name, T(rawValue: try text(name)))
  }
}
