import AuditKernels
import AuditModel
import AuditText

/// Reads an expression by descent and types it on the way; precedence is SQL's.
struct ExpressionParser {
  let pack: RulePack
  let resource: ResourceSpec
  private let depthLimit: Int
  private var scanner: ExpressionScanner
  private(set) var token = ExpressionToken(kind: .end, start: 0, end: 0)
  private var depth = 0
  private var termCount = 0
  private(set) var fields: [String] = []

  /// A term and where it begins.
  struct Part {
    let term: Term
    let start: Int

    var type: ValueType { term.type }
  }

  private init(_ text: String, pack: RulePack, resource: ResourceSpec, depthLimit: Int)
    throws(ExpressionError)
  {
    self.pack = pack
    self.resource = resource
    self.depthLimit = depthLimit
    scanner = ExpressionScanner(text)
    try advance()
  }

  static func parse(
    _ text: String, pack: RulePack, resource: ResourceSpec,
    depthLimit: Int = Limits().expressionDepth
  ) throws(ExpressionError) -> Expression {
    var parser = try ExpressionParser(text, pack: pack, resource: resource, depthLimit: depthLimit)
    guard parser.token.kind != .end else {
      throw ExpressionError(at: 0, vi: "biểu thức trống", en: "the expression is empty")
    }
    let part = try parser.expression()
    guard parser.token.kind == .end else { throw parser.unexpected() }
    return Expression(source: text, root: part.term, fields: parser.fields)
  }

  // MARK: Operators

  mutating func expression() throws(ExpressionError) -> Part {
    depth += 1
    defer { depth -= 1 }
    guard depth <= depthLimit else {
      throw ExpressionError(
        at: token.start, vi: "biểu thức lồng nhau quá \(depthLimit) tầng",
        en: "the expression is nested more than \(depthLimit) deep")
    }
    var left = try conjunction()
    while try take(word: "or") {
      let right = try conjunction()
      left = try logic(left, right) { .or($0, $1) }
    }
    return left
  }

  private mutating func conjunction() throws(ExpressionError) -> Part {
    var left = try negation()
    while try take(word: "and") {
      let right = try negation()
      left = try logic(left, right) { .and($0, $1) }
    }
    return left
  }

  private mutating func logic(
    _ left: Part, _ right: Part, _ make: (Term, Term) -> Term.Form
  ) throws(ExpressionError) -> Part {
    try expect(left, .truth)
    try expect(right, .truth)
    return try part(make(left.term, right.term), .truth, left.start)
  }

  private mutating func negation() throws(ExpressionError) -> Part {
    let start = token.start
    var count = 0
    while try take(word: "not") { count += 1 }
    guard count > 0 else { return try comparison() }
    guard count <= depthLimit else {
      throw ExpressionError(at: start, vi: "quá nhiều 'not'", en: "too many 'not'")
    }
    var operand = try comparison()
    try expect(operand, .truth)
    for _ in 0..<count { operand = try part(.not(operand.term), .truth, start) }
    return operand
  }

  private mutating func comparison() throws(ExpressionError) -> Part {
    let left = try sum()
    if case .sign(let sign) = token.kind, let comparison = Comparison(sign: sign) {
      try advance()
      let right = try sum()
      try checkComparable(left, right, ordered: comparison != .equal && comparison != .notEqual)
      let result = try part(.compare(comparison, left.term, right.term), .truth, left.start)
      if case .sign(let next) = token.kind, Comparison(sign: next) != nil {
        throw ExpressionError(
          at: token.start, vi: "không so sánh nối tiếp", en: "comparisons cannot be chained",
          hint: LocalizedText(vi: "viết a < b and b < c", en: "write a < b and b < c"))
      }
      return result
    }
    if try take(word: "is") {
      let negated = try take(word: "not")
      guard try take(word: "null") else { throw unexpected() }
      return try part(.isNull(left.term, negated: negated), .truth, left.start)
    }
    let negated = try take(word: "not")
    if try take(word: "in") { return try membership(left, negated) }
    if try take(word: "between") { return try range(left, negated) }
    if try take(word: "like") { return try likeness(left, negated) }
    if negated { throw unexpected() }
    return left
  }

  private mutating func membership(_ left: Part, _ negated: Bool) throws(ExpressionError) -> Part {
    try take(sign: "(")
    var elements: [Term] = []
    repeat {
      let element = try sum()
      try checkComparable(left, element, ordered: false)
      elements.append(element.term)
    } while try takes(sign: ",")
    try take(sign: ")")
    return try part(.among(left.term, elements, negated: negated), .truth, left.start)
  }

  private mutating func range(_ left: Part, _ negated: Bool) throws(ExpressionError) -> Part {
    let low = try sum()
    guard try take(word: "and") else { throw unexpected() }
    let high = try sum()
    try checkComparable(left, low, ordered: true)
    try checkComparable(left, high, ordered: true)
    return try part(
      .between(left.term, low.term, high.term, negated: negated), .truth, left.start)
  }

  private mutating func likeness(_ left: Part, _ negated: Bool) throws(ExpressionError) -> Part {
    try expect(left, .text)
    guard case .text(let source) = token.kind else {
      throw ExpressionError(
        at: token.start, vi: "sau 'like' phải là mẫu đặt trong '…'",
        en: "a pattern in '…' has to follow 'like'")
    }
    let pattern = try compile(LikePattern.pattern(of: source), source: source)
    try advance()
    return try part(.like(left.term, pattern, negated: negated), .truth, left.start)
  }

  private mutating func sum() throws(ExpressionError) -> Part {
    var left = try product()
    while case .sign(let sign) = token.kind, sign == "+" || sign == "-" {
      try advance()
      let right = try product()
      left = try calculate(sign == "+" ? .add : .subtract, left, right)
    }
    return left
  }

  private mutating func product() throws(ExpressionError) -> Part {
    var left = try factor()
    while case .sign(let sign) = token.kind, sign == "*" || sign == "/" {
      try advance()
      let right = try factor()
      left = try calculate(sign == "*" ? .multiply : .divide, left, right)
    }
    return left
  }

  private mutating func calculate(
    _ operation: Arithmetic, _ left: Part, _ right: Part
  ) throws(ExpressionError) -> Part {
    if operation == .subtract, left.type.isDay, right.type.isDay {
      return try part(.calculate(operation, left.term, right.term), .number, left.start)
    }
    if left.type.isDay || right.type.isDay {
      throw ExpressionError(
        "expression-type", at: left.start, vi: "không cộng, nhân, chia được với ngày",
        en: "dates cannot be added, multiplied or divided",
        hint: LocalizedText(
          vi: "số ngày giữa hai ngày là days(từ, đến)",
          en: "days(from, to) counts days between dates"))
    }
    try expect(left, .number)
    try expect(right, .number)
    return try part(.calculate(operation, left.term, right.term), .number, left.start)
  }

  private mutating func factor() throws(ExpressionError) -> Part {
    let start = token.start
    var count = 0
    while try takes(sign: "-") { count += 1 }
    guard count > 0 else { return try primary() }
    let operand = try primary()
    try expect(operand, .number)
    guard count % 2 == 1 else { return Part(term: operand.term, start: start) }
    if case .number(let number) = operand.term.form {
      return try part(.number(Decimal(-number.coefficient, scale: number.scale)), .number, start)
    }
    return try part(.negative(operand.term), .number, start)
  }

  // MARK: Values

  private mutating func primary() throws(ExpressionError) -> Part {
    let start = token.start
    switch token.kind {
    case .text(let text):
      try advance()
      return try part(.text(text), .text, start)
    case .number(let number):
      try advance()
      return try part(.number(number), .number, start)
    case .quotedName(let name):
      try advance()
      return try named(name, at: start)
    case .sign("("):
      try advance()
      let inner = try expression()
      try take(sign: ")")
      return Part(term: inner.term, start: start)
    case .word(let word): return try self.word(word)
    default: throw unexpected()
    }
  }

  private mutating func word(_ word: String) throws(ExpressionError) -> Part {
    let start = token.start
    let lowered = word.lowercased()
    guard !ExpressionParser.keywords.contains(lowered) else { throw unexpected() }
    try advance()
    if case .text(let text) = token.kind, lowered == "date" {
      guard let date = CivilDate(iso: text) else {
        throw ExpressionError(
          at: token.start, vi: "không có ngày '\(text)'", en: "there is no day '\(text)'",
          hint: .isoDate)
      }
      try advance()
      return try part(.date(date), .date, start)
    }
    if token.kind == .sign("(") { return try call(word, at: start) }
    switch lowered {
    case "true": return try part(.truth(true), .truth, start)
    case "false": return try part(.truth(false), .truth, start)
    case "null": return try part(.null, .null, start)
    default: return try named(word, at: start)
    }
  }

  static let keywords: Set<String> = ["and", "or", "not", "in", "between", "is", "like"]

  /// A field, or a parameter that no field hides.
  private mutating func named(_ name: String, at start: Int) throws(ExpressionError) -> Part {
    if let field = resource.field(name) {
      if !fields.contains(name) { fields.append(name) }
      return try part(.field(name), field.type.valueType, start)
    }
    if let parameter = pack.parameter(name) { return try self.parameter(parameter, at: start) }
    if name == "asOf" { return try part(.parameter(name), .date, start) }
    throw ExpressionError(
      "unknown-field", at: start, vi: "bộ dữ liệu '\(resource.name)' không có trường '\(name)'",
      en: "the resource '\(resource.name)' has no field '\(name)'",
      hint: Diagnostic.suggestion(
        for: name, among: resource.fieldNames + pack.parameters.map(\.name),
        otherwise: LocalizedText(
          vi: "các trường: \(resource.fieldNames.prefix(20).joined(separator: ", "))",
          en: "fields are: \(resource.fieldNames.prefix(20).joined(separator: ", "))")))
  }

  private mutating func parameter(_ parameter: ParameterSpec, at start: Int) throws(ExpressionError)
    -> Part
  {
    switch parameter.value {
    case .text(let text): return try part(.text(text), .text, start)
    case .number(let number): return try part(.number(number), .number, start)
    case .truth(let truth): return try part(.truth(truth), .truth, start)
    case .date, nil:
      guard parameter.type == .date else {
        throw ExpressionError(
          "missing-parameter", at: start, vi: "tham số '\(parameter.name)' chưa có giá trị",
          en: "the parameter '\(parameter.name)' has no value",
          hint: LocalizedText(
            vi: "ghi giá trị trong 'parameters' của dự án",
            en: "give it one in the project's 'parameters'"))
      }
      return try part(.parameter(parameter.name), .date, start)
    }
  }

  // MARK: Tokens

  mutating func advance() throws(ExpressionError) { token = try scanner.token() }

  mutating func part(_ form: Term.Form, _ type: ValueType, _ start: Int) throws(ExpressionError)
    -> Part
  {
    termCount += 1
    guard termCount <= 2_000 else {
      throw ExpressionError(
        at: start, vi: "biểu thức quá dài: hơn 2000 phần",
        en: "the expression is too long: over 2000 parts",
        hint: LocalizedText(
          vi: "dùng danh mục thay cho danh sách dài", en: "use a code list in place of a long list")
      )
    }
    return Part(term: Term(form: form, type: type), start: start)
  }

  private mutating func take(word: String) throws(ExpressionError) -> Bool {
    guard case .word(let text) = token.kind, text.lowercased() == word else { return false }
    try advance()
    return true
  }

  mutating func takes(sign: String) throws(ExpressionError) -> Bool {
    guard token.kind == .sign(sign) else { return false }
    try advance()
    return true
  }

  mutating func take(sign: String) throws(ExpressionError) {
    guard try takes(sign: sign) else {
      throw ExpressionError(
        at: token.start, vi: "ở đây phải là '\(sign)'", en: "'\(sign)' is expected here")
    }
  }

  func unexpected() -> ExpressionError {
    let what: LocalizedText =
      switch token.kind {
      case .end: LocalizedText(vi: "biểu thức chưa trọn vẹn", en: "the expression is not complete")
      case .word(let word), .quotedName(let word), .sign(let word):
        LocalizedText(vi: "'\(word)' không đứng ở đây được", en: "'\(word)' cannot stand here")
      case .text: LocalizedText(vi: "văn bản không đứng ở đây được", en: "a text cannot stand here")
      case .number: LocalizedText(vi: "số không đứng ở đây được", en: "a number cannot stand here")
      }
    return ExpressionError(at: token.start, vi: what.vi, en: what.en)
  }
}

extension ValueType {
  /// A date, or one with a time.
  var isDay: Bool { self == .date || self == .moment }
}

extension Comparison {
  init?(sign: String) {
    switch sign {
    case "=": self = .equal
    case "!=", "<>": self = .notEqual
    case "<": self = .less
    case "<=": self = .lessOrEqual
    case ">": self = .greater
    case ">=": self = .greaterOrEqual
    default: return nil
    }
  }

  package var sign: String {
    switch self {
    case .equal: "="
    case .notEqual: "!="
    case .less: "<"
    case .lessOrEqual: "<="
    case .greater: ">"
    case .greaterOrEqual: ">="
    }
  }
}
