/// How much work compiling a pattern may cost, whatever the pattern: the steps of all stages come out of one purse.
struct PatternBudget {
  private var steps = 20_000_000

  mutating func spend(_ count: Int) throws(PatternError) {
    steps -= count
    guard steps >= 0 else { throw .tooMuchWork }
  }
}

/// A pattern as steps and forks (Thompson's construction): linear in the pattern with its repetitions written out.
struct PatternSteps {
  enum State {
    /// One character of a set, then on.
    case step(set: Int, next: Int)
    case fork(Int, Int)
    case match
  }

  private(set) var states: [State] = [.match]
  private(set) var start = 0

  static let limit = 100_000

  init(_ node: PatternNode, _ budget: inout PatternBudget) throws(PatternError) {
    start = try add(node, before: 0, &budget)
  }

  /// The state in which the node begins, if `next` is where it leads.
  private mutating func add(
    _ node: PatternNode, before next: Int, _ budget: inout PatternBudget
  ) throws(PatternError) -> Int {
    try budget.spend(1)
    switch node {
    case .one(let set): return try add(.step(set: set, next: next))
    case .sequence(let items):
      var entry = next
      for item in items.reversed() { entry = try add(item, before: entry, &budget) }
      return entry
    case .alternatives(let branches):
      var entry: Int?
      for branch in branches.reversed() {
        let begin = try add(branch, before: next, &budget)
        if let other = entry { entry = try add(.fork(begin, other)) } else { entry = begin }
      }
      return entry ?? next
    case .repeated(let inner, let least, let most):
      return try addRepeated(inner, least, most, before: next, &budget)
    }
  }

  private mutating func addRepeated(
    _ inner: PatternNode, _ least: Int, _ most: Int?, before next: Int,
    _ budget: inout PatternBudget
  ) throws(PatternError) -> Int {
    var entry = next
    if let most {
      // (x(x(x)?)?)?, so that each state forks to two, not to all that follow.
      for _ in 0..<(most - least) {
        let begin = try add(inner, before: entry, &budget)
        entry = try add(.fork(begin, next))
      }
    } else {
      entry = try add(.fork(next, next))
      let begin = try add(inner, before: entry, &budget)
      states[entry] = .fork(begin, next)
    }
    for _ in 0..<least { entry = try add(inner, before: entry, &budget) }
    return entry
  }

  private mutating func add(_ state: State) throws(PatternError) -> Int {
    guard states.count < PatternSteps.limit else { throw .tooManyStates(limit: PatternSteps.limit) }
    states.append(state)
    return states.count - 1
  }
}

/// A deterministic automaton over the classes of an alphabet.
///
/// State 0 is dead: from it nothing matches.
struct PatternMachine {
  var classCount: Int
  /// The state after `state` and a class is at `state * classCount + class`.
  var next: [Int32]
  var isAccepting: [Bool]
  var start: Int

  var stateCount: Int { isAccepting.count }

  /// Entries of the table: 8 MB.
  static let entryLimit = 2_000_000
}

// MARK: Subset construction

extension PatternMachine {
  init(
    _ steps: PatternSteps, _ alphabet: PatternAlphabet, stateLimit: Int,
    _ budget: inout PatternBudget
  ) throws(PatternError) {
    var subsets = PatternSubsets(steps, alphabet.classCount)
    self.init(classCount: alphabet.classCount, next: [], isAccepting: [], start: 1)
    _ = subsets.number(of: [])
    _ = subsets.number(of: try subsets.closure([steps.start], &budget))
    var targets = [[Int]](repeating: [], count: classCount)
    var current = 0
    while current < subsets.all.count {
      var used: [Int] = []
      isAccepting.append(false)
      for state in subsets.all[current] {
        switch steps.states[state] {
        case .match: isAccepting[current] = true
        case .fork: break
        case .step(let set, let next):
          let classes = alphabet.classesOfSet[set]
          try budget.spend(classes.count)
          for number in classes {
            if targets[number].isEmpty { used.append(number) }
            targets[number].append(next)
          }
        }
      }
      let row = next.count
      next.append(contentsOf: repeatElement(0, count: classCount))
      for number in used {
        next[row + number] = Int32(
          subsets.number(of: try subsets.closure(targets[number], &budget)))
        targets[number].removeAll(keepingCapacity: true)
      }
      guard subsets.all.count <= stateLimit,
        subsets.all.count * classCount <= PatternMachine.entryLimit
      else {
        throw .tooManyStates(limit: min(stateLimit, PatternMachine.entryLimit / classCount))
      }
      current += 1
    }
  }
}

/// The sets of steps met so far, each with a number in the order of meeting.
private struct PatternSubsets {
  let steps: PatternSteps
  private(set) var all: [[Int]] = []
  private var numbers: [[Int]: Int] = [:]
  /// The round in which a state was last seen: clears the marks at no cost.
  private var seen: [Int]
  private var round = 0

  init(_ steps: PatternSteps, _ classCount: Int) {
    self.steps = steps
    seen = Array(repeating: 0, count: steps.states.count)
  }

  mutating func number(of subset: [Int]) -> Int {
    if let known = numbers[subset] { return known }
    numbers[subset] = all.count
    all.append(subset)
    return all.count - 1
  }

  /// What is reached from the states through forks alone, sorted; forks themselves are left out.
  mutating func closure(_ states: [Int], _ budget: inout PatternBudget) throws(PatternError)
    -> [Int]
  {
    round += 1
    var open = states
    var found: [Int] = []
    while let state = open.popLast() {
      guard seen[state] != round else { continue }
      seen[state] = round
      try budget.spend(4)
      if case .fork(let first, let second) = steps.states[state] {
        open.append(second)
        open.append(first)
      } else {
        found.append(state)
      }
    }
    found.sort()
    return found
  }
}
