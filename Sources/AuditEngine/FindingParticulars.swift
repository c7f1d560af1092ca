internal import AuditRules

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
    var expected: [UInt8]?
    /// In place of the record's key and value, where there is no record.
    var value: [UInt8]?
    var lineOffset = 0
  }

  /// What a code should be, or its name, tells the code: it is shown where the code is.
  func shownExpected(_ finding: Particulars) -> [UInt8]? {
    legs[finding.topic].hidesExpected ? nil : finding.expected
  }
}

extension FindingExplanation {
  /// It explains why a record passed with a remark, not why it failed.
  var isOfRemark: Bool {
    if case .rung = self { true } else { false }
  }
}
