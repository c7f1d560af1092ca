/// Runs a program over a batch, up to `width` records at a time: each step is one loop over all of them.
///
/// Vectors stay with the evaluator and are overwritten by the next run. Truth is 0, 1 or 2 for null; numbers have
/// their scale, dates and entries 0, beside the value, and 255 for null.
///
/// Of one worker; what it hands on is copied.
package final class Evaluator: @unchecked Sendable {
  /// The most records of one run: vectors of this many keep to the second-level cache.
  package static let width = 640
  /// The fewest, however many nodes there are, and the memory of the vectors from which there are fewer than `width`.
  private static let (leastWidth, vectorBytes) = (32, 32 << 20)
  static let null: UInt8 = 255

  /// The most records of one run of this program.
  let width: Int

  /// How many of the records left to take in the next run: shares of about the same size.
  package func run(of records: Int) -> Int {
    let runs = (records + width - 1) / width
    return (records + runs - 1) / max(1, runs)
  }
  static let unknown: UInt8 = 2

  let program: Program
  let texts: [Store<Bytes>]
  let values: [Store<Int64>]
  let states: [Store<UInt8>]
  let arena = StableArena()
  let keyArena = ByteArena()
  private let constants = ByteArena()
  let slots: Store<Int64>
  let codes: Store<UInt64>
  /// Records of the current run, and the first of them in its batch.
  package private(set) var count = 0
  /// The records of the run that steps work on: all, or the one an explanation is wanted of.
  var range = 0..<0
  private let eager: [Int]
  /// The fields that every run reads.
  let fieldSteps: Store<FieldStep>
  /// Scratch of `readFields`: blank cells of each of them.
  let blanks: Store<Int>
  /// Some of them have words that count as blank.
  let hasMissingWords: Bool
  private let isEager: [Bool]
  private var batch: RecordBatch?
  /// How often each node was explained in this run.
  private let explained: Store<UInt8>
  /// Of each node that was explained, where its steps lie in `explanationSteps`.
  private var explanations: [Range<Int>?]
  private var explanationSteps: [Int] = []
  package private(set) var base = 0
  /// Arithmetic nodes a result of which needed more than 18 digits.
  package var overflowedNodes: Set<Int> = []
  /// Values that are not blank, so far, by the program's `columns`.
  package internal(set) var filled: [Int]
  /// Keeps loads that only fetch memory from being optimised away.
  var sink: UInt64 = 0
  private let noText: Store<Bytes>
  private let noValue: Store<Int64>
  private let noState: Store<UInt8>
  let fieldIndex: [Int]
  private let memos: [TransformMemo]

  /// `roots`: what is wanted of every record; other nodes are evaluated when asked for.
  ///
  /// All when nil.
  package init(_ program: Program, roots: [Node]? = nil) {
    let program = program.separate()
    self.program = program
    let wanted = roots.map { program.closure(of: $0) } ?? program.operations.map { _ in true }
    isEager = zip(wanted, program.operations).map { $0 || $1.isConstant }
    let fields = program.columns.filter { [isEager] in isEager[$0.node] }
    let fieldNodes = Set(fields.map(\.node))
    eager = program.operations.indices.filter { [isEager] in
      isEager[$0] && !fieldNodes.contains($0) && !program.operations[$0].isConstant
    }
    hasMissingWords = fields.contains {
      guard case .field(_, let missing) = program.operations[$0.node] else { return false }
      return !program.sets[missing].isEmpty
    }
    let emptyArena = ByteArena(capacity: 16)
    let blank = emptyArena.bytes(at: 0, count: -1)
    let emptyText = Store<Bytes>.allocate(0, fill: blank)
    noText = emptyText
    noValue = .allocate(0, fill: 0)
    noState = .allocate(0, fill: 0)
    explained = .allocate(program.operations.count, fill: 0)
    explanations = Array(repeating: nil, count: program.operations.count)
    let width = Evaluator.width(of: program)
    self.width = width
    slots = .allocate(width, fill: 0)
    codes = .allocate(width, fill: 0)
    filled = Array(repeating: 0, count: program.columns.count)
    var index = Array(repeating: -1, count: program.operations.count)
    for (position, column) in program.columns.enumerated() { index[column.node] = position }
    fieldIndex = index
    nullOwner = emptyArena
    memos = program.transforms.map { _ in TransformMemo() }
    let (noValue, noState) = (noValue, noState)
    texts = program.types.map { $0 == .text ? .allocate(width, fill: blank) : emptyText }
    values = program.types.map {
      $0 == .text || $0 == .truth ? noValue : .allocate(width, fill: 0)
    }
    states = program.types.map {
      $0 == .text
        ? noState
        : .allocate(width, fill: $0 == .truth ? Evaluator.unknown : Evaluator.null)
    }
    let texts = texts
    fieldSteps = .allocate(fields.count, fill: FieldStep(column: 0, node: 0, output: emptyText))
    blanks = .allocate(fields.count, fill: 0)
    for (number, field) in fields.enumerated() {
      fieldSteps[number] = FieldStep(
        column: field.column, node: field.node, output: texts[field.node])
    }
    fillConstants()
  }

  private let nullOwner: ByteArena

  /// Files of thousands of fields have programs of ten thousands of nodes, each with a vector.
  private static func width(of program: Program) -> Int {
    let bytes = program.types.reduce(0) { sum, type in
      switch type {
      case .text: sum + MemoryLayout<Bytes>.stride
      case .truth: sum + 1
      default: sum + 1 + MemoryLayout<Int64>.stride
      }
    }
    return min(width, max(leastWidth, vectorBytes / max(1, bytes)))
  }

  deinit {
    for (index, type) in program.types.enumerated() {
      switch type {
      case .text: texts[index].deallocate()
      case .truth: states[index].deallocate()
      default:
        values[index].deallocate()
        states[index].deallocate()
      }
    }
    noText.deallocate()
    noValue.deallocate()
    noState.deallocate()
    slots.deallocate()
    codes.deallocate()
    explained.deallocate()
    fieldSteps.deallocate()
    blanks.deallocate()
  }

  private func fillConstants() {
    var offsets: [Int] = []
    for text in program.texts { offsets.append(constants.append(text)) }
    for (index, operation) in program.operations.enumerated() where operation.isConstant {
      for record in 0..<width {
        switch operation {
        case .textConstant(let number):
          texts[index][record] = constants.bytes(
            at: offsets[number], count: program.texts[number].count)
        case .numberConstant(let decimal):
          values[index][record] = decimal.coefficient
          states[index][record] = decimal.scale
        case .dateConstant(let value), .momentConstant(let value):
          values[index][record] = value
          states[index][record] = 0
        case .truthConstant(let state):
          states[index][record] = state
        default: break
        }
      }
    }
  }

  /// Evaluates all steps for `count` records of a batch from `first` on.
  package func run(_ batch: RecordBatch, from first: Int, count: Int) {
    precondition(count <= width, "\(count) records in one run")
    self.count = count
    base = first
    range = 0..<count
    self.batch = batch
    arena.reset()
    for index in 0..<explained.capacity { explained[index] = 0 }
    readFields(batch)
    for index in eager { step(index, batch) }
  }

  /// Evaluates what a node rests on for one record of the run, as far as the run itself did not; for all of them,
  /// once some were asked for: a run in which every record fails would be as many runs of one.
  private func explain(_ node: Node, _ record: Int) {
    let index = node.index
    guard !isEager[index], explained[index] <= Evaluator.singleExplanations, let batch else {
      return
    }
    explained[index] += 1
    if explained[index] <= Evaluator.singleExplanations { range = record..<(record + 1) }
    for place in explanations[index] ?? makeExplanation(of: index) {
      step(explanationSteps[place], batch)
    }
    range = 0..<count
  }

  private static let singleExplanations: UInt8 = 24

  /// The steps that a run leaves out and the node rests on, in order.
  private func makeExplanation(of node: Int) -> Range<Int> {
    var wanted = Array(repeating: false, count: node + 1)
    wanted[node] = true
    for index in (0...node).reversed() where wanted[index] && !isEager[index] {
      for operand in program.operands(of: index) { wanted[operand] = true }
    }
    let first = explanationSteps.count
    explanationSteps += (0...node).filter { wanted[$0] && !isEager[$0] }
    explanations[node] = first..<explanationSteps.count
    return first..<explanationSteps.count
  }

  private func step(_ index: Int, _ batch: RecordBatch) {
    switch program.operations[index] {
    case .field(let column, let missing): readField(index, batch, column, program.sets[missing])
    case .textConstant, .numberConstant, .dateConstant, .momentConstant, .truthConstant,
      .nullConstant:
      break
    case .date(let text, let format): readDates(index, text, program.dateFormats[format])
    case .moment(let text, let format): readMoments(index, text, program.dateFormats[format])
    case .number(let text, let format): readNumbers(index, text, program.numberFormats[format])
    case .truthValue(let text, let trueSet, let falseSet):
      readTruth(index, text, program.sets[trueSet], program.sets[falseSet])
    case .dateOfMoment(let moment): takeDates(index, moment)
    case .isNull(let node): testNull(index, node, whenNull: 1)
    case .isPresent(let node): testNull(index, node, whenNull: 0)
    case .blankness(let text): sayBlankness(index, text)
    case .isReadable(let text, let value): testReadable(index, text, value)
    case .and(let a, let b): conjoin(index, a, b)
    case .or(let a, let b): disjoin(index, a, b)
    case .not(let a): negate(index, a)
    case .compareText(let comparison, let a, let b): compareTexts(index, comparison, a, b)
    case .compareNumber(let comparison, let a, let b): compareNumbers(index, comparison, a, b)
    case .compareDay(let comparison, let a, let b): compareValues(index, comparison, a, b)
    case .inSet(let text, let set): testSet(index, text, program.sets[set])
    case .matches(let text, let automaton): testPattern(index, text, program.automata[automaton])
    case .digitsOnly(let text, let count): testDigits(index, text, count)
    case .startsWith(let a, let b): testParts(index, a, b, .start)
    case .endsWith(let a, let b): testParts(index, a, b, .end)
    case .contains(let a, let b): testParts(index, a, b, .anywhere)
    case .characterCount(let text): countCharacters(index, text)
    case .wordCount(let text): countWords(index, text)
    case .substring(let text, let start, let count): cut(index, text, start, count)
    case .trim(let text): trim(index, text)
    case .digits(let text): keepDigits(index, text)
    case .transform(let text, let number):
      transform(index, text, program.transforms[number], memos[number])
    case .classify(let text, let number): classify(index, text, program.classifiers[number])
    case .diagnose(let text, let number): diagnose(index, text, program.diagnoses[number])
    case .datePart(let part, let date): takePart(index, part, date)
    case .daysBetween(let a, let b): countDays(index, a, b)
    case .age(let birth, let day): countYears(index, birth, day)
    case .arithmetic(let operation, let a, let b): calculate(index, operation, a, b)
    case .absolute(let a): makeAbsolute(index, a)
    case .round(let a, let digits): makeRound(index, a, digits)
    case .coalesce(let a, let b): coalesce(index, a, b)
    case .choose(let condition, let a, let b): choose(index, condition, a, b)
    case .weightedSum(let text, let list): sumWeighted(index, text, program.weights[list])
    case .formatted(let format, let text): testFormat(index, text, format)
    case .entry(let text, let table): findEntries(index, text, program.tables[table])
    case .entryAt(let text, let day, let table, let mayHaveEnded):
      findEntries(index, text, day, program.tables[table], mayHaveEnded: mayHaveEnded)
    case .entryExists(let entry): testEntries(index, entry)
    case .attribute(let entry, let column, let table):
      readAttributes(index, entry, column, program.tables[table])
    case .keyEntry(let parts, let number):
      findKeys(index, program.keyParts[parts], program.indexes[number])
    case .keyCount(let entry, let number): readCounts(index, entry, program.indexes[number])
    }
  }

  // MARK: What callers take from a run

  /// Truth of a node for each record of the run: 0, 1, or 2 for null.
  package func truth(_ node: Node, _ record: Int) -> UInt8 { states[node.index][record] }

  /// The value of a text node, if it is not null.
  package func text(_ node: Node, _ record: Int) -> [UInt8]? {
    explain(node, record)
    let bytes = texts[node.index][record]
    return bytes.isNull ? nil : bytes.array
  }

  /// A class, entry or whole number; nil for null.
  package func integer(_ node: Node, _ record: Int) -> Int? {
    explain(node, record)
    return states[node.index][record] == Evaluator.null ? nil : Int(values[node.index][record])
  }

  /// Counts a verdict node over the run, marks judged records and adds the failing ones to a list.
  ///
  /// - `judged`: one byte a record, set to 1 where the verdict is not null.
  /// - `failing`: receives `record << 32 | leg` for each record that fails.
  package func tally(_ node: Node, leg: Int, judged: inout [UInt8], failing: inout [UInt64]) -> (
    passed: Int, failed: Int
  ) {
    let verdicts = states[node.index]
    var passed = 0
    var failed = 0
    var first = 0
    unsafe judged.withUnsafeMutableBufferPointer { judgedBytes in
      while first < count {
        let block = unsafe ByteBlock(verdicts.base + first)
        let rest = count - first
        let valid: UInt64 = rest >= 64 ? ~0 : ~0 >> UInt64(64 - rest)
        let yes = block.equal(1) & valid
        var no = block.equal(0) & valid
        passed &+= yes.nonzeroBitCount
        failed &+= no.nonzeroBitCount
        if yes | no == valid {
          for record in first..<min(first + 64, count) { unsafe judgedBytes[record] = 1 }
        } else {
          var some = yes | no
          while some != 0 {
            unsafe judgedBytes[first + some.trailingZeroBitCount] = 1
            some &= some &- 1
          }
        }
        while no != 0 {
          failing.append(UInt64(first + no.trailingZeroBitCount) << 32 | UInt64(leg))
          no &= no &- 1
        }
        first += 64
      }
    }
    return (passed, failed)
  }

  /// Marks the records of the run where all of these are not null.
  package func markJudged(_ nodes: [Node], judged: inout [UInt8]) {
    for record in 0..<count where judged[record] == 0 {
      let isJudged = nodes.allSatisfy { node in
        switch node.type {
        case .text: !texts[node.index][record].isNull
        case .truth: states[node.index][record] != Evaluator.unknown
        default: states[node.index][record] != Evaluator.null
        }
      }
      if isJudged { judged[record] = 1 }
    }
  }

  /// Adds the keys of the run's records, where no part is null, to a collector; returns how many.
  package func collect(_ parts: [Node], firstRecord: Int, into collector: KeyCollector) -> Int {
    let stores = parts.map { texts[$0.index] }
    var added = 0
    for record in range {
      let key = KeyParts.join(stores, record: record, arena: keyArena)
      guard !key.isNull else { continue }
      collector.add(key, record: firstRecord + record)
      added += 1
    }
    return added
  }

  /// Copies the run's keys out, in record order, for an index that is filled in order.
  package func copyKeys(_ parts: [Node], firstRecord: Int, into list: KeyList) {
    list.reserve(count)
    if parts.count == 1 { return list.add(texts[parts[0].index], range, firstRecord: firstRecord) }
    let stores = parts.map { texts[$0.index] }
    for record in range {
      let key = KeyParts.join(stores, record: record, arena: keyArena)
      guard !key.isNull else { continue }
      list.add(key, record: firstRecord + record)
    }
  }
}
