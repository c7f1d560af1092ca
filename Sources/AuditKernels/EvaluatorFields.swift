/// A field that a run reads: where from and where to.
struct FieldStep: BitwiseCopyable {
  var column: Int
  var node: Int
  var output: Store<Bytes>
}

/// Cells of a batch as texts, blank ones null.
extension Evaluator {
  /// Reads all fields of the run.
  func readFields(_ batch: RecordBatch) {
    let view = batch.view
    if view.isUniform, !view.hasCarriageReturn, !hasMissingWords, view.quote ?? 0x22 == 0x22 {
      return readUniform(view)
    }
    if let table = view.table, !hasMissingWords { return readTable(table, view.bytes) }
    for number in 0..<fieldSteps.capacity {
      let step = fieldSteps[number]
      guard case .field(_, let missing) = program.operations[step.node] else { continue }
      readField(step.node, batch, step.column, program.sets[missing])
    }
  }

  /// The usual case: the separators say where the cells are, and few are quoted.
  ///
  /// Record by record, so that its bytes are fetched once. A cell whose first byte is above the quote, which is above
  /// all that is blank, is a value as it stands.
  private func readUniform(_ view: RecordBatch.View) {
    let (separators, fieldCount, bytes) = (view.separators, view.fieldCount, view.bytes)
    let (steps, blanks) = (fieldSteps, blanks)
    for number in 0..<steps.capacity { blanks[number] = 0 }
    for record in range {
      let row = (base &+ record) &* fieldCount
      for number in 0..<steps.capacity {
        let position = row &+ steps[number].column
        let start = Int(separators[position] &+ 1)
        let count = Int(separators[position &+ 1]) &- start
        let cell = bytes.slice(start, count)
        if cell.firstOrNext > 0x22 || count == 0 {
          let isBlank = count == 0
          steps[number].output[record] = isBlank ? cell.null : cell
          blanks[number] &+= isBlank ? 1 : 0
          continue
        }
        let careful = view.field(steps[number].column, of: base &+ record, arena: arena)
        let isBlank = Evaluator.isBlank(careful)
        steps[number].output[record] = isBlank ? careful.null : careful
        blanks[number] &+= isBlank ? 1 : 0
      }
    }
    for number in 0..<steps.capacity {
      filled[fieldIndex[steps[number].node]] += range.count - blanks[number]
    }
  }

  /// Cells of one field lie together, as the texts will.
  private func readTable(_ table: CellTable, _ bytes: Bytes) {
    for number in 0..<fieldSteps.capacity {
      let step = fieldSteps[number]
      let blanks =
        table.mayBeBlank[step.column] == 0
        ? readPlainColumn(step, table, bytes) : readColumn(step, table, bytes)
      filled[fieldIndex[step.node]] += range.count - blanks
    }
  }

  /// Reads a column whose cells are text as they stand or none, without a look at their bytes; how many are none.
  ///
  /// Whether a cell is null is often as good as chance: it is not asked by a branch.
  private func readPlainColumn(_ step: FieldStep, _ table: CellTable, _ bytes: Bytes) -> Int {
    let (starts, lengths, output) = (table.starts, table.lengths, step.output)
    let first = step.column &* table.capacity &+ base
    var blanks = 0
    for record in range {
      let length = lengths[first &+ record]
      let isText = length > 0
      // SAFETY: a cell that has bytes lies within the batch's; the first of the batch's is there always.
      output[record] = unsafe Bytes(
        bytes.base + Int(isText ? starts[first &+ record] : 0), Int(length == 0 ? -1 : length))
      blanks &+= isText ? 0 : 1
    }
    return blanks
  }

  /// Reads a column some cells of which may be blank text, or lie beside; how many are blank.
  private func readColumn(_ step: FieldStep, _ table: CellTable, _ bytes: Bytes) -> Int {
    let beside = table.besideBytes
    let (starts, lengths, output) = (table.starts, table.lengths, step.output)
    let first = step.column &* table.capacity &+ base
    var blanks = 0
    for record in range {
      let length = lengths[first &+ record]
      let start = starts[first &+ record]
      // SAFETY: as above, or beside.
      let cell = unsafe Bytes(
        bytes.base + Int(length > 0 && length < CellTable.besideFlag ? start : 0),
        Int(length == 0 ? -1 : length))
      output[record] = cell
      blanks &+= length <= 0 ? 1 : 0
      let mayBeBlank = length > 0 && cell.firstOrNext <= 0x20
      if length >= CellTable.besideFlag || mayBeBlank {
        let count = Int(length & ~CellTable.besideFlag)
        let careful = length < CellTable.besideFlag ? cell : beside.slice(Int(start), count)
        let isBlank = Evaluator.isBlank(careful)
        output[record] = isBlank ? careful.null : careful
        blanks &+= isBlank ? 1 : 0
      }
    }
    return blanks
  }

  func readField(_ index: Int, _ batch: RecordBatch, _ column: Int, _ missing: TextSet) {
    let hasMissing = !missing.isEmpty
    let view = batch.view
    let output = texts[index]
    let base = base
    var present = 0
    for record in range {
      let cell = view.field(column, of: base &+ record, arena: arena)
      if Evaluator.isBlank(cell) || (hasMissing && missing.contains(cell)) {
        output[record] = cell.isNull ? cell : cell.null
      } else {
        output[record] = cell
        present &+= 1
      }
    }
    filled[fieldIndex[index]] += present
  }

  /// Absent, empty, or U+0020, TAB, CR and LF only.
  @inline(__always) static func isBlank(_ cell: Bytes) -> Bool {
    guard cell.count > 0 else { return true }
    guard cell[0] <= 0x20 else { return false }
    for position in 0..<cell.count {
      let byte = cell[position]
      guard byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A else { return false }
    }
    return true
  }
}
