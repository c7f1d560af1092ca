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

/// Writes findings as bytes; each worker has one of its own.
///
/// What does not change from finding to finding is made once and kept in one pool of bytes: workers that shared
/// these texts would spend their time on counting references to them.
final class FindingFormat {
  private let style: FindingStyle
  private let language: Language
  let topics: [Topic]
  let resourceName: String
  let ruleIDs: [String]
  let keyColumns: [Int]
  private let masks: [Mask]
  /// Of the cells of a record that could not be split into its fields: each may be any field's.
  let slippedMask: Mask
  private let explainer: FindingExplainer
  private let pool: TextPool
  private let texts: TextMaker
  let legs: [LegText]
  private let messages: [Range<Int>]
  /// Of each message: what follows the value where the rule's expectation is always the same.
  private let tails: [Range<Int>]
  private let resourceCell: Range<Int>
  private let namesParts: Bool
  /// Of each file of the resource: its column in `findings.csv`, or how a line of text begins.
  private let partCells: [Range<Int>]
  let partPaths: [String]
  private let noPart: Range<Int>
  /// Of each entry of the resource's waivers: what is said of a finding that it accepts, with the line's end.
  private let waiverCells: [Range<Int>]
  private let lineEnd: Range<Int>
  private let emptyRange: Range<Int>
  private let hiddenRange: Range<Int>
  private let lines: FindingLines
  /// Of each topic, what its findings look like where nothing but the record differs; nil where more does.
  private let shapes: [FindingLines.Shape?]
  /// Of each topic: the last value that needed no explanation; empty where none ever needs one.
  private var unexplained: [[UInt8]?]

  /// Ranges of the pool.
  struct LegText {
    var beforeKey: Range<Int>
    var hidesExpected: Bool
    var expected: Range<Int>
    /// Of `messages`.
    var messages: Range<Int>
    var remarkBeforeKey: Range<Int>
    var remark: Range<Int>
    var remarkTail: Range<Int>
    var column: Int
  }

  /// What findings are about: legs of the record rules first, then whole-file rules and defects, all in one numbering.
  struct Topic: Sendable {
    var check: Int
    var field: String
    var column: Int?
    /// What a finding expects is an entry of a code list that belongs to the column's code.
    var isOfCode = false
    /// Columns that what a finding expects is of besides.
    var expectedColumns: [Int] = []
    var expected: String
    var messages: [LocalizedText]
    var severity: Severity
    var remark: LocalizedText?
    var remarkSeverity: Severity = .warning
    var explanation: FindingExplanation?
  }

  init(
    _ resource: PlannedResource, topics: [Topic], style: FindingStyle, language: Language,
    columns: ExtraColumns = ExtraColumns()
  ) {
    self.style = style
    namesParts = columns.parts && style == .csv
    self.language = language
    self.topics = topics
    resourceName = resource.name
    ruleIDs = resource.checks.map(\.rule.id)
    keyColumns = resource.keyColumns.map { $0 }
    masks = resource.masks.map { $0 }
    slippedMask = resource.slippedMask
    explainer = FindingExplainer(masks: masks)
    let end: [UInt8] =
      style == .text ? [0x0A] : (columns.waivers ? [0x2C, 0x22, 0x22] : []) + [0x0D, 0x0A]
    let texts = TextMaker(
      style: style, language: language, ruleIDs: ruleIDs, lineEnd: namesParts ? [] : end)
    let pool = texts.pool
    lineEnd = pool.keep(end)
    waiverCells = (resource.waivers?.entries ?? []).map {
      pool.keep(texts.waiver($0.note[language]))
    }
    self.pool = pool
    self.texts = texts
    resourceCell = pool.keep(
      style == .csv
        ? texts.text(resource.name) + [0x2C] : texts.text(resource.source.path) + [0x3A])
    partPaths = resource.source.partPaths
    noPart = pool.keep([0x2C] + FindingFormat.emptyCell)
    partCells = partPaths.map {
      pool.keep(style == .csv ? [0x2C] + texts.text($0) : texts.text($0) + [0x3A])
    }
    emptyRange = pool.keep(style == .csv ? FindingFormat.emptyCell : [])
    hiddenRange = pool.keep(texts.shown(Mask.hidden))
    var legs: [LegText] = []
    var messages: [Range<Int>] = []
    var tails: [Range<Int>] = []
    for topic in topics {
      let first = messages.count
      messages += topic.messages.map { texts.keep($0[language]) }
      tails += topic.messages.map { pool.keep(texts.tail(topic.expected, $0)) }
      legs.append(
        LegText(
          beforeKey: pool.keep(texts.lead(topic, topic.severity)),
          hidesExpected: (topic.expectedColumns + (topic.isOfCode ? [topic.column ?? -1] : []))
            .contains { $0 >= 0 && resource.masks[$0] != .none },
          expected: texts.keep(topic.expected), messages: first..<messages.count,
          remarkBeforeKey: pool.keep(texts.lead(topic, topic.remarkSeverity)),
          remark: texts.keep(topic.remark?[language] ?? ""),
          remarkTail: pool.keep(texts.tail(topic.expected, topic.remark ?? LocalizedText(""))),
          column: topic.column ?? -1))
    }
    self.legs = legs
    lines = FindingLines(pool, empty: emptyRange, hidden: hiddenRange)
    shapes = FindingFormat.shapes(
      resource, legs, start: style == .csv && !namesParts ? resourceCell : nil)
    unexplained = topics.map { $0.explanation == nil ? [] : nil }
    self.messages = messages
    self.tails = tails
  }

  private static func shapes(
    _ resource: PlannedResource, _ legs: [LegText], start: Range<Int>?
  ) -> [FindingLines.Shape?] {
    func cell(_ column: Int?) -> FindingLines.Cell? {
      guard let column, column >= 0 else { return FindingLines.Cell(column: -1, isShown: false) }
      let mask = resource.masks[column]
      guard mask.hidesWhole || mask == .none else { return nil }
      return FindingLines.Cell(column: column, isShown: mask == .none)
    }
    return legs.map { leg in
      guard let start, resource.keyColumns.count < 2, let key = cell(resource.keyColumns.first),
        let value = cell(leg.column)
      else { return nil }
      return FindingLines.Shape(start: start, lead: leg.beforeKey, key: key, value: value)
    }
  }

  /// Keeps one finding of a record for `flush`, where it is like the others of its topic but for the record.
  ///
  /// - Returns: False, with nothing kept, for a finding that `append` must write.
  func keep(topic: Int, reason: Int, origin: RecordCells, record: Int) -> Bool {
    guard let shape = shapes[topic], let plain = unexplained[topic], !origin.hasSlipped(record)
    else { return false }
    let leg = legs[topic]
    guard plain.isEmpty || origin.holds(leg.column, of: record, plain) else { return false }
    let message = leg.messages.lowerBound + min(max(0, reason), leg.messages.count - 1)
    return lines.append(
      shape, tail: tails[message], of: origin, record: record, line: origin.line(of: record))
  }

  /// Moves the findings kept to the end of `output`.
  func flush(to output: inout [UInt8]) { lines.flush(to: &output) }

  /// Appends one finding of a record of a batch; `record` is nil for one that is of no record.
  func append(_ finding: Particulars, origin: RecordCells?, record: Int?, to output: inout [UInt8])
  {
    guard style != .none else { return }
    let leg = legs[finding.topic]
    let part = origin?.part ?? finding.part
    let isPart = part >= 0 && part < partCells.count
    pool.append(isPart && style == .text ? partCells[part] : resourceCell, to: &output)
    var number = 0
    var line = finding.lineOffset
    if let origin, let record {
      number = origin.firstRecord + record
      line += origin.line(of: record)
    }
    guard style == .csv else { return appendLine(finding, leg, origin, record, line, &output) }
    CSVWriter.appendNumber(number, to: &output)
    output.append(0x2C)
    CSVWriter.appendNumber(line, to: &output)
    appendLead(finding, leg, &output)
    appendKey(origin, record, &output)
    output.append(0x2C)
    appendValue(finding, leg, origin, record, &output)
    let explanation = explanation(finding, origin, record)
    let expected = shownExpected(finding, origin, record)
    guard expected != nil || explanation != nil || finding.waiver != nil else {
      pool.append(tail(finding, leg), to: &output)
      guard namesParts else { return }
      pool.append(isPart ? partCells[part] : noPart, to: &output)
      return pool.append(lineEnd, to: &output)
    }
    output.append(0x2C)
    if let expected {
      CSVWriter.appendText(expected, to: &output)
    } else {
      pool.append(leg.expected, to: &output)
    }
    output.append(0x2C)
    if let explanation {
      CSVWriter.appendText(messageText(finding) + inBrackets(explanation), to: &output)
    } else {
      pool.append(message(finding, leg), to: &output)
    }
    if namesParts { pool.append(isPart ? partCells[part] : noPart, to: &output) }
    pool.append(finding.waiver.map { waiverCells[$0] } ?? lineEnd, to: &output)
  }

  /// From the rule to the field.
  private func appendLead(_ finding: Particulars, _ leg: LegText, _ output: inout [UInt8]) {
    guard finding.field != nil && style == .csv || finding.waiver != nil else {
      return pool.append(finding.isRemark ? leg.remarkBeforeKey : leg.beforeKey, to: &output)
    }
    var topic = topics[finding.topic]
    topic.field = finding.field ?? topic.field
    output.append(contentsOf: texts.lead(topic, finding.waiver == nil ? topic.severity : nil))
  }

  private func tail(_ finding: Particulars, _ leg: LegText) -> Range<Int> {
    if finding.isRemark { return leg.remarkTail }
    return tails[number(finding, leg)]
  }

  private func number(_ finding: Particulars, _ leg: LegText) -> Int {
    leg.messages.lowerBound + min(max(0, finding.reason), leg.messages.count - 1)
  }

  private func message(_ finding: Particulars, _ leg: LegText) -> Range<Int> {
    finding.isRemark ? leg.remark : messages[number(finding, leg)]
  }

  private func messageText(_ finding: Particulars) -> [UInt8] {
    let topic = topics[finding.topic]
    let said = finding.isRemark ? topic.remark : nil
    let message = said ?? topic.messages[min(finding.reason, topic.messages.count - 1)]
    return Array(message[language].utf8)
  }

  private func inBrackets(_ text: LocalizedText) -> [UInt8] { Array(" (\(text[language]))".utf8) }

  /// What is hard to see in the value; nil for findings that explain themselves.
  func explanation(
    _ finding: Particulars, _ origin: RecordCells?, _ record: Int?
  ) -> LocalizedText? {
    let topic = topics[finding.topic]
    guard let explanation = topic.explanation, finding.isRemark == explanation.isOfRemark,
      let origin, let record,
      let column = FindingExplainer.column(explanation, topic.column, reason: finding.reason),
      mask(column, origin, record) != .sensitive,
      slippedMask == .none || !origin.hasSlipped(record)
    else { return nil }
    var value: [UInt8] = []
    origin.append(column, of: record, to: &value)
    let said = explainer.explain(
      explanation, topic: finding.topic, reason: finding.reason, column: column, value: value,
      expected: finding.expected)
    if said == nil, !value.isEmpty, case .alike = explanation { unexplained[finding.topic] = value }
    return said
  }

  private func appendLine(
    _ finding: Particulars, _ leg: LegText, _ origin: RecordCells?, _ record: Int?, _ line: Int,
    _ output: inout [UInt8]
  ) {
    CSVWriter.appendNumber(line, to: &output)
    appendLead(finding, leg, &output)
    let topic = topics[finding.topic]
    let field = finding.field.map(CSVWriter.terminalSafe) ?? topic.field
    if !field.isEmpty { output.append(contentsOf: Array("\(field): ".utf8)) }
    pool.append(message(finding, leg), to: &output)
    if let explanation = explanation(finding, origin, record) {
      CSVWriter.appendTerminalSafe(inBrackets(explanation), to: &output)
    }
    var value: [UInt8] = []
    appendValue(finding, leg, origin, record, &value)
    if !value.isEmpty { output.append(contentsOf: Array(" (".utf8) + value + Array(")".utf8)) }
    let expected = shownExpected(finding, origin, record) ?? text(of: leg.expected)
    if !expected.isEmpty {
      output.append(contentsOf: Array((language == .vi ? "; yêu cầu: " : "; expected: ").utf8))
      CSVWriter.appendTerminalSafe(expected, to: &output)
    }
    output.append(contentsOf: Array(" [\(ruleIDs[topic.check])]".utf8))
    pool.append(finding.waiver.map { waiverCells[$0] } ?? lineEnd, to: &output)
  }

  private func text(of range: Range<Int>) -> [UInt8] {
    var bytes: [UInt8] = []
    pool.append(range, to: &bytes)
    return bytes
  }

  private func appendKey(_ origin: RecordCells?, _ record: Int?, _ output: inout [UInt8]) {
    guard let origin, let record, !keyColumns.isEmpty else {
      output.append(contentsOf: FindingFormat.emptyCell)
      return
    }
    if keyColumns.count == 1 { return appendCell(keyColumns[0], origin, record, &output) }
    var joined: [UInt8] = []
    for (index, column) in keyColumns.enumerated() {
      if index > 0 { joined.append(contentsOf: [0x20, 0x7C, 0x20]) }
      joined.append(contentsOf: shown(column, origin, record))
    }
    CSVWriter.appendText(joined, to: &output)
  }

  private func appendValue(
    _ finding: Particulars, _ leg: LegText, _ origin: RecordCells?, _ record: Int?,
    _ output: inout [UInt8]
  ) {
    if let value = finding.value {
      write(value, &output)
    } else if leg.column >= 0, let origin, let record {
      appendCell(leg.column, origin, record, &output)
    } else if style == .csv {
      output.append(contentsOf: FindingFormat.emptyCell)
    }
  }

  private static let emptyCell: [UInt8] = [0x22, 0x22]

  private func appendCell(
    _ column: Int, _ origin: RecordCells, _ record: Int, _ output: inout [UInt8]
  ) {
    let mask = mask(column, origin, record)
    if mask.hidesWhole {
      // The usual mask shows nothing of the value, which need not be read.
      let range =
        origin.isEmpty(column, of: record) ? emptyRange : hiddenRange
      pool.append(range, to: &output)
      return
    }
    if mask == .none, style == .csv,
      origin.appendPlain(column, of: record, to: &output)
    {
      return
    }
    write(shown(column, origin, record), &output)
  }

  /// Bytes of a value that a finding shows; what is cut is said in its place.
  private static let shownBytes = 1_000

  static func shorten(_ value: inout [UInt8]) {
    guard value.count > shownBytes else { return }
    let whole = value.count
    var end = shownBytes
    while end > 0, value[end] & 0xC0 == 0x80 { end -= 1 }
    value.removeSubrange(end...)
    value += Array("… [\(whole) byte]".utf8)
  }

  /// A cell as it may be shown.
  func shown(_ column: Int, _ origin: RecordCells, _ record: Int) -> [UInt8] {
    var value: [UInt8] = []
    origin.append(column, of: record, to: &value)
    FindingFormat.shorten(&value)
    return mask(column, origin, record).apply(value)
  }

  private func mask(_ column: Int, _ origin: RecordCells, _ record: Int) -> Mask {
    origin.hasSlipped(record) ? slippedMask : masks[column]
  }

  private func write(_ value: [UInt8], _ output: inout [UInt8]) {
    if style == .csv {
      CSVWriter.appendText(value, to: &output)
    } else {
      CSVWriter.appendTerminalSafe(value, to: &output)
    }
  }
}

extension Mask {
  /// What stands for a value that is not shown at all.
  static let hidden = Mask.all.apply([0x78])
}
