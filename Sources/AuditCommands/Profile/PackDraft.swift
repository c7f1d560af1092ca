import AuditEngine
import AuditKernels
import AuditModel
import AuditReports
import AuditRules
import AuditSources

/// A rule pack drafted from a profile, each rule with its evidence as a comment.
///
/// Rules are proposed from the profile, tried on the records themselves, and kept where nearly all records meet them: the
/// few that do not are what the rule is for.
struct PackDraft {
  let resource: String
  let path: String
  let recordCount: Int
  /// Records that the fields' facts are of.
  let talliedCount: Int
  let language: Language
  private(set) var fields: [DraftedField]
  /// The field that names records; nil where none does without exception.
  private(set) var primaryKey: String?
  private var evidence: [String: RuleCounts] = [:]
  let numbers: ReportNumbers
  /// From the pack to the files of code lists, by their names; lists that the pack cannot reach are not there.
  let listPaths: [String: String]

  /// In hundredths: of a hundred records 98 meet a rule that is kept; of a hundred values 90 are of their field's type.
  static let usualPercent = 98
  /// Fields from which on bounds and text rules are left out, so that the pack keeps within the limit of rules.
  static let terseFields = 2_000

  /// - `lists`: code lists that the pack may use, each with the path from the pack to its file.
  init(
    _ outcome: ProfileRun.Outcome, path: String, name: String, language: Language,
    lists reachable: [(list: ShippedList, path: String)] = []
  ) {
    let resource = PackDraft.identifier(name)
    self.resource = resource
    self.path = path
    self.language = language
    recordCount = outcome.recordCount
    talliedCount = outcome.talliedCount
    numbers = ReportNumbers(language)
    let names = outcome.source.header.names
    listPaths = Dictionary(uniqueKeysWithValues: reachable.map { ($0.list.spec.name, $0.path) })
    let isTerse = names.count >= PackDraft.terseFields
    var fields = zip(names, outcome.facts).map { name, facts in
      let lists = zip(outcome.listNames, facts.listHits).map { NamedCount($0, $1) }
      return FieldDrafting(
        resource: resource, name: name, facts: facts, typing: FieldTyping(facts, name: name),
        recordCount: outcome.talliedCount, isTerse: isTerse
      ).field(lists: lists.filter { _ in facts.longest <= 20 })
    }
    if !isTerse, outcome.talliedCount >= FieldDrafting.leastRecords {
      let hits = outcome.facts.map { $0.listHits.dropFirst(outcome.listNames.count) }
      CodeDrafting(
        resource: resource, lists: reachable.map(\.list),
        nameHits: hits.map { hits in
          reachable.map { list, _ in
            let place = outcome.namedListNames.firstIndex(of: list.spec.name)
            return place.map { $0 < hits.count ? hits[hits.startIndex + $0] : 0 } ?? 0
          }
        }
      ).add(to: &fields)
    }
    self.fields = fields
  }

  /// Drops what the records do not bear out, and settles which field is the key.
  mutating func keep(_ results: [RuleResult]) {
    evidence = Dictionary(results.map { ($0.id, $0.counts) }) { first, _ in first }
    fields = fields.map(kept)
    let key = fields.firstIndex { field in
      let isUnique = field.constraints.contains { $0.name == "unique" && counts($0)?.failed == 0 }
      return isUnique && field.facts.values == talliedCount
    }
    guard let key else { return }
    primaryKey = fields[key].name
    fields[key].constraints.removeAll { $0.name == "unique" || $0.name == "required" }
  }

  /// The field with what the records bear out.
  private func kept(_ field: DraftedField) -> DraftedField {
    var kept = field
    kept.constraints = field.constraints.filter(isBorneOut)
    kept.listed = field.listed.filter(isBorneOut)
    kept.settleCode()
    guard let rule = field.typeRule, !isBorneOut(rule) else { return kept }
    kept.typeRule = nil
    kept.format = nil
    kept.members = [("type", "\"string\"")]
    kept.constraints.removeAll { $0.name == "minimum" || $0.name == "maximum" }
    kept.listed.removeAll { $0.name == "assert" }
    return kept
  }

  private func counts(_ rule: DraftedRule) -> RuleCounts? { evidence[rule.id] }

  private func isBorneOut(_ rule: DraftedRule) -> Bool {
    guard let counts = counts(rule), counts.evaluated > 0 else { return false }
    return counts.passed * 100 >= counts.evaluated * rule.percent
  }

  /// ASCII letters, digits and underscores.
  private static func identifier(_ name: String) -> String {
    var text = ""
    for scalar in name.unicodeScalars {
      let isPlain =
        scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
      text.unicodeScalars.append(isPlain ? scalar : "_")
    }
    let isNamed = text.unicodeScalars.first?.properties.isAlphabetic ?? false
    return isNamed ? text : "du_lieu" + (text.isEmpty ? "" : "_\(text)")
  }

  // MARK: Writing

  func say(_ vi: String, _ en: String) -> String { language == .vi ? vi : en }

  /// The pack's text; before `keep` it has every rule that was proposed.
  func text() -> String {
    var lines = PackDraft.comments(introduction, indent: 0)
    lines += [
      "{", "  \"format\": \"\(Version.rulesFormat)\",",
      "  \"id\": \(PackDraft.json("nhap.\(resource)")),",
      "  \"version\": \"0.1.0\",",
      "  \"title\": {\"vi\": \(PackDraft.json("Bản nháp: \(resource)")), \"en\": \(PackDraft.json("Draft: \(resource)"))},",
    ]
    let listed = fields.flatMap { field in field.listed.map { ($0, field) } }
    if listed.contains(where: { $0.0.name == "assert" }) {
      lines += PackDraft.comments(
        [
          say(
            "ngày chốt số liệu: ngày chạy, hoặc --date",
            "the cut-off day: that of the run, or --date")
        ],
        indent: 2)
      lines.append("  \"parameters\": {\"asOf\": {\"type\": \"date\"}},")
    }
    lines += declaredLists(listed.compactMap(\.0.variant?.list))
    lines += ["  \"resources\": [{", "    \"name\": \(PackDraft.json(resource)),"]
    if let primaryKey { lines.append("    \"keys\": [\(PackDraft.json(primaryKey))],") }
    lines += masks
    lines.append("    \"schema\": {")
    if let primaryKey {
      lines += PackDraft.comments(
        [
          say(
            "cả \(numbers.count(talliedCount)) bản ghi đều có giá trị và không giá trị nào trùng",
            "all \(numbers.count(talliedCount)) records have a value and no two are the same")
        ], indent: 6)
      lines.append("      \"primaryKey\": \(PackDraft.json(primaryKey)),")
    }
    lines.append("      \"fields\": [")
    for field in fields { lines += write(field) }
    lines += ["      ],", "    },", "  }],"]
    if !listed.isEmpty {
      lines.append("  \"rules\": [")
      for (rule, field) in listed { lines += write(rule, of: field) }
      lines.append("  ],")
    }
    lines.append("}")
    return lines.joined(separator: "\n") + "\n"
  }

  /// Fields of sensitive data are declared; what is not named is hidden whole as it is.
  private var masks: [String] {
    let sensitive = fields.filter(\.isSensitive).map { "\(PackDraft.json($0.name)): \"sensitive\"" }
    guard !sensitive.isEmpty else { return [] }
    return PackDraft.comments(
      [
        say(
          "dữ liệu cá nhân nhạy cảm, không bao giờ hiện giá trị; trường không nêu ở đây thì bị che (•••)",
          "sensitive personal data, whose values are never shown; a field not named here is masked (•••)"
        )
      ], indent: 4) + ["    \"mask\": {\(sensitive.joined(separator: ", "))},"]
  }

  private var introduction: [String] {
    [
      say(
        "Bản nháp do `soat draft` soạn từ \(path): \(numbers.count(recordCount)) bản ghi, \(numbers.count(fields.count)) trường.",
        "Drafted by `soat draft` from \(path): \(numbers.count(recordCount)) records, \(numbers.count(fields.count)) fields."
      ),
      say(
        "Quy tắc nào được ít nhất \(PackDraft.usualPercent) % bản ghi xét đến thỏa mãn thì được giữ (kiểu dữ liệu, văn bản: 90 %); chứng cứ ghi ngay trên nó.",
        "A rule is kept that at least \(PackDraft.usualPercent) % of the records it judges meet (types and text: 90 %); its evidence stands above it."
      ),
      say(
        "Hãy đọc lại từng quy tắc: số đếm nói dữ liệu đang thế nào, không nói dữ liệu phải thế nào.",
        "Read each rule again: counts say how the data are, not how they must be."),
    ]
  }

  private func write(_ field: DraftedField) -> [String] {
    var lines = PackDraft.comments(remarks(on: field), indent: 8)
    var head = "        {\"name\": \(PackDraft.json(field.name))"
    for member in field.members { head += ", \"\(member.name)\": \(member.value)" }
    guard !field.constraints.isEmpty else { return lines + [head + "},"] }
    lines += [head + ",", "          \"constraints\": {"]
    for rule in field.constraints {
      lines += PackDraft.comments([proof(rule)].compactMap { $0 }, indent: 12)
      lines.append("            \"\(rule.name)\": \(rule.value),")
    }
    return lines + ["          }},"]
  }

  private func remarks(on field: DraftedField) -> [String] {
    let blank = talliedCount - field.facts.values
    let share = numbers.percent(blank, of: talliedCount).map { " (\($0))" } ?? ""
    let sign = field.facts.isExact ? "" : "≈ "
    var remarks = [
      "\(field.name): \(field.typing.type.title[language]); "
        + say("trống", "blank")
        + " \(numbers.count(blank))\(share); \(sign)\(numbers.count(field.facts.distinct)) "
        + say("giá trị khác nhau", "different values")
    ]
    if let rule = field.typeRule, let proof = proof(rule) {
      let format = field.typing.type == .email ? "" : field.format.map { " \($0)" } ?? ""
      remarks.append("\(field.typing.type.title[language])\(format): \(proof)")
    }
    if let variant = field.listed.first(where: { $0.variant != nil })?.variant {
      remarks += self.remarks(on: variant)
    } else if let named = field.typing.named, field.format == nil {
      remarks.append(remark(on: named))
    }
    for list in field.lists.prefix(3) {
      let hits = "\(numbers.count(list.count)) / \(numbers.count(field.facts.values))"
      remarks.append(
        say(
          "\(hits) giá trị có trong danh mục '\(list.name)' của gói vn.chung: có thể thêm quy tắc code (soat explain code)",
          "\(hits) values are in the code list '\(list.name)' of vn.chung: a rule of kind code may be added (soat explain code)"
        ))
    }
    return remarks
  }

  private func write(_ rule: DraftedRule, of field: DraftedField) -> [String] {
    let isTried = !evidence.isEmpty
    let id = PackDraft.json(isTried ? rule.writtenID ?? rule.id : rule.id)
    let words =
      switch rule.name {
      case "text": ("văn bản đọc được", "readable text")
      case "code":
        (
          "mã theo danh mục \(rule.variant?.list.spec.name ?? "")",
          "code of the list \(rule.variant?.list.spec.name ?? "")"
        )
      default: ("không sau ngày chốt", "not after the cut-off day")
      }
    let title =
      "{\"vi\": \(PackDraft.json("\(field.name): \(words.0)")), \"en\": \(PackDraft.json("\(field.name): \(words.1)"))}"
    return PackDraft.comments([proof(rule)].compactMap { $0 }, indent: 4) + [
      "    {\"id\": \(id), \"kind\": \"\(rule.name)\", \(rule.value), \"title\": \(title)},"
    ]
  }

  /// How many records bear the rule out; nil before they were asked.
  private func proof(_ rule: DraftedRule) -> String? {
    guard let counts = counts(rule),
      let share = numbers.percent(counts.passed, of: counts.evaluated)
    else { return nil }
    let (passed, all) = (numbers.count(counts.passed), numbers.count(counts.evaluated))
    return say(
      "\(passed) trên \(all) thỏa mãn (\(share))", "\(passed) of \(all) meet it (\(share))")
  }

  static func comments(_ texts: [String], indent: Int) -> [String] {
    texts.map { text in
      var safe = String.UnicodeScalarView()
      for scalar in text.unicodeScalars {
        safe.append(
          scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            || scalar.value == 0x2028 || scalar.value == 0x2029 || scalar.value == 0xA0
            ? " " : scalar)
      }
      return String(repeating: " ", count: indent) + "// " + String(safe)
    }
  }

  /// A text as JSON.
  static func json(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _
      where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028
        || scalar.value == 0x2029:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
