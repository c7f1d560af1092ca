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
    /// Bits of the bytes that must be the same, for the first and the second 32.
    var first: UInt32
    var second: UInt32
    var count: Int32
    var field: Int32
    var isText: Bool
    /// A comma, a name and a colon: a record may leave out this member with its value.
    var isOptional: Bool
  }

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
  private static let attemptLimit = 40

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
}
