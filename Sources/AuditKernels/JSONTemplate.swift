/// How the last records were written: the bytes between their values, to be recognised by comparing, not by reading.
///
/// What stands between two values - brackets, names, colons, commas, white space - is the same from record to record in
/// what programs write. A template is made of a record that `JSONRecordScan` found well-formed; a record whose bytes between
/// values are those, and whose values are strings, numbers or words, is then well-formed too and has the same
/// members. Where it is otherwise the scan reads the record: a template changes the speed, never what is read.
struct JSONTemplate {
  /// The bytes before a value within the batch, and the field that the value is; the last slot has no value.
  struct Slot {
    var start: Int
    var count: Int
    var field: Int
    var isText: Bool
  }

  private struct Step: BitwiseCopyable {
    /// Bits of the bytes that must be the same, for the first and the second 32.
    var first: UInt32
    var second: UInt32
    var count: Int32
    var field: Int32
    var isText: Bool
    /// A comma, a name and a colon: a record may leave out this member with its value.
    var isOptional: Bool
  }

  private var steps: Store<Step>
  private var tokens: Store<UInt8>
  private var texts: [[UInt8]] = []
  private(set) var isLearnt = false
  private(set) var hasLines = false
  private var merges = 0
  /// Records since the last that it fitted.
  private var misses = 0
  private static let stepLimit = 500
  private static let tokenLimit = 64
  private static let mergeLimit = 32

  init() {
    steps = .allocate(
      JSONTemplate.stepLimit + 1,
      fill: Step(first: 0, second: 0, count: 0, field: -1, isText: false, isOptional: false))
    tokens = .allocate((JSONTemplate.stepLimit + 1) * JSONTemplate.tokenLimit, fill: 0)
  }

  func deallocate() {
    steps.deallocate()
    tokens.deallocate()
  }

  // MARK: Learning

  /// Takes over how a record was written that the template did not fit; nil when it has no plain form.
  mutating func learn(_ slots: [Slot]?, from bytes: Bytes) {
    misses += 1
    guard let slots, slots.count - 1 <= JSONTemplate.stepLimit,
      slots.allSatisfy({ $0.count <= JSONTemplate.tokenLimit })
    else { return }
    let made = slots.map { (bytes.slice($0.start, $0.count).array, $0.field, $0.isText) }
    if isLearnt, merges < JSONTemplate.mergeLimit, let union = union(with: made) {
      merges += 1
      set(union)
    } else if !isLearnt || misses > 1 {
      set(made)
    }
  }

  private typealias Draft = (text: [UInt8], field: Int, isText: Bool)

  private mutating func set(_ list: [Draft]) {
    isLearnt = true
    misses = 0
    texts = list.map(\.text)
    hasLines = texts.contains { $0.contains(0x0A) }
    for (index, slot) in list.enumerated() {
      for (offset, byte) in slot.text.enumerated() {
        tokens[index * JSONTemplate.tokenLimit + offset] = byte
      }
      let count = slot.text.count
      steps[index] = Step(
        first: count >= 32 ? ~0 : (1 << UInt32(count)) - 1,
        second: count >= 64 ? ~0 : count > 32 ? (1 << UInt32(count - 32)) - 1 : 0,
        count: Int32(count), field: Int32(slot.field), isText: slot.isText,
        isOptional: index + 1 < list.count && JSONTemplate.isMember(slot.text))
    }
  }

  private var drafts: [Draft] {
    texts.indices.map { (texts[$0], Int(steps[$0].field), steps[$0].isText) }
  }

  /// A comma, a name and a colon, and no bracket outside the name.
  private static func isMember(_ text: [UInt8]) -> Bool {
    let outside = text.split(separator: JSONBytes.quote, omittingEmptySubsequences: false)
    guard outside.count == 3, !text.contains(JSONBytes.backslash) else { return false }
    return outside[0].contains(JSONBytes.comma) && outside[2].contains(JSONBytes.colon)
      && !(outside[0] + outside[2]).contains { $0 | 0x20 == 0x7B || $0 | 0x20 == 0x7D }
  }

  /// The members of both where one order has them all and only optional ones differ; nil where none has.
  private func union(with other: [Draft]) -> [Draft]? {
    let mine = drafts
    var merged: [Draft] = []
    var next = 0
    for draft in other {
      if let found = mine[next...].firstIndex(where: { $0.text == draft.text }) {
        merged += mine[next...found]
        next = found + 1
      } else {
        guard JSONTemplate.isMember(draft.text), !texts.contains(draft.text) else { return nil }
        merged.append(draft)
      }
    }
    guard next == mine.count, merged.count > mine.count, merged.count - 1 <= JSONTemplate.stepLimit
    else { return nil }
    let left = merged.filter { draft in !other.contains { $0.text == draft.text } }
    return left.allSatisfy { JSONTemplate.isMember($0.text) } ? merged : nil
  }

  // MARK: Reading

  /// Where cells and what is wrong with them go.
  struct Target {
    let columns: CellTable.Columns
    let beside: ByteArena
    let cellLimit: Int
    var defects: [DefectEntry] = []
  }

  /// Reads the record that begins at `start`; the byte after it, or -1 where it is otherwise than the template, with
  /// cells and defects perhaps begun.
  @inline(__always)
  mutating func read(
    _ bytes: Bytes, _ record: Int, from start: Int, to end: Int, into target: inout Target
  ) -> Int {
    let after = match(bytes, record, from: start, to: end, &target)
    if after >= 0 { misses = 0 }
    return after
  }

  private func match(
    _ bytes: Bytes, _ record: Int, from start: Int, to end: Int, _ target: inout Target
  ) -> Int {
    let last = texts.count &- 1
    let (columns, steps, tokens) = (target.columns, steps, tokens)
    var position = start
    var index = 0
    while true {
      let step = steps[index]
      // SAFETY: tokens have 64 bytes each; the batch's bytes are padded by more than that.
      let token = unsafe tokens.base + index &* JSONTemplate.tokenLimit
      let here = unsafe bytes.base + position
      var isSame = unsafe JSONBytes.same(here, token) & step.first == step.first
      if step.second != 0, isSame {
        isSame = unsafe JSONBytes.same(here + 32, token + 32) & step.second == step.second
      }
      guard isSame else {
        guard step.isOptional else { break }
        index &+= 1
        continue
      }
      position &+= Int(step.count)
      if index == last {
        guard position <= end else { break }
        return position
      }
      guard position < end else { break }
      let cell = Int(step.field) &* columns.capacity &+ record
      let byte = bytes[position]
      if byte == JSONBytes.quote {
        let from = position &+ 1
        let stop = JSONBytes.plainEnd(bytes, from, end)
        guard stop < end, stop &- from <= target.cellLimit else { break }
        if bytes[stop] == JSONBytes.quote {
          if step.field >= 0 {
            columns.starts[cell] = UInt32(truncatingIfNeeded: from)
            columns.lengths[cell] = Int32(truncatingIfNeeded: stop &- from)
          }
          position = stop &+ 1
        } else {
          position = escaped(bytes, from, stop, end, step.field >= 0 ? cell : -1, target)
          guard position >= 0 else { break }
        }
      } else if byte == 0x6E {
        guard position &+ 4 <= end, bytes.word(at: position) & 0xFFFF_FFFF == 0x6C6C_756E else {
          break
        }
        if step.field >= 0 { columns.lengths[cell] = CellTable.null }
        position &+= 4
      } else {
        let stop = plain(bytes, position, end, byte)
        guard stop >= 0, stop &- position <= target.cellLimit else { break }
        if step.field >= 0 {
          columns.starts[cell] = UInt32(truncatingIfNeeded: position)
          columns.lengths[cell] = Int32(truncatingIfNeeded: stop &- position)
          if step.isText, byte != 0x74, byte != 0x66 {
            target.defects.append(
              DefectEntry(
                record: record, defect: .numberForText, detail: Int(step.field),
                lineOffset: hasLines ? JSONBytes.lineCount(bytes, start, position) : 0))
          }
        }
        position = stop
      }
      index &+= 1
    }
    return -1
  }

  /// A number, `true` or `false`: the byte after it, or -1.
  private func plain(_ bytes: Bytes, _ position: Int, _ end: Int, _ first: UInt8) -> Int {
    if first == 0x74 {
      let isTrue = position + 4 <= end && bytes.word(at: position) & 0xFFFF_FFFF == 0x6575_7274
      return isTrue ? position + 4 : -1
    }
    if first == 0x66 {
      let isFalse =
        position + 5 <= end && bytes.word(at: position) & 0xFF_FFFF_FFFF == 0x65_736C_6166
      return isFalse ? position + 5 : -1
    }
    return JSONNumber.end(bytes, position, end) ?? -1
  }

  /// A string with escapes, of which the plain part ended at `stop`: the byte after it, or -1 where something is wrong.
  private func escaped(
    _ bytes: Bytes, _ from: Int, _ stop: Int, _ end: Int, _ cell: Int, _ target: Target
  ) -> Int {
    let reading = JSONEscape.read(bytes, stop, end)
    guard reading.isClosed, reading.loneSurrogates == 0, !reading.hasNul,
      reading.end - from <= target.cellLimit
    else { return -1 }
    guard cell >= 0 else { return reading.end + 1 }
    let offset = target.beside.count
    let count = JSONEscape.append(bytes, from, reading.end, to: target.beside)
    target.columns.starts[cell] = UInt32(truncatingIfNeeded: offset)
    target.columns.lengths[cell] = Int32(truncatingIfNeeded: count) | CellTable.besideFlag
    return reading.end + 1
  }
}
