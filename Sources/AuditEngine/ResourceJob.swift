package import AuditKernels
package import AuditModel
internal import AuditRules
package import AuditSources

extension ResourceJob {
  /// Numbers what findings can be about, and binds legs, keys and feeds to those numbers.
  init(
    _ resource: PlannedResource, options: AuditOptions, feeds: [BoundFeed],
    columns: FindingFormat.ExtraColumns
  ) {
    var topics: [FindingFormat.Topic] = []
    var legs: [BoundLeg] = []
    var uniques: [BoundUnique] = []
    var groups: [BoundGroups] = []
    var conclusions: [BoundConclusion] = []
    var structure: Int?
    for (number, check) in resource.checks.enumerated() {
      let rule = check.rule
      func topic(
        _ field: String, _ column: Int?, _ messages: [LocalizedText], _ expected: String = ""
      ) -> FindingFormat.Topic {
        FindingFormat.Topic(
          check: number, field: field, column: column, expected: expected, messages: messages,
          severity: rule.severity)
      }
      for form in check.form.parts {
        let first = topics.count
        switch form {
        case .records(let list):
          for leg in list {
            var made = topic(leg.field, leg.column, leg.messages, leg.expected)
            if leg.remark != nil {
              made.remark = leg.remarkMessage
              made.remarkSeverity = leg.remarkSeverity
            }
            made.explanation = leg.explanation
            made.isOfCode = leg.expectedNode != nil
            made.expectedColumns = leg.expectedColumns
            legs.append(
              BoundLeg(
                check: number, topic: topics.count, leg: leg, countsFailuresOnly: leg.isRemarkOnly))
            topics.append(made)
          }
        case .unique(let parts, let columns):
          uniques.append(BoundUnique(check: number, topic: topics.count, parts: parts))
          topics.append(
            topic(
              rule.fields.joined(separator: ", "), columns.count == 1 ? columns[0] : nil,
              [rule.message]))
        case .groups(let group):
          groups.append(BoundGroups(check: number, topic: topics.count, rule: group))
          topics.append(topic(group.field, group.column, group.messages))
          guard let isWhole = group.isWhole else { break }
          let leg = Leg(
            verdict: isWhole, column: group.column, field: group.field,
            messages: [group.lackMessage])
          legs.append(
            BoundLeg(check: number, topic: topics.count, leg: leg, countsFailuresOnly: true))
          topics.append(topic(leg.field, leg.column, leg.messages))
        case .reconcile(let reconciliation):
          topics.append(topic(rule.fields.joined(separator: ", "), nil, [reconciliation.messages]))
        case .coverage(let coverage):
          topics.append(topic(coverage.field, nil, [coverage.missingMessage]))
          guard let unexpected = coverage.unexpected else { break }
          let leg = Leg(
            verdict: unexpected, column: coverage.column, field: coverage.field,
            messages: [coverage.unexpectedMessage])
          legs.append(
            BoundLeg(check: number, topic: topics.count, leg: leg, countsFailuresOnly: true))
          topics.append(topic(coverage.field, coverage.column, [coverage.unexpectedMessage]))
        case .shift(let shift): topics.append(topic(shift.field, shift.column, shift.messages))
        case .hierarchy(let hierarchy):
          topics.append(topic(hierarchy.field, hierarchy.valueColumn, hierarchy.messages))
        case .fresh(let freshness):
          topics.append(topic(freshness.field, nil, freshness.messages))
        case .query(let query): topics.append(topic("", nil, [query.message]))
        case .count: topics.append(topic("", nil, [rule.message], rule.text ?? ""))
        case .structure:
          structure = topics.count
          topics.append(
            topic("", nil, RecordDefect.allCases.map { $0.message(of: resource.source) }))
        case .document: topics.append(topic("", nil, SchemaDefect.allCases.map(\.message)))
        case .header:
          let header = resource.source.header
          let missing = (resource.missingFields + header.unseen.sorted().map { header.names[$0] })
            .map(Self.missingField)
          let messages = resource.headerMessages + missing
          topics.append(topic("", nil, messages.isEmpty ? [rule.message] : messages))
        case .notApplicable, .several: break
        }
        if form.isConcluded {
          conclusions.append(BoundConclusion(check: number, topic: first, form: form))
        }
      }
    }
    self.init(
      resource: resource, topics: topics, legs: legs,
      uniques: uniques, groups: groups, conclusions: conclusions, feeds: feeds,
      judging: uniques.map(\.parts)
        + feeds.compactMap { feed in
          guard feed.id.owner == resource.packName, feed.id.side == .left else { return nil }
          return [feed.feed.entry, feed.feed.value].compactMap { $0 }
        } + groups.map { $0.rule.keys + $0.rule.parts.prefix($0.rule.optional).map(\.node) },
      structureTopic: structure,
      needsLocations: resource.checks.contains { $0.isConcludedAtEnd }, options: options,
      columns: columns,
      fingerprints: options.fingerprints.map { FingerprintPlan($0, resource, topics, options) },
      examplesDelivered: Shared(Array(repeating: 0, count: resource.checks.count)))
  }

  private static func missingField(_ name: String) -> LocalizedText {
    LocalizedText(
      vi: "tệp không có cột “\(name)” đã khai báo",
      en: "the file lacks the declared column '\(name)'")
  }

  /// What is wanted of every record; why a record failed is evaluated for that record alone.
  var roots: [Node] {
    var nodes: [Node] = []
    for bound in legs {
      nodes.append(bound.leg.verdict)
      if let remark = bound.leg.remark { nodes.append(remark) }
    }
    for unique in uniques { nodes += unique.parts }
    for bound in groups {
      nodes += bound.rule.keys + bound.rule.parts.map(\.node)
      if let condition = bound.rule.condition { nodes.append(condition) }
    }
    for bound in feeds {
      nodes += [bound.feed.entry, bound.feed.value, bound.feed.condition].compactMap { $0 }
    }
    // Fields that nothing else reads still count as filled or not.
    return nodes + resource.program.fieldNodes
  }

  /// A writer of findings for one worker.
  func makeFormat() -> FindingFormat {
    FindingFormat(
      resource, topics: topics, style: options.style, language: options.language,
      columns: columns)
  }

  /// Writes a finding that is of no record.
  func write(
    _ finding: FindingFormat.Particulars, _ check: Int, with format: FindingFormat,
    to output: inout BatchOutput
  ) {
    format.append(finding, origin: nil, record: nil, to: &output.findings)
    output.count(check, of: resource.checks.count)
    if options.findingsPerRule != nil { output.ends.append((check, output.findings.count)) }
    if let plan = fingerprints {
      output.fingerprints.append((check, plan.fingerprint(finding, topics[finding.topic])))
    }
    guard finding.waiver == nil else { return }
    output.examples.append((check, format.example(finding, origin: nil, record: nil)))
  }
}

extension Check {
  /// A record that could not be read may make its verdict wrong.
  var needsEachRecord: Bool {
    form.parts.contains { form in
      switch form {
      case .reconcile, .coverage, .count, .hierarchy, .shift, .fresh, .query: true
      case .groups(let rule): rule.needsEachRecord
      default: false
      }
    }
  }

  /// Findings of records that only the whole file tells.
  var isConcludedAtEnd: Bool {
    form.parts.contains { form in
      switch form {
      case .unique, .groups, .reconcile, .hierarchy, .shift, .query: true
      default: false
      }
    }
  }
}

extension CheckForm {
  /// Settled when all records of all resources were read.
  fileprivate var isConcluded: Bool {
    switch self {
    case .reconcile, .coverage, .count, .hierarchy, .shift, .fresh, .query, .document, .header: true
    default: false
    }
  }
}

extension RecordDefect {
  /// What is told of it in a source, whose text may be in another encoding than UTF-8.
  package func message(of source: any Source) -> LocalizedText {
    guard self == .invalidUTF8 else { return message }
    let encoding = source.description(nil).first { $0.name == "encoding" }?.value
    if let encoding, !encoding.hasPrefix("UTF-8") {
      return LocalizedText(
        vi: "có byte không đúng mã \(encoding)", en: "there are bytes that are not \(encoding)")
    }
    guard encoding == nil, !source.partPaths.isEmpty else { return message }
    return LocalizedText(
      vi: "có byte không đúng bảng mã của tệp",
      en: "there are bytes that are not of the file's encoding")
  }

  /// What is told of it; the finding's value is the field's name, or the number of fields found.
  package var message: LocalizedText {
    switch self {
    case .tooFewFields:
      LocalizedText(
        vi: "bản ghi thiếu trường so với dòng tên cột",
        en: "the record has fewer fields than the header")
    case .tooManyFields:
      LocalizedText(
        vi: "bản ghi thừa trường so với dòng tên cột",
        en: "the record has more fields than the header")
    case .strayQuote: LocalizedText(vi: "dấu ngoặc kép đặt sai chỗ", en: "a quote is out of place")
    case .unclosedQuote:
      LocalizedText(vi: "dấu ngoặc kép mở mà không đóng", en: "a quote is opened and never closed")
    case .nulByte: LocalizedText(vi: "có ký tự NUL", en: "there is a NUL character")
    case .invalidUTF8:
      LocalizedText(vi: "có byte không đúng mã UTF-8", en: "there are bytes that are not UTF-8")
    case .binaryValue:
      LocalizedText(
        vi: "giá trị nhị phân (BLOB), không phải văn bản",
        en: "a value of bytes (BLOB), which is no text")
    case .tooLong:
      LocalizedText(
        vi: "bản ghi vượt giới hạn, phần sau không được đọc",
        en: "the record is over a limit; the rest of it was not read")
    case .malformedRecord:
      LocalizedText(
        vi: "bản ghi không đúng cú pháp JSON, phần sau chỗ sai không được đọc",
        en: "the record is not well-formed JSON; what follows the fault was not read")
    case .notAnObject:
      LocalizedText(
        vi: "bản ghi không phải là một đối tượng { }", en: "the record is not an object { }")
    case .duplicateMember:
      LocalizedText(
        vi: "khóa trùng: tên thành phần có hai lần trong một đối tượng, giá trị đầu được dùng",
        en: "a member's name occurs twice in an object; the first value counts")
    case .loneSurrogate:
      LocalizedText(
        vi: "nửa cặp mã \\u không thành một ký tự", en: "half of a \\u pair is no character")
    case .numberForText:
      LocalizedText(
        vi: "viết dạng số trong khi trường là văn bản: số 0 đứng đầu bị mất",
        en: "written as a number where the field is text: leading zeros are lost")
    case .wrongNesting:
      LocalizedText(
        vi: "giá trị lồng nhau ở chỗ cần giá trị đơn, hoặc ngược lại",
        en: "a nested value where a single one is needed, or the other way round")
    case .strayText:
      LocalizedText(
        vi: "có chữ nằm ngoài các phần tử con, không thuộc trường nào nên không được đọc",
        en: "there is text beside the elements, which is of no field and was not read")
    case .tooDeep:
      LocalizedText(
        vi: "ngoặc lồng nhau quá sâu, phần sau không được đọc",
        en: "brackets are nested too deep; the rest was not read")
    }
  }
}
