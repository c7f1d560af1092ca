import AuditKernels
import AuditModel
import AuditText

/// Why a rule has nothing to judge in this run.
struct NotApplicable: Error {
  let reason: LocalizedText

  init(vi: String, en: String) { self.init(LocalizedText(vi: vi, en: en)) }

  init(_ reason: LocalizedText) { self.reason = reason }
}

extension RulePack {
  /// The checks of a resource's enabled rules, in order, built onto its program in the context.
  ///
  /// `day` chooses the legal texts in force.
  package func checks(
    of resource: String, on day: CivilDate?, in context: inout LoweringContext
  ) -> [Check] {
    rules.filter { $0.resource == resource && $0.isEnabled }.map {
      Check(rule: result(of: $0, on: day), form: $0.body.lower($0, of: self, in: &context))
    }
  }

  /// What a report shows of a rule; counts and status are empty.
  package func result(of rule: RuleSpec, on day: CivilDate?) -> RuleResult {
    RuleResult(
      id: rule.id, kind: rule.kind.name, title: rule.title, dimension: rule.dimension,
      severity: rule.severity, weight: rule.weight, fields: rule.body.fields,
      unit: rule.body.unit ?? rule.kind.unit,
      legal: legalReferences(of: rule, on: day), message: rule.message, text: rule.body.text,
      warnAt: rule.warnAt, failAt: rule.failAt)
  }
}

extension RuleBody {
  package var text: String? { nil }
  package var unit: RuleUnit? { nil }
}

/// Lowers what a rule needs; a thing that the run lacks makes it not applicable.
func lowering(_ make: () throws(NotApplicable) -> CheckForm) -> CheckForm {
  do throws(NotApplicable) {
    return try make()
  } catch {
    return .notApplicable(error.reason)
  }
}

extension LoweringContext {
  /// Adds to a resource's program.
  mutating func build<Result>(
    _ resource: String, _ make: (inout ProgramBuilder) -> Result
  ) throws(NotApplicable) -> Result {
    guard var binding = resources[resource] else {
      throw NotApplicable(
        vi: "bộ dữ liệu '\(resource)' không có trong đợt kiểm tra",
        en: "the resource '\(resource)' is not part of this inspection")
    }
    // Taken out while it is changed, so that it isn't copied.
    resources[resource] = nil
    let result = make(&binding.builder)
    resources[resource] = binding
    return result
  }

  func column(_ field: String, of resource: String) throws(NotApplicable) -> Int {
    guard let binding = resources[resource] else {
      throw NotApplicable(
        vi: "bộ dữ liệu '\(resource)' không có trong đợt kiểm tra",
        en: "the resource '\(resource)' is not part of this inspection")
    }
    guard let column = binding.columns[field] else {
      throw NotApplicable(
        vi: "nguồn dữ liệu không có trường '\(field)'", en: "the source has no field '\(field)'")
    }
    return column
  }

  func columns(_ fields: [String], of resource: String) throws(NotApplicable) -> [Int] {
    var columns: [Int] = []
    for field in fields { columns.append(try column(field, of: resource)) }
    return columns
  }

  /// The cell as text; null when blank.
  mutating func text(_ field: FieldSpec, of resource: String) throws(NotApplicable) -> Node {
    let column = try column(field.name, of: resource)
    return try build(resource) { $0.field(column, missing: field.missing) }
  }

  mutating func texts(_ fields: [FieldSpec], of resource: String) throws(NotApplicable) -> [Node] {
    var nodes: [Node] = []
    for field in fields { nodes.append(try text(field, of: resource)) }
    return nodes
  }

  /// The cell as a value of the field's type; null when blank or unreadable.
  mutating func value(_ field: FieldSpec, of resource: String) throws(NotApplicable) -> Node {
    let text = try text(field, of: resource)
    return try build(resource) { $0.value(of: field, text) }
  }

  func table(_ list: String) throws(NotApplicable) -> CodeTable {
    guard let table = tables[list] else {
      throw NotApplicable(
        vi: "danh mục '\(list)' không có trong đợt kiểm tra",
        en: "the code list '\(list)' is not part of this inspection")
    }
    return table
  }

  func column(_ name: String, ofList list: String) throws(NotApplicable) -> Int {
    guard let column = try table(list).columnNames.firstIndex(of: name) else {
      throw NotApplicable(
        vi: "danh mục '\(list)' không có cột '\(name)'",
        en: "the code list '\(list)' has no column '\(name)'")
    }
    return column
  }

  func date(_ parameter: String, of pack: RulePack) throws(NotApplicable) -> CivilDate {
    if case .date(let date)? = pack.parameter(parameter)?.value { return date }
    guard let date = dates[parameter] else {
      throw NotApplicable(
        vi: "tham số ngày '\(parameter)' chưa có giá trị",
        en: "the date parameter '\(parameter)' has no value")
    }
    return date
  }

  mutating func keyIndex(_ resource: String, _ fields: [String]) throws(NotApplicable) -> KeyIndex {
    _ = try columns(fields, of: resource)
    guard let index = index(of: resource, fields: fields) else {
      throw NotApplicable(
        vi: "bộ dữ liệu '\(resource)' không có trong đợt kiểm tra",
        en: "the resource '\(resource)' is not part of this inspection")
    }
    return index
  }
}

extension ProgramBuilder {
  /// A cell's text as a value of its field's type.
  mutating func value(of field: FieldSpec, _ text: Node) -> Node {
    switch field.type {
    case .number, .integer, .year: number(of: field, text)
    case .date: date(text, format: field.dateFormat ?? .isoDate)
    case .datetime: moment(text, format: field.dateFormat ?? .isoDateTime)
    case .boolean: truthValue(text, trueValues: field.trueValues, falseValues: field.falseValues)
    default: text
    }
  }

  /// A named format asks for more than its marks: what is not of it has no value, whatever its digits say.
  private mutating func number(of field: FieldSpec, _ text: Node) -> Node {
    let value = number(text, format: field.numberFormat)
    guard let format = field.valueFormat else { return value }
    let isValue = isValue(text, of: format)
    return choose(isValue, value, null(.number))
  }

  /// The verdict on values of the field's type; null on others, which its `type` rule counts.
  mutating func onReadable(_ field: FieldSpec, _ text: Node, _ verdict: Node) -> Node {
    guard field.hasTypeRule, field.type != .string else { return verdict }
    return when(isReadable(field, text), verdict)
  }

  /// What becomes of a verdict that is null.
  mutating func judged(_ verdict: Node, _ nulls: NullHandling) -> Node {
    switch nulls {
    case .skip: verdict
    case .fail: coalesce(verdict, truth(false))
    case .pass: coalesce(verdict, truth(true))
    }
  }

  /// Whether two texts that are not the same agree at some rung of the match ladder; null where `exact` is true.
  ///
  /// Most texts are the same: those are not folded.
  mutating func agree(_ a: Node, _ b: Node, besides exact: Node) -> Node {
    let (first, second) = (choose(exact, null(.text), a), choose(exact, null(.text), b))
    return compare(.equal, transform(first, .ladder), transform(second, .ladder))
  }

  /// The verdict where the condition is true, else null.
  mutating func when(_ condition: Node, _ verdict: Node) -> Node {
    choose(condition, verdict, truth(nil))
  }

  mutating func matches(_ text: Node, _ pattern: CompiledPattern) -> Node {
    matches(text, pattern.automaton, source: pattern.pattern)
  }
}

extension TextTransform {
  /// Folds a text down the whole ladder, so that texts that agree at any rung are the same bytes.
  static let ladder = TextTransform(name: "ladder") { TextLadder.key($0) }
  static let lower = TextTransform(name: "lower") { VietnameseText.lowercased($0) }
  static let upper = TextTransform(name: "upper") { VietnameseText.uppercased($0) }
}
