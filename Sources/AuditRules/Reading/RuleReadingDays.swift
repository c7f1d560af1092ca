import AuditModel
import AuditText

extension RuleReading {
  /// The one field that `on` has to name.
  func fieldOfOn() -> FieldSpec? {
    if onFields.count == 1 { return field }
    log.add(
      Diagnostic(
        "rule-file.on-field",
        LocalizedText(
          vi: "quy tắc loại '\(kind)' phải chỉ rõ một trường trong 'on'",
          en: "a rule of kind '\(kind)' has to name one field in 'on'"),
        at: reader.node["on"]?.location ?? reader.location,
        hint: LocalizedText(
          vi: "viết \"on\": \"\(resource.name).tên_trường\"",
          en: "write \"on\": \"\(resource.name).field\"")))
    return nil
  }

  /// The one field that `on` has to name, of such a type.
  func fieldOfOn(_ type: ExpectedType) -> FieldSpec? {
    guard let field = fieldOfOn() else { return nil }
    return expect(type, of: field, "on", at: reader.node["on"]?.location) ? field : nil
  }

  /// Logs a field of another type; `key` names it, at `place`.
  func expect(
    _ type: ExpectedType, of field: FieldSpec, _ key: String, at place: SourceLocation?
  ) -> Bool {
    if type.includes(field.type.valueType) { return true }
    log.add(
      .wrongValue(key, field.name, at: place ?? reader.location, expected: type.text))
    return false
  }

  func codeList(_ name: Located<String>) -> CodeListSpec? {
    if let list = pack.codeList(name.value) { return list }
    log.add(.unknown(.list, name.value, at: name.location, among: pack.codeLists.map(\.name)))
    return nil
  }

  /// A day that is the same for all records: what `at` says, or else the run's.
  ///
  /// Nil, and logged, if it is none.
  func dayOfRun(in reader: ObjectReader) -> CodeBody.Day? {
    guard let at = reader.string("at") else { return reader.has("at") ? nil : .run }
    guard let day = day(at) else { return nil }
    guard case .field(let field) = day else { return day }
    log.add(
      .wrongValue(
        "at", field.name, at: at.location,
        expected: LocalizedText(vi: "một ngày hoặc tham số ngày", en: "a day or a date parameter")
      ))
    return nil
  }

  /// The day of each record: what `at` says, or else the run's; nil, and logged, if it is none.
  func dayOfRecords() -> CodeBody.Day? {
    guard let at = reader.string("at") else { return reader.has("at") ? nil : .run }
    return day(at)
  }

  /// A date field, a date parameter, `asOf`, `period-end`, or a day.
  func day(_ text: Located<String>) -> CodeBody.Day? {
    if let field = resource.field(text.value) {
      return expect(.day, of: field, "at", at: text.location) ? .field(field) : nil
    }
    if text.value == "asOf" || text.value == "period-end" { return .parameter(text.value) }
    if pack.parameter(text.value)?.type == .date { return .parameter(text.value) }
    if let date = CivilDate(iso: text.value) { return .fixed(date) }
    log.add(
      .unknown(
        .field, text.value, at: text.location,
        among: resource.fieldNames + ["asOf", "period-end"] + pack.parameters.map(\.name)))
    return nil
  }
}

/// Types of values that a rule needs of a field, and how that is said.
struct ExpectedType {
  let text: LocalizedText
  let includes: @Sendable (ValueType) -> Bool

  static let number = ExpectedType(
    text: LocalizedText(vi: "trường phải có kiểu số", en: "the field has to be a number")
  ) { $0 == .number }

  static let day = ExpectedType(
    text: LocalizedText(
      vi: "trường phải có kiểu date hoặc datetime", en: "the field has to be a date or datetime")
  ) { $0.isDay }

  /// Numbers, dates and moments: what has a next one.
  static let counted = ExpectedType(
    text: LocalizedText(
      vi: "trường phải có kiểu số, date hoặc datetime",
      en: "the field has to be a number, date or datetime")
  ) { $0 == .number || $0.isDay }
}
