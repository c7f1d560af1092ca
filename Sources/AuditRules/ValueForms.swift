import AuditKernels
import AuditModel
import AuditText

/// Which texts are values of a type and format; blank is null.
extension ProgramBuilder {
  mutating func isReadable(_ field: FieldSpec, _ text: Node) -> Node {
    if let format = field.valueFormat { return isValue(text, of: format) }
    switch field.type {
    case .number, .integer, .date, .datetime, .boolean:
      let value = value(of: field, text)
      return when(isPresent(text), isPresent(value))
    case .geopoint, .object, .array, .geojson, .duration:
      let form = ValueForm(field)
      let kind = classify(text, form.classifier)
      return compare(.equal, kind, number(Decimal(0)))
    default:
      guard let pattern = field.formPattern, let compiled = try? PatternAutomaton(pattern) else {
        return when(isPresent(text), truth(true))
      }
      return matches(text, compiled, source: pattern)
    }
  }
}

extension FieldSpec {
  /// The pattern that all values of the type and format match, where one says it all.
  var formPattern: String? {
    switch (type, format) {
    case (.year, _): "-?[0-9]{4}"
    case (.yearmonth, _): "-?[0-9]{4}-(0[1-9]|1[0-2])"
    case (.time, "default"): FieldSpec.timePattern("%H:%M:%S")
    case (.time, _): FieldSpec.timePattern(format)
    default: nil
    }
  }

  private static func timePattern(_ format: String) -> String {
    var pattern = ""
    var afterPercent = false
    for scalar in format.unicodeScalars {
      switch (afterPercent, scalar) {
      case (false, "%"):
        afterPercent = true
        continue
      case (false, _), (true, "%"): pattern += LikePattern.escaped(scalar)
      case (true, "H"): pattern += "([01][0-9]|2[0-3])"
      case (true, "M"), (true, "S"): pattern += "[0-5][0-9]"
      case (true, "f"): pattern += "[0-9]{1,6}"
      default: pattern += ".*"
      }
      afterPercent = false
    }
    return pattern
  }
}

/// Forms that no pattern says, looked at value by value.
private struct ValueForm {
  let name: String
  let accepts: @Sendable ([UInt8]) -> Bool

  init(_ field: FieldSpec) {
    name = "\(field.type.rawValue) \(field.format)"
    switch (field.type, field.format) {
    case (.duration, _): accepts = ValueForm.isDuration
    case (.geopoint, "array"): accepts = { ValueForm.isPoint(ValueForm.json($0)?.array) }
    case (.geopoint, "object"):
      accepts = {
        let json = ValueForm.json($0)
        return ValueForm.isPoint([json?["lon"], json?["lat"]].compactMap { $0 })
      }
    case (.geopoint, _): accepts = ValueForm.isPointText
    case (.array, _): accepts = { ValueForm.json($0)?.array != nil }
    case (.geojson, "default"): accepts = { ValueForm.json($0)?["type"]?.string != nil }
    case (.geojson, _): accepts = { ValueForm.json($0)?["type"]?.string == "Topology" }
    default: accepts = { ValueForm.json($0)?.members != nil }
    }
  }

  var classifier: TextClassifier {
    TextClassifier(name: name) { [accepts] in accepts($0) ? 0 : 1 }
  }

  private static func json(_ bytes: [UInt8]) -> LocatedJSON? {
    try? LocatedJSON.parse(bytes, file: "")
  }

  private static func isPoint(_ numbers: [LocatedJSON]?) -> Bool {
    guard let numbers, numbers.count == 2, let longitude = numbers[0].number,
      let latitude = numbers[1].number
    else { return false }
    return isWithin(longitude, 180) && isWithin(latitude, 90)
  }

  /// `lon, lat` in degrees.
  private static func isPointText(_ bytes: [UInt8]) -> Bool {
    let parts = String(decoding: bytes, as: UTF8.self).split(
      separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return false }
    let latitude = parts[1].first == " " ? parts[1].dropFirst() : parts[1]
    return isWithin(String(parts[0]), 180) && isWithin(String(latitude), 90)
  }

  private static func isWithin(_ text: String, _ degrees: Int64) -> Bool {
    guard let number = Decimal(text) else { return false }
    var bound = degrees
    for _ in 0..<min(number.scale, 16) { bound *= 10 }
    return number.scale <= 16 && number.coefficient.magnitude <= UInt64(bound)
  }

  /// ISO 8601: `P3Y6M4DT12H30M5S`, at least one part, in this order.
  private static func isDuration(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    guard rest.popFirst() == UInt8(ascii: "P"), !rest.isEmpty else { return false }
    var units = Array("YMWD".utf8)[...]
    var isTime = false
    while let byte = rest.first {
      if byte == UInt8(ascii: "T") {
        guard !isTime, rest.count > 1 else { return false }
        isTime = true
        units = Array("HMS".utf8)[...]
        rest = rest.dropFirst()
        continue
      }
      let digits = rest.prefix { (0x30...0x39).contains($0) || $0 == 0x2E }
      rest = rest.dropFirst(digits.count)
      guard Decimal(String(decoding: digits, as: UTF8.self)) != nil, let unit = rest.popFirst(),
        let index = units.firstIndex(of: unit)
      else { return false }
      units = units[(index + 1)...]
    }
    return true
  }
}
