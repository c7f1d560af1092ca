/// A finished program: shared by all workers, each of which runs it with an `Evaluator` of its own.
package final class Program: @unchecked Sendable {
  let operations: [Operation]
  let types: [NodeType]
  let texts: [[UInt8]]
  let sets: [TextSet]
  let dateFormats: [DateFormat]
  let numberFormats: [NumberFormat]
  let automata: [PatternAutomaton]
  let transforms: [TextTransform]
  let classifiers: [TextClassifier]
  let diagnoses: [ValueDiagnosis]
  let weights: [[Int64]]
  let tables: [CodeTable]
  let indexes: [KeyIndex]
  let keyParts: [[Int]]
  private let setValues: [[[UInt8]]]
  /// Columns of the source that the program reads, with the nodes that read them.
  package let columns: [(column: Int, node: Int)]

  package init(_ builder: ProgramBuilder) {
    operations = builder.operations
    types = builder.types
    texts = builder.texts
    sets = builder.sets.map(TextSet.init)
    dateFormats = builder.dateFormats
    numberFormats = builder.numberFormats
    automata = builder.automata
    transforms = builder.transforms
    classifiers = builder.classifiers
    diagnoses = builder.diagnoses
    weights = builder.weights
    tables = builder.tables
    indexes = builder.indexes
    keyParts = builder.keyParts
    columns = builder.operations.enumerated().compactMap { index, operation in
      if case .field(let column, _) = operation { (column, index) } else { nil }
    }
    setValues = builder.sets
  }

  private init(separating shared: Program) {
    operations = shared.operations.map { $0 }
    types = shared.types.map { $0 }
    texts = shared.texts.map { $0 }
    sets = shared.setValues.map(TextSet.init)
    dateFormats = shared.dateFormats.map { $0.separate() }
    numberFormats = shared.numberFormats.map { $0 }
    automata = shared.automata.map { $0 }
    transforms = shared.transforms.map { $0 }
    classifiers = shared.classifiers.map { $0 }
    diagnoses = shared.diagnoses.map { $0.separate() }
    weights = shared.weights.map { list in list.map { $0 } }
    tables = shared.tables.map { $0 }
    indexes = shared.indexes.map { $0 }
    keyParts = shared.keyParts.map { parts in parts.map { $0 } }
    columns = shared.columns.map { $0 }
    setValues = shared.setValues
  }
}

extension Program {
  /// The same program in memory of its own, for one evaluator.
  ///
  /// Each step counts references to what it reads; workers that shared it would fight over the counts.
  func separate() -> Program { Program(separating: self) }

  /// Which steps these nodes rest on, themselves included.
  func closure(of nodes: [Node]) -> [Bool] {
    var wanted = operations.map { _ in false }
    for node in nodes { wanted[node.index] = true }
    for index in operations.indices.reversed() where wanted[index] {
      for operand in operands(of: index) { wanted[operand] = true }
    }
    return wanted
  }

  /// The nodes that read the source's columns.
  package var fieldNodes: [Node] { columns.map { Node(index: $0.node, type: .text) } }

  /// The steps that a step reads.
  func operands(of index: Int) -> [Int] {
    if case .keyEntry(let parts, _) = operations[index] { return keyParts[parts] }
    return operations[index].operands
  }

  /// The steps that look into one of these indexes.
  package func steps(lookingInto wanted: [KeyIndex]) -> Set<Int> {
    var steps: Set<Int> = []
    for (step, operation) in operations.enumerated() {
      let number: Int
      switch operation {
      case .keyEntry(_, let index), .keyCount(_, let index): number = index
      default: continue
      }
      if wanted.contains(where: { $0 === indexes[number] }) { steps.insert(step) }
    }
    return steps
  }

  /// Whether a node is computed from any of these, directly or through others.
  package func depends(_ node: Node, on wanted: Set<Int>) -> Bool {
    var stack = [node.index]
    var seen: Set<Int> = []
    while let index = stack.popLast() {
      guard seen.insert(index).inserted else { continue }
      if wanted.contains(index) { return true }
      stack.append(contentsOf: operands(of: index))
    }
    return false
  }
}

extension Operation {
  /// The steps it reads, but for `keyEntry`, whose list is the program's.
  fileprivate var operands: [Int] {
    switch self {
    case .field, .textConstant, .numberConstant, .dateConstant, .momentConstant, .truthConstant,
      .nullConstant:
      []
    case .date(let a, _), .moment(let a, _), .number(let a, _), .truthValue(let a, _, _),
      .dateOfMoment(let a),
      .isNull(let a), .isPresent(let a), .blankness(let a), .not(let a), .inSet(let a, _),
      .matches(let a, _),
      .digitsOnly(let a, _),
      .characterCount(let a), .wordCount(let a), .trim(let a), .digits(let a),
      .transform(let a, _),
      .classify(let a, _), .diagnose(let a, _), .datePart(_, let a), .absolute(let a),
      .round(let a, _),
      .weightedSum(let a, _),
      .formatted(_, let a), .entry(let a, _), .entryExists(let a), .attribute(let a, _, _),
      .keyCount(let a, _):
      [a]
    case .isReadable(let a, let b), .and(let a, let b), .or(let a, let b),
      .compareText(_, let a, let b), .compareNumber(_, let a, let b),
      .compareDay(_, let a, let b), .startsWith(let a, let b), .endsWith(let a, let b),
      .contains(let a, let b),
      .daysBetween(let a, let b), .age(let a, let b), .arithmetic(_, let a, let b),
      .coalesce(let a, let b),
      .entryAt(let a, let b, _, _):
      [a, b]
    case .substring(let a, let b, let c), .choose(let a, let b, let c): [a, b, c]
    case .keyEntry: []
    }
  }
}

/// A set of byte strings: a handful of short ones are compared as words, others looked up.
final class TextSet: @unchecked Sendable {
  private enum Form {
    /// Up to four values of up to 7 bytes, length in the top byte; unused words repeat the first.
    case words(UInt64, UInt64, UInt64, UInt64)
    /// Values of one byte each: a bit for each byte.
    case bytes(UInt64, UInt64, UInt64, UInt64)
    case table(KeyTable)
  }

  private let form: Form
  let isEmpty: Bool
  let longest: Int

  init(_ values: [[UInt8]]) {
    isEmpty = values.isEmpty
    longest = values.map(\.count).max() ?? -1
    if values.count <= 4, longest <= 7 {
      let made = values.map { value in
        var word = UInt64(value.count) << 56
        for (index, byte) in value.enumerated() { word |= UInt64(byte) << UInt64(8 * index) }
        return word
      }
      let first = made.first ?? UInt64.max
      func word(_ index: Int) -> UInt64 { index < made.count ? made[index] : first }
      form = .words(word(0), word(1), word(2), word(3))
    } else if values.allSatisfy({ $0.count == 1 }) {
      var bits: [UInt64] = [0, 0, 0, 0]
      for value in values { bits[Int(value[0] >> 6)] |= 1 << UInt64(value[0] & 63) }
      form = .bytes(bits[0], bits[1], bits[2], bits[3])
    } else {
      let made = KeyTable(capacity: values.count)
      let arena = ByteArena()
      for value in values {
        arena.removeAll()
        _ = arena.append(value)
        _ = made.insert(arena.bytes(at: 0, count: value.count))
      }
      form = .table(made)
    }
  }

  func contains(_ text: Bytes) -> Bool {
    guard text.count <= longest, text.count >= 0 else { return false }
    switch form {
    case .words(let a, let b, let c, let d): return TextSet.isOne(text, a, b, c, d)
    case .bytes(let a, let b, let c, let d): return TextSet.hasBit(text, a, b, c, d)
    case .table(let table): return table.find(text) >= 0
    }
  }

  @inline(__always) private static func isOne(
    _ text: Bytes, _ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64
  ) -> Bool {
    let count = text.count
    let body = count == 0 ? 0 : text.word(at: 0) & (~0 >> UInt64(64 - 8 * count))
    let word = UInt64(count) << 56 | body
    return word == a || word == b || word == c || word == d
  }

  @inline(__always) private static func hasBit(
    _ text: Bytes, _ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64
  ) -> Bool {
    guard text.count == 1 else { return false }
    let byte = text[0]
    let bits = byte < 128 ? (byte < 64 ? a : b) : (byte < 192 ? c : d)
    return bits >> UInt64(byte & 63) & 1 == 1
  }

  /// A verdict for each of the texts in a range: 2 for null.
  func test(_ input: Store<Bytes>, _ range: Range<Int>, into state: Store<UInt8>) {
    let longest = longest
    switch form {
    case .words(let a, let b, let c, let d):
      for record in range {
        let text = input[record]
        state[record] =
          text.isNull ? 2 : text.count <= longest && TextSet.isOne(text, a, b, c, d) ? 1 : 0
      }
    case .bytes(let a, let b, let c, let d):
      for record in range {
        let text = input[record]
        state[record] = text.isNull ? 2 : TextSet.hasBit(text, a, b, c, d) ? 1 : 0
      }
    case .table(let table):
      let view = table.view
      for record in range {
        let text = input[record]
        guard !text.isNull, text.count <= longest else {
          state[record] = text.isNull ? 2 : 0
          continue
        }
        let code = KeyCode.exact(text)
        let found =
          code == 0 ? table.findLong(text) : view.find(code: code, slot: view.slot(of: code))
        state[record] = found >= 0 ? 1 : 0
      }
    }
  }
}
