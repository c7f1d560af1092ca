import AuditKernels
import AuditModel

extension LoweringContext {
  /// The node of an expression in a resource's program.
  mutating func lower(
    _ expression: Expression, over resource: ResourceSpec, of pack: RulePack
  ) throws(NotApplicable) -> Node {
    var lowering = ExpressionLowering(resource: resource, pack: pack)
    return try lowering.lower(expression.root, &self)
  }
}

/// Turns terms into nodes, leaves first.
private struct ExpressionLowering {
  let resource: ResourceSpec
  let pack: RulePack

  private typealias Context = LoweringContext

  mutating func lower(_ term: Term, _ context: inout LoweringContext) throws(NotApplicable) -> Node
  {
    switch term.form {
    case .field(let name): return try context.value(field(name), of: resource.name)
    case .text(let text): return try build(&context) { $0.text(Array(text.utf8)) }
    case .number(let number): return try build(&context) { $0.number(number) }
    case .date(let date): return try build(&context) { $0.date(date) }
    case .truth(let truth): return try build(&context) { $0.truth(truth) }
    case .null: return try build(&context) { $0.null(.text) }
    case .parameter(let name):
      let date = try context.date(name, of: pack)
      return try build(&context) { $0.date(date) }
    case .name(let name): return try build(&context) { $0.text(Array(name.utf8)) }
    case .pattern(let pattern): return try build(&context) { $0.text(Array(pattern.source.utf8)) }
    case .call(let function, let arguments):
      return try call(function, arguments, term.type, &context)
    default: return try operation(term, &context)
    }
  }

  private mutating func operation(
    _ term: Term, _ context: inout LoweringContext
  ) throws(NotApplicable) -> Node {
    switch term.form {
    case .and(let a, let b):
      let (a, b) = (try truth(a, &context), try truth(b, &context))
      return try build(&context) { $0.and(a, b) }
    case .or(let a, let b):
      let (a, b) = (try truth(a, &context), try truth(b, &context))
      return try build(&context) { $0.or(a, b) }
    case .not(let a):
      let a = try truth(a, &context)
      return try build(&context) { $0.not(a) }
    case .compare(let comparison, let a, let b):
      let (a, b) = (try lower(a, &context), try lower(b, &context))
      return try build(&context) { $0.compareAny(comparison, a, b) }
    case .calculate(let operation, let a, let b):
      let (a, b) = (try lower(a, &context), try lower(b, &context))
      return try build(&context) {
        a.type == .number ? $0.arithmetic(operation, a, b) : $0.daysBetween(b, a)
      }
    case .negative(let a):
      let a = try lower(a, &context)
      return try build(&context) { $0.arithmetic(.subtract, $0.number(Decimal(0)), a) }
    case .isNull(let a, let negated):
      let a = try raw(a, &context)
      return try build(&context) { negated ? $0.isPresent(a) : $0.isNull(a) }
    case .among(let a, let list, let negated): return try among(a, list, negated, &context)
    case .between(let a, let low, let high, let negated):
      let a = try lower(a, &context)
      let (low, high) = (try lower(low, &context), try lower(high, &context))
      return try build(&context) {
        let inside = $0.and(
          $0.compareAny(.greaterOrEqual, a, low), $0.compareAny(.lessOrEqual, a, high))
        return negated ? $0.not(inside) : inside
      }
    case .like(let a, let pattern, let negated):
      let a = try lower(a, &context)
      return try build(&context) {
        let found = $0.matches(a, pattern)
        return negated ? $0.not(found) : found
      }
    default: preconditionFailure("no operation: \(term)")
    }
  }

  private mutating func among(
    _ term: Term, _ list: [Term], _ negated: Bool, _ context: inout LoweringContext
  ) throws(NotApplicable) -> Node {
    let node = try lower(term, &context)
    let texts = list.compactMap {
      if case .text(let text) = $0.form { Array(text.utf8) } else { nil }
    }
    if texts.count == list.count {
      return try build(&context) {
        let found = $0.inSet(node, texts)
        return negated ? $0.not(found) : found
      }
    }
    var elements: [Node] = []
    for element in list { elements.append(try lower(element, &context)) }
    return try build(&context) { builder in
      var found = builder.truth(false)
      for element in elements {
        found = builder.or(found, builder.compareAny(.equal, node, element))
      }
      return negated ? builder.not(found) : found
    }
  }

  // MARK: Calls

  private mutating func call(
    _ function: ExpressionFunction, _ arguments: [Term], _ type: ValueType,
    _ context: inout LoweringContext
  ) throws(NotApplicable) -> Node {
    switch function {
    case .present, .text:
      let node = try raw(arguments[0], &context)
      return function == .text ? node : try build(&context) { $0.isPresent(node) }
    case .valid: return try valid(arguments, &context)
    case .lookup, .nameOf, .parentOf: return try lookup(function, arguments, &context)
    case .countOf: return try countOf(arguments, &context)
    case .coalesce, .if: return try choice(function, arguments, type, &context)
    case .date, .number: return try conversion(function, arguments, &context)
    case .matches:
      guard case .pattern(let pattern) = arguments[1].form else { break }
      let node = try lower(arguments[0], &context)
      return try build(&context) { $0.matches(node, pattern) }
    case .hasFormat:
      guard case .text(let name) = arguments[1].form, let format = ValueFormat.named(name) else {
        break
      }
      let node = try lower(arguments[0], &context)
      return try build(&context) { $0.isValue(node, of: format) }
    case .weightedSum:
      let weights = arguments.dropFirst().map { $0.wholeNumber ?? 0 }
      let node = try lower(arguments[0], &context)
      return try build(&context) { $0.weightedSum(node, weights: weights) }
    case .age where arguments.count == 1:
      let birth = try lower(arguments[0], &context)
      let day = try context.date("asOf", of: pack)
      return try build(&context) { $0.age(birth, at: $0.date(day)) }
    case .round:
      let digits = arguments.count > 1 ? Int(arguments[1].wholeNumber ?? 0) : 0
      let node = try lower(arguments[0], &context)
      return try build(&context) { $0.round(node, digits: digits) }
    default: break
    }
    var nodes: [Node] = []
    for argument in arguments { nodes.append(try lower(argument, &context)) }
    return try build(&context) { $0.call(function, nodes) }
  }

  private mutating func valid(
    _ arguments: [Term], _ context: inout LoweringContext
  ) throws(NotApplicable) -> Node {
    guard arguments.count > 1, let list = arguments[0].name else {
      guard case .field(let name) = arguments[0].form else {
        return try lower(arguments[0], &context)
      }
      let field = try field(name)
      let text = try context.text(field, of: resource.name)
      return try build(&context) { $0.isReadable(field, text) }
    }
    let table = try context.table(list)
    let code = try lower(arguments[1], &context)
    guard arguments.count > 2 else {
      return try build(&context) { $0.exists($0.entry(code, in: table)) }
    }
    let day = try lower(arguments[2], &context)
    return try build(&context) { $0.exists($0.entry(code, on: day, in: table)) }
  }

  private mutating func lookup(
    _ function: ExpressionFunction, _ arguments: [Term], _ context: inout LoweringContext
  ) throws(NotApplicable) -> Node {
    let name = arguments[0].name ?? ""
    let list = pack.codeList(name)
    let column =
      arguments.count > 2
      ? arguments[2].name : function == .parentOf ? list?.parent : list?.nameColumn
    let table = try context.table(name)
    let index = try context.column(column ?? "", ofList: name)
    let code = try lower(arguments[1], &context)
    return try build(&context) { $0.attribute(index, of: $0.entry(code, in: table), in: table) }
  }

  private mutating func countOf(
    _ arguments: [Term], _ context: inout LoweringContext
  ) throws(NotApplicable) -> Node {
    let index = try context.keyIndex(arguments[0].name ?? "", [arguments[1].name ?? ""])
    let value = try lower(arguments[2], &context)
    return try build(&context) { $0.count(of: $0.entry([value], in: index), in: index) }
  }

  private mutating func choice(
    _ function: ExpressionFunction, _ arguments: [Term], _ type: ValueType,
    _ context: inout LoweringContext
  ) throws(NotApplicable) -> Node {
    var nodes: [Node] = []
    for argument in arguments.dropFirst(function == .if ? 1 : 0) {
      nodes.append(try typed(argument, type, &context))
    }
    if function == .if {
      let condition = try truth(arguments[0], &context)
      return try build(&context) { $0.choose(condition, nodes[0], nodes[1]) }
    }
    return try build(&context) { builder in
      nodes.dropFirst().reduce(nodes[0]) { builder.coalesce($0, $1) }
    }
  }

  private mutating func conversion(
    _ function: ExpressionFunction, _ arguments: [Term], _ context: inout LoweringContext
  ) throws(NotApplicable) -> Node {
    let node = try lower(arguments[0], &context)
    if function == .number {
      return try build(&context) { node.type == .number ? node : $0.number(node) }
    }
    guard node.type == .text else { return try build(&context) { $0.dayOf(node) } }
    var format = DateFormat.isoDate
    if arguments.count > 1, case .text(let text) = arguments[1].form,
      let given = try? DateFormat(text)
    {
      format = given
    }
    return try build(&context) { $0.date(node, format: format) }
  }

  // MARK: Small helpers

  private func build(
    _ context: inout LoweringContext, _ make: (inout ProgramBuilder) -> Node
  ) throws(NotApplicable) -> Node {
    try context.build(resource.name, make)
  }

  private func field(_ name: String) throws(NotApplicable) -> FieldSpec {
    guard let field = resource.field(name) else {
      throw NotApplicable(vi: "không có trường '\(name)'", en: "there is no field '\(name)'")
    }
    return field
  }

  /// A field's text, whatever its type: what is blank is null, what is unreadable is not.
  private mutating func raw(_ term: Term, _ context: inout LoweringContext) throws(NotApplicable)
    -> Node
  {
    guard case .field(let name) = term.form else { return try lower(term, &context) }
    return try context.text(field(name), of: resource.name)
  }

  private mutating func truth(_ term: Term, _ context: inout LoweringContext) throws(NotApplicable)
    -> Node
  {
    try typed(term, .truth, &context)
  }

  /// The node; for `null`, a null of the type.
  private mutating func typed(
    _ term: Term, _ type: ValueType, _ context: inout LoweringContext
  ) throws(NotApplicable) -> Node {
    guard term.type == .null else { return try lower(term, &context) }
    return try build(&context) { $0.null(type.nodeType) }
  }
}

extension Term {
  /// The name it stands for, within a call.
  var name: String? { if case .name(let name) = form { name } else { nil } }

  var wholeNumber: Int64? {
    if case .number(let number) = form, number.scale == 0 { number.coefficient } else { nil }
  }
}

extension ValueType {
  var nodeType: NodeType {
    switch self {
    case .text, .null: .text
    case .number: .number
    case .date: .date
    case .moment: .moment
    case .truth: .truth
    }
  }
}

extension ProgramBuilder {
  /// Dates go with dates that have a time: the day decides.
  mutating func compareAny(_ comparison: Comparison, _ a: Node, _ b: Node) -> Node {
    guard a.type != b.type else { return compare(comparison, a, b) }
    return compare(comparison, dayOf(a), dayOf(b))
  }

  /// Functions whose arguments are all values.
  fileprivate mutating func call(_ function: ExpressionFunction, _ nodes: [Node]) -> Node {
    switch function {
    case .length: characterCount(nodes[0])
    case .lower: transform(nodes[0], .lower)
    case .upper: transform(nodes[0], .upper)
    case .trim: trim(nodes[0])
    case .digits: digits(nodes[0])
    case .words: wordCount(nodes[0])
    case .normalize: transform(nodes[0], .ladder)
    case .substr:
      substring(
        nodes[0], start: nodes[1], count: nodes.count > 2 ? nodes[2] : number(Decimal(1 << 40)))
    case .startsWith: startsWith(nodes[0], nodes[1])
    case .endsWith: endsWith(nodes[0], nodes[1])
    case .contains: contains(nodes[0], nodes[1])
    case .year: part(.year, of: nodes[0])
    case .month: part(.month, of: nodes[0])
    case .day: part(.day, of: nodes[0])
    case .days: daysBetween(nodes[0], nodes[1])
    case .age: age(nodes[0], at: nodes[1])
    case .abs: absolute(nodes[0])
    case .mod: arithmetic(.modulo, nodes[0], nodes[1])
    default: preconditionFailure("\(function) has arguments that are no values")
    }
  }
}
