import AuditKernels
import AuditModel
import AuditText

extension RuleKind {
  package static let enumeration = RuleKind(
    name: "enum",
    title: LocalizedText(vi: "Giá trị cho phép", en: "Allowed values"),
    form: .field,
    dimension: .validity,
    summary: LocalizedText(
      vi:
        "Giá trị là một trong các giá trị liệt kê; so từng byte, hoặc theo thang so khớp khi \"compare\": \"text\".",
      en:
        "The value is one of those listed, byte by byte, or by the match ladder with \"compare\": \"text\"."
    ),
    basis: .tableSchema,
    parameters: [
      RuleParameter(
        "compare",
        vi:
          "exact (mặc định) hoặc text: bỏ qua dạng dựng sẵn, vị trí dấu, khoảng trắng, hoa thường",
        en: "exact (default) or text: composed form, tone placement, spaces and case do not count")
    ],
    examples: [
      RuleExample(
        #"{"schema": {"fields": [{"name": "gioi", "constraints": {"enum": ["Nam", "Nữ"]}}]}}"#,
        """
        gioi
        Nam
        Nữ
        ↓nam
        """),
      RuleExample(
        #"{"schema": {"fields": [{"name": "gioi", "constraints": {"enum": ["Nam"], "compare": "text"}}]}}"#,
        """
        gioi
        nam
        ↓Nữ
        """),
    ],
    read: { reading in
      guard let field = reading.field, let nodes = reading.value.array else {
        return reading.wrongType(.list)
      }
      var values: [String] = []
      var literals: Set<String> = []
      for node in nodes {
        switch node.value {
        case .string(let text): values.append(text)
        case .number(let text):
          values.append(text)
          literals.insert(text)
        case .truth(let truth):
          values.append(truth ? "true" : "false")
          literals.insert(truth ? "true" : "false")
        default: reading.log.add(.wrongType("enum", node, expected: .string))
        }
      }
      return EnumBody(
        field: field, values: values, literals: literals, compare: reading.compare)
    })
}

package struct EnumBody: RuleBody {
  package let field: FieldSpec
  package let values: [String]
  /// Those that the pack has as JSON's own numbers and truths, which are never in the field's format.
  package let literals: Set<String>
  package let compare: TextComparison

  package var fields: [String] { [field.name] }
  package var text: String? {
    values.count <= 20
      ? values.joined(separator: " | ") : values.prefix(20).joined(separator: " | ") + " | …"
  }
  package var message: LocalizedText {
    LocalizedText(vi: "không thuộc các giá trị cho phép", en: "is none of the allowed values")
  }

  package func lower(_ rule: RuleSpec, of pack: RulePack, in context: inout LoweringContext)
    -> CheckForm
  {
    lowering { () throws(NotApplicable) in
      let column = try context.column(field.name, of: rule.resource)
      let cell = try context.text(field, of: rule.resource)
      let value = try context.value(field, of: rule.resource)
      let verdict = try context.build(rule.resource) { builder in
        builder.judged(membership(cell, value, &builder), rule.nulls)
      }
      return .records([
        Leg(
          verdict: verdict, column: column, field: field.name, messages: [rule.message],
          expected: text ?? "",
          explanation: .alike(LookalikeValues(values.map { Array($0.utf8) })))
      ])
    }
  }

  /// Values are compared as the field's type has them where all that are listed can be read so, else as text.
  private func membership(_ cell: Node, _ value: Node, _ builder: inout ProgramBuilder) -> Node {
    if let listed = constants(&builder), let first = listed.first, first.type == value.type {
      var found = builder.truth(false)
      for constant in listed {
        found = builder.or(
          found,
          value.type == .truth
            ? same(value, constant, &builder) : builder.compare(.equal, value, constant))
      }
      return builder.onReadable(field, cell, found)
    }
    let bytes = values.map { Array($0.utf8) }
    var found = builder.inSet(cell, bytes)
    if compare == .text {
      // Values written as they are listed are not folded.
      let other = builder.choose(found, builder.null(.text), cell)
      found = builder.or(
        found, builder.inSet(builder.transform(other, .ladder), bytes.map { TextLadder.key($0) }))
    }
    return builder.onReadable(field, cell, found)
  }

  private func same(_ a: Node, _ b: Node, _ builder: inout ProgramBuilder) -> Node {
    let (notA, notB) = (builder.not(a), builder.not(b))
    return builder.or(builder.and(a, b), builder.and(notA, notB))
  }

  /// The listed values as the field reads them; nil where one of them is none, or the type is text.
  private func constants(_ builder: inout ProgramBuilder) -> [Node]? {
    var nodes: [Node] = []
    for value in values {
      switch field.type {
      case .number, .integer, .year:
        let own = literals.contains(value) ? nil : field.numberFormat.decimal(value)
        guard let number = own ?? Decimal(value) else { return nil }
        nodes.append(builder.number(number))
      case .date:
        guard let day = (field.dateFormat ?? .isoDate).day(value) ?? CivilDate(iso: value) else {
          return nil
        }
        nodes.append(builder.date(day))
      case .datetime:
        guard let seconds = (field.dateFormat ?? .isoDateTime).seconds(value) else { return nil }
        nodes.append(builder.moment(seconds: seconds))
      case .boolean:
        guard let truth = truth(value) else { return nil }
        nodes.append(builder.truth(truth))
      default: return nil
      }
    }
    return nodes
  }

  /// JSON's `true` and `false`, and the field's own words.
  private func truth(_ text: String) -> Bool? {
    if literals.contains(text) { return text == "true" }
    let bytes = Array(text.utf8)
    if field.trueValues.contains(bytes) { return true }
    if field.falseValues.contains(bytes) { return false }
    return text == "true" ? true : text == "false" ? false : nil
  }
}
