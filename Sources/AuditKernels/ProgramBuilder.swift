import AuditModel

/// Builds a `Program`: what rules ask of a record, as steps that each run over a batch at once.
///
/// Requests that are equal share a step, so a date that five rules read is parsed once a batch.
package struct ProgramBuilder {
  var operations: [Operation] = []
  var types: [NodeType] = []
  private var known: [Operation: Int] = [:]
  var texts: [[UInt8]] = []
  var sets: [[[UInt8]]] = []
  var dateFormats: [DateFormat] = []
  var numberFormats: [NumberFormat] = []
  var automata: [PatternAutomaton] = []
  private var automatonOf: [String: Int] = [:]
  var transforms: [TextTransform] = []
  var classifiers: [TextClassifier] = []
  var diagnoses: [ValueDiagnosis] = []
  var weights: [[Int64]] = []
  var tables: [CodeTable] = []
  var indexes: [KeyIndex] = []
  var keyParts: [[Int]] = []

  package init() {}

  // MARK: Reading

  /// The cell of a column of the source; null when it is blank: absent, empty, white space only, or one of `missing`.
  package mutating func field(_ column: Int, missing: [[UInt8]] = []) -> Node {
    add(
      .field(
        column: column,
        missing: intern(missing.sorted { $0.lexicographicallyPrecedes($1) }, in: \.sets)), .text)
  }

  /// Null when the text is null or is no such date.
  package mutating func date(_ text: Node, format: DateFormat) -> Node {
    expect(text, .text)
    return add(.date(text: text.index, format: intern(format, in: \.dateFormats)), .date)
  }

  /// Null when the text is null or no such time.
  package mutating func moment(_ text: Node, format: DateFormat) -> Node {
    expect(text, .text)
    return add(.moment(text: text.index, format: intern(format, in: \.dateFormats)), .moment)
  }

  /// Null when the text is null or no such number.
  package mutating func number(_ text: Node, format: NumberFormat = .plain) -> Node {
    expect(text, .text)
    return add(.number(text: text.index, format: intern(format, in: \.numberFormats)), .number)
  }

  /// Null when the text is null or in neither list.
  package mutating func truthValue(_ text: Node, trueValues: [[UInt8]], falseValues: [[UInt8]])
    -> Node
  {
    expect(text, .text)
    let trueSet = intern(trueValues, in: \.sets)
    let falseSet = intern(falseValues, in: \.sets)
    return add(.truthValue(text: text.index, trueSet: trueSet, falseSet: falseSet), .truth)
  }

  // MARK: Constants

  package mutating func text(_ bytes: [UInt8]) -> Node {
    add(.textConstant(intern(bytes, in: \.texts)), .text)
  }

  package mutating func number(_ value: Decimal) -> Node { add(.numberConstant(value), .number) }

  package mutating func date(_ day: CivilDate) -> Node { add(.dateConstant(packedDay(day)), .date) }

  package mutating func moment(seconds: Int) -> Node {
    add(.momentConstant(Int64(seconds)), .moment)
  }

  package mutating func truth(_ value: Bool?) -> Node {
    add(.truthConstant(value.map { $0 ? 1 : 0 } ?? 2), .truth)
  }

  /// Null, whatever the record.
  package mutating func null(_ type: NodeType) -> Node { add(.nullConstant(type), type) }

  // MARK: Logic

  package mutating func isNull(_ node: Node) -> Node { add(.isNull(node.index), .truth) }

  package mutating func isPresent(_ node: Node) -> Node { add(.isPresent(node.index), .truth) }

  /// How a blank field is blank: 0 for a cell without a value, 1 for a null, 2 for no cell at all.
  package mutating func blankness(_ field: Node) -> Node {
    expect(field, .text)
    return add(.blankness(field.index), .number)
  }

  /// Whether a text could be read as the value made of it; null when the text is.
  package mutating func isReadable(_ text: Node, as value: Node) -> Node {
    expect(text, .text)
    precondition(value.type != .text, "a text is always readable as one")
    return add(.isReadable(text: text.index, value: value.index), .truth)
  }

  package mutating func and(_ a: Node, _ b: Node) -> Node {
    expect(a, .truth)
    expect(b, .truth)
    if a == b || isTrue(b) { return a }
    if isTrue(a) { return b }
    return add(.and(a.index, b.index), .truth)
  }

  package mutating func or(_ a: Node, _ b: Node) -> Node {
    expect(a, .truth)
    expect(b, .truth)
    if a == b { return a }
    return add(.or(a.index, b.index), .truth)
  }

  package mutating func not(_ a: Node) -> Node {
    expect(a, .truth)
    return add(.not(a.index), .truth)
  }

  /// Both of one type; text is compared byte by byte, truth values cannot be ordered.
  package mutating func compare(_ comparison: Comparison, _ a: Node, _ b: Node) -> Node {
    expect(b, a.type)
    switch a.type {
    case .text:
      // Equality with a short literal is a set of one, which is compared as a word.
      if comparison == .equal, case .textConstant(let number) = operations[b.index],
        texts[number].count <= 7
      {
        return inSet(a, [texts[number]])
      }
      return add(.compareText(comparison, a.index, b.index), .truth)
    case .number: return add(.compareNumber(comparison, a.index, b.index), .truth)
    case .date, .moment, .entry: return add(.compareDay(comparison, a.index, b.index), .truth)
    case .truth:
      let both = and(a, b)
      let neither = and(not(a), not(b))
      let same = or(both, neither)
      return comparison == .equal ? same : not(same)
    }
  }

  /// `condition ? a : b`, by record; a null condition yields `b`.
  package mutating func choose(_ condition: Node, _ a: Node, _ b: Node) -> Node {
    expect(condition, .truth)
    expect(b, a.type)
    if a == b || isTrue(condition) { return a }
    if case .isPresent(let text) = operations[condition.index],
      case .isPresent(let value) = operations[a.index],
      case .truthConstant(2) = operations[b.index], isRead(value, from: text)
    {
      return isReadable(Node(index: text, type: .text), as: Node(index: value, type: types[value]))
    }
    return add(.choose(condition: condition.index, then: a.index, otherwise: b.index), a.type)
  }

  package mutating func coalesce(_ a: Node, _ b: Node) -> Node {
    expect(b, a.type)
    return add(.coalesce(a.index, b.index), a.type)
  }

  // MARK: Text

  package mutating func inSet(_ text: Node, _ values: [[UInt8]]) -> Node {
    expect(text, .text)
    return add(.inSet(text: text.index, set: intern(values, in: \.sets)), .truth)
  }

  /// The whole value matches.
  ///
  /// `source` names the automaton: the same source is compiled into the program once.
  package mutating func matches(_ text: Node, _ automaton: PatternAutomaton, source: String) -> Node
  {
    expect(text, .text)
    if let count = automaton.fixedDigits, count <= 16 {
      return add(.digitsOnly(text: text.index, count: count), .truth)
    }
    let index: Int
    if let known = automatonOf[source] {
      index = known
    } else {
      index = automata.count
      automata.append(automaton)
      automatonOf[source] = index
    }
    return add(.matches(text: text.index, automaton: index), .truth)
  }

  /// The automaton that a request with this source brought along, if there was one.
  package func automaton(of source: String) -> PatternAutomaton? {
    automatonOf[source].map { automata[$0] }
  }

  package mutating func startsWith(_ text: Node, _ prefix: Node) -> Node {
    add(.startsWith(text.index, prefix.index), .truth)
  }
  package mutating func endsWith(_ text: Node, _ suffix: Node) -> Node {
    add(.endsWith(text.index, suffix.index), .truth)
  }
  package mutating func contains(_ text: Node, _ part: Node) -> Node {
    add(.contains(text.index, part.index), .truth)
  }

  /// Unicode scalars.
  package mutating func characterCount(_ text: Node) -> Node {
    add(.characterCount(text.index), .number)
  }

  /// Runs of characters other than U+0020, TAB, CR and LF.
  package mutating func wordCount(_ text: Node) -> Node { add(.wordCount(text.index), .number) }

  /// `count` scalars from the `start`th (from 1); what there is of them, null when nothing.
  package mutating func substring(_ text: Node, start: Node, count: Node) -> Node {
    add(.substring(text: text.index, start: start.index, count: count.index), .text)
  }

  /// Without U+0020, TAB, CR and LF at both ends.
  package mutating func trim(_ text: Node) -> Node { add(.trim(text.index), .text) }

  /// Its ASCII digits alone; null when there are none.
  package mutating func digits(_ text: Node) -> Node { add(.digits(text.index), .text) }

  package mutating func transform(_ text: Node, _ transform: TextTransform) -> Node {
    let index = transforms.firstIndex { $0.name == transform.name } ?? transforms.count
    if index == transforms.count { transforms.append(transform) }
    return add(.transform(text: text.index, transform: index), .text)
  }

  /// The class as a number; null when the text is.
  package mutating func classify(_ text: Node, _ classifier: TextClassifier) -> Node {
    let index = classifiers.firstIndex { $0.name == classifier.name } ?? classifiers.count
    if index == classifiers.count { classifiers.append(classifier) }
    return add(.classify(text: text.index, classifier: index), .number)
  }

  /// The place of the first sign that the text shows, from 1; 0 for none, null when the text is.
  package mutating func diagnose(_ text: Node, _ diagnosis: ValueDiagnosis) -> Node {
    let index = diagnoses.firstIndex { $0.name == diagnosis.name } ?? diagnoses.count
    if index == diagnoses.count { diagnoses.append(diagnosis) }
    return add(.diagnose(text: text.index, diagnosis: index), .number)
  }

  /// The sum of each digit times its weight; null unless the text has as many bytes as weights or more, the
  /// first ones all ASCII digits.
  package mutating func weightedSum(_ text: Node, weights list: [Int64]) -> Node {
    add(.weightedSum(text: text.index, weights: intern(list, in: \.weights)), .number)
  }

  package mutating func isFormatted(_ text: Node, as format: NamedFormat) -> Node {
    add(.formatted(format, text.index), .truth)
  }

  // MARK: Numbers and dates

  /// Null on a zero divisor.
  ///
  /// More than 18 digits is an overflow: null, and noted in `Evaluator.overflowedNodes`.
  package mutating func arithmetic(_ operation: Arithmetic, _ a: Node, _ b: Node) -> Node {
    expect(a, .number)
    expect(b, .number)
    return add(.arithmetic(operation, a.index, b.index), .number)
  }

  package mutating func absolute(_ a: Node) -> Node { add(.absolute(a.index), .number) }

  /// Half away from zero, to 0 to 18 digits after the point.
  package mutating func round(_ a: Node, digits: Int) -> Node {
    add(.round(number: a.index, digits: digits), .number)
  }

  package mutating func part(_ part: DatePart, of date: Node) -> Node {
    add(.datePart(part, dayOf(date).index), .number)
  }

  /// The day a moment falls on; a date is itself.
  package mutating func dayOf(_ node: Node) -> Node {
    node.type == .moment ? add(.dateOfMoment(node.index), .date) : node
  }

  /// Days from the first to the second date.
  package mutating func daysBetween(_ a: Node, _ b: Node) -> Node {
    add(.daysBetween(dayOf(a).index, dayOf(b).index), .number)
  }

  /// Completed years from a birth date to a day.
  package mutating func age(_ birth: Node, at day: Node) -> Node {
    add(.age(dayOf(birth).index, dayOf(day).index), .number)
  }

  // MARK: Code lists and keys

  /// The entry of a code whatever its validity; the latest where it has several.
  package mutating func entry(_ code: Node, in table: CodeTable) -> Node {
    add(.entry(text: code.index, table: intern(table)), .entry)
  }

  /// The entry of a code that is valid on a day; `absentEntry` when the code is unknown or not valid then; null when either is.
  package mutating func entry(_ code: Node, on day: Node, in table: CodeTable) -> Node {
    add(
      .entryAt(
        text: code.index, day: dayOf(day).index, table: intern(table), mayHaveEnded: false), .entry)
  }

  /// The entry of a code that was valid last, or still is, on a day; absent before its first one.
  package mutating func entry(_ code: Node, begunBy day: Node, in table: CodeTable) -> Node {
    add(
      .entryAt(
        text: code.index, day: dayOf(day).index, table: intern(table), mayHaveEnded: true), .entry)
  }

  /// Null when the entry is.
  package mutating func exists(_ entry: Node) -> Node {
    expect(entry, .entry)
    return add(.entryExists(entry.index), .truth)
  }

  /// A column of an entry; null when the entry is null or absent, or its cell is empty.
  package mutating func attribute(_ column: Int, of entry: Node, in table: CodeTable) -> Node {
    expect(entry, .entry)
    return add(.attribute(entry: entry.index, column: column, table: intern(table)), .text)
  }

  /// The entry of a key in another resource's keys; null when one part is blank.
  package mutating func entry(_ key: [Node], in index: KeyIndex) -> Node {
    add(.keyEntry(parts: intern(key.map(\.index), in: \.keyParts), index: intern(index)), .entry)
  }

  /// How many records have the entry's key; 0 when absent.
  package mutating func count(of entry: Node, in index: KeyIndex) -> Node {
    expect(entry, .entry)
    return add(.keyCount(entry: entry.index, index: intern(index)), .number)
  }

  // MARK: Making

  private func isTrue(_ node: Node) -> Bool {
    if case .truthConstant(1) = operations[node.index] { true } else { false }
  }

  /// Whether a step reads a typed value from this text and nothing else.
  private func isRead(_ value: Int, from text: Int) -> Bool {
    switch operations[value] {
    case .date(let from, _), .moment(let from, _), .number(let from, _),
      .truthValue(let from, _, _):
      from == text
    default: false
    }
  }

  private mutating func add(_ operation: Operation, _ type: NodeType) -> Node {
    if let index = known[operation] { return Node(index: index, type: types[index]) }
    let index = operations.count
    operations.append(operation)
    types.append(type)
    known[operation] = index
    return Node(index: index, type: type)
  }

  private func expect(_ node: Node, _ type: NodeType) {
    precondition(node.type == type, "a \(node.type) node where \(type) is due")
  }

  private mutating func intern<Value: Equatable>(
    _ value: Value, in list: WritableKeyPath<ProgramBuilder, [Value]>
  ) -> Int {
    if let index = self[keyPath: list].firstIndex(of: value) { return index }
    self[keyPath: list].append(value)
    return self[keyPath: list].count - 1
  }

  private mutating func intern(_ table: CodeTable) -> Int {
    if let index = tables.firstIndex(where: { $0 === table }) { return index }
    tables.append(table)
    return tables.count - 1
  }

  private mutating func intern(_ index: KeyIndex) -> Int {
    if let known = indexes.firstIndex(where: { $0 === index }) { return known }
    indexes.append(index)
    return indexes.count - 1
  }
}
