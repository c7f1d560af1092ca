import AuditEngine
import AuditModel
import AuditRules
import AuditSystem

extension ProjectLoader {
  /// The files of waivers; all mistakes of all of them are told at once.
  func waiverFiles(_ paths: [String], of pack: RulePack) throws -> [WaiverFile] {
    var files: [WaiverFile] = []
    var mistakes: [Diagnostic] = []
    for path in paths {
      do {
        let bytes = try InputFile.contents(of: path, limit: options.limits.ruleFileBytes)
        let file = try WaiverFile.read(bytes, file: path, pack: pack, limits: options.limits)
        if options.waiverKeyFile == nil, let waiver = file.waivers.first(where: \.needsSecret) {
          mistakes.append(.noWaiverKey(at: waiver.location))
        }
        files.append(file)
      } catch let error as Diagnostics {
        mistakes += error.all
      } catch let error as Diagnostic {
        mistakes.append(Diagnostic(configuration: error))
      }
    }
    if !mistakes.isEmpty { throw Diagnostics(mistakes) }
    return files
  }

  /// The secret of keyed digests; nil where none is given.
  func waiverSecret() throws -> KeyedDigest? {
    try options.waiverKeyFile.map { try WaiverSecret.read($0, limits: options.limits) }
  }
}

/// The secret by which waivers hide keys.
enum WaiverSecret {
  static let leastBytes = 16

  /// The file's bytes without the line end they may end with.
  static func read(_ path: String, limits: Limits) throws -> KeyedDigest {
    var bytes: [UInt8]
    do {
      bytes = try InputFile.contents(of: path, limit: limits.ruleFileBytes)
    } catch {
      throw Diagnostic(configuration: error)
    }
    while bytes.last == 0x0A || bytes.last == 0x0D { bytes.removeLast() }
    guard bytes.count >= leastBytes else {
      throw Diagnostic(
        "rule-file.waiver-key",
        LocalizedText(
          vi: "khóa bí mật ngắn hơn \(leastBytes) byte",
          en: "the secret is shorter than \(leastBytes) bytes"),
        at: SourceLocation(file: path, line: 0, column: 0),
        hint: LocalizedText(
          vi: "tạo khóa bằng: openssl rand -hex 32 > TỆP",
          en: "make one by: openssl rand -hex 32 > FILE"))
    }
    return KeyedDigest(secret: bytes)
  }
}

extension LoadedProject {
  private var waivers: [WaiverSpec] { waiverFiles.flatMap(\.waivers) }

  /// Says what became of the waivers and which rules are switched off.
  func addExceptions(to result: inout InspectionResult) {
    let names = Dictionary(
      plan.resources.map { ($0.packName, $0.name) }, uniquingKeysWith: { first, _ in first })
    let hits = Dictionary(
      result.resources.flatMap { resource in
        resource.waiverHits.map { ($0.waiver, (hits: $0, isWhole: resource.complete)) }
      }, uniquingKeysWith: { first, _ in first })
    result.waiverFiles = waiverFiles.map { file in
      MaterialDescription(
        id: FilePath.name(of: file.path), version: "", title: file.title,
        path: FilePath.name(of: file.path), sha256: SHA256.hex(digestOf: file.bytes),
        count: file.waivers.count)
    }
    result.waivers = waivers.enumerated().map { number, waiver in
      let found = hits[number]
      let state: WaiverResult.State =
        if date > waiver.until {
          .expired
        } else if let found, found.hits.waived > 0 {
          .applied
        } else if let found, found.hits.wasJudged, found.isWhole {
          .unmatched
        } else {
          .notJudged
        }
      return WaiverResult(
        rule: waiver.rule, resource: names[waiver.resource] ?? waiver.resource,
        file: FilePath.name(of: waiver.location.file), line: waiver.location.line,
        keyCount: waiver.keyCount, matchedKeys: found?.hits.matchedKeys ?? 0,
        reason: waiver.reason, document: waiver.document, approvedBy: waiver.approvedBy,
        until: waiver.until, waived: found?.hits.waived ?? 0, state: state)
    }
    result.switchedOff = pack.rules.filter { !$0.isEnabled }.compactMap { rule in
      guard let resource = names[rule.resource] else { return nil }
      return SwitchedOffRule(
        id: rule.id, resource: resource, kind: rule.kind.name, title: rule.title,
        severity: rule.severity, pack: rule.pack, by: rule.switchedOffBy ?? rule.pack)
    }
    result.switchedOff += pack.dropped.compactMap { dropped in
      guard let resource = names[dropped.resource], let kind = RuleKind.named(dropped.constraint)
      else { return nil }
      return SwitchedOffRule(
        id: dropped.id, resource: resource, kind: kind.name,
        title: LocalizedText(
          vi:
            "\(kind.title.vi): \(dropped.field) (trường được khai báo lại không có ràng buộc này)",
          en: "\(kind.title.en): \(dropped.field) (the field was declared again without it)"),
        severity: .error, pack: dropped.pack, by: dropped.by)
    }
  }
}

extension WaiverSpec {
  fileprivate var needsSecret: Bool {
    guard case .keys(let keys) = scope else { return false }
    return keys.contains { if case .keyedDigest = $0 { true } else { false } }
  }
}

extension Diagnostic {
  fileprivate static func noWaiverKey(at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      "rule-file.waiver-key",
      LocalizedText(
        vi: "miễn trừ này ghi khóa bằng hmac-sha256, mà chưa nêu khóa bí mật",
        en: "this waiver has keys by hmac-sha256, and no secret is given"), at: place,
      hint: LocalizedText(
        vi: "thêm --waiver-key TỆP", en: "add --waiver-key FILE"))
  }
}
