/// Steps that read typed values from text.
extension Evaluator {
  func readDates(_ index: Int, _ text: Int, _ format: DateFormat) {
    let input = texts[text]
    let output = values[index]
    let state = states[index]
    let shape = format.shape
    for record in range {
      let cell = input[record]
      let day = cell.isNull ? absent : DateKernel.day(cell, format, shape)
      output[record] = day
      state[record] = day == absent ? Evaluator.null : 0
    }
  }

  func readMoments(_ index: Int, _ text: Int, _ format: DateFormat) {
    let input = texts[text]
    let output = values[index]
    let state = states[index]
    let shape = format.shape
    for record in range {
      let cell = input[record]
      let moment = cell.isNull ? absent : DateKernel.moment(cell, format, shape)
      output[record] = moment
      state[record] = moment == absent ? Evaluator.null : 0
    }
  }

  func readNumbers(_ index: Int, _ text: Int, _ format: NumberFormat) {
    let input = texts[text]
    let output = values[index]
    let state = states[index]
    for record in range {
      let cell = input[record]
      var scale: UInt8 = 0
      let number = cell.isNull ? absent : NumberKernel.parse(cell, format, scale: &scale)
      output[record] = number
      state[record] = number == absent ? Evaluator.null : scale
    }
  }

  func readTruth(_ index: Int, _ text: Int, _ trueSet: TextSet, _ falseSet: TextSet) {
    let input = texts[text]
    let state = states[index]
    for record in range {
      let cell = input[record]
      state[record] = cell.isNull ? 2 : trueSet.contains(cell) ? 1 : falseSet.contains(cell) ? 0 : 2
    }
  }

  func takeDates(_ index: Int, _ moment: Int) {
    let input = values[moment]
    let output = values[index]
    for record in range {
      let isNull = states[moment][record] == Evaluator.null
      let local = isNull ? 0 : input[record] + vietNamOffset
      let days = Int((local >= 0 ? local : local - 86_399) / 86_400)
      output[record] = isNull ? absent : packedDay(dayNumber: days)
      states[index][record] = output[record] == absent ? Evaluator.null : 0
    }
  }

  func takePart(_ index: Int, _ part: DatePart, _ date: Int) {
    let input = values[date]
    let output = values[index]
    let state = states[index]
    let dates = states[date]
    for record in range {
      let packed = input[record]
      state[record] = dates[record]
      switch part {
      case .year: output[record] = packed >> 9
      case .month: output[record] = packed >> 5 & 15
      case .day: output[record] = packed & 31
      }
    }
  }

  func countDays(_ index: Int, _ a: Int, _ b: Int) {
    for record in range {
      let isNull = states[a][record] == Evaluator.null || states[b][record] == Evaluator.null
      states[index][record] = isNull ? Evaluator.null : 0
      guard !isNull else { continue }
      values[index][record] = Int64(
        dayNumber(packed: values[b][record]) - dayNumber(packed: values[a][record]))
    }
  }

  func countYears(_ index: Int, _ birth: Int, _ day: Int) {
    for record in range {
      let isNull = states[birth][record] == Evaluator.null || states[day][record] == Evaluator.null
      states[index][record] = isNull ? Evaluator.null : 0
      guard !isNull else { continue }
      let from = values[birth][record]
      let to = values[day][record]
      values[index][record] = (to >> 9) - (from >> 9) - ((to & 511) < (from & 511) ? 1 : 0)
    }
  }

  // MARK: Code lists and keys

  func findEntries(_ index: Int, _ text: Int, _ table: CodeTable) {
    find(index, text, table.keys)
    let output = values[index]
    guard !table.simple else { return }
    for record in range where states[index][record] == 0 {
      output[record] = table.latest(output[record])
    }
  }

  func findEntries(
    _ index: Int, _ text: Int, _ day: Int, _ table: CodeTable, mayHaveEnded: Bool
  ) {
    find(index, text, table.keys)
    let output = values[index]
    for record in range where states[index][record] == 0 {
      if states[day][record] == Evaluator.null {
        states[index][record] = Evaluator.null
      } else {
        output[record] = table.entry(
          output[record], on: values[day][record], mayHaveEnded: mayHaveEnded)
      }
    }
  }

  /// Looks up a run by blocks that keep to the first-level cache.
  private func find(_ index: Int, _ text: Int, _ table: KeyTable) {
    if let direct = table.direct { return find(index, text, direct) }
    var first = range.lowerBound
    while first < range.upperBound {
      find(index, text, table, first..<min(first &+ 128, range.upperBound))
      first &+= 128
    }
  }

  private func find(_ index: Int, _ text: Int, _ table: DirectTable) {
    let (input, output, state) = (texts[text], values[index], states[index])
    for record in range {
      let cell = input[record]
      state[record] = cell.isNull ? Evaluator.null : 0
      output[record] = cell.isNull ? 0 : table.find(cell)
    }
  }

  /// Looks up a block: first all codes, then all first slots, so that the processor waits for memory once, not each time.
  @inline(__always) private func find(
    _ index: Int, _ text: Int, _ table: KeyTable, _ range: Range<Int>
  ) {
    let input = texts[text]
    let output = values[index]
    let state = states[index]
    let view = table.view
    let (codes, slots) = (codes, slots)
    for record in range {
      let cell = input[record]
      let code = cell.isNull ? 0 : KeyCode.exact(cell)
      codes[record] = code
      slots[record] = Int64(truncatingIfNeeded: view.slot(of: code))
    }
    var touched: UInt64 = 0
    for record in range { touched ^= view.slots[Int(slots[record])].code }
    sink = touched
    for record in range {
      let cell = input[record]
      state[record] = cell.isNull ? Evaluator.null : 0
      let code = codes[record]
      if code != 0 {
        output[record] = view.find(code: code, slot: Int(slots[record]))
      } else if !cell.isNull {
        output[record] = table.findLong(cell)
      }
    }
  }

  func findKeys(_ index: Int, _ parts: [Int], _ keys: KeyIndex) {
    if parts.count == 1 { return find(index, parts[0], keys.table) }
    let stores = parts.map { texts[$0] }
    for record in range {
      let key = KeyParts.join(stores, record: record, arena: keyArena)
      states[index][record] = key.isNull ? Evaluator.null : 0
      if !key.isNull { values[index][record] = keys.table.find(key) }
    }
  }

  func testEntries(_ index: Int, _ entry: Int) {
    let input = values[entry]
    let present = states[entry]
    let state = states[index]
    for record in range {
      state[record] = present[record] == Evaluator.null ? 2 : input[record] >= 0 ? 1 : 0
    }
  }

  func readAttributes(_ index: Int, _ entry: Int, _ column: Int, _ table: CodeTable) {
    let output = texts[index]
    let (numbers, present) = (values[entry], states[entry])
    let cells = table.cells(column)
    for record in range {
      let number = present[record] == Evaluator.null ? -1 : numbers[record]
      if number >= 0 {
        let cell = cells[Int(number)]
        output[record] = cell.count == 0 ? cell.null : cell
      } else {
        output[record] = output[record].null
      }
    }
  }

  func readCounts(_ index: Int, _ entry: Int, _ keys: KeyIndex) {
    for record in range {
      let isNull = states[entry][record] == Evaluator.null
      states[index][record] = isNull ? Evaluator.null : 0
      let number = values[entry][record]
      values[index][record] = !isNull && number >= 0 ? Int64(keys.counts[Int(number)]) : 0
    }
  }
}
