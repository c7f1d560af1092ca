import AuditEngine
import AuditKernels
import AuditLedger
import AuditModel
import AuditReports
import AuditRules
import AuditScoring
import AuditSystem

/// The ledger of a run: opened before anything is read, written to when all outputs have their names.
struct RunRecorder {
  let ledger: Ledger
  let fingerprints: FingerprintStore
  private let key: LedgerKey

  /// Throws `ledger.…` where the ledger or its key is not fit, before an hour was spent on the data.
  init(_ path: String, _ context: CommandContext) throws {
    ledger = try Ledger(path, .create)
    let last = try ledger.runs().last { $0.keyCheck != nil }
    key = try LedgerKey.load(besides: path, mayCreate: last == nil, entropy: context.entropy)
    if let last, last.keyCheck != key.check {
      context.console.warn(
        LocalizedText(
          vi: "tệp khóa khác với tệp các lần trước đã dùng: lỗi lần này không so được với trước",
          en: "the key file is not the one used before: findings do not compare with earlier ones"))
    }
    fingerprints = FingerprintStore(secret: SipHash(key: key.bytes))
  }

  /// Records the run once `finish` has put its outputs in place.
  func record(
    _ outcome: AuditRun.Outcome, of run: AuditRun, _ context: CommandContext,
    finish: (LedgerRun) throws -> Void
  ) throws -> LedgerRun {
    let (result, scores) = (outcome.result, outcome.scores)
    var documents = [
      LedgerEntry.Document(name: KeptReport.resultName, bytes: ResultFile.write(result, scores)),
      LedgerEntry.Document(
        name: KeptReport.placesName, bytes: ExamplesFile.write(outcome.examples)),
    ]
    if let bytes = run.legal.profileBytes {
      documents.append(LedgerEntry.Document(name: KeptReport.profileName, bytes: bytes))
    }
    documents += KeptDocuments.entries(run.legal)
    let definitions = RuleDefinitions(run.project)
    let rules = result.resources.flatMap { resource in
      resource.rules.map { rule in
        LedgerRule(
          resource: resource.name, rule: rule.id,
          definition: definitions.digest(of: rule.id, in: resource.name), title: rule.title,
          severity: rule.severity, status: rule.status, counts: rule.counts)
      }
    }
    let store = fingerprints
    let entry = LedgerEntry(
      result: result, recorded: context.now.iso, language: context.language,
      policy: scores.policy.id, basisPoints: scores.score?.basisPoints,
      scores: RunRecorder.scores(scores), materials: RunRecorder.materials(result),
      documents: documents, rules: rules, keyCheck: key.check
    ) { rule in
      guard let list = store.fingerprints(of: rule.resource) else { return nil }
      return { body in
        try list.forEachPiece(of: rule.rule, size: Ledger.pieceCount, body)
      }
    }
    return try ledger.record(entry, finish: finish)
  }

  private static func scores(_ card: AgencyScorecard) -> [LedgerEntry.Score] {
    func criteria(_ list: [CriterionScorecard], _ resource: String?) -> [LedgerEntry.Score] {
      list.map {
        LedgerEntry.Score(
          resource: resource, criterion: $0.dimension.rawValue, basisPoints: $0.score?.basisPoints)
      }
    }
    return criteria(card.criteria, nil)
      + card.resources.flatMap { resource in
        [
          LedgerEntry.Score(
            resource: resource.name, criterion: nil, basisPoints: resource.score?.basisPoints)
        ] + criteria(resource.criteria, resource.name)
      }
  }

  private static func materials(_ result: InspectionResult) -> [LedgerEntry.Material] {
    func materials(_ kind: String, _ list: [MaterialDescription]) -> [LedgerEntry.Material] {
      list.map {
        LedgerEntry.Material(kind: kind, name: $0.id, version: $0.version, sha256: $0.sha256)
      }
    }
    let inputs = result.resources.flatMap { resource in
      [LedgerEntry.Material(kind: "input", name: resource.name, sha256: resource.source.sha256)]
        + resource.source.parts.enumerated().map { number, part in
          LedgerEntry.Material(
            kind: "part", name: "\(resource.name)/\(number + 1)", sha256: part.sha256)
        }
    }
    return inputs + materials("pack", result.packs) + materials("code-list", result.codeLists)
      + materials("waivers", result.waiverFiles)
      + materials("profile", result.profile.map { [$0] } ?? [])
  }
}

/// What each rule asks, as a digest that changes when it asks something else or knows its records by other fields.
private struct RuleDefinitions {
  private var digests: [String: [String: [UInt8]]] = [:]

  init(_ project: LoadedProject) {
    let rules = Dictionary(
      project.pack.rules.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for resource in project.plan.resources {
      let identity = resource.identityNames.joined(separator: "\u{1F}")
      for check in resource.checks {
        guard let rule = rules[check.rule.id] else { continue }
        let bytes = rule.definition + Array("\u{0}\(rule.nulls.rawValue)\u{0}\(identity)".utf8)
        digests[resource.name, default: [:]][rule.id] = Array(SHA256.digest(of: bytes).prefix(16))
      }
    }
  }

  func digest(of rule: String, in resource: String) -> [UInt8] {
    guard let digest = digests[resource]?[rule] else {
      preconditionFailure("the rule '\(rule)' of '\(resource)' is in no pack")
    }
    return digest
  }
}
