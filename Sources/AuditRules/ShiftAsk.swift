import AuditKernels
import AuditModel
import AuditText

/// Shares or counts of values that moved against an earlier period.
package struct ShiftAsk: Sendable {
  package let fields: [FieldSpec]
  package let previous: (resource: String, fields: [FieldSpec], count: FieldSpec?)
  package let comparison: ShareShift.Comparison
  package let change: Share
  package let changeText: String
  package let least: Int

  private var names: String { fields.map(\.name).joined(separator: ", ") }

  var text: String {
    let then = previous.fields.map(\.name).joined(separator: ", ")
    let word = comparison.rawValue
    return
      "|\(word)(\(names)) − \(word)(\(previous.resource): \(then))| ≤ \(changeText)"
      + (comparison == .count ? " × count(\(previous.resource): \(then))" : "")
  }

  var message: LocalizedText {
    comparison == .share
      ? LocalizedText(
        vi: "tỷ trọng của giá trị lệch nhiều so với kỳ trước",
        en: "the value's share has moved far since the last period")
      : LocalizedText(
        vi: "số bản ghi có giá trị này lệch nhiều so với kỳ trước",
        en: "the number of records with the value has moved far since the last period")
  }

  init?(_ reading: RuleReading) {
    let reader = reading.reader
    let previous = ShiftAsk.previous(reading)
    comparison = reader.choice("compare", of: ShareShift.Comparison.self) ?? .share
    least = reader.integer("least", 1...1_000_000) ?? 20
    let change = reader.required("change", reader.string)
    if reading.onFields.isEmpty { _ = reading.fieldOfOn() }
    guard let previous, let change, !reading.onFields.isEmpty else { return nil }
    guard let share = Share(percent: change.value) else {
      reading.log.add(
        .wrongValue("change", change.value, at: change.location, expected: .tolerance))
      return nil
    }
    fields = reading.onFields
    self.previous = previous
    self.change = share
    changeText = change.value
  }

  private static func previous(
    _ reading: RuleReading
  ) -> (resource: String, fields: [FieldSpec], count: FieldSpec?)? {
    guard let reader = reading.reader.object("previous") else { return nil }
    defer { reader.finish() }
    let name = reader.required("resource", reader.string)
    let names = reader.strings("fields")
    let countName = reader.name("count")
    guard let name, let resource = reading.resource(name) else { return nil }
    guard resource.name != reading.resource.name else {
      reading.log.add(
        .wrongValue(
          "resource", name.value, at: name.location,
          expected: LocalizedText(
            vi: "kỳ trước phải là một bộ dữ liệu khác",
            en: "the last period has to be another resource")))
      return nil
    }
    let own = reading.onFields.map { Located(value: $0.name, location: name.location) }
    guard let fields = reading.fields(names ?? own, of: resource) else { return nil }
    guard fields.count == reading.onFields.count else {
      reading.log.add(
        .wrongValue(
          "fields", "\(fields.count)", at: reader.node["fields"]?.location ?? reader.location,
          expected: LocalizedText(
            vi: "hai kỳ phải có cùng số trường", en: "both periods have to have as many fields")))
      return nil
    }
    guard let countName else { return (resource.name, fields, nil) }
    guard let count = reading.field(countName, of: resource) else { return nil }
    guard count.type == .integer else {
      reading.log.add(
        .wrongValue(
          "count", count.name, at: countName.location,
          expected: LocalizedText(
            vi: "trường phải có kiểu integer", en: "the field has to be an integer")))
      return nil
    }
    return (resource.name, fields, count)
  }

  func lower(
    _ rule: RuleSpec, _ context: inout LoweringContext
  ) throws(NotApplicable) -> CheckForm {
    let columns = try context.columns(fields.map(\.name), of: rule.resource)
    let then = previous.resource
    let current = try context.keyIndex(rule.resource, fields.map(\.name))
    let earlier = try context.keyIndex(then, previous.fields.map(\.name))
    let own = try context.texts(fields, of: rule.resource)
    let others = try context.texts(previous.fields, of: then)
    let number = try previous.count.map { field throws(NotApplicable) in
      try context.value(field, of: then)
    }
    func feed(_ entry: Node, _ value: Node?) -> GroupFeed {
      GroupFeed(entry: entry, aggregate: value == nil ? .count : .sum, value: value, condition: nil)
    }
    return .shift(
      ShareShift(
        latest: current, previous: earlier, previousResource: then,
        stillThere: feed(try context.build(rule.resource) { $0.entry(own, in: earlier) }, nil),
        earlier: feed(try context.build(then) { $0.entry(others, in: current) }, number),
        total: feed(try context.build(then) { $0.entry(others, in: earlier) }, number),
        comparison: comparison, change: change, least: least,
        column: columns.count == 1 ? columns[0] : nil, field: names, messages: messages(rule)))
  }

  private func messages(_ rule: RuleSpec) -> [LocalizedText] {
    guard !rule.hasOwnMessage else { return Array(repeating: rule.message, count: 3) }
    return [
      rule.message,
      LocalizedText(
        vi: "\(rule.message.vi): kỳ trước chưa có giá trị này",
        en: "\(rule.message.en): the last period did not have it"),
      LocalizedText(
        vi: "\(rule.message.vi): kỳ này không còn giá trị này",
        en: "\(rule.message.en): it is no longer there"),
    ]
  }
}
