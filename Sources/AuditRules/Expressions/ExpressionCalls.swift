import AuditKernels
import AuditModel
import AuditText

/// Calls of functions, and what types go together.
extension ExpressionParser {
  mutating func call(_ name: String, at start: Int) throws(ExpressionError) -> Part {
    guard let function = ExpressionFunction(rawValue: name.lowercased()) else {
      let names = ExpressionFunction.allCases.map(\.rawValue)
      throw ExpressionError(
        "unknown-function", at: start, vi: "không có hàm '\(name)'",
        en: "there is no function '\(name)'",
        hint: Diagnostic.suggestion(
          for: name, among: names,
          otherwise: LocalizedText(
            vi: "các hàm: \(names.joined(separator: ", "))",
            en: "functions are: \(names.joined(separator: ", "))")))
    }
    try take(sign: "(")
    let signature = function.signature
    var parts: [Part] = []
    let wanted = signature.required + signature.optional
    while token.kind != .sign(")") {
      if !parts.isEmpty { try take(sign: ",") }
      guard let argument = parts.count < wanted.count ? wanted[parts.count] : signature.repeated
      else {
        throw count(function, at: start)
      }
      parts.append(try self.argument(argument, function, among: parts))
      if function == .valid, parts.count == 1, case .field = parts[0].term.form { break }
    }
    guard token.kind == .sign(")") else { throw count(function, at: start) }
    try advance()
    let isFieldForm = function == .valid && parts.count == 1
    guard parts.count >= signature.required.count || isFieldForm else {
      throw count(function, at: start)
    }
    try check(function, parts)
    let type: ValueType
    if let fixed = function.result {
      type = fixed
    } else {
      type = try common(function == .if ? parts.dropFirst() : parts[...])
    }
    return try part(.call(function, parts.map(\.term)), type, start)
  }

  private func count(_ function: ExpressionFunction, at start: Int) -> ExpressionError {
    ExpressionError(
      "expression-arguments", at: start, vi: "số đối số của hàm '\(function.rawValue)' không đúng",
      en: "'\(function.rawValue)' does not have the right number of arguments",
      hint: LocalizedText(vi: "viết: \(function.usage)", en: "it is called as \(function.usage)"))
  }

  // MARK: Arguments

  private mutating func argument(
    _ argument: ExpressionFunction.Argument, _ function: ExpressionFunction, among earlier: [Part]
  ) throws(ExpressionError) -> Part {
    let start = token.start
    switch argument {
    case .list:
      if function == .valid, let field = try fieldAlone() { return field }
      return try name(.list, known: pack.codeLists.map(\.name))
    case .resource: return try name(.resource, known: pack.resources.map(\.name))
    case .column: return try name(nil, known: [])
    case .keyField:
      let owner = earlier.first.flatMap { $0.name }.flatMap { pack.resource($0) }
      return try name(.field, known: owner?.fieldNames ?? [])
    case .pattern:
      guard case .text(let text) = token.kind else { throw literal(start, "'[0-9]{12}'") }
      let pattern = try compile(text, source: text)
      try advance()
      return try part(.pattern(pattern), .text, start)
    case .dateFormat:
      guard case .text(let text) = token.kind, (try? DateFormat(text)) != nil else {
        throw literal(start, "'%d/%m/%Y'")
      }
      try advance()
      return try part(.text(text), .text, start)
    case .format: return try format()
    case .digitCount, .integer:
      let term = try expression()
      guard case .number(let number) = term.term.form, number.scale == 0,
        argument == .integer || (0...18).contains(number.coefficient)
      else { throw literal(start, "2") }
      return term
    case .any, .same: return try expression()
    case .field:
      let term = try expression()
      guard case .field = term.term.form else {
        throw literal(start, resource.fieldNames.first ?? "field")
      }
      return term
    case .text: return try typed(.text)
    case .number: return try typed(.number)
    case .truth: return try typed(.truth)
    case .date:
      let term = try expression()
      if !term.type.isDay { try expect(term, .date) }
      return term
    }
  }

  /// The name of a `ValueFormat`, in quotes.
  private mutating func format() throws(ExpressionError) -> Part {
    let start = token.start
    guard case .text(let name) = token.kind else { throw literal(start, "'vn-cccd'") }
    guard ValueFormat.named(name) != nil else {
      throw ExpressionError(
        "expression-arguments", at: start, vi: "không có định dạng '\(name)'",
        en: "there is no format '\(name)'",
        hint: Diagnostic.suggestion(
          for: name, among: ValueFormat.all.map(\.name),
          otherwise: LocalizedText(
            vi: "`soat explain` liệt kê các định dạng", en: "`soat explain` lists the formats")))
    }
    try advance()
    return try part(.text(name), .text, start)
  }

  private mutating func typed(_ type: ValueType) throws(ExpressionError) -> Part {
    let term = try expression()
    try expect(term, type)
    return term
  }

  /// `valid(field)`: the only argument is a field.
  private mutating func fieldAlone() throws(ExpressionError) -> Part? {
    var ahead = self
    let name: String
    switch token.kind {
    case .word(let word): name = word
    case .quotedName(let word): name = word
    default: return nil
    }
    guard resource.field(name) != nil else { return nil }
    try ahead.advance()
    guard ahead.token.kind == .sign(")") else { return nil }
    return try expression()
  }

  private mutating func name(_ thing: NamedThing?, known: [String]) throws(ExpressionError) -> Part
  {
    let start = token.start
    let name: String
    switch token.kind {
    case .word(let text), .quotedName(let text), .text(let text): name = text
    default: throw unexpected()
    }
    if let thing, !known.contains(name) {
      let mistake = Diagnostic.unknown(
        thing, name, at: SourceLocation(file: "", line: 0, column: 0), among: known)
      throw ExpressionError(
        "unknown-\(thing.rawValue)", at: start, vi: mistake.message.vi, en: mistake.message.en,
        hint: mistake.hint)
    }
    try advance()
    return try part(.name(name), .text, start)
  }

  private func literal(_ start: Int, _ example: String) -> ExpressionError {
    ExpressionError(
      "expression-arguments", at: start, vi: "đối số này phải viết trực tiếp, như \(example)",
      en: "this argument has to be written out, as in \(example)")
  }

  func compile(_ pattern: String, source: String) throws(ExpressionError) -> CompiledPattern {
    do throws(PatternError) {
      return CompiledPattern(
        source: source, pattern: pattern, automaton: try PatternAutomaton(pattern))
    } catch {
      let scalars =
        pattern == source
        ? String(decoding: pattern.utf8.prefix(error.offset), as: UTF8.self).unicodeScalars.count
        : 0
      throw ExpressionError(
        "pattern", at: token.start + 1 + scalars, vi: error.message.vi, en: error.message.en,
        hint: error.hint)
    }
  }

  // MARK: Types

  func expect(_ part: Part, _ type: ValueType) throws(ExpressionError) {
    guard part.type != type, part.type != .null else { return }
    throw ExpressionError(
      "expression-type", at: part.start,
      vi: "ở đây phải là \(type.title.vi), không phải \(part.type.title.vi)",
      en: "a \(type.title.en) is needed here, this is \(part.type.title.en)",
      hint: conversion(part, to: type))
  }

  func checkComparable(_ left: Part, _ right: Part, ordered: Bool) throws(ExpressionError) {
    if left.type == .null || right.type == .null {
      throw ExpressionError(
        "expression-type", at: left.type == .null ? left.start : right.start,
        vi: "so sánh với null không bao giờ đúng", en: "a comparison with null is never true",
        hint: LocalizedText(vi: "viết: x is null", en: "write x is null"))
    }
    guard left.type == right.type || (left.type.isDay && right.type.isDay) else {
      let isLeftLiteral = if case .text = left.term.form { true } else { false }
      let (place, other) = isLeftLiteral ? (left, right) : (right, left)
      throw ExpressionError(
        "expression-type", at: place.start,
        vi: "không so sánh được \(other.type.title.vi) với \(place.type.title.vi)",
        en: "\(other.type.title.en) cannot be compared with \(place.type.title.en)",
        hint: conversion(place, to: other.type) ?? conversion(other, to: place.type))
    }
    guard !ordered || left.type != .truth else {
      throw ExpressionError(
        "expression-type", at: left.start, vi: "giá trị đúng/sai không có thứ tự",
        en: "true/false values have no order")
    }
  }

  private func conversion(_ part: Part, to type: ValueType) -> LocalizedText? {
    let example: String? =
      switch (part.type, type) {
      case (.text, .date):
        if case .text = part.term.form { "date'2025-07-01'" } else { "date(…, '%d/%m/%Y')" }
      case (.text, .number): if case .text = part.term.form { nil } else { "number(…)" }
      case (.number, .text): if case .field = part.term.form { "text(…)" } else { "'…'" }
      case (.date, .text), (.moment, .text): "text(…)"
      case (.text, .truth): "present(…)"
      default: nil
      }
    return example.map { LocalizedText(vi: "viết \($0)", en: "write \($0)") }
  }

  /// The one type of the arguments that are not null.
  private func common(_ parts: ArraySlice<Part>) throws(ExpressionError) -> ValueType {
    guard let first = parts.first(where: { $0.type != .null }) else { return .null }
    for part in parts where part.type != first.type && part.type != .null {
      throw ExpressionError(
        "expression-type", at: part.start,
        vi: "các giá trị phải cùng kiểu: \(first.type.title.vi), không phải \(part.type.title.vi)",
        en: "the values have to be of one type: \(first.type.title.en), not \(part.type.title.en)")
    }
    return first.type
  }

  private func check(_ function: ExpressionFunction, _ parts: [Part]) throws(ExpressionError) {
    switch function {
    case .date where !parts[0].type.isDay: try expect(parts[0], .text)
    case .number where parts[0].type != .number: try expect(parts[0], .text)
    case .nameOf, .parentOf, .lookup:
      guard let list = parts[0].name.flatMap({ pack.codeList($0) }) else { return }
      let column = function == .parentOf ? list.parent : parts.count > 2 ? "" : list.nameColumn
      guard column == nil else { return }
      let key = function == .parentOf ? "parent" : "name"
      throw ExpressionError(
        "expression-arguments", at: parts[0].start,
        vi: "danh mục '\(list.name)' không khai báo cột '\(key)'",
        en: "the code list '\(list.name)' declares no '\(key)' column")
    default: return
    }
  }
}

extension ExpressionParser.Part {
  /// The name it stands for, within a call.
  var name: String? { if case .name(let name) = term.form { name } else { nil } }
}

/// SQL's `like`: `%` is any text, `_` any character.
enum LikePattern {
  static func pattern(of text: String) -> String {
    var pattern = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": pattern += "(.|\\n|\\r)*"
      case "_": pattern += "(.|\\n|\\r)"
      default: pattern += escaped(scalar)
      }
    }
    return pattern
  }

  static func escaped(_ scalar: Unicode.Scalar) -> String {
    "\\.[]{}()*+?^$|/-".unicodeScalars.contains(scalar) ? "\\\(scalar)" : String(scalar)
  }
}
