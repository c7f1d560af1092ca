import AuditEngine
import AuditKernels
import AuditModel
import AuditRules
import AuditText

/// One way that a rule of kind `code` could be written for a field.
struct CodeVariant: Sendable {
  var list: ShippedList
  /// The day of validity, where it is not that of the run.
  var day: CivilDate?
  /// Codes that are no longer valid are taken, too.
  var acceptsPast: Bool
  /// Fields with the name and with the parent code.
  var name: String?
  var parent: String?

  /// More of the list is asked for, then a stricter day: the greatest of those that the records bear out is kept.
  var rank: (Int, Int) {
    ((name == nil ? 0 : 2) + (parent == nil ? 0 : 1), acceptsPast ? 0 : day == nil ? 2 : 1)
  }
}

/// Proposes rules of kind `code` for fields whose values a shipped list has, each in several ways: the trial on the records
/// says which day of validity fits them, and which fields hold the name and the parent code.
struct CodeDrafting {
  let resource: String
  let lists: [ShippedList]
  /// Of each field how many values are names in each list.
  let nameHits: [[Int]]

  private static let dayLimit = 2
  private static let companionLimit = 2

  func add(to fields: inout [DraftedField]) {
    let choices = fields.map { field in FieldDrafting.isPlain(field.name) ? list(of: field) : nil }
    for index in fields.indices {
      guard let list = choices[index] else { continue }
      let parents = fields.indices.filter {
        $0 != index && choices[$0]?.spec.name == list.spec.name
          && fields[$0].facts.longest < fields[index].facts.shortest
      }
      let variants = variants(
        list, names: names(of: list, for: fields[index].name, in: fields),
        parents: list.spec.parent == nil
          ? [] : parents.suffix(CodeDrafting.companionLimit).map { fields[$0].name })
      fields[index].listed += variants.enumerated().map { number, variant in
        rule(variant, of: fields[index].name, number)
      }
    }
  }

  /// The list that the field's values and name speak for; nil where values alone could be anything.
  private func list(of field: DraftedField) -> ShippedList? {
    let words = FieldWords(field.name)
    let fitting = field.lists.compactMap { hit in lists.first { $0.spec.name == hit.name } }
    if let hinted = fitting.first(where: { CodeDrafting.speaks(words, for: $0) }) { return hinted }
    // Short codes are many a number; long ones that nearly all are in a list are that list's.
    guard field.facts.shortest >= 5 || field.facts.hasLetters && field.facts.distinct >= 5 else {
      return nil
    }
    return fitting.first
  }

  private static func speaks(_ words: FieldWords, for list: ShippedList) -> Bool {
    words.has([list.spec.name] + (hints[list.spec.name] ?? []))
  }

  /// What fields with the codes of the shared lists are called.
  private static let hints: [String: [String]] = [
    "dan_toc": ["ethnic"],
    "quoc_gia": ["quoc_tich", "nuoc", "country", "nationality"],
    "don_vi_hanh_chinh": [
      "tinh", "huyen", "xa", "phuong", "thanh_pho", "dvhc", "hanh_chinh", "dia_ban", "province",
      "district", "commune", "ward",
    ],
    "dau_so_di_dong": ["dau_so", "prefix"],
    "ma_tinh_cccd": ["cccd"],
  ]

  /// Fields nine of ten values of which are names in the list, those called as the code's field first.
  private func names(
    of list: ShippedList, for code: String, in fields: [DraftedField]
  ) -> [String] {
    guard list.names != nil,
      let number = lists.firstIndex(where: { $0.spec.name == list.spec.name })
    else { return [] }
    let tail = FieldWords(code).tail
    let found = fields.indices.filter { index in
      let field = fields[index]
      let hits = number < nameHits[index].count ? nameHits[index][number] : 0
      return field.name != code && FieldDrafting.isPlain(field.name) && hits > 0
        && hits * 10 >= field.facts.values * 9
    }
    let alike = found.filter { FieldWords(fields[$0].name).tail == tail }
    return (alike + found.filter { !alike.contains($0) }).prefix(CodeDrafting.companionLimit)
      .map { fields[$0].name }
  }

  private func variants(
    _ list: ShippedList, names: [String], parents: [String]
  ) -> [CodeVariant] {
    var days: [(day: CivilDate?, acceptsPast: Bool)] = [(nil, false)]
    if list.isDated {
      days += list.endDays.prefix(CodeDrafting.dayLimit).map { ($0, false) } + [(nil, true)]
    }
    return days.flatMap { day, acceptsPast in
      ([nil] + names).flatMap { name in
        ([nil] + parents).map { parent in
          CodeVariant(
            list: list, day: day, acceptsPast: acceptsPast, name: name, parent: parent)
        }
      }
    }
  }

  private func rule(_ variant: CodeVariant, of field: String, _ number: Int) -> DraftedRule {
    var value =
      "\"on\": \(PackDraft.json("\(resource).\(field)")), \"list\": \(PackDraft.json(variant.list.spec.name))"
    if let day = variant.day { value += ", \"at\": \"\(day.iso)\"" }
    if variant.acceptsPast { value += ", \"accept\": [\"successor\", \"expired\"]" }
    if let name = variant.name { value += ", \"name\": \(PackDraft.json(name))" }
    if let parent = variant.parent { value += ", \"parent\": \(PackDraft.json(parent))" }
    let id = "\(resource).\(field).code"
    return DraftedRule(
      id: number == 0 ? id : "\(id)-\(number + 1)", writtenID: number == 0 ? nil : id,
      name: "code", value: value, variant: variant)
  }
}

extension DraftedField {
  /// Of several ways to write one rule the best that is left, and none of what it makes needless.
  mutating func settleCode() {
    let variants = listed.filter { $0.variant != nil }
    let best = variants.max { a, b in
      guard let left = a.variant?.rank, let right = b.variant?.rank else { return false }
      return left != right ? left < right : a.id > b.id
    }
    guard let best else { return }
    listed.removeAll { $0.variant != nil && $0.id != best.id }
    constraints.removeAll { $0.name == "enum" || $0.name == "pattern" }
    lists.removeAll { $0.name == best.variant?.list.spec.name }
  }
}
