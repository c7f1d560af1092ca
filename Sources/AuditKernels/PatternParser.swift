import AuditModel

/// A pattern as read: what is left once groups, lazy marks and anchors have been understood.
indirect enum PatternNode: Hashable, Sendable {
  /// One character of the set with this number.
  case one(Int)
  case sequence([PatternNode])
  case alternatives([PatternNode])
  /// `most` is nil if there is no upper bound.
  case repeated(PatternNode, least: Int, most: Int?)
}

/// Reads a pattern of the subset that runs in linear time; everything else is refused with its place.
///
/// The subset: characters; `.` (all but LF and CR); classes `[a-zÀ-ỹ]`, `[^…]`; `\d \w \s` and their capitals, which
/// mean ASCII; `\p{L}` and the other general categories; escapes; groups `(…)`, `(?:…)`, `(?<name>…)`; `|`;
/// `* + ? {m} {m,} {m,n}`, whose lazy forms ask for the same values; `^` where an alternative of the whole pattern
/// begins and `$` where one ends, which change nothing, since the whole value is matched.
struct PatternParser {
  static let repetitionLimit = 10_000
  static let depthLimit = 200

  private(set) var sets: [ScalarSet] = []
  private var numberOfSet: [ScalarSet: Int] = [:]
  private let scalars: [Unicode.Scalar]
  /// Of each scalar, and of the end, the offset in UTF-8.
  private let offsets: [Int]
  private var position = 0

  init(_ pattern: String, byteLimit: Int) throws(PatternError) {
    guard pattern.utf8.count <= byteLimit else { throw .tooLong(limit: byteLimit) }
    scalars = Array(pattern.unicodeScalars)
    var offset = 0
    var all = [0]
    for scalar in scalars {
      offset += UTF8.width(scalar)
      all.append(offset)
    }
    offsets = all
  }

  mutating func parse() throws(PatternError) -> PatternNode {
    let node = try alternatives(depth: 0)
    guard peek() == nil else { throw .unopenedGroup(offset) }
    return node
  }

  private mutating func alternatives(depth: Int) throws(PatternError) -> PatternNode {
    var branches = [try sequence(depth: depth)]
    while take("|") { branches.append(try sequence(depth: depth)) }
    return branches.count == 1 ? branches[0] : .alternatives(branches)
  }

  private mutating func sequence(depth: Int) throws(PatternError) -> PatternNode {
    var items: [PatternNode] = []
    if depth == 0 { _ = take("^") }
    while let next = peek(), next != "|", next != ")" {
      if depth == 0, next == "$", peek(1) == nil || peek(1) == "|" {
        position += 1
        break
      }
      let item = try atom(depth: depth)
      items.append(try repeated(item))
    }
    return items.count == 1 ? items[0] : .sequence(items)
  }

  private mutating func atom(depth: Int) throws(PatternError) -> PatternNode {
    let start = offset
    switch peek() {
    case "(": return try group(depth: depth)
    case "[": return one(try characterClass())
    case "\\":
      switch try escape() {
      case .scalar(let scalar): return one(ScalarSet(scalar))
      case .set(let set): return one(set)
      }
    case "*", "+", "?": throw .nothingToRepeat(start)
    case "{": throw .looseBrace(start)
    case "^", "$": throw .anchorInside(start)
    case ".":
      position += 1
      return one(.notLineEnd)
    case let scalar?:
      position += 1
      return one(ScalarSet(scalar))
    case nil: return .sequence([])
    }
  }

  private mutating func one(_ set: ScalarSet) -> PatternNode {
    if let number = numberOfSet[set] { return .one(number) }
    numberOfSet[set] = sets.count
    sets.append(set)
    return .one(sets.count - 1)
  }
}

// MARK: Repetitions

extension PatternParser {
  private mutating func repeated(_ node: PatternNode) throws(PatternError) -> PatternNode {
    guard let bounds = try bounds() else { return node }
    if !take("?"), peek() == "+" { throw .possessive(offset) }
    switch peek() {
    case "*", "+", "?", "{": throw .doubledRepetition(offset)
    default: return .repeated(node, least: bounds.least, most: bounds.most)
    }
  }

  private mutating func bounds() throws(PatternError) -> (least: Int, most: Int?)? {
    if take("*") { return (0, nil) }
    if take("+") { return (1, nil) }
    if take("?") { return (0, 1) }
    let start = offset
    guard take("{") else { return nil }
    guard let least = number() else { throw .looseBrace(start) }
    var most: Int? = least
    if take(",") { most = number() }
    guard take("}") else { throw .looseBrace(start) }
    guard max(least, most ?? 0) <= PatternParser.repetitionLimit else {
      throw .tooManyRepetitions(start, limit: PatternParser.repetitionLimit)
    }
    if let most, most < least { throw .boundsReversed(start, least, most) }
    return (least, most)
  }

  /// Decimal digits; numbers beyond a million are cut there, which is past every limit.
  private mutating func number() -> Int? {
    var value: Int?
    while let digit = peek(), ("0"..."9").contains(digit) {
      value = min(1_000_000, (value ?? 0) * 10 + Int(digit.value - 0x30))
      position += 1
    }
    return value
  }
}

// MARK: Groups

extension PatternParser {
  private mutating func group(depth: Int) throws(PatternError) -> PatternNode {
    let start = offset
    guard depth < PatternParser.depthLimit else {
      throw .tooDeep(start, limit: PatternParser.depthLimit)
    }
    position += 1
    if take("?") { try groupOpening(start) }
    let inner = try alternatives(depth: depth + 1)
    guard take(")") else { throw .unclosedGroup(start) }
    return inner
  }

  /// What stands behind `(?`: a colon or a name, all else is refused.
  private mutating func groupOpening(_ start: Int) throws(PatternError) {
    if take(":") { return }
    let isNamed = peek() == "P"
    if isNamed { position += 1 }
    switch peek() {
    case "<" where isNamed || (peek(1) != "=" && peek(1) != "!"):
      position += 1
      let nameStart = position
      while let next = peek(), next != ">", next != ")", next != "(" { position += 1 }
      guard position > nameStart, take(">") else { throw .unclosedGroup(start) }
    case "=" where isNamed, ">" where isNamed: throw .backReference(start)
    case "=", "!", "<": throw .lookAround(start)
    case ">": throw .atomicGroup(start)
    default: throw .flags(start)
    }
  }
}

// MARK: Classes

extension PatternParser {
  private mutating func characterClass() throws(PatternError) -> ScalarSet {
    let start = offset
    position += 1
    let isNegated = take("^")
    guard peek() != "]" else { throw .emptyClass(start) }
    var ranges: [ClosedRange<UInt32>] = []
    while !take("]") {
      guard peek() != nil else { throw .unclosedClass(start) }
      try classItem(&ranges, classStart: start)
    }
    let set = ScalarSet(ranges)
    return isNegated ? set.complement : set
  }

  private mutating func classItem(
    _ ranges: inout [ClosedRange<UInt32>], classStart: Int
  ) throws(PatternError) {
    let start = offset
    if peek() == "[", peek(1) == ":" { throw .classArithmetic(start) }
    if peek() == "-", peek(1) == "[" { throw .classArithmetic(start) }
    let low = try classScalar(classStart)
    guard peek() == "-", let after = peek(1), after != "]" else {
      switch low {
      case .scalar(let scalar): ranges.append(scalar.value...scalar.value)
      case .set(let set): ranges += set.ranges
      }
      return
    }
    if after == "[" { throw .classArithmetic(offset) }
    position += 1
    let high = try classScalar(classStart)
    guard case .scalar(let first) = low, case .scalar(let last) = high, first <= last else {
      throw .badRange(start)
    }
    ranges.append(first.value...last.value)
  }

  private mutating func classScalar(_ classStart: Int) throws(PatternError) -> Escape {
    guard let scalar = peek() else { throw .unclosedClass(classStart) }
    if scalar == "\\" { return try escape() }
    position += 1
    return .scalar(scalar)
  }
}

// MARK: Escapes

extension PatternParser {
  private enum Escape {
    case scalar(Unicode.Scalar)
    case set(ScalarSet)
  }

  private mutating func escape() throws(PatternError) -> Escape {
    let start = offset
    position += 1
    guard let scalar = peek() else { throw .danglingBackslash(start) }
    position += 1
    switch scalar {
    case "d": return .set(.digits)
    case "D": return .set(ScalarSet.digits.complement)
    case "w": return .set(.wordCharacters)
    case "W": return .set(ScalarSet.wordCharacters.complement)
    case "s": return .set(.spaces)
    case "S": return .set(ScalarSet.spaces.complement)
    case "p": return .set(try property(start))
    case "P": return .set(try property(start).complement)
    case "t": return .scalar("\t")
    case "n": return .scalar("\n")
    case "r": return .scalar("\r")
    case "f": return .scalar("\u{0C}")
    case "v": return .scalar("\u{0B}")
    case "x": return .scalar(try hexadecimal(start, 2...2))
    case "u":
      guard take("{") else { return .scalar(try hexadecimal(start, 4...4)) }
      let value = try hexadecimal(start, 1...6)
      guard take("}") else { throw .badHex(start) }
      return .scalar(value)
    case "b", "B": throw .wordBoundary(start)
    case "A", "z", "Z", "G": throw .anchorInside(start)
    case "k", "g", "1"..."9": throw .backReference(start)
    case "0", "a"..."z", "A"..."Z": throw .unknownEscape(start, scalar)
    default: return .scalar(scalar)
    }
  }

  private mutating func hexadecimal(
    _ start: Int, _ lengths: ClosedRange<Int>
  ) throws(PatternError) -> Unicode.Scalar {
    var value: UInt32 = 0
    var count = 0
    while count < lengths.upperBound, let next = peek(), next.isASCII,
      let digit = Character(next).hexDigitValue
    {
      value = value << 4 | UInt32(digit)
      count += 1
      position += 1
    }
    guard lengths.contains(count), let scalar = Unicode.Scalar(value) else { throw .badHex(start) }
    return scalar
  }

  private mutating func property(_ start: Int) throws(PatternError) -> ScalarSet {
    var name = ""
    guard take("{") else { throw .unknownProperty(start, name) }
    while let next = peek(), next != "}", name.utf8.count < 30 {
      name.unicodeScalars.append(next)
      position += 1
    }
    guard take("}"), let set = ScalarSet.category(name) else { throw .unknownProperty(start, name) }
    return set
  }
}

// MARK: Reading on

extension PatternParser {
  private var offset: Int { offsets[position] }

  private func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
    position + ahead < scalars.count ? scalars[position + ahead] : nil
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek() == scalar else { return false }
    position += 1
    return true
  }
}
