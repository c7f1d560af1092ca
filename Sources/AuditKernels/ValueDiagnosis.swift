/// What a single value is like: a list of signs, of which the first that it shows counts.
///
/// For values that failed, one at a time: a sign is looked for only where none before it is found, and its pattern is
/// compiled when it is first looked for.
package final class ValueDiagnosis: @unchecked Sendable {
  /// What makes two of them the same one.
  let name: String
  private let signs: [Sign]
  /// Of each sign that has a pattern, once it was looked for.
  ///
  /// One evaluator's own.
  private var automata: [PatternAutomaton?]

  package enum Sign: Sendable {
    case form(Form)
    /// Of the form once the one to `atMost` zeros that it takes to be as long as one of these are back in front.
    case padded([Int], atMost: Int, Form)
    /// Matches the pattern, and its ASCII digits alone are of the form.
    case digits(LazyPattern, Form)
    /// A real day in one of these.
    case days([DateFormat])
    /// Shown by no value.
    case none
  }

  /// What a value may be as a whole.
  package enum Form: Sendable {
    case pattern(LazyPattern)
    case automaton(PatternAutomaton)
    case kernel(NamedFormat)
    /// A real day written so, or a text that matches the pattern.
    case day(DateFormat, or: LazyPattern?)
  }

  /// `name`: what makes two of them the same one.
  package init(name: String, _ signs: [Sign]) {
    self.name = name
    self.signs = signs
    automata = Array(repeating: nil, count: signs.count)
  }

  /// The same for one evaluator.
  func separate() -> ValueDiagnosis { ValueDiagnosis(name: name, signs) }

  /// The place from 1 of the first sign that the value shows, 0 for none.
  func place(of value: Bytes, _ arena: StableArena) -> Int {
    for index in signs.indices where shows(value, index, arena) { return index + 1 }
    return 0
  }

  private func shows(_ value: Bytes, _ index: Int, _ arena: StableArena) -> Bool {
    switch signs[index] {
    case .form(let form): return isOf(form, value, index)
    case .padded(let widths, let most, let form):
      return widths.contains { width in
        let zeros = width - value.count
        guard zeros >= 1, zeros <= most, value.firstOrNext &- 0x31 < 9 else { return false }
        let (store, offset) = arena.allocate(width)
        for position in 0..<zeros { store[offset + position] = 0x30 }
        for position in 0..<value.count { store[offset + zeros + position] = value[position] }
        // SAFETY: the arena keeps `width` bytes and the padding at the offset until the next run.
        return isOf(form, unsafe Bytes(store.base + offset, width), index)
      }
    case .digits(let pattern, let form):
      guard matches(value, pattern, index) else { return false }
      let (store, offset) = arena.allocate(value.count)
      var count = 0
      for position in 0..<value.count where value[position] &- 0x30 < 10 {
        store[offset + count] = value[position]
        count += 1
      }
      // SAFETY: as above, of no more than `value.count` bytes.
      return count > 0 && isOf(form, unsafe Bytes(store.base + offset, count), -1)
    case .days(let formats):
      return formats.contains { DateKernel.day(value, $0, $0.shape) != absent }
    case .none: return false
    }
  }

  /// `index`: the sign whose place the form's pattern has among the compiled; -1 for none.
  private func isOf(_ form: Form, _ value: Bytes, _ index: Int) -> Bool {
    switch form {
    case .pattern(let pattern): matches(value, pattern, index)
    case .automaton(let automaton): unsafe automaton.matches(value.base, value.count)
    case .kernel(let format): NamedFormats.holds(value, format)
    case .day(let format, let other):
      DateKernel.day(value, format, format.shape) != absent
        || other.map { matches(value, $0, index) } ?? false
    }
  }

  private func matches(_ value: Bytes, _ pattern: LazyPattern, _ index: Int) -> Bool {
    let automaton = index < 0 ? pattern.automaton : automata[index] ?? pattern.automaton
    if index >= 0 { automata[index] = automaton }
    return unsafe automaton.matches(value.base, value.count)
  }
}
