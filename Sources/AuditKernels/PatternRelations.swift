/// How the values of patterns relate: what a linter asks, never the hot loop.
///
/// Of values of one byte or more: an empty cell has no value.
extension PatternAutomaton {
  /// Pairs of states that are followed before the question is given up.
  private static let pairLimit = 200_000

  /// Whether some value matches both; nil if that takes too long to tell.
  package func meets(_ other: PatternAutomaton) -> Bool? {
    search(other, prunesDeadOther: true) { $0 && $1 }
  }

  /// Whether every value that matches this one matches the other; nil if that takes too long to tell.
  package func isContained(in other: PatternAutomaton) -> Bool? {
    search(other, prunesDeadOther: false) { $0 && !$1 }.map { !$0 }
  }

  /// Whether some value leads both to states that are `wanted`, told whether each accepts.
  private func search(
    _ other: PatternAutomaton, prunesDeadOther: Bool, _ wanted: (Bool, Bool) -> Bool
  ) -> Bool? {
    let bytes = representatives(with: other)
    var seen: Set<UInt64> = []
    var open = [(tables.start, other.tables.start)]
    while let (a, b) = open.popLast() {
      for byte in bytes {
        let (nextA, nextB) = (tables.next(a, byte), other.tables.next(b, byte))
        if nextA == 0 || prunesDeadOther && nextB == 0 { continue }
        guard seen.insert(UInt64(nextA) << 32 | UInt64(nextB)).inserted else { continue }
        if wanted(tables.accepts(nextA), other.tables.accepts(nextB)) { return true }
        guard seen.count <= PatternAutomaton.pairLimit else { return nil }
        open.append((nextA, nextB))
      }
    }
    return false
  }

  /// One byte of each class that neither automaton tells apart.
  private func representatives(with other: PatternAutomaton) -> [UInt8] {
    var seen: Set<UInt16> = []
    return (0...255).map { UInt8($0) }.filter { byte in
      let classes = (tables.classOfByte[Int(byte)], other.tables.classOfByte[Int(byte)])
      return seen.insert(UInt16(classes.0) << 8 | UInt16(classes.1)).inserted
    }
  }

  /// The least and the greatest number of characters of a value; the greatest is nil where there is none, and all is nil
  /// for a pattern that no value matches.
  package var lengths: (least: Int, greatest: Int?)? {
    var states: [UInt32: Int] = [tables.start: 0]
    var rows = [tables.start]
    var edges: [[(target: Int, length: Int)]] = []
    let bytes = representatives(with: self)
    var current = 0
    while current < rows.count {
      var targets: [(Int, Int)] = []
      for byte in bytes {
        let next = tables.next(rows[current], byte)
        guard next != 0 else { continue }
        let number = states[next] ?? rows.count
        if number == rows.count {
          states[next] = number
          rows.append(next)
        }
        // A byte that goes on with a character is no character of its own.
        targets.append((number, byte & 0xC0 == 0x80 ? 0 : 1))
      }
      edges.append(targets)
      current += 1
    }
    let accepting = rows.map { tables.accepts($0) }
    return PatternLengths(edges: edges, accepting: accepting).range
  }
}

extension AutomatonTables {
  fileprivate func next(_ state: UInt32, _ byte: UInt8) -> UInt32 {
    isWide
      ? UInt32(wide[Int(state) + Int(byte)])
      : narrow[Int(state) + Int(classOfByte[Int(byte)])]
  }

  fileprivate func accepts(_ state: UInt32) -> Bool { state &- 1 < acceptingEnd }
}

/// Shortest and longest ways through an automaton, whose start is state 0.
private struct PatternLengths {
  let edges: [[(target: Int, length: Int)]]
  let accepting: [Bool]

  var range: (least: Int, greatest: Int?)? {
    guard let least else { return nil }
    return (max(1, least), greatest)
  }

  private var least: Int? {
    var distance = [Int](repeating: .max, count: edges.count)
    distance[0] = 0
    var open = [0]
    while !open.isEmpty {
      var next: [Int] = []
      for state in open {
        for (target, length) in edges[state] where distance[state] + length < distance[target] {
          distance[target] = distance[state] + length
          next.append(target)
        }
      }
      open = next
    }
    // The empty value is none: it does not count as the shortest where others are.
    var best = Int.max
    for state in edges.indices where distance[state] < .max {
      for (target, length) in edges[state] where accepting[target] {
        best = min(best, distance[state] + length)
      }
    }
    return best == .max ? nil : best
  }

  /// Nil where values may be of any length.
  private var greatest: Int? {
    var sources = [[Int]](repeating: [], count: edges.count)
    for (state, targets) in edges.enumerated() {
      for (target, _) in targets { sources[target].append(state) }
    }
    var isUseful = accepting
    var open = accepting.indices.filter { accepting[$0] }
    while let state = open.popLast() {
      for source in sources[state] where !isUseful[source] {
        isUseful[source] = true
        open.append(source)
      }
    }
    var waiting = [Int](repeating: 0, count: edges.count)
    for (state, targets) in edges.enumerated() where isUseful[state] {
      for (target, _) in targets where isUseful[target] { waiting[target] += 1 }
    }
    var ready = edges.indices.filter { isUseful[$0] && waiting[$0] == 0 }
    var longest = [Int](repeating: 0, count: edges.count)
    var done = 0
    while let state = ready.popLast() {
      done += 1
      for (target, length) in edges[state] where isUseful[target] {
        longest[target] = max(longest[target], longest[state] + length)
        waiting[target] -= 1
        if waiting[target] == 0 { ready.append(target) }
      }
    }
    // States that still wait are in a circle.
    guard done == isUseful.count(where: { $0 }) else { return nil }
    return accepting.indices.filter { accepting[$0] }.map { longest[$0] }.max()
  }
}
