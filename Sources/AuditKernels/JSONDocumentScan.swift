/// Reads a JSON document byte by byte, fed in pieces of any size: strict (RFC 8259), and slow beside the framer.
///
/// It reads what stands before and after the list of records, and finds that list. It also says where a record that
/// the framer gave up on is wrong, and passes over records longer than the limit.
package struct JSONDocumentScan: Sendable {
  package enum Goal: Sendable, Hashable {
    /// The list that these names lead to from the document's root; no names: the root itself.
    case path([[UInt8]])
    /// The root if it is a list, else the first list of objects that is reached through objects alone.
    case firstList
    /// A single value; what follows is not looked at.
    case value
  }

  enum Outcome: Equatable {
    case more
    /// The list's first element, or its end, is looked for from here.
    case list(at: Int)
    /// The value ended before this byte.
    case end(at: Int)
    case fault(JSONFault, at: Int)
  }

  fileprivate enum State: UInt8 {
    case value, firstElement, firstName, name, colon, separator, finished
    case string, sequence, escape, unicode
    case minus, zero, integer, point, fraction, exponent, exponentSign, power
    case word
  }

  private let goal: Goal
  private let depthLimit: Int
  private var state = State.value
  /// Open containers, outermost first: whether each is a list.
  private var isList: [Bool] = []
  private var openLists = 0
  private var afterComma = false
  private var isCandidate = false
  private var readsName = false
  /// Bytes of a UTF-8 sequence or hexadecimal digits still to come, and what the next byte may be.
  private var left = 0
  private var low: UInt8 = 0x80
  private var high: UInt8 = 0xBF
  private var word: [UInt8] = []
  private var name: [UInt8] = []
  private static let nameLimit = 6_000
  /// How many names of the path lead to the innermost open object, and whether the value to come is next on it.
  private var matched = 0
  private var isOnPath = false
  private(set) var hasFound = false
  private var hasEmptyList = false
  /// Names that lead to the value to come, while a list is searched for.
  private(set) var way: [[UInt8]] = []

  package init(_ goal: Goal, depthLimit: Int) {
    self.goal = goal
    self.depthLimit = depthLimit
  }

  private var depth: Int { isList.count }
  private var searches: Bool { goal == .firstList && !hasFound && openLists == 0 }

  /// Reads from a byte on to the end of the bytes, or to what the outcome says.
  mutating func feed(_ bytes: Bytes, from start: Int) -> Outcome {
    var position = start
    var checkedUpTo = start
    while position < bytes.count {
      if state == .finished, goal == .value { return .end(at: position) }
      if state == .string, position >= checkedUpTo {
        checkedUpTo = JSONBytes.plainEnd(bytes, position, bytes.count)
        if pass(bytes.slice(position, checkedUpTo - position)) {
          position = checkedUpTo
          continue
        }
      }
      let before = state
      if let outcome = take(bytes[position], at: position) { return outcome }
      // A byte that ends a number is looked at again.
      if state != .separator && state != .finished || !before.isNumber { position += 1 }
    }
    return state == .finished && goal == .value ? .end(at: position) : .more
  }

  /// What is wrong if the input ends here; nil for a whole document with its list, if only an empty one.
  mutating func finish() -> JSONFault? {
    if state.endsNumber, depth == 0 { state = .finished }
    guard state == .finished else { return .unfinished }
    return goal == .value || hasFound || (goal == .firstList && hasEmptyList) ? nil : .noRecords
  }

  /// The list was read to its closing bracket by someone else.
  mutating func closeList() { close() }

  private mutating func take(_ byte: UInt8, at position: Int) -> Outcome? {
    switch state {
    case .string: return string(byte, position)
    case .sequence:
      guard byte >= low, byte <= high else { return .fault(.invalidUTF8, at: position) }
      (low, high, left) = (0x80, 0xBF, left - 1)
      if left == 0 { state = .string }
    case .escape:
      switch byte {
      case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: state = .string
      case 0x75: (state, left) = (.unicode, 4)
      default: return .fault(.badEscape, at: position)
      }
      collect(byte)
    case .unicode:
      guard JSONEscape.digit(byte) != nil else { return .fault(.badEscape, at: position) }
      left -= 1
      if left == 0 { state = .string }
      collect(byte)
    case .minus, .zero, .integer, .point, .fraction, .exponent, .exponentSign, .power:
      return number(byte, position)
    case .word:
      guard byte == word.removeLast() else { return .fault(.badWord, at: position) }
      if word.isEmpty { endValue() }
    default:
      return JSONBytes.isSpace(byte) ? nil : structure(byte, position)
    }
    return nil
  }

  private mutating func structure(_ byte: UInt8, _ position: Int) -> Outcome? {
    switch state {
    case .value, .firstElement:
      if byte == JSONBytes.closeArray, state == .firstElement {
        if isCandidate { hasEmptyList = true }
        close()
        return nil
      }
      if afterComma, byte == JSONBytes.closeArray || byte == JSONBytes.closeObject {
        return .fault(.trailingComma, at: position)
      }
      if isCandidate, byte == JSONBytes.openObject {
        isCandidate = false
        hasFound = true
        return .list(at: position)
      }
      isCandidate = false
      return value(byte, position)
    case .firstName, .name:
      if byte == JSONBytes.quote {
        (state, readsName) = (.string, true)
        name.removeAll(keepingCapacity: true)
        return nil
      }
      guard byte == JSONBytes.closeObject else { return .fault(.nameExpected, at: position) }
      guard state == .firstName else { return .fault(.trailingComma, at: position) }
      close()
    case .colon:
      guard byte == JSONBytes.colon else { return .fault(.colonExpected, at: position) }
      (state, afterComma) = (.value, false)
    case .separator:
      let closes = isList[depth - 1] ? JSONBytes.closeArray : JSONBytes.closeObject
      if byte == JSONBytes.comma {
        (state, afterComma) = (isList[depth - 1] ? .value : .name, true)
      } else if byte == closes {
        close()
      } else {
        return .fault(.commaExpected, at: position)
      }
    default: return .fault(.textAfterEnd, at: position)
    }
    return nil
  }

  private mutating func value(_ byte: UInt8, _ position: Int) -> Outcome? {
    afterComma = false
    if isTarget {
      guard byte == JSONBytes.openArray else { return .fault(.notAnArray, at: position) }
      guard !hasFound else { return .fault(.secondArray, at: position) }
      hasFound = true
      return open(isList: true, position) ?? .list(at: position + 1)
    }
    switch byte {
    case JSONBytes.quote: (state, readsName) = (.string, false)
    case JSONBytes.openObject: return open(isList: false, position)
    case JSONBytes.openArray:
      if goal == .firstList, depth == 0 {
        hasFound = true
        return open(isList: true, position) ?? .list(at: position + 1)
      }
      let searched = searches
      let outcome = open(isList: true, position)
      isCandidate = searched
      return outcome
    case 0x2D: state = .minus
    case 0x30: state = .zero
    case 0x31...0x39: state = .integer
    case 0x74: (state, word) = (.word, Array("eur".utf8))
    case 0x66: (state, word) = (.word, Array("esla".utf8))
    case 0x6E: (state, word) = (.word, Array("llu".utf8))
    default: return .fault(.valueExpected, at: position)
    }
    return nil
  }

  /// Whether the value to come is the one that the path names.
  private var isTarget: Bool {
    guard case .path(let names) = goal else { return false }
    return names.isEmpty ? depth == 0 : isOnPath && matched + 1 == names.count
  }

  // MARK: Containers

  private mutating func open(isList list: Bool, _ position: Int) -> Outcome? {
    guard depth < depthLimit else { return .fault(.tooDeep, at: position) }
    if !list, isOnPath { matched = depth }
    isOnPath = false
    isList.append(list)
    if list { openLists += 1 }
    state = list ? .firstElement : .firstName
    return nil
  }

  private mutating func close() {
    if isList.removeLast() { openLists -= 1 }
    isCandidate = false
    matched = min(matched, max(0, depth - 1))
    if way.count > depth, !hasFound { way.removeLast(way.count - depth) }
    endValue()
  }

  private mutating func endValue() {
    isOnPath = false
    state = depth == 0 ? .finished : .separator
  }

  // MARK: Strings and numbers

  private mutating func string(_ byte: UInt8, _ position: Int) -> Outcome? {
    switch byte {
    case JSONBytes.quote:
      if readsName { endName() } else { endValue() }
      return nil
    case JSONBytes.backslash: state = .escape
    case 0x00..<0x20: return .fault(.controlCharacter, at: position)
    case 0x20..<0x80: break
    case 0xC2...0xDF: (state, left) = (.sequence, 1)
    case 0xE0...0xEF:
      (state, left) = (.sequence, 2)
      (low, high) = (byte == 0xE0 ? 0xA0 : 0x80, byte == 0xED ? 0x9F : 0xBF)
    case 0xF0...0xF4:
      (state, left) = (.sequence, 3)
      (low, high) = (byte == 0xF0 ? 0x90 : 0x80, byte == 0xF4 ? 0x8F : 0xBF)
    default: return .fault(.invalidUTF8, at: position)
    }
    collect(byte)
    return nil
  }

  /// Passes over a plain run of a string at once, if it is whole characters.
  private mutating func pass(_ run: Bytes) -> Bool {
    guard run.count > 0, unsafe Utf8Kernel.firstInvalid(run.base, run.count) == nil else {
      return false
    }
    if readsName, name.count < JSONDocumentScan.nameLimit {
      name += run.slice(0, min(run.count, JSONDocumentScan.nameLimit - name.count)).array
    }
    return true
  }

  private mutating func collect(_ byte: UInt8) {
    if readsName, name.count < JSONDocumentScan.nameLimit { name.append(byte) }
  }

  private mutating func endName() {
    state = .colon
    let read = JSONEscape.undone(name)
    if searches {
      way.removeLast(way.count - (depth - 1))
      way.append(read)
    }
    guard case .path(let names) = goal, openLists == 0, matched == depth - 1 else { return }
    isOnPath = matched < names.count && read == names[matched]
  }

  private mutating func number(_ byte: UInt8, _ position: Int) -> Outcome? {
    let isDigit = JSONBytes.isDigit(byte)
    switch (state, byte) {
    case (.minus, 0x30): state = .zero
    case (.minus, _) where isDigit: state = .integer
    case (.integer, _) where isDigit, (.fraction, _) where isDigit, (.power, _) where isDigit: break
    case (.zero, 0x2E), (.integer, 0x2E): state = .point
    case (.point, _) where isDigit: state = .fraction
    case (.zero, 0x65), (.zero, 0x45), (.integer, 0x65), (.integer, 0x45), (.fraction, 0x65),
      (.fraction, 0x45):
      state = .exponent
    case (.exponent, 0x2B), (.exponent, 0x2D): state = .exponentSign
    case (.exponent, _) where isDigit, (.exponentSign, _) where isDigit: state = .power
    default:
      guard state.endsNumber, !isDigit else { return .fault(.badNumber, at: position) }
      endValue()
    }
    return nil
  }
}

extension JSONDocumentScan.State {
  /// A number that is read to here could end here.
  fileprivate var endsNumber: Bool {
    self == .zero || self == .integer || self == .fraction || self == .power
  }

  fileprivate var isNumber: Bool { rawValue >= Self.minus.rawValue && self != .word }
}
