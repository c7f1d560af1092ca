internal import AuditKernels
internal import AuditModel
internal import AuditRules
internal import AuditSources
internal import AuditText


/// How findings are written.
package enum FindingStyle: Sendable, Hashable {
  /// `findings.csv`: safe to open in Excel.
  case csv
  /// Lines for a terminal: `path:line: severity: message [rule]`.
  case text
  case none
}

/// Writes findings as bytes. What does not change from finding to finding is made once, for each leg.
struct FindingFormat: Sendable {
  let resource: PlannedResource
  let style: FindingStyle
  let language: Language
  private let legs: [LegText]
  private let resourceCell: [UInt8]

  private struct LegText: Sendable {
    var beforeKey: [UInt8]
    var expected: [UInt8]
    var messages: [[UInt8]]
    var remarkBeforeKey: [UInt8]
    var remark: [UInt8]
    var column: Int?
  }

  /// What findings are about: legs of the record rules first, then whole-file rules and defects, all in one numbering.
  struct Topic: Sendable {
    var check: Int
    var field: String
    var column: Int?
    var expected: String
    var messages: [LocalizedText]
    var severity: Severity
    var remark: LocalizedText?
    var remarkSeverity: Severity = .warning
  }

  let topics: [Topic]

  init(_ resource: PlannedResource, topics: [Topic], style: FindingStyle, language: Language) {
    self.resource = resource
    self.style = style
    self.language = language
    self.topics = topics
    var cell: [UInt8] = []
    CSVWriter.appendText(resource.name, to: &cell)
    cell.append(0x2C)
    resourceCell = style == .csv ? cell : Array(CSVWriter.terminalSafe(resource.source.path).utf8) + [0x3A]
    legs = topics.map { topic in
      let rule = resource.checks[topic.check].rule
      func text(_ value: String) -> [UInt8] {
        guard style == .csv else { return Array(CSVWriter.terminalSafe(value).utf8) }
        var bytes: [UInt8] = []
        CSVWriter.appendText(value, to: &bytes)
        return bytes
      }
      func lead(_ severity: Severity) -> [UInt8] {
        guard style == .csv else {
          return Array(": \(severity.title[language].lowercased()): ".utf8)
        }
        return [0x2C] + text(rule.id) + [0x2C] + text(severity.title[language]) + [0x2C] + text(topic.field) + [0x2C]
      }
      return LegText(
        beforeKey: lead(topic.severity), expected: text(topic.expected),
        messages: topic.messages.map { text($0[language]) }, remarkBeforeKey: lead(topic.remarkSeverity),
        remark: text(topic.remark?[language] ?? ""), column: topic.column)
    }
  }

  /// The names of the columns of `findings.csv`, with the byte-order mark Excel wants.
  static func header(_ style: FindingStyle, _ language: Language) -> [UInt8] {
    guard style == .csv else { return [] }
    var bytes: [UInt8] = [0xEF, 0xBB, 0xBF]
    let names: [String]
    switch language {
    case .vi:
      names = [
        "bộ dữ liệu", "bản ghi", "dòng", "quy tắc", "mức độ", "trường", "khóa", "giá trị", "yêu cầu", "nội dung",
      ]
    case .en:
      names = ["resource", "record", "line", "rule", "severity", "field", "key", "value", "expected", "message"]
    }
    CSVWriter.appendRecord(names, to: &bytes)
    return bytes
  }

  /// A finding's parts that differ each time.
  struct Particulars {
    var topic: Int
    var reason = 0
    var isRemark = false
    var expected: [UInt8]?
    /// In place of the record's key and value, where there is no record.
    var value: [UInt8]?
    var lineOffset = 0
  }

  /// Appends one finding of a record of a batch; `record` is nil for one that is of no record.
  func append(
    _ finding: Particulars, batch: RecordBatch?, record: Int?, arena: StableArena, to output: inout [UInt8]
  ) {
    guard style != .none else { return }
    let leg = legs[finding.topic]
    output.append(contentsOf: resourceCell)
    var number = 0
    var line = 0
    if let batch, let record {
      number = batch.firstRecord + record
      line = batch.line(of: record) + finding.lineOffset
    } else {
      line = finding.lineOffset
    }
    if style == .csv {
      CSVWriter.appendNumber(number, to: &output)
      output.append(0x2C)
      CSVWriter.appendNumber(line, to: &output)
      output.append(contentsOf: finding.isRemark ? leg.remarkBeforeKey : leg.beforeKey)
      appendKey(batch, record, arena, &output)
      output.append(0x2C)
      appendValue(finding, leg, batch, record, arena, &output)
      output.append(0x2C)
      if let expected = finding.expected {
        CSVWriter.appendText(expected, to: &output)
      } else {
        output.append(contentsOf: leg.expected)
      }
      output.append(0x2C)
      output.append(contentsOf: finding.isRemark ? leg.remark : leg.messages[min(finding.reason, leg.messages.count - 1)])
      output.append(0x0D)
      output.append(0x0A)
    } else {
      appendLine(finding, leg, batch, record, line, arena, &output)
    }
  }

  private func appendLine(
    _ finding: Particulars, _ leg: LegText, _ batch: RecordBatch?, _ record: Int?, _ line: Int, _ arena: StableArena,
    _ output: inout [UInt8]
  ) {
    CSVWriter.appendNumber(line, to: &output)
    output.append(contentsOf: finding.isRemark ? leg.remarkBeforeKey : leg.beforeKey)
    let topic = topics[finding.topic]
    if !topic.field.isEmpty { output.append(contentsOf: Array("\(topic.field): ".utf8)) }
    output.append(contentsOf: finding.isRemark ? leg.remark : leg.messages[min(finding.reason, leg.messages.count - 1)])
    var value: [UInt8] = []
    appendValue(finding, leg, batch, record, arena, &value)
    if !value.isEmpty { output.append(contentsOf: Array(" (".utf8) + value + Array(")".utf8)) }
    let expected = finding.expected ?? leg.expected
    if !expected.isEmpty {
      output.append(contentsOf: Array((language == .vi ? "; yêu cầu: " : "; expected: ").utf8))
      CSVWriter.appendTerminalSafe(expected, to: &output)
    }
    output.append(contentsOf: Array(" [\(resource.checks[topic.check].rule.id)]\n".utf8))
  }

  private func appendKey(_ batch: RecordBatch?, _ record: Int?, _ arena: StableArena, _ output: inout [UInt8]) {
    guard let batch, let record, !resource.keyColumns.isEmpty else {
      output.append(contentsOf: [0x22, 0x22])
      return
    }
    if resource.keyColumns.count == 1 {
      appendCell(resource.keyColumns[0], batch, record, arena, &output)
      return
    }
    var joined: [UInt8] = []
    for (index, column) in resource.keyColumns.enumerated() {
      if index > 0 { joined.append(contentsOf: [0x20, 0x7C, 0x20]) }
      joined.append(contentsOf: masked(batch.value(column, of: record, arena: arena) ?? [], column))
    }
    CSVWriter.appendText(joined, to: &output)
  }

  private func appendValue(
    _ finding: Particulars, _ leg: LegText, _ batch: RecordBatch?, _ record: Int?, _ arena: StableArena,
    _ output: inout [UInt8]
  ) {
    if let value = finding.value {
      write(value, &output)
    } else if let column = leg.column, let batch, let record {
      appendCell(column, batch, record, arena, &output)
    } else if style == .csv {
      output.append(contentsOf: [0x22, 0x22])
    }
  }

  private func appendCell(
    _ column: Int, _ batch: RecordBatch, _ record: Int, _ arena: StableArena, _ output: inout [UInt8]
  ) {
    write(masked(batch.value(column, of: record, arena: arena) ?? [], column), &output)
  }

  private func write(_ value: [UInt8], _ output: inout [UInt8]) {
    if style == .csv {
      CSVWriter.appendText(value, to: &output)
    } else {
      CSVWriter.appendTerminalSafe(value, to: &output)
    }
  }

  private func masked(_ value: [UInt8], _ column: Int) -> [UInt8] {
    let mask = resource.masks[column]
    return value.isEmpty || mask == .none ? value : mask.apply(value)
  }

  /// The same finding as a value, for a report's examples.
  func example(_ finding: Particulars, batch: RecordBatch?, record: Int?, arena: StableArena) -> FindingExample {
    let topic = topics[finding.topic]
    func cell(_ column: Int) -> String {
      guard let batch, let record else { return "" }
      return String(decoding: masked(batch.value(column, of: record, arena: arena) ?? [], column), as: UTF8.self)
    }
    let message = finding.isRemark ? topic.remark : topic.messages[min(finding.reason, topic.messages.count - 1)]
    var line = finding.lineOffset
    if let batch, let record { line += batch.line(of: record) }
    return FindingExample(
      resource: resource.name, ruleID: resource.checks[topic.check].rule.id,
      record: record.map { (batch?.firstRecord ?? 0) + $0 } ?? 0, line: line, field: topic.field,
      key: record == nil ? "" : resource.keyColumns.map(cell).joined(separator: " | "),
      value: finding.value.map { String(decoding: $0, as: UTF8.self) } ?? topic.column.map(cell) ?? "",
      expected: finding.expected.map { String(decoding: $0, as: UTF8.self) } ?? topic.expected,
      message: message ?? LocalizedText(""))
  }
}
