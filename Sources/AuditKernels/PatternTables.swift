/// An automaton over bytes, laid out for the hot loop and only read once made.
///
/// States are kept as offsets of their rows: 0 is the dead state, then come the accepting ones. Up to 256 states have
/// a row of 256 entries each (`wide`); more have a row of one entry for each class of bytes (`narrow`).
final class AutomatonTables: @unchecked Sendable {
  // SAFETY: allocated by `init`, written by it alone, freed by `deinit`.
  let wide: Store<UInt16>
  let narrow: Store<UInt32>
  let classOfByte: Store<UInt8>
  let isWide: Bool
  let start: UInt32
  /// Rows of accepting states begin below this and above 0.
  let acceptingEnd: UInt32
  let stateCount: Int
  let digits: DigitWalk

  /// Entries of the table: 16 MB.
  static let entryLimit = 4_000_000

  init(_ machine: PatternMachine, _ tree: PatternByteTree, _ budget: inout PatternBudget)
    throws(PatternError)
  {
    let rows = try AutomatonRows(machine, tree, &budget)
    stateCount = rows.stateCount
    let isWide = stateCount <= 256
    self.isWide = isWide
    let width = isWide ? 256 : tree.byteClassCount
    let accepting = (0..<stateCount).filter { rows.isAccepting($0) }
    let others = (1..<stateCount).filter { !rows.isAccepting($0) }
    var numbers = [Int](repeating: 0, count: stateCount)
    for (index, state) in (accepting + others).enumerated() { numbers[state] = index + 1 }
    wide = .allocate(isWide ? stateCount * width : 0, fill: 0)
    narrow = .allocate(isWide ? 0 : stateCount * width, fill: 0)
    classOfByte = .allocate(256, fill: 0)
    start = UInt32(numbers[rows.start] * width)
    acceptingEnd = UInt32(accepting.count * width)
    for byte in 0..<256 { classOfByte[byte] = tree.classOfByte[byte] }
    for state in 0..<stateCount {
      for column in 0..<width {
        let byteClass = isWide ? Int(tree.classOfByte[column]) : column
        let target = numbers[rows.target(state, byteClass)] * width
        if isWide {
          wide[numbers[state] * width + column] = UInt16(target)
        } else {
          narrow[numbers[state] * width + column] = UInt32(target)
        }
      }
    }
    let digitColumns = (0x30...0x39).map { isWide ? $0 : Int(tree.classOfByte[$0]) }
    let (wide, narrow) = (wide, narrow)
    let acceptingEnd = acceptingEnd
    digits = DigitWalk(
      start: start,
      targets: { row in
        digitColumns.map { isWide ? UInt32(wide[Int(row) + $0]) : narrow[Int(row) + $0] }
      }, isAccepting: { $0 &- 1 < acceptingEnd })
  }

  deinit {
    digits.narrowed.deallocate()
    wide.deallocate()
    narrow.deallocate()
    classOfByte.deallocate()
  }
}

/// The automaton over characters with the bytes of each character put in: between the states of `machine` stand states
/// that are inside a character.
private struct AutomatonRows {
  private let machine: PatternMachine
  private let width: Int
  /// Rows of byte classes: those of the machine's states, then those inside characters.
  private var rows: [UInt32] = []

  var stateCount: Int { rows.count / width }
  var start: Int { machine.start }

  func isAccepting(_ state: Int) -> Bool {
    state < machine.stateCount && machine.isAccepting[state]
  }

  func target(_ state: Int, _ byteClass: Int) -> Int { Int(rows[state * width + byteClass]) }

  init(
    _ machine: PatternMachine, _ tree: PatternByteTree, _ budget: inout PatternBudget
  ) throws(PatternError) {
    self.machine = machine
    width = tree.byteClassCount
    let shape = AutomatonRows.compressed(tree)
    let classCount = machine.classCount
    rows = Array(repeating: 0, count: machine.stateCount * width)
    var numberOfRow: [[UInt32]: UInt32] = [:]
    for state in 1..<max(1, machine.stateCount) {
      let targets = machine.next[(state * classCount)..<((state + 1) * classCount)].map {
        UInt32($0)
      }
      guard targets.contains(where: { $0 != 0 }) else { continue }
      var stateOfNode: [UInt32] = []
      func resolved(_ entry: Int) -> UInt32 {
        entry < 0 ? 0 : entry < classCount ? targets[entry] : stateOfNode[entry - classCount]
      }
      for node in shape.nodes {
        try budget.spend(width)
        let row = node.map { resolved($0) }
        guard row.contains(where: { $0 != 0 }) else {
          stateOfNode.append(0)
          continue
        }
        let number = numberOfRow[row] ?? UInt32(stateCount)
        if Int(number) == stateCount {
          guard rows.count + width <= AutomatonTables.entryLimit else {
            throw .tooManyStates(limit: AutomatonTables.entryLimit / width)
          }
          numberOfRow[row] = number
          rows += row
        }
        stateOfNode.append(number)
      }
      for (byteClass, entry) in shape.root.enumerated() {
        rows[state * width + byteClass] = resolved(entry)
      }
    }
  }

  /// The tree with one column for each class of bytes.
  private static func compressed(_ tree: PatternByteTree) -> (root: [Int], nodes: [[Int]]) {
    var root = [Int](repeating: -1, count: tree.byteClassCount)
    var nodes = tree.nodes.map { _ in root }
    for byte in 0..<256 {
      let byteClass = Int(tree.classOfByte[byte])
      guard (0x80...0xBF).contains(byte) else {
        root[byteClass] = tree.root[byte]
        continue
      }
      for index in nodes.indices { nodes[index][byteClass] = tree.nodes[index][byte - 0x80] }
    }
    return (root, nodes)
  }
}
