/// Steps on text: sets, patterns, parts, forms.
extension Evaluator {
  func testSet(_ index: Int, _ text: Int, _ set: TextSet) {
    set.test(texts[text], range, into: states[index])
  }

  func testPattern(_ index: Int, _ text: Int, _ automaton: PatternAutomaton) {
    let (input, state) = (texts[text], states[index])
    guard automaton.digits.isUseful else {
      return matchAll(range.count, { input[range.lowerBound &+ $0] }, automaton) {
        state[range.lowerBound &+ $0] = $1
      }
    }
    // Values of digits are told at once; the others are left for the automaton.
    let digits = automaton.digits
    let slots = slots
    var left = 0
    for record in range {
      let cell = input[record]
      let verdict = digits.verdict(cell)
      state[record] = cell.isNull ? 2 : verdict
      slots[left] = Int64(truncatingIfNeeded: record)
      left &+= verdict == DigitWalk.unknown && !cell.isNull ? 1 : 0
    }
    matchAll(left, { input[Int(slots[$0])] }, automaton) { state[Int(slots[$0])] = $1 }
  }

  /// Matches `count` cells; null ones get 2.
  @inline(__always) private func matchAll(
    _ count: Int, _ cell: (Int) -> Bytes, _ automaton: PatternAutomaton,
    _ take: (Int, UInt8) -> Void
  ) {
    var number = 0
    // Four at a time: each step waits for the one before, and one value's waiting is the others' time.
    while automaton.isWide, number &+ 3 < count {
      let (a, b) = (cell(number), cell(number &+ 1))
      let (c, d) = (cell(number &+ 2), cell(number &+ 3))
      let verdicts = automaton.matchFour(a, b, c, d)
      take(number, a.isNull ? 2 : verdicts & 1)
      take(number &+ 1, b.isNull ? 2 : verdicts >> 1 & 1)
      take(number &+ 2, c.isNull ? 2 : verdicts >> 2 & 1)
      take(number &+ 3, d.isNull ? 2 : verdicts >> 3 & 1)
      number &+= 4
    }
    while number < count {
      let one = cell(number)
      take(number, one.isNull ? 2 : unsafe automaton.matches(one.base, one.count) ? 1 : 0)
      number &+= 1
    }
  }

  func testDigits(_ index: Int, _ text: Int, _ wanted: Int) {
    let (input, state) = (texts[text], states[index])
    let shift = UInt32(32 - wanted)
    for record in range {
      let cell = input[record]
      let isMatch = cell.count == wanted && cell.firstSixteenOtherThanDigits << shift == 0
      state[record] = cell.isNull ? 2 : isMatch ? 1 : 0
    }
  }

  @inline(__always) static func isDigits(_ cell: Bytes) -> Bool {
    var position = 0
    while position < cell.count {
      let rest = cell.count - position
      var word = cell.word(at: position)
      if rest < 8 {
        word = word & (~0 >> UInt64(64 - 8 * rest)) | 0x3030_3030_3030_3030 << UInt64(8 * rest)
      }
      guard (word & 0xF0F0_F0F0_F0F0_F0F0) == 0x3030_3030_3030_3030,
        ((word &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0) == 0x3030_3030_3030_3030
      else { return false }
      position += 8
    }
    return true
  }

  enum Part { case start, end, anywhere }

  func testParts(_ index: Int, _ a: Int, _ b: Int, _ part: Part) {
    for record in range {
      let (whole, piece) = (texts[a][record], texts[b][record])
      guard !whole.isNull, !piece.isNull else {
        states[index][record] = 2
        continue
      }
      var found = false
      if piece.count <= whole.count {
        let last = whole.count - piece.count
        switch part {
        case .start: found = whole.slice(0, piece.count).equals(piece)
        case .end: found = whole.slice(last, piece.count).equals(piece)
        case .anywhere:
          var at = 0
          while at <= last, !found {
            found = whole.slice(at, piece.count).equals(piece)
            at += 1
          }
        }
      }
      states[index][record] = found ? 1 : 0
    }
  }

  func countCharacters(_ index: Int, _ text: Int) {
    let (input, output, state) = (texts[text], values[index], states[index])
    for record in range {
      let cell = input[record]
      state[record] = cell.isNull ? Evaluator.null : 0
      guard !cell.isNull else { continue }
      output[record] = Int64(cell.characterCount)
    }
  }

  func countWords(_ index: Int, _ text: Int) {
    for record in range {
      let cell = texts[text][record]
      states[index][record] = cell.isNull ? Evaluator.null : 0
      values[index][record] = Int64(Evaluator.wordCount(cell))
    }
  }

  /// Bytes that are no space and stand first or behind one, eight at a time.
  @inline(__always) static func wordCount(_ cell: Bytes) -> Int {
    var words = 0
    // The highest bit of the lowest byte: what stands before the first byte is as good as a space.
    var before: UInt64 = 0x80
    var position = 0
    while position < cell.count {
      let spaces = spaceBits(cell.word(at: position))
      var starts = ~spaces & (spaces << 8 | before) & 0x8080_8080_8080_8080
      let rest = cell.count &- position
      if rest < 8 { starts &= ~0 >> UInt64(64 &- 8 &* rest) }
      words &+= starts.nonzeroBitCount
      before = spaces >> 56
      position &+= 8
    }
    return words
  }

  /// The highest bit of each byte that `isSpace` takes, and no other bit.
  @inline(__always) private static func spaceBits(_ word: UInt64) -> UInt64 {
    @inline(__always) func differs(_ byte: UInt64) -> UInt64 {
      let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
      let difference = word ^ (byte &* 0x0101_0101_0101_0101)
      return (difference & low &+ low) | difference
    }
    let others = differs(0x20) & differs(0x09) & differs(0x0D) & differs(0x0A)
    return ~others & 0x8080_8080_8080_8080
  }

  @inline(__always) static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A
  }

  func cut(_ index: Int, _ text: Int, _ start: Int, _ length: Int) {
    let (input, output) = (texts[text], texts[index])
    let (starts, startStates) = (values[start], states[start])
    let (lengths, lengthStates) = (values[length], states[length])
    for record in range {
      let cell = input[record]
      guard !cell.isNull, (startStates[record] | lengthStates[record]) == 0, starts[record] > 0,
        lengths[record] >= 0
      else {
        output[record] = Evaluator.cut(
          cell, from: (starts[record], startStates[record]),
          count: (lengths[record], lengthStates[record]))
        continue
      }
      let from = Int(starts[record] &- 1)
      let wanted = Int(lengths[record])
      if from < 8, wanted <= 8 &- from, cell.count >= from &+ wanted, wanted > 0,
        cell.word(at: 0) & 0x8080_8080_8080_8080 & (~0 >> UInt64(64 &- 8 &* (from &+ wanted))) == 0
      {
        // Single bytes are characters.
        output[record] = cell.slice(from, wanted)
      } else {
        output[record] = Evaluator.cut(cell, from, wanted)
      }
    }
  }

  /// The unusual places, as SQLite's `substr` has them: fractions are cut off, a place below zero is counted from the
  /// end, zero is the place before the first character, a count below zero takes what stands before the place.
  private static func cut(
    _ cell: Bytes, from place: (value: Int64, state: UInt8), count: (value: Int64, state: UInt8)
  ) -> Bytes {
    guard !cell.isNull, place.state != Evaluator.null, count.state != Evaluator.null else {
      return cell.null
    }
    var start = Int(place.value / powersOfTen[Int(place.state)])
    var wanted = Int(count.value / powersOfTen[Int(count.state)])
    let isBackwards = wanted < 0
    wanted = abs(wanted)
    if start < 0 {
      start += (0..<cell.count).count { cell[$0] & 0xC0 != 0x80 }
      if start < 0 {
        wanted = max(0, wanted + start)
        start = 0
      }
    } else if start > 0 {
      start -= 1
    } else if wanted > 0 {
      wanted -= 1
    }
    if isBackwards {
      start -= wanted
      if start < 0 {
        wanted += start
        start = 0
      }
    }
    return cut(cell, start, wanted)
  }

  @inline(__always) private static func cut(_ cell: Bytes, _ skip: Int, _ wanted: Int) -> Bytes {
    // Characters are single bytes up to the first that is not ASCII: the usual case for codes.
    var position = 0
    var seen = 0
    while position < cell.count, seen < skip {
      position += 1
      while position < cell.count, cell[position] & 0xC0 == 0x80 { position += 1 }
      seen += 1
    }
    let from = position
    var taken = 0
    while position < cell.count, taken < wanted {
      position += 1
      while position < cell.count, cell[position] & 0xC0 == 0x80 { position += 1 }
      taken += 1
    }
    return taken == 0 ? cell.null : cell.slice(from, position - from)
  }

  func trim(_ index: Int, _ text: Int) {
    for record in range {
      let cell = texts[text][record]
      guard !cell.isNull else {
        texts[index][record] = cell
        continue
      }
      var start = 0
      var end = cell.count
      while start < end, Evaluator.isSpace(cell[start]) { start += 1 }
      while end > start, Evaluator.isSpace(cell[end - 1]) { end -= 1 }
      texts[index][record] = cell.slice(start, end - start)
    }
  }

  func keepDigits(_ index: Int, _ text: Int) {
    for record in range {
      let cell = texts[text][record]
      guard !cell.isNull else {
        texts[index][record] = cell
        continue
      }
      let (store, offset) = arena.allocate(cell.count)
      var count = 0
      for position in 0..<cell.count where cell[position] &- 0x30 < 10 {
        store[offset + count] = cell[position]
        count += 1
      }
      // SAFETY: the arena keeps `cell.count` bytes and the padding at the offset until the next run.
      texts[index][record] = count == 0 ? cell.null : unsafe Bytes(store.base + offset, count)
    }
  }

  func transform(_ index: Int, _ text: Int, _ transform: TextTransform, _ memo: TransformMemo) {
    let (input, output) = (texts[text], texts[index])
    for record in range {
      let cell = input[record]
      output[record] = cell.isNull ? cell : memo.result(of: cell, transform, arena)
    }
  }

  func classify(_ index: Int, _ text: Int, _ classifier: TextClassifier) {
    let (input, output, state) = (texts[text], values[index], states[index])
    var record = range.lowerBound
    func take(_ cell: Bytes, isPassed: Bool) {
      state[record] = cell.isNull ? Evaluator.null : 0
      output[record] = isPassed || cell.isNull ? 0 : Int64(classifier.classify(cell.array))
      record &+= 1
    }
    if let filter = classifier.filter {
      while record &+ 3 < range.upperBound {
        let (a, b) = (input[record], input[record &+ 1])
        let (c, d) = (input[record &+ 2], input[record &+ 3])
        let passed = filter.passes(a, b, c, d)
        take(a, isPassed: passed & 1 != 0)
        take(b, isPassed: passed & 2 != 0)
        take(c, isPassed: passed & 4 != 0)
        take(d, isPassed: passed & 8 != 0)
      }
    }
    while record < range.upperBound {
      let cell = input[record]
      take(cell, isPassed: !cell.isNull && classifier.filter?.passes(cell) ?? false)
    }
  }

  func diagnose(_ index: Int, _ text: Int, _ diagnosis: ValueDiagnosis) {
    let (input, output, state) = (texts[text], values[index], states[index])
    for record in range {
      let cell = input[record]
      state[record] = cell.isNull ? Evaluator.null : 0
      output[record] = cell.isNull ? 0 : Int64(diagnosis.place(of: cell, arena))
    }
  }

  func sumWeighted(_ index: Int, _ text: Int, _ weights: [Int64]) {
    let (input, output, state) = (texts[text], values[index], states[index])
    let largest = weights.reduce(Int128(0)) { $0 + Int128($1.magnitude) * 9 }
    // A sum that may need more than 18 digits is made of wider numbers.
    let isWide = largest >= 1_000_000_000_000_000_000
    for record in range {
      let cell = input[record]
      var sum: Int64 = 0
      var isNull = cell.isNull || cell.count < weights.count
      if !isNull {
        for (position, weight) in weights.enumerated() {
          let digit = cell[position] &- 0x30
          if digit > 9 { isNull = true }
          sum &+= weight &* Int64(digit)
        }
      }
      if isWide, !isNull {
        var scale = 0
        if let fitted = Evaluator.fitted(Evaluator.wideSum(cell, weights), &scale) {
          sum = fitted
        } else {
          overflowedNodes.insert(index)
          isNull = true
        }
      }
      state[record] = isNull ? Evaluator.null : 0
      output[record] = isNull ? 0 : sum
    }
  }

  /// Of a cell whose first bytes are digits, as many as there are weights.
  private static func wideSum(_ cell: Bytes, _ weights: [Int64]) -> Int128 {
    var sum: Int128 = 0
    for (position, weight) in weights.enumerated() {
      sum += Int128(weight) * Int128(cell[position] &- 0x30)
    }
    return sum
  }
}
