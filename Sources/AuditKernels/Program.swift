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
  let weights: [[Int64]]
  let tables: [CodeTable]
  let indexes: [KeyIndex]
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
    weights = builder.weights
    tables = builder.tables
    indexes = builder.indexes
    columns = builder.operations.enumerated().compactMap { index, operation in
      if case .field(let column, _) = operation { (column, index) } else { nil }
    }
  }
}

extension Program {
  /// Whether a node is computed from any of these, directly or through others.
  package func depends(_ node: Node, on wanted: Set<Int>) -> Bool {
    var stack = [node.index]
    var seen: Set<Int> = []
    while let index = stack.popLast() {
      guard seen.insert(index).inserted else { continue }
      if wanted.contains(index) { return true }
      stack.append(contentsOf: operations[index].operands)
    }
    return false
  }
}

extension Operation {
  /// The steps it reads.
  var operands: [Int] {
    switch self {
    case .field, .textConstant, .numberConstant, .dateConstant, .momentConstant, .truthConstant, .nullConstant: []
    case .date(let a, _), .moment(let a, _), .number(let a, _), .truthValue(let a, _, _), .dateOfMoment(let a),
      .isNull(let a), .not(let a), .inSet(let a, _), .matches(let a, _), .digitsOnly(let a, _),
      .characterCount(let a), .wordCount(let a), .trim(let a), .digits(let a), .transform(let a, _),
      .classify(let a, _), .datePart(_, let a), .absolute(let a), .round(let a, _), .weightedSum(let a, _),
      .formatted(_, let a), .entry(let a, _), .entryExists(let a), .attribute(let a, _, _), .keyCount(let a, _):
      [a]
    case .and(let a, let b), .or(let a, let b), .compareText(_, let a, let b), .compareNumber(_, let a, let b),
      .compareDay(_, let a, let b), .startsWith(let a, let b), .endsWith(let a, let b), .contains(let a, let b),
      .daysBetween(let a, let b), .age(let a, let b), .arithmetic(_, let a, let b), .coalesce(let a, let b),
      .entryAt(let a, let b, _):
      [a, b]
    case .substring(let a, let b, let c), .choose(let a, let b, let c): [a, b, c]
    case .keyEntry(let parts, _): parts
    }
  }
}

/// A set of byte strings: a handful of short ones are compared as words, others looked up.
final class TextSet: @unchecked Sendable {
  private let table: KeyTable?
  /// Length in the top byte, for up to four values of up to 7 bytes; unused ones repeat the first.
  private let words: (UInt64, UInt64, UInt64, UInt64)
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
      words = (word(0), word(1), word(2), word(3))
      table = nil
    } else {
      words = (0, 0, 0, 0)
      let made = KeyTable(capacity: values.count)
      let arena = ByteArena()
      for value in values {
        arena.removeAll()
        _ = arena.append(value)
        _ = made.insert(arena.bytes(at: 0, count: value.count))
      }
      table = made
    }
  }

  @inline(__always) func contains(_ text: Bytes) -> Bool {
    guard text.count <= longest else { return false }
    if let table { return table.find(text) >= 0 }
    let count = text.count
    let body = count == 0 ? 0 : text.word(at: 0) & (~0 >> UInt64(64 - 8 * count))
    let word = UInt64(count) << 56 | body
    return word == words.0 || word == words.1 || word == words.2 || word == words.3
  }
}
