import AuditModel

/// A pattern compiled to a table: whether a value matches is told in one step a byte, whatever the pattern.
///
/// The whole value must match, as Table Schema's `pattern` asks. The pattern is read by `PatternParser`, which states
/// the subset; turned into steps and forks (`PatternSteps`), into a deterministic automaton over classes of characters
/// (`PatternMachine`), into the smallest one of these (`PatternMinimiser`), and into one over bytes (`AutomatonTables`).
/// Ill-formed UTF-8 matches nothing, not even `.`.
@safe package struct PatternAutomaton: Sendable {
  let tables: AutomatonTables

  /// The number of digits if the pattern asks for exactly that many of 0 to 9 and nothing else; nil otherwise.
  package let fixedDigits: Int?

  /// States of the table, the dead one included.
  package var stateCount: Int { tables.stateCount }

  /// - Throws: `PatternError` for what is outside the subset, written wrongly, or too large to compile: past the
  ///   limits of bytes and states, or more work than some tenths of a second.
  package init(_ pattern: String, limits: Limits = Limits()) throws(PatternError) {
    var budget = PatternBudget()
    var parser = try PatternParser(pattern, byteLimit: limits.patternBytes)
    let node = try parser.parse()
    let alphabet = try PatternAlphabet(parser.sets, &budget)
    let steps = try PatternSteps(node, &budget)
    let machine = PatternMinimiser.minimised(
      try PatternMachine(steps, alphabet, stateLimit: limits.patternStates, &budget))
    let tree = try PatternByteTree(alphabet, &budget)
    tables = try AutomatonTables(machine, tree, &budget)
    fixedDigits = machine.fixedDigits(alphabet)
  }

  /// Whether the whole value matches.
  package func matches(_ bytes: [UInt8]) -> Bool {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      // SAFETY: the buffer's own count; an empty one, which may have no address, is never read.
      guard let base = buffer.baseAddress else { return isAccepting(tables.start) }
      return unsafe matches(base, buffer.count)
    }
  }

  /// Whether `count` bytes match as a whole; none behind them is read.
  @inline(__always) func matches(_ pointer: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    var state = tables.start
    if tables.isWide {
      let table = tables.wide
      for index in 0..<count {
        // SAFETY: `count` bytes are readable, says the caller.
        state = UInt32(table[Int(state) &+ Int(unsafe pointer[index])])
        if state == 0 { return false }
      }
    } else {
      let (table, classes) = (tables.narrow, tables.classOfByte)
      for index in 0..<count {
        // SAFETY: as above.
        state = table[Int(state) &+ Int(classes[Int(unsafe pointer[index])])]
        if state == 0 { return false }
      }
    }
    return isAccepting(state)
  }

  /// Four values, each matched as a whole: bit i of the answer is value i.
  @inline(__always) func matchFour(_ a: Bytes, _ b: Bytes, _ c: Bytes, _ d: Bytes) -> UInt8 {
    let table = tables.wide
    let start = Int(tables.start)
    var (w, x, y, z) = (start, start, start, start)
    let shared = min(min(a.count, b.count), min(c.count, d.count))
    var index = 0
    while index < shared, w | x | y | z != 0 {
      // The dead state's row leads to itself.
      w = Int(table[w &+ Int(a[index])])
      x = Int(table[x &+ Int(b[index])])
      y = Int(table[y &+ Int(c[index])])
      z = Int(table[z &+ Int(d[index])])
      index &+= 1
    }
    @inline(__always) func rest(_ text: Bytes, _ state: Int) -> UInt8 {
      var state = state
      var position = index
      while position < text.count, state != 0 {
        state = Int(table[state &+ Int(text[position])])
        position &+= 1
      }
      return isAccepting(UInt32(state)) ? 1 : 0
    }
    return rest(a, w) | rest(b, x) << 1 | rest(c, y) << 2 | rest(d, z) << 3
  }

  /// What it says of values made of digits.
  var digits: DigitWalk { tables.digits }

  /// Whether `matchFour` may be asked.
  var isWide: Bool { tables.isWide }

  /// Accepting states have the rows after the dead one's; 0 wraps around and is above all.
  @inline(__always) private func isAccepting(_ state: UInt32) -> Bool {
    state &- 1 < tables.acceptingEnd
  }
}

extension PatternMachine {
  /// The length of the values if they are all the strings of that many digits.
  fileprivate func fixedDigits(_ alphabet: PatternAlphabet) -> Int? {
    let digitClasses = Set((0x30...0x39).map { alphabet.classAndEnd($0).class })
    // No class of digits may have another character in it.
    let mixed = alphabet.classes(outside: ScalarSet.digits)
    guard digitClasses.isDisjoint(with: mixed) else { return nil }
    var state = start
    var length = 0
    while !isAccepting[state] {
      let row = next[(state * classCount)..<((state + 1) * classCount)]
      let targets = Set(
        row.indices.filter { digitClasses.contains($0 - row.startIndex) }.map { row[$0] })
      let others = row.indices.filter {
        !digitClasses.contains($0 - row.startIndex) && row[$0] != 0
      }
      guard targets.count == 1, let target = targets.first, target != 0, others.isEmpty,
        length < stateCount
      else { return nil }
      state = Int(target)
      length += 1
    }
    let isEnd = next[(state * classCount)..<((state + 1) * classCount)].allSatisfy { $0 == 0 }
    return isEnd && length > 0 ? length : nil
  }
}
