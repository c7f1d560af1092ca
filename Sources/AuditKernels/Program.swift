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

/// A set of byte strings: a handful of short ones are compared as words, others looked up.
final class TextSet: @unchecked Sendable {
  private let table: KeyTable?
  /// Length in the top byte, for values of up to 7 bytes.
  private let words: [UInt64]
  let isEmpty: Bool
  let longest: Int

  init(_ values: [[UInt8]]) {
    isEmpty = values.isEmpty
    longest = values.map(\.count).max() ?? 0
    if values.count <= 4, longest <= 7 {
      words = values.map { value in
        var word = UInt64(value.count) << 56
        for (index, byte) in value.enumerated() { word |= UInt64(byte) << UInt64(8 * index) }
        return word
      }
      table = nil
    } else {
      words = []
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
    if let table { return text.count <= longest && table.find(text) >= 0 }
    guard text.count <= longest, text.count > 0 || !words.isEmpty else { return false }
    let count = text.count
    let body = count == 0 ? 0 : text.word(at: 0) & (~0 >> UInt64(64 - 8 * count))
    let word = UInt64(count) << 56 | body
    for candidate in words where candidate == word { return true }
    return false
  }
}
