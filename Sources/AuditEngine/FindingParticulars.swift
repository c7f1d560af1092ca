internal import AuditKernels
internal import AuditModel
internal import AuditRules
internal import AuditText

extension FindingFormat {
  /// A finding's parts that differ each time.
  struct Particulars {
    var topic: Int
    var reason = 0
    /// In place of the topic's field.
    var field: String?
    /// The file of a finding without a record, from 0.
    var part = -1
    var isRemark = false
    /// What accepts it, as a number of the resource's waivers; nil for nothing.
    var waiver: Int?
    var expected: [UInt8]?
    /// In place of the record's key and value, where there is no record.
    var value: [UInt8]?
    var lineOffset = 0
    /// What a finding of no record is about, such as a missing key; nil where its message says it.
    var identity: [UInt8]?
  }

  /// What a code should be, or its name, tells the code: it is shown where the code is, and not of a record whose cells
  /// may be another field's.
  func shownExpected(_ finding: Particulars, _ origin: RecordCells?, _ record: Int?) -> [UInt8]? {
    // What is said of the record's form has a value of its own, such as how many cells there are.
    if slippedMask != .none, finding.value == nil, let origin, let record,
      origin.hasSlipped(record)
    {
      return nil
    }
    return legs[finding.topic].hidesExpected ? nil : finding.expected
  }

  /// The same finding as a value, for a report's examples.
  func example(_ finding: Particulars, origin: RecordCells?, record: Int?) -> FindingExample {
    let topic = topics[finding.topic]
    func cell(_ column: Int) -> String {
      guard let origin, let record else { return "" }
      return String(decoding: shown(column, origin, record), as: UTF8.self)
    }
    let message =
      finding.isRemark
      ? topic.remark : topic.messages[min(finding.reason, topic.messages.count - 1)]
    let part = origin?.part ?? finding.part
    var line = finding.lineOffset
    if let origin, let record { line += origin.line(of: record) }
    let expected = shownExpected(finding, origin, record)
    var example = FindingExample(
      resource: resourceName, ruleID: ruleIDs[topic.check],
      part: partPaths.indices.contains(part) ? partPaths[part] : nil,
      record: record.map { (origin?.firstRecord ?? 0) + $0 } ?? 0, line: line,
      field: finding.field ?? topic.field,
      key: record == nil ? "" : keyColumns.map(cell).joined(separator: " | "),
      value: finding.value.map { String(decoding: $0, as: UTF8.self) } ?? topic.column.map(cell)
        ?? "",
      expected: expected.map { String(decoding: $0, as: UTF8.self) } ?? topic.expected,
      message: message ?? LocalizedText(""), isRemark: finding.isRemark)
    example.isExpectedFixed = expected == nil
    example.explanation = explanation(finding, origin, record)
    return example
  }
}

extension FindingExplanation {
  /// It explains why a record passed with a remark, not why it failed.
  var isOfRemark: Bool {
    if case .rung = self { true } else { false }
  }
}
