import AuditModel

/// Reads one JSON document by descent; `depthLimit` keeps the stack small whatever the file says.
///
/// The bytes are known to be UTF-8 once `document` has checked them, so that strings may be copied whole.
struct LocatedJSONScanner {
  private let bytes: [UInt8]
  private let syntax: LocatedJSON.Syntax
  private let depthLimit: Int
  private let codes: String
  private var next = 0
  private var places: TextPlaces
  private var repeated: [Diagnostic] = []

  private typealias Text = LocatedJSONText

  init(
    _ bytes: [UInt8], file: String, syntax: LocatedJSON.Syntax, depthLimit: Int, codes: String
  ) {
    self.bytes = bytes
    self.syntax = syntax
    self.depthLimit = depthLimit
    self.codes = codes
    places = TextPlaces(file: file)
  }

  mutating func document(byteLimit: Int) throws(Diagnostics) -> LocatedJSON {
    do throws(Diagnostic) {
      try checkBytes(limit: byteLimit)
      let root = try value(depth: 0)
      try skipSpace()
      guard next == bytes.count else { throw syntaxError(Text.afterEnd) }
      if repeated.isEmpty { return root }
    } catch {
      throw Diagnostics(repeated + [error])
    }
    throw Diagnostics(repeated)
  }

  // MARK: Values

  private mutating func value(depth: Int) throws(Diagnostic) -> LocatedJSON {
    try skipSpace()
    let place = location(next)
    switch peek {
    case UInt8(ascii: "{"): return LocatedJSON(.object(try members(depth: depth + 1)), at: place)
    case UInt8(ascii: "["): return LocatedJSON(.array(try elements(depth: depth + 1)), at: place)
    case UInt8(ascii: "\""):
      let (text, escapes) = try string()
      return LocatedJSON(.string(text), at: place, escapes: escapes)
    case let byte? where byte == UInt8(ascii: "-") || (0x30...0x39).contains(byte):
      return LocatedJSON(.number(try number()), at: place)
    case nil: throw syntaxError(Text.endOfFile)
    default: return LocatedJSON(try word(), at: place)
    }
  }

  private mutating func members(depth: Int) throws(Diagnostic) -> [LocatedJSON.Member] {
    try enter(depth)
    var members: [LocatedJSON.Member] = []
    var names: Set<String> = []
    while try another(before: UInt8(ascii: "}"), isFirst: members.isEmpty) {
      let place = location(next)
      guard peek == UInt8(ascii: "\"") else { throw syntaxError(Text.nameExpected) }
      let (name, _) = try string()
      if !names.insert(name).inserted { repeated.append(duplicate(name, at: place)) }
      try skipSpace()
      guard peek == UInt8(ascii: ":") else { throw syntaxError(Text.colonExpected) }
      next += 1
      let value = try value(depth: depth)
      members.append(LocatedJSON.Member(name: name, nameLocation: place, value: value))
    }
    return members
  }

  private mutating func elements(depth: Int) throws(Diagnostic) -> [LocatedJSON] {
    try enter(depth)
    var elements: [LocatedJSON] = []
    while try another(before: UInt8(ascii: "]"), isFirst: elements.isEmpty) {
      elements.append(try value(depth: depth))
    }
    return elements
  }

  private mutating func enter(_ depth: Int) throws(Diagnostic) {
    guard depth <= depthLimit else {
      throw Diagnostic("\(codes).too-deep", Text.tooDeep(depthLimit), at: location(next))
    }
    next += 1
  }

  /// Goes to the next element, over the comma, or past the closing bracket.
  private mutating func another(before close: UInt8, isFirst: Bool) throws(Diagnostic) -> Bool {
    try skipSpace()
    if peek == close {
      next += 1
      return false
    }
    if isFirst { return true }
    guard peek == UInt8(ascii: ",") else {
      throw peek == nil ? syntaxError(Text.endOfFile) : syntaxError(Text.commaExpected(close))
    }
    let comma = next
    next += 1
    try skipSpace()
    guard peek == close else { return true }
    guard syntax == .relaxed else { throw syntaxError(Text.trailingComma, at: comma) }
    next += 1
    return false
  }

  private mutating func word() throws(Diagnostic) -> LocatedJSON.Value {
    let start = next
    while let byte = peek, isWordByte(byte) { next += 1 }
    switch String(decoding: bytes[start..<next], as: UTF8.self) {
    case "true": return .truth(true)
    case "false": return .truth(false)
    case "null": return .null
    case "": throw syntaxError(Text.valueExpected)
    default: throw syntaxError(Text.unquoted, at: start)
    }
  }

  // MARK: Numbers

  private mutating func number() throws(Diagnostic) -> String {
    let start = next
    if peek == UInt8(ascii: "-") { next += 1 }
    let leadsWithZero = peek == UInt8(ascii: "0")
    let whole = digits()
    guard whole == 1 || (whole > 1 && !leadsWithZero) else {
      throw syntaxError(Text.number, at: start)
    }
    if peek == UInt8(ascii: ".") {
      next += 1
      guard digits() > 0 else { throw syntaxError(Text.number, at: start) }
    }
    if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
      next += 1
      if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { next += 1 }
      guard digits() > 0 else { throw syntaxError(Text.number, at: start) }
    }
    if let byte = peek, isWordByte(byte) || byte == UInt8(ascii: ".") {
      throw syntaxError(Text.number, at: start)
    }
    return String(decoding: bytes[start..<next], as: UTF8.self)
  }

  private mutating func digits() -> Int {
    let start = next
    while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { next += 1 }
    return next - start
  }

  // MARK: Strings

  private mutating func string() throws(Diagnostic) -> (String, [LocatedJSON.Escape]) {
    let opening = next
    next += 1
    var text: [UInt8] = []
    var escapes: [LocatedJSON.Escape] = []
    var scalars = 0
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        let end = next
        next += 1
        if escapes.isEmpty { text = Array(bytes[opening + 1..<end]) }
        return (String(decoding: text, as: UTF8.self), escapes)
      case UInt8(ascii: "\\"):
        if escapes.isEmpty { text = Array(bytes[opening + 1..<next]) }
        let start = next
        text += Array(String(Character(try escape())).utf8)
        escapes.append(LocatedJSON.Escape(scalar: scalars, extraColumns: next - start - 1))
        scalars += 1
      case 0x0A, 0x0D: throw syntaxError(Text.unclosedString, at: opening)
      case 0x00...0x1F: throw syntaxError(Text.controlCharacter)
      default:
        if !escapes.isEmpty { text.append(byte) }
        if byte & 0xC0 != 0x80 { scalars += 1 }
        next += 1
      }
    }
    throw syntaxError(Text.unclosedString, at: opening)
  }

  private mutating func escape() throws(Diagnostic) -> Unicode.Scalar {
    let start = next
    next += 1
    let byte = peek
    next += 1
    switch byte {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try codePoint(from: start)
    default: throw syntaxError(Text.escape, at: start)
    }
  }

  /// The scalar of `\uXXXX`, or of a pair of surrogates; a surrogate alone is no character.
  private mutating func codePoint(from start: Int) throws(Diagnostic) -> Unicode.Scalar {
    guard let first = hexDigits() else { throw syntaxError(Text.escape, at: start) }
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard (0xD800..<0xDC00).contains(first), next + 1 < bytes.count,
      bytes[next] == UInt8(ascii: "\\"), bytes[next + 1] == UInt8(ascii: "u")
    else { throw syntaxError(Text.surrogate, at: start) }
    next += 2
    guard let second = hexDigits(), (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw syntaxError(Text.surrogate, at: start) }
    return scalar
  }

  private mutating func hexDigits() -> UInt32? {
    guard next + 4 <= bytes.count else { return nil }
    var value: UInt32 = 0
    for byte in bytes[next..<next + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        return nil
      }
      value = value << 4 | UInt32(digit)
    }
    next += 4
    return value
  }

  // MARK: Bytes

  private var peek: UInt8? { next < bytes.count ? bytes[next] : nil }

  private func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "+"),
      UInt8(ascii: "-"), UInt8(ascii: "'"), 0x80...:
      true
    default: false
    }
  }

  private mutating func skipSpace() throws(Diagnostic) {
    while let byte = peek {
      switch byte {
      case 0x20, 0x09, 0x0A, 0x0D: next += 1
      case UInt8(ascii: "/"):
        guard next + 1 < bytes.count, bytes[next + 1] == byte else { throw syntaxError(Text.slash) }
        guard syntax == .relaxed else { throw syntaxError(Text.comment) }
        while let byte = peek, byte != 0x0A, byte != 0x0D { next += 1 }
      default: return
      }
    }
  }

  private mutating func checkBytes(limit: Int) throws(Diagnostic) {
    let start = SourceLocation(file: places.file, line: 1, column: 1)
    guard bytes.count <= limit else {
      throw Diagnostic("\(codes).too-large", Text.tooLarge(bytes.count, limit), at: start)
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw Diagnostic("\(codes).encoding", Text.utf16, at: start, hint: Text.saveAsUTF8)
    }
    if let fault = UTF8Check.firstFault(in: bytes) {
      throw Diagnostic(
        "\(codes).encoding", Text.notUTF8, at: location(fault), hint: Text.saveAsUTF8)
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      next = 3
      places.skipMark()
    }
  }

  private mutating func location(_ offset: Int) -> SourceLocation {
    places.location(of: offset, in: bytes)
  }

  private mutating func syntaxError(_ text: LocatedJSONText.Fault, at offset: Int? = nil)
    -> Diagnostic
  {
    Diagnostic("\(codes).syntax", text.message, at: location(offset ?? next), hint: text.hint)
  }

  private func duplicate(_ name: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic("\(codes).duplicate-member", Text.duplicate(name), at: place, hint: Text.keepOne)
  }
}
