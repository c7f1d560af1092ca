/// The smallest automaton of the same language (Hopcroft 1971), in n log n steps for each class.
///
/// What must stay true: a block that has been split while it waited is in the list with both halves; otherwise with
/// the smaller one. Then each state is looked at as a source log n times at most.
struct PatternMinimiser {
  private let machine: PatternMachine
  /// States, those of one block together, and where each of them stands.
  private var order: [Int32]
  private var place: [Int32]
  private var blockOf: [Int32]
  private var blockStart: [Int]
  private var blockEnd: [Int]
  /// How many of a block's states have been met in this round: they stand at its beginning.
  private var metCount: [Int]
  private var waiting: [Int] = []
  private var isWaiting: [Bool]

  static func minimised(_ machine: PatternMachine) -> PatternMachine {
    var minimiser = PatternMinimiser(machine)
    minimiser.refine()
    return minimiser.merged()
  }

  private init(_ machine: PatternMachine) {
    self.machine = machine
    let states = Array(0..<machine.stateCount)
    let sorted =
      states.filter { !machine.isAccepting[$0] } + states.filter { machine.isAccepting[$0] }
    let split = states.count { !machine.isAccepting[$0] }
    order = sorted.map(Int32.init)
    place = Array(repeating: 0, count: states.count)
    for (index, state) in sorted.enumerated() { place[state] = Int32(index) }
    // State 0 never accepts, so the first block is not empty.
    let hasTwo = split < states.count
    blockOf = states.map { machine.isAccepting[$0] ? 1 : 0 }
    blockStart = hasTwo ? [0, split] : [0]
    blockEnd = hasTwo ? [split, states.count] : [split]
    metCount = blockStart.map { _ in 0 }
    isWaiting = blockStart.map { _ in false }
    if hasTwo { wait(split <= states.count - split ? 0 : 1) }
  }

  private mutating func wait(_ block: Int) {
    isWaiting[block] = true
    waiting.append(block)
  }

  private mutating func refine() {
    let sources = PatternSources(machine)
    while let block = waiting.popLast() {
      isWaiting[block] = false
      // A copy: the block itself may be split on the way.
      let members = Array(order[blockStart[block]..<blockEnd[block]])
      for number in 0..<machine.classCount {
        var met: [Int] = []
        for member in members {
          for source in sources.of(Int(member), number) { meet(Int(source), &met) }
        }
        for other in met { split(other) }
      }
    }
  }

  private mutating func meet(_ state: Int, _ met: inout [Int]) {
    let block = Int(blockOf[state])
    if metCount[block] == 0 { met.append(block) }
    let target = blockStart[block] + metCount[block]
    let from = Int(place[state])
    let displaced = Int(order[target])
    order[target] = Int32(state)
    order[from] = Int32(displaced)
    place[state] = Int32(target)
    place[displaced] = Int32(from)
    metCount[block] += 1
  }

  private mutating func split(_ block: Int) {
    let middle = blockStart[block] + metCount[block]
    metCount[block] = 0
    guard middle < blockEnd[block] else { return }
    let new = blockStart.count
    // The new block is the smaller part, so that only its states are renamed.
    if middle - blockStart[block] <= blockEnd[block] - middle {
      blockStart.append(blockStart[block])
      blockEnd.append(middle)
      blockStart[block] = middle
    } else {
      blockStart.append(middle)
      blockEnd.append(blockEnd[block])
      blockEnd[block] = middle
    }
    metCount.append(0)
    isWaiting.append(false)
    for index in blockStart[new]..<blockEnd[new] { blockOf[Int(order[index])] = Int32(new) }
    // If the old one waits, both do; if not, the smaller one is enough.
    wait(new)
  }

  /// One state a block, numbered as met from the start; the dead one is 0.
  private func merged() -> PatternMachine {
    let count = machine.classCount
    var numbers = [Int](repeating: -1, count: blockStart.count)
    numbers[Int(blockOf[0])] = 0
    var states = [0]
    if numbers[Int(blockOf[machine.start])] < 0 {
      numbers[Int(blockOf[machine.start])] = 1
      states.append(machine.start)
    }
    var result = PatternMachine(
      classCount: count, next: [], isAccepting: [], start: numbers[Int(blockOf[machine.start])])
    var current = 0
    while current < states.count {
      result.isAccepting.append(machine.isAccepting[states[current]])
      for number in 0..<count {
        let target = Int(machine.next[states[current] * count + number])
        let block = Int(blockOf[target])
        if numbers[block] < 0 {
          numbers[block] = states.count
          states.append(target)
        }
        result.next.append(Int32(numbers[block]))
      }
      current += 1
    }
    return result
  }
}

/// For each class and state, the states from which the class leads there.
private struct PatternSources {
  private let stateCount: Int
  private var starts: [Int32]
  private var states: [Int32]

  init(_ machine: PatternMachine) {
    stateCount = machine.stateCount
    let count = machine.classCount
    starts = Array(repeating: 0, count: stateCount * count + 1)
    states = Array(repeating: 0, count: stateCount * count)
    for number in 0..<count {
      for state in 0..<stateCount {
        starts[number * stateCount + Int(machine.next[state * count + number]) + 1] += 1
      }
    }
    for index in 1..<starts.count { starts[index] += starts[index - 1] }
    var free = starts
    for number in 0..<count {
      for state in 0..<stateCount {
        let slot = number * stateCount + Int(machine.next[state * count + number])
        states[Int(free[slot])] = Int32(state)
        free[slot] += 1
      }
    }
  }

  func of(_ state: Int, _ number: Int) -> ArraySlice<Int32> {
    let slot = number * stateCount + state
    return states[Int(starts[slot])..<Int(starts[slot + 1])]
  }
}
