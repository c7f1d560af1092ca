import AuditKernels
import AuditModel
import AuditText

extension RuleKind {
  package static let count = RuleKind(
    name: "count",
    title: LocalizedText(vi: "Số bản ghi", en: "Number of records"),
    form: .listed,
    dimension: .completeness,
    unit: .resource,
    summary: LocalizedText(
      vi: "Số bản ghi nằm trong khoảng min–max, hoặc lệch so với kỳ trước không quá một tỷ lệ.",
      en: "The number of records is from min to max, or within a change of the last period's."),
    parameters: [
      RuleParameter("min", vi: "ít nhất", en: "at least"),
      RuleParameter("max", vi: "nhiều nhất", en: "at most"),
      RuleParameter(
        "previous", vi: "số bản ghi kỳ trước, hoặc tên tham số số",
        en: "the last period's number, or the name of a number parameter"),
      RuleParameter(
        "change", vi: "tỷ lệ lệch cho phép, như \"10%\"",
        en: "the change that is allowed, such as \"10%\""),
    ],
    examples: [
      RuleExample(
        #"{"schema": {"fields": [{"name": "ma"}]}}"#,
        rule: #"{"kind": "count", "on": "vi_du", "min": 3}"#,
        """
        ma
        ↓a
        b
        """),
      RuleExample(
        #"{"schema": {"fields": [{"name": "ma"}]}}"#,
        rule: #"{"kind": "count", "on": "vi_du", "min": 2, "max": 3}"#,
        """
        ma
        a
        b
        """),
    ],
    read: { CountBody($0) })
}

package struct CountBody: RuleBody {
  package let minimum: Int?
  package let maximum: Int?

  package var fields: [String] { [] }
  package var text: String? {
    "\(minimum.map(String.init) ?? "0") – \(maximum.map(String.init) ?? "∞")"
  }
  package var message: LocalizedText {
    LocalizedText(
      vi: "số bản ghi ngoài khoảng \(text ?? "")",
      en: "the number of records is outside \(text ?? "")")
  }

  package func lower(_ rule: RuleSpec, of pack: RulePack, in context: inout LoweringContext)
    -> CheckForm
  {
    .count(minimum: minimum, maximum: maximum)
  }

  fileprivate init?(_ reading: RuleReading) {
    let reader = reading.reader
    var minimum = reader.integer("min", 0...Int.max)
    var maximum = reader.integer("max", 0...Int.max)
    let previous = CountBody.previous(reading)
    let change = reader.string("change")
    if let previous, let change {
      guard let share = Share(percent: change.value),
        let (least, most) = CountBody.bounds(previous, share)
      else {
        reading.log.add(
          .wrongValue("change", change.value, at: change.location, expected: .tolerance))
        return nil
      }
      minimum = max(minimum ?? 0, least)
      maximum = min(maximum ?? Int.max, most)
    } else if reader.has("previous") != reader.has("change") {
      reading.log.add(
        .missingKey(reader.has("previous") ? "change" : "previous", at: reader.location))
      return nil
    }
    guard minimum != nil || maximum != nil else {
      if !["min", "max", "previous"].contains(where: reader.has) {
        reading.log.add(.missingKey("min", at: reader.location))
      }
      return nil
    }
    if let minimum, let maximum, minimum > maximum {
      reading.log.add(
        .wrongValue(
          "max", "\(maximum)", at: reader.node["max"]?.location ?? reader.location,
          expected: LocalizedText(
            vi: "không nhỏ hơn min (\(minimum))", en: "it may not be below min (\(minimum))")))
      return nil
    }
    self.minimum = minimum
    self.maximum = maximum
  }

  private static func previous(_ reading: RuleReading) -> Int? {
    guard let node = reading.reader.value("previous") else { return nil }
    if let count = node.integer, count >= 0 { return count }
    guard let name = node.string else {
      reading.log.add(.wrongType("previous", node, expected: .integer))
      return nil
    }
    guard let parameter = reading.pack.parameter(name) else {
      reading.log.add(
        .unknown(.parameter, name, at: node.location, among: reading.pack.parameters.map(\.name)))
      return nil
    }
    guard case .number(let number)? = parameter.value, number.scale == 0, number.coefficient >= 0
    else {
      reading.log.add(
        .wrongValue("previous", name, at: node.location, expected: .integer))
      return nil
    }
    return Int(number.coefficient)
  }

  /// Whole numbers within the change: the lower bound rounded up, the upper one down.
  private static func bounds(_ previous: Int, _ share: Share) -> (Int, Int)? {
    let (product, overflow) = previous.multipliedReportingOverflow(by: share.numerator)
    guard !overflow else { return nil }
    let change = product / share.denominator
    let (most, isTooMuch) = previous.addingReportingOverflow(change)
    return isTooMuch ? nil : (previous - change, most)
  }
}
