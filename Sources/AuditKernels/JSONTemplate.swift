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

  struct Step: BitwiseCopyable {
    /// Bits of the token's first 16 bytes.
    var mask: UInt32 = 0
    /// Where its last 16 bytes begin if it has more; `longTail` if it has more than 32.
    var tail: Int32 = 0
    var count: Int32 = 0
    /// Bytes that the text always has, such as a date; `unknown`, or `varying` where it has not.
    var length: Int32 = JSONTemplate.unknown
    /// Bytes from such a text's opening quote to the next token.
    ///
    /// Beside `length`, from which it follows, so that where the next value begins is known before this one is looked at: the
    /// compiler would else take the length found, which it knows to be equal.
    var advance: Int32 = 0
    /// The first cell of the field, or of the spare column.
    var column = 0
    var field: Int32 = -1
    /// Texts of another length of late, how often a length was given up, and texts that were long or not ASCII.
    var otherLengths: Int32 = 0
    var lengthsTried: Int32 = 0
    var wideTexts: Int32 = 0
    var isText = false
    /// A comma, a name and a colon: a record may leave out this member with its value.
    var isOptional = false
    /// Texts are often longer than 16 bytes, or not ASCII.
    var isWide = false
  }

  static let varying: Int32 = -1
  static let unknown: Int32 = -2
  static let longTail: Int32 = -1

  private(set) var steps: Store<Step>
  private(set) var tokens: Store<UInt8>
  private(set) var texts: [[UInt8]] = []
  private(set) var isLearnt = false
  private(set) var hasLines = false
  private var attempts = 0
  /// Records since the last that it fitted.
  var misses = 0
  private static let stepLimit = 500
  static let tokenLimit = 64
  private static let attemptLimit = 100
  private static let lengthLimit = 3
  /// Texts unlike the others that a batch may have before another way is tried.
  private var exceptionLimit: Int32 = 8
  /// The distance between two fields' cells, and the number of the column for what is no field's.
  private var capacity = 0
  private var spareColumn = 0

  init() { self.init(stepCount: JSONTemplate.stepLimit + 1) }

  /// One that fits nothing and learns nothing.
  static var none: JSONTemplate { JSONTemplate(stepCount: 0) }

  private init(stepCount: Int) {
    steps = .allocate(stepCount, fill: Step())
    tokens = .allocate(stepCount * JSONTemplate.tokenLimit, fill: 0)
  }

  func deallocate() {
    steps.deallocate()
    tokens.deallocate()
  }

  // MARK: Learning

  /// Says where cells are to go, and forgets by and by which texts were unlike the others.
  mutating func beginBatch(of records: Int, in columns: CellTable.Columns, fieldCount: Int) {
    capacity = columns.capacity
    spareColumn = fieldCount
    exceptionLimit = Int32(truncatingIfNeeded: max(8, records / 8))
    guard isLearnt else { return }
    for index in texts.indices {
      var step = steps[index]
      step.column = column(Int(step.field))
      step.otherLengths /= 2
      step.wideTexts /= 2
      steps[index] = step
    }
  }

  private func column(_ field: Int) -> Int { (field >= 0 ? field : spareColumn) * capacity }

  /// A text was not of its step's length.
  ///
  /// Where a length holds, the processor need not wait for a value's end to begin with the next; where it does not, trying
  /// it costs more than it gains.
  func noteLength(_ count: Int, at index: Int) {
    var step = steps[index]
    if step.length == JSONTemplate.unknown {
      step.length = Int32(truncatingIfNeeded: count)
      step.otherLengths = 0
    } else if step.otherLengths < exceptionLimit {
      step.otherLengths += 1
    } else {
      step.lengthsTried += 1
      step.length =
        step.lengthsTried < JSONTemplate.lengthLimit ? JSONTemplate.unknown : JSONTemplate.varying
    }
    step.advance = step.length &+ 2
    steps[index] = step
  }

  /// A text was longer than 16 bytes, or not ASCII.
  func noteWide(at index: Int) {
    steps[index].wideTexts += 1
    if steps[index].wideTexts > exceptionLimit { steps[index].isWide = true }
  }

  /// Counts a record that the template did not fit, and says whether to learn from the next such.
  mutating func noteMiss() -> Bool {
    misses += 1
    // Where records go on to differ, learning would cost more than it gains.
    return attempts < JSONTemplate.attemptLimit || misses & 63 == 0
  }

  /// Takes over how a record was written that the template did not fit; nil when it has no plain form.
  mutating func learn(_ slots: [Slot]?, from bytes: Bytes) {
    guard let slots, slots.count - 1 <= JSONTemplate.stepLimit,
      slots.allSatisfy({ $0.count <= JSONTemplate.tokenLimit })
    else { return }
    attempts += 1
    let made = slots.map { (bytes.slice($0.start, $0.count).array, $0.field, $0.isText) }
    if isLearnt, let union = union(with: made) {
      set(union)
    } else if !isLearnt || misses > 0 {
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
        mask: count >= 16 ? 0xFFFF : (1 << UInt32(count)) - 1,
        tail: count > 32 ? JSONTemplate.longTail : Int32(max(0, count - 16)),
        count: Int32(count), column: column(slot.field), field: Int32(slot.field),
        isText: slot.isText,
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
}
