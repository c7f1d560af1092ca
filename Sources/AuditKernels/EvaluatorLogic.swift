/// Steps of three-valued logic, comparison and choice.
extension Evaluator {
  func testNull(_ index: Int, _ node: Int, whenNull: UInt8) {
    let state = states[index]
    let otherwise = whenNull ^ 1
    switch program.types[node] {
    case .text:
      let input = texts[node]
      for record in range { state[record] = input[record].isNull ? whenNull : otherwise }
    case .truth:
      let input = states[node]
      for record in range { state[record] = input[record] == 2 ? whenNull : otherwise }
    default:
      let input = states[node]
      for record in range { state[record] = input[record] == Evaluator.null ? whenNull : otherwise }
    }
  }

  /// How a text is blank: 0 for a cell without a value, 1 for a null, 2 for no cell at all.
  func sayBlankness(_ index: Int, _ text: Int) {
    for record in range {
      let count = texts[text][record].count32
      values[index][record] = count == CellTable.null ? 1 : count == CellTable.absent ? 2 : 0
      states[index][record] = 0
    }
  }

  func testReadable(_ index: Int, _ text: Int, _ value: Int) {
    let (input, state, other) = (texts[text], states[index], states[value])
    let none: UInt8 = program.types[value] == .truth ? 2 : Evaluator.null
    var all: UInt8 = 3
    for record in range {
      let verdict: UInt8 = input[record].isNull ? 2 : other[record] == none ? 0 : 1
      state[record] = verdict
      all &= verdict == 0 ? 0 : 3
    }
    guard all == 0, case .number(_, let format) = program.operations[value],
      program.numberFormats[format].hasSpecialValues
    else { return }
    for record in range where state[record] == 0 && NumberKernel.isSpecial(input[record]) {
      state[record] = 1
    }
  }

  /// False if either is, else null if either is.
  func conjoin(_ index: Int, _ a: Int, _ b: Int) {
    let (left, right, state) = (states[a], states[b], states[index])
    // Without branches, so that the compiler does many at once: of two that are not false, 1 | 1 is true alone.
    for record in range {
      let (x, y) = (left[record], right[record])
      let some = min(x | y, 2)
      state[record] = x == 0 ? 0 : y == 0 ? 0 : some
    }
  }

  /// True if either is, else null if either is.
  func disjoin(_ index: Int, _ a: Int, _ b: Int) {
    let (left, right, state) = (states[a], states[b], states[index])
    for record in range {
      let (x, y) = (left[record], right[record])
      state[record] = x == 1 || y == 1 ? 1 : (x | y)
    }
  }

  func negate(_ index: Int, _ a: Int) {
    let (input, state) = (states[a], states[index])
    for record in range { state[record] = input[record] == 2 ? 2 : input[record] ^ 1 }
  }

  @inline(__always) private func holds(_ comparison: Comparison, _ order: Int) -> Bool {
    switch comparison {
    case .equal: order == 0
    case .notEqual: order != 0
    case .less: order < 0
    case .lessOrEqual: order <= 0
    case .greater: order > 0
    case .greaterOrEqual: order >= 0
    }
  }

  func compareTexts(_ index: Int, _ comparison: Comparison, _ a: Int, _ b: Int) {
    let (left, right, state) = (texts[a], texts[b], states[index])
    if comparison == .equal || comparison == .notEqual {
      let same: UInt8 = comparison == .equal ? 1 : 0
      for record in range {
        let (x, y) = (left[record], right[record])
        state[record] = x.isNull || y.isNull ? 2 : x.equals(y) ? same : same ^ 1
      }
      return
    }
    for record in range {
      let (x, y) = (left[record], right[record])
      state[record] = x.isNull || y.isNull ? 2 : holds(comparison, x.order(y)) ? 1 : 0
    }
  }

  func compareNumbers(_ index: Int, _ comparison: Comparison, _ a: Int, _ b: Int) {
    let (left, right, state) = (values[a], values[b], states[index])
    let (leftScale, rightScale) = (states[a], states[b])
    for record in range {
      let (p, q) = (leftScale[record], rightScale[record])
      guard p != Evaluator.null, q != Evaluator.null else {
        state[record] = 2
        continue
      }
      let (x, y) = (left[record], right[record])
      let order: Int
      if p == q {
        order = x < y ? -1 : x > y ? 1 : 0
      } else {
        let wide = Int128(x) * Int128(powersOfTen[Int(max(p, q) - p)])
        let other = Int128(y) * Int128(powersOfTen[Int(max(p, q) - q)])
        order = wide < other ? -1 : wide > other ? 1 : 0
      }
      state[record] = holds(comparison, order) ? 1 : 0
    }
  }

  func compareValues(_ index: Int, _ comparison: Comparison, _ a: Int, _ b: Int) {
    let (left, right, state) = (values[a], values[b], states[index])
    let (leftState, rightState) = (states[a], states[b])
    for record in range {
      let (x, y) = (left[record], right[record])
      let order = x < y ? -1 : x > y ? 1 : 0
      state[record] =
        (leftState[record] | rightState[record]) != 0 ? 2 : holds(comparison, order) ? 1 : 0
    }
  }

  func coalesce(_ index: Int, _ a: Int, _ b: Int) {
    switch program.types[index] {
    case .text:
      for record in range {
        texts[index][record] = texts[a][record].isNull ? texts[b][record] : texts[a][record]
      }
    case .truth:
      for record in range {
        states[index][record] = states[a][record] == 2 ? states[b][record] : states[a][record]
      }
    default:
      for record in range {
        let source = states[a][record] == Evaluator.null ? b : a
        states[index][record] = states[source][record]
        values[index][record] = values[source][record]
      }
    }
  }

  func choose(_ index: Int, _ condition: Int, _ a: Int, _ b: Int) {
    let test = states[condition]
    switch program.types[index] {
    case .text:
      let (left, right, output) = (texts[a], texts[b], texts[index])
      for record in range { output[record] = test[record] == 1 ? left[record] : right[record] }
    case .truth:
      let (left, right, output) = (states[a], states[b], states[index])
      for record in range { output[record] = test[record] == 1 ? left[record] : right[record] }
    default:
      let (left, right, output) = (values[a], values[b], values[index])
      let (leftState, rightState, state) = (states[a], states[b], states[index])
      for record in range {
        let first = test[record] == 1
        output[record] = first ? left[record] : right[record]
        state[record] = first ? leftState[record] : rightState[record]
      }
    }
  }

  // MARK: Arithmetic

  func calculate(_ index: Int, _ operation: Arithmetic, _ a: Int, _ b: Int) {
    let (left, right, output) = (values[a], values[b], values[index])
    let (leftScale, rightScale, state) = (states[a], states[b], states[index])
    for record in range {
      let (p, q) = (leftScale[record], rightScale[record])
      guard p != Evaluator.null, q != Evaluator.null else {
        state[record] = Evaluator.null
        continue
      }
      if p | q == 0, let result = Evaluator.whole(operation, left[record], right[record]) {
        output[record] = result
        state[record] = 0
        continue
      }
      var scale = 0
      let wide = Evaluator.wide(
        operation, Int128(left[record]), Int(p), Int128(right[record]), Int(q), &scale)
      guard let wide else {
        state[record] = Evaluator.null
        continue
      }
      guard let result = Evaluator.fitted(wide, &scale) else {
        overflowedNodes.insert(index)
        state[record] = Evaluator.null
        continue
      }
      output[record] = result
      state[record] = UInt8(scale)
    }
  }

  /// Whole numbers small enough that nothing can overflow; nil leaves it to the exact way.
  @inline(__always) private static func whole(_ operation: Arithmetic, _ x: Int64, _ y: Int64)
    -> Int64?
  {
    let limit: Int64 = 1 << 58
    guard x > -limit, x < limit, y > -limit, y < limit else { return nil }
    switch operation {
    case .add: return x &+ y
    case .subtract: return x &- y
    case .modulo: return y > 0 ? x % y : nil
    default: return nil
    }
  }

  /// Nil for a zero divisor.
  ///
  /// Quotients are rounded half away from zero to nine digits after the point.
  private static func wide(
    _ operation: Arithmetic, _ x: Int128, _ p: Int, _ y: Int128, _ q: Int, _ scale: inout Int
  ) -> Int128? {
    let common = max(p, q)
    let a = x * Int128(powersOfTen[common - p])
    let b = y * Int128(powersOfTen[common - q])
    switch operation {
    case .add:
      scale = common
      return a + b
    case .subtract:
      scale = common
      return a - b
    case .multiply:
      scale = p + q
      return x * y
    case .divide:
      guard b != 0 else { return nil }
      scale = 9
      guard a.magnitude < 1 << 96 else { return Int128.max }
      let scaled = a * 1_000_000_000
      let half = Int128(b.magnitude / 2) * (scaled < 0 ? -1 : 1)
      return (scaled + half) / b
    case .modulo:
      guard b != 0 else { return nil }
      scale = common
      return a % b
    }
  }

  /// Within 18 digits and a scale of 18, zeros at the end of the fraction dropped; nil when it does not fit.
  static func fitted(_ value: Int128, _ scale: inout Int) -> Int64? {
    var value = value
    while scale > 0, value % 10 == 0 {
      value /= 10
      scale -= 1
    }
    guard scale <= 18, value.magnitude < 1_000_000_000_000_000_000 else { return nil }
    return Int64(value)
  }

  func makeAbsolute(_ index: Int, _ a: Int) {
    for record in range {
      states[index][record] = states[a][record]
      values[index][record] = abs(values[a][record] == Int64.min ? 0 : values[a][record])
    }
  }

  func makeRound(_ index: Int, _ a: Int, _ digits: Int) {
    for record in range {
      let scale = states[a][record]
      guard scale != Evaluator.null, Int(scale) > digits else {
        states[index][record] = scale
        values[index][record] = values[a][record]
        continue
      }
      let unit = powersOfTen[Int(scale) - digits]
      let value = values[a][record]
      let half = unit / 2 * (value < 0 ? -1 : 1)
      values[index][record] = (value + half) / unit
      states[index][record] = UInt8(digits)
    }
  }
}
