import AuditKernels
import AuditModel
import AuditText

extension RuleReading {
  /// The expression of a member of the rule; nil, and logged, if it is wrong or not of the type.
  func expression(
    _ name: String, _ type: ValueType, over owner: ResourceSpec? = nil,
    in reader: ObjectReader? = nil
  ) -> Expression? {
    let reader = reader ?? self.reader
    guard let text = reader.string(name), let node = reader.node[name] else { return nil }
    return expression(text.value, node, type, over: owner ?? resource)
  }

  func expression(
    _ text: String, _ node: LocatedJSON, _ type: ValueType, over owner: ResourceSpec
  ) -> Expression? {
    do throws(ExpressionError) {
      let expression = try ExpressionParser.parse(
        text, pack: pack, resource: owner, depthLimit: limits.expressionDepth)
      guard expression.type == type else {
        throw ExpressionError(
          "expression-type", at: 0,
          vi: "biểu thức phải cho \(type.title.vi), ở đây là \(expression.type.title.vi)",
          en: "the expression has to give \(type.title.en), this gives \(expression.type.title.en)")
      }
      return expression
    } catch {
      log.add(
        Diagnostic(
          "rule-file.\(error.code)", error.message, at: node.location(ofScalar: error.position),
          hint: error.hint))
      return nil
    }
  }

  /// A pattern of a member or constraint; nil, and logged, if it cannot be run.
  func pattern(_ node: LocatedJSON) -> CompiledPattern? {
    guard let text = node.string else {
      log.add(.wrongType(kind, node, expected: .string))
      return nil
    }
    do throws(PatternError) {
      return CompiledPattern(source: text, pattern: text, automaton: try PatternAutomaton(text))
    } catch {
      log.add(
        Diagnostic(
          "rule-file.pattern", error.message, at: node.location(ofByte: error.offset),
          hint: error.hint))
      return nil
    }
  }
}
