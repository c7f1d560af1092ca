import AuditKernels
import AuditModel

/// Facts that constraints state of the values they are content with; a blank cell is content with any but `required`.
extension Facts {
  init?(constraint body: any RuleBody) {
    switch body {
    case let body as RequiredBody: self.init(body.field.factKey, .value)
    case let body as BoundBody:
      guard let facts = Facts(body) else { return nil }
      self = facts
    case let body as LengthBody:
      guard body.field.type.valueType == .text else { return nil }
      let bound = Int128(body.length) * ValueSet.one
      var set = ValueSet.compared(body.isMinimum ? .greaterOrEqual : .lessOrEqual, to: bound)
      set.mayBeBlank = true
      set.isWhole = true
      self.init(body.field.lengthKey, set)
    case let body as PatternBody: self.init(body.field, matching: body.pattern.automaton)
    case let body as EnumBody:
      guard let facts = Facts(body) else { return nil }
      self = facts
    case let body as TypeBody:
      guard let pattern = body.field.formPattern, let automaton = try? PatternAutomaton(pattern)
      else { return nil }
      self.init(body.field, matching: automaton)
    default: return nil
    }
  }

  private init?(_ body: BoundBody) {
    let number: Int128
    switch body.bound {
    case .number(let decimal): number = ValueSet.number(decimal)
    case .date(let date) where body.field.type == .date:
      number = Int128(date.dayNumber) * ValueSet.one
    case .moment(let seconds, _): number = Int128(seconds) * ValueSet.one
    case .date, .text: return nil
    }
    var set = ValueSet.compared(body.comparison, to: number)
    set.mayBeBlank = true
    set.isWhole = body.field.isWhole
    self.init(body.field.factKey, set)
  }

  /// A pattern is about the cell's text, and says how long it is.
  private init(_ field: FieldSpec, matching automaton: PatternAutomaton) {
    self.init(field.textKey, ValueSet(patterns: [automaton]))
    guard field.type.valueType == .text, let lengths = automaton.lengths else { return }
    var set = ValueSet.compared(.greaterOrEqual, to: Int128(lengths.least) * ValueSet.one)
    set.upper = lengths.greatest.map {
      ValueSet.Bound(value: Int128($0) * ValueSet.one, isOpen: false)
    }
    set.mayBeBlank = true
    set.isWhole = true
    sets[field.lengthKey] = set
  }

  private init?(_ body: EnumBody) {
    guard let members = body.members else { return nil }
    self.init(body.field.factKey, ValueSet(members: members))
    let counts = members.compactMap { member -> Int? in
      guard case .text(let text) = member else { return nil }
      return String(decoding: text, as: UTF8.self).unicodeScalars.count
    }
    guard counts.count == members.count, let least = counts.min(), let most = counts.max() else {
      return
    }
    var set = ValueSet.compared(.greaterOrEqual, to: Int128(least) * ValueSet.one)
    set.upper = ValueSet.Bound(value: Int128(most) * ValueSet.one, isOpen: false)
    set.mayBeBlank = true
    set.isWhole = true
    sets[body.field.lengthKey] = set
  }

  /// That fields of whole numbers have no others.
  static func types(of resource: ResourceSpec) -> Facts {
    var facts = Facts()
    for field in resource.fields where field.isWhole {
      facts.sets[field.factKey] = ValueSet(isWhole: true)
    }
    return facts
  }
}

extension EnumBody {
  /// The values as the field has them; nil where more texts than those listed may be meant.
  var members: [ValueSet.Member]? {
    if field.type.valueType == .text {
      return compare == .exact ? values.map { .text(Array($0.utf8)) } : nil
    }
    var members: [ValueSet.Member] = []
    for value in values {
      switch field.type {
      case .number, .integer, .year:
        let own = literals.contains(value) ? nil : field.numberFormat.decimal(value)
        guard let number = own ?? Decimal(value) else { return nil }
        members.append(.number(ValueSet.number(number)))
      case .date:
        guard let day = (field.dateFormat ?? .isoDate).day(value) ?? CivilDate(iso: value) else {
          return nil
        }
        members.append(.number(Int128(day.dayNumber) * ValueSet.one))
      default: return nil
      }
    }
    return members
  }
}

extension FieldSpec {
  /// The names by which facts of the field's value, its text and its length go: those of expressions.
  var factKey: String { ExpressionName.quoted(name) }
  var textKey: String { type.valueType == .text ? factKey : "text(\(factKey))" }
  var lengthKey: String { "length(\(factKey))" }
  var isWhole: Bool { type == .integer || type == .year }
}
