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

  func codeList(_ name: Located<String>) -> CodeListSpec? {
    if let list = pack.codeList(name.value) { return list }
    log.add(.unknown(.list, name.value, at: name.location, among: pack.codeLists.map(\.name)))
    return nil
  }

  /// A date field, a date parameter, `asOf`, `period-end`, or a day.
  func day(_ text: Located<String>) -> CodeBody.Day? {
    if let field = resource.field(text.value) {
      if field.type.valueType.isDay { return .field(field) }
      log.add(
        .wrongValue(
          "at", text.value, at: text.location,
          expected: LocalizedText(
            vi: "trường phải có kiểu date hoặc datetime",
            en: "the field has to be a date or datetime")))
      return nil
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
