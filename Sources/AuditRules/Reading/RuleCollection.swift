import AuditModel

/// Rules by id, in order.
struct RuleCollection {
  let log: MistakeLog
  private(set) var all: [RuleSpec] = []
  private var positions: [String: Int] = [:]
  /// Rules that `forEach` has made, by the id they were made of.
  private var families: [String: [String]] = [:]

  init(log: MistakeLog) { self.log = log }

  /// A constraint: its id must be new.
  mutating func add(_ rule: RuleSpec, idLocation: SourceLocation) {
    if let index = positions[rule.id] {
      log.add(.duplicate(.rule, rule.id, at: idLocation, first: all[index].location))
      return
    }
    positions[rule.id] = all.count
    all.append(rule)
  }

  /// A listed rule: a later pack's takes the place of an earlier one's.
  mutating func replaceOrAdd(_ rule: RuleSpec) {
    guard let index = positions[rule.id] else {
      add(rule, idLocation: rule.location)
      return
    }
    guard all[index].kind.form == .listed else {
      log.add(.duplicate(.rule, rule.id, at: rule.location, first: all[index].location))
      return
    }
    all[index] = rule
  }

  /// Names the rules made of one by `forEach`; a later pack's take the place of all of an earlier one's.
  mutating func begin(family id: String, _ members: [String]) {
    let gone = Set(families[id] ?? []).subtracting(members)
    families[id] = members
    guard !gone.isEmpty else { return }
    all.removeAll { gone.contains($0.id) }
    positions = Dictionary(
      all.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Changes what a known rule is like, or all that `forEach` has made of it.
  mutating func override(_ id: Located<String>, _ settings: RuleSettings) {
    if positions[id.value] == nil, let members = families[id.value] {
      for member in members {
        guard let index = positions[member] else { continue }
        var own = settings
        own.id = nil
        all[index].apply(own)
      }
      return
    }
    guard let index = positions[id.value] else {
      log.add(
        Diagnostic.unknown(
          .rule, id.value, at: id.location, among: all.map(\.id) + families.keys.sorted()
        ).withoutKindHint)
      return
    }
    all[index].apply(settings)
  }
}

extension Diagnostic {
  /// A rule nobody knows is mostly a new one that lacks its kind.
  fileprivate var withoutKindHint: Diagnostic {
    var mistake = self
    if hint?.en.hasPrefix("did you mean") != true {
      mistake.hint = LocalizedText(
        vi: "quy tắc mới cần có 'kind'; không có 'kind' là sửa quy tắc đã có",
        en: "a new rule needs a 'kind'; without one it changes a rule that is there")
    }
    return mistake
  }
}

extension Diagnostic {
  static func tooManyRules(_ count: Int, _ limits: Limits, at place: SourceLocation?) -> Diagnostic
  {
    Diagnostic(
      "rule-file.too-many-rules",
      LocalizedText(
        vi: "có \(count) quy tắc, quá giới hạn \(limits.rules)",
        en: "there are \(count) rules, more than the limit of \(limits.rules)"), at: place,
      hint: LocalizedText(
        vi: "chia thành nhiều đợt kiểm tra", en: "split them over several inspections"))
  }
}
