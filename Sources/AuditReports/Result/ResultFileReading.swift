import AuditModel
import AuditScoring
import AuditText

extension ResultFile {
  /// Reads a result file; scores in it are not believed but computed again from the counts.
  ///
  /// Counts must add up and members must be those that `write` writes: a file of another major
  /// format, or one that was edited carelessly, is refused with file, line and column.
  package static func read(
    _ bytes: [UInt8], file: String = "result.json"
  ) throws -> InspectionResult {
    try document(bytes, file).inspection()
  }

  /// The weights and bands that the file's scores were made with.
  package static func readPolicy(
    _ bytes: [UInt8], file: String = "result.json"
  ) throws -> ScoringPolicy {
    try document(bytes, file).object("score").object("policy").policy()
  }

  private static func document(_ bytes: [UInt8], _ file: String) throws -> ResultReader {
    let tree = try LocatedJSON.parse(
      bytes, file: file, byteLimit: byteLimit, codes: "result-file")
    let root = ResultReader(tree)
    let format = try root.text("format")
    guard format == Version.resultFormat else {
      throw Diagnostic(
        "result-file.format",
        LocalizedText(
          vi: "tệp không phải dạng \(Version.resultFormat)",
          en: "the file's format is not \(Version.resultFormat)"), at: tree.location,
        hint: LocalizedText(
          vi: "lập lại kết quả bằng cùng phiên bản chương trình",
          en: "make the result again with this version of the program"))
    }
    return root
  }

  /// A result has no cells: some hundred bytes a rule and field.
  static let byteLimit = 64 << 20
}

extension ResultReader {
  fileprivate func inspection() throws -> InspectionResult {
    let (tool, agency, period) = (
      try object("tool"), try object("agency"), try object("period")
    )
    guard let date = try date("date") else { throw missing("date") }
    var result = InspectionResult(
      toolVersion: try tool.text("version"), agencyID: try agency.text("id"),
      agencyName: try agency.localized("name"), periodFrom: try period.date("from"),
      periodTo: try period.date("to"), date: date, packs: try materials("packs"),
      codeLists: try materials("codeLists"),
      resources: try array("resources").map { try $0.resource() })
    if json["profile"] != nil { result.profile = try materials("profile").first }
    result.waiverFiles = try waiverFiles()
    result.waivers = try waivers()
    result.switchedOff = try switchedOff()
    return result
  }

  func materials(_ name: String) throws -> [MaterialDescription] {
    try array(name).map { entry in
      MaterialDescription(
        id: try entry.text("id"), version: try entry.text("version"),
        title: try entry.optionalLocalized("title"), path: try entry.text("path"),
        sha256: try entry.text("sha256"), count: try entry.count("count"))
    }
  }

  private func resource() throws -> ResourceResult {
    ResourceResult(
      name: try text("name"), title: try localized("title"),
      source: try object("source").source(), recordCount: try count("records"),
      fields: try array("fields").map { try $0.field() },
      rules: try array("rules").map { try $0.rule() },
      recordsJudged: try count("recordsJudged"), complete: try truth("complete"),
      incompleteReason: try optionalLocalized("incompleteReason"))
  }

  private func source() throws -> SourceDescription {
    SourceDescription(
      path: try text("path"), format: try text("format"), byteCount: try count("bytes"),
      sha256: try optionalText("sha256"), details: try details(),
      parts: json["parts"] == nil ? [] : try array("parts").map { try $0.part() })
  }

  private func details() throws -> [SourceDescription.Detail] {
    try array("details").map {
      SourceDescription.Detail(try $0.text("name"), try $0.text("value"))
    }
  }

  private func part() throws -> SourceDescription.Part {
    SourceDescription.Part(
      path: try text("path"), byteCount: try count("bytes"), sha256: try optionalText("sha256"),
      recordCount: try count("records"), problem: try optionalLocalized("problem"),
      details: try details())
  }

  private func field() throws -> FieldInventory {
    FieldInventory(
      name: try text("name"), title: try optionalLocalized("title"),
      type: try optionalText("type"), filled: try optionalCount("filled"),
      ruleCount: try count("rules"))
  }

  private func rule() throws -> RuleResult {
    let tolerance = try object("tolerance")
    return RuleResult(
      id: try text("id"), kind: try text("kind"), title: try localized("title"),
      dimension: try word("dimension"), severity: try word("severity"),
      weight: try count("weight"), fields: try texts("fields"), unit: try word("unit"),
      legal: try array("legal").map {
        LegalReference(id: try $0.text("id"), cite: try $0.localized("cite"))
      },
      message: try localized("message"), text: try optionalText("text"), counts: try counts(),
      status: try word("status"), statusReason: try optionalLocalized("statusReason"),
      warnAt: try tolerance.tolerance("warn"), failAt: try tolerance.tolerance("fail"),
      findingsWritten: try count("findingsWritten"),
      acceptedWithRemark: try count("acceptedWithRemark"))
  }

  private func counts() throws -> RuleCounts {
    let node = try object("counts")
    let counts = RuleCounts(
      passed: try node.count("passed"), failed: try node.count("failed"),
      skipped: try node.count("skipped"),
      waived: node.json["waived"] == nil ? 0 : try node.count("waived"))
    guard try node.count("evaluated") == counts.evaluated else {
      throw Diagnostic(
        "result-file.counts",
        LocalizedText(
          vi: "số đã xét không bằng số đạt cộng số lỗi",
          en: "`evaluated` is not `passed` plus `failed`"), at: node.json.location)
    }
    return counts
  }

  private func tolerance(_ name: String) throws -> Tolerance? {
    guard let node = try optionalObject(name) else { return nil }
    if let count = try node.optionalCount("count") { return .count(count) }
    return .share(Share(try node.count("numerator"), of: try node.count("denominator")))
  }

  func policy() throws -> ScoringPolicy {
    let bands = try array("grades").map {
      GradeBand(from: try $0.count("from"), try $0.localized("name"))
    }
    let bounds = bands.map(\.fromBasisPoints)
    guard bounds.last == 0, zip(bounds, bounds.dropFirst()).allSatisfy({ $0 > $1 }) else {
      throw missing("grades")
    }
    let criteria = try object("criterionWeights")
    var criterionWeights: [Dimension: Int] = [:]
    for dimension in Dimension.allCases {
      criterionWeights[dimension] = try criteria.optionalCount(dimension.rawValue)
    }
    var resourceWeights: [String: Int] = [:]
    for entry in try array("resourceWeights") {
      resourceWeights[try entry.text("resource")] = try entry.count("weight")
    }
    let groups = try (json["groups"] == nil ? [] : array("groups")).map { group in
      CriterionGroup(
        name: try group.localized("name"),
        dimensions: try group.texts("dimensions").map { word in
          guard let dimension = Dimension(rawValue: word) else { throw group.missing("dimensions") }
          return dimension
        }, weight: try group.count("weight"))
    }
    return ScoringPolicy(
      id: try text("id"), title: try localized("title"), criterionWeights: criterionWeights,
      resourceWeights: resourceWeights, grades: bands, groups: groups)
  }
}
