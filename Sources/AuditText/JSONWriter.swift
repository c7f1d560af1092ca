import AuditModel

/// Writes JSON whose bytes depend on what is written and nothing else (RFC 8259).
///
/// Members stand in the order given. Numbers are integers or decimals with a stated number of
/// places, never binary fractions. DEL, U+2028 and U+2029 are escaped too, so that a file can be
/// shown on a terminal and pasted into a script.
///
///     var json = JSONWriter(indented: true)
///     json.object { json in
///       json.member("format", "soat-result/1")
///       json.array("rules") { json in
///         json.object { json in json.member("id", "HT-001") }
///       }
///     }
///     let bytes = json.finish()
package struct JSONWriter {
  private var bytes: [UInt8] = []
  private var depth = 0
  /// False until the object or array being written has its first member or element.
  private var hasEntry = false
  private let isIndented: Bool

  /// Two spaces a level and a line for each member, or all on one line without spaces.
  package init(indented: Bool) {
    isIndented = indented
  }

  /// The finished text; an indented one ends with a line end.
  package func finish() -> [UInt8] {
    precondition(depth == 0, "JSON text finished at depth \(depth)")
    return isIndented ? bytes + [0x0A] : bytes
  }
}

/// Members of objects.
extension JSONWriter {
  /// A member whose value is text, or null.
  package mutating func member(_ name: String, _ value: String?) {
    startMember(name)
    if let value { appendString(value) } else { appendNull() }
  }

  package mutating func member(_ name: String, _ value: Int?) {
    startMember(name)
    if let value { appendInteger(value) } else { appendNull() }
  }

  package mutating func member(_ name: String, _ value: Bool) {
    startMember(name)
    appendBoolean(value)
  }

  /// A member whose value is an object with members `vi` and `en`, or null.
  package mutating func member(_ name: String, _ value: LocalizedText?) {
    startMember(name)
    if let value { appendLocalized(value) } else { appendNull() }
  }

  /// A member whose value is an array of texts.
  package mutating func member(_ name: String, _ values: [String]) {
    array(name) { json in
      for value in values { json.element(value) }
    }
  }

  /// A member whose value is text given as UTF-8; what is not well-formed is shown as `\x{..}`.
  package mutating func member(_ name: String, utf8 value: [UInt8]) {
    startMember(name)
    appendString(value[...])
  }

  /// A member whose value is a decimal: 9835 with 2 places is `98.35`.
  package mutating func member(_ name: String, _ value: Int, places: Int) {
    startMember(name)
    appendDecimal(value, places: places)
  }

  package mutating func null(_ name: String) {
    startMember(name)
    appendNull()
  }

  /// A member whose value is an object.
  package mutating func object<E: Error>(
    _ name: String, _ body: (inout JSONWriter) throws(E) -> Void
  ) throws(E) {
    startMember(name)
    try enclose(0x7B, 0x7D, body)
  }

  /// A member whose value is an array.
  package mutating func array<E: Error>(
    _ name: String, _ body: (inout JSONWriter) throws(E) -> Void
  ) throws(E) {
    startMember(name)
    try enclose(0x5B, 0x5D, body)
  }
}

/// Elements of arrays, and the text's one value.
extension JSONWriter {
  package mutating func object<E: Error>(
    _ body: (inout JSONWriter) throws(E) -> Void
  ) throws(E) {
    startEntry()
    try enclose(0x7B, 0x7D, body)
  }

  package mutating func array<E: Error>(
    _ body: (inout JSONWriter) throws(E) -> Void
  ) throws(E) {
    startEntry()
    try enclose(0x5B, 0x5D, body)
  }

  package mutating func element(_ value: String?) {
    startEntry()
    if let value { appendString(value) } else { appendNull() }
  }

  package mutating func element(_ value: Int?) {
    startEntry()
    if let value { appendInteger(value) } else { appendNull() }
  }

  package mutating func element(_ value: Bool) {
    startEntry()
    appendBoolean(value)
  }

  package mutating func element(_ value: LocalizedText?) {
    startEntry()
    if let value { appendLocalized(value) } else { appendNull() }
  }

  package mutating func element(utf8 value: [UInt8]) {
    startEntry()
    appendString(value[...])
  }

  package mutating func element(_ value: Int, places: Int) {
    startEntry()
    appendDecimal(value, places: places)
  }
}

extension JSONWriter {
  private mutating func enclose<E: Error>(
    _ open: UInt8, _ close: UInt8, _ body: (inout JSONWriter) throws(E) -> Void
  ) throws(E) {
    bytes.append(open)
    depth += 1
    hasEntry = false
    try body(&self)
    depth -= 1
    if hasEntry { startLine() }
    bytes.append(close)
    hasEntry = true
  }

  private mutating func startEntry() {
    if hasEntry {
      precondition(depth > 0, "a JSON text has one value")
      bytes.append(0x2C)
    }
    if depth > 0 { startLine() }
    hasEntry = true
  }

  private mutating func startMember(_ name: String) {
    startEntry()
    appendString(name)
    bytes.append(0x3A)
    if isIndented { bytes.append(0x20) }
  }

  private mutating func startLine() {
    guard isIndented else { return }
    bytes.append(0x0A)
    bytes.append(contentsOf: repeatElement(0x20, count: 2 * depth))
  }
}

extension JSONWriter {
  private mutating func appendNull() { bytes.append(contentsOf: "null".utf8) }

  private mutating func appendBoolean(_ value: Bool) {
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
  }

  private mutating func appendInteger(_ value: Int) {
    bytes.append(contentsOf: String(value).utf8)
  }

  private mutating func appendLocalized(_ value: LocalizedText) {
    enclose(0x7B, 0x7D) { json in
      json.member("vi", value.vi)
      json.member("en", value.en)
    }
  }

  private mutating func appendDecimal(_ value: Int, places: Int) {
    precondition(places >= 0, "a decimal with \(places) places")
    let digits = String(value.magnitude)
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.utf8.count)) + digits
    if value < 0 { bytes.append(0x2D) }
    bytes.append(contentsOf: padded.utf8.dropLast(places))
    guard places > 0 else { return }
    bytes.append(0x2E)
    bytes.append(contentsOf: padded.utf8.suffix(places))
  }

  private mutating func appendString(_ value: String) {
    appendString(Array(value.utf8)[...])
  }

  private mutating func appendString(_ value: ArraySlice<UInt8>) {
    bytes.append(0x22)
    var index = value.startIndex
    while index < value.endIndex {
      guard let (scalar, length) = UTF8Text.scalar(in: value, at: index) else {
        bytes.append(contentsOf: #"\\x{"#.utf8)
        UTF8Text.appendHex(UInt32(value[index]), to: &bytes)
        bytes.append(0x7D)
        index += 1
        continue
      }
      switch scalar {
      case 0x22, 0x5C: bytes += [0x5C, UInt8(scalar)]
      case 0x08: bytes += [0x5C, 0x62]
      case 0x09: bytes += [0x5C, 0x74]
      case 0x0A: bytes += [0x5C, 0x6E]
      case 0x0C: bytes += [0x5C, 0x66]
      case 0x0D: bytes += [0x5C, 0x72]
      case ..<0x20, 0x7F, 0x2028, 0x2029: appendEscape(scalar)
      default: bytes.append(contentsOf: value[index..<index + length])
      }
      index += length
    }
    bytes.append(0x22)
  }

  /// Appends `\u` and four digits; the scalar is below U+10000.
  private mutating func appendEscape(_ scalar: UInt32) {
    bytes += [0x5C, 0x75]
    for shift in [12, 8, 4, 0] as [UInt32] {
      UTF8Text.appendHex(scalar >> shift & 0xF, to: &bytes)
    }
  }
}
