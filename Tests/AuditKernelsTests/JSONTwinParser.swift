@testable import AuditKernels

/// RFC 8259 by recursive descent, into nodes that stay when it throws.
struct TwinParser {
  var text: [UInt8]
  var position: Int
  var depthLimit: Int
  var memberLimit = Int.max
  /// Strings of ill-formed UTF-8 are a fault.
  var refusesInvalid = false
  /// A number or word that runs on into something else is no value.
  var keepsWholeWordsOnly = false
  private var members = 0
  private var depth = 0

  init(text: [UInt8], position: Int, depthLimit: Int) {
    self.text = text
    self.position = position
    self.depthLimit = depthLimit
  }

  var peek: UInt8? { position < text.count ? text[position] : nil }

  mutating func skipSpace() {
    while let byte = peek, isSpace(byte) { position += 1 }
  }

  mutating func value(_ node: TwinNode) throws(JSONTwin.Fault) {
    skipSpace()
    node.start = position
    switch peek {
    case nil: throw JSONTwin.Fault(kind: .unfinished, at: position)
    case UInt8(ascii: "{"): try object(node)
    case UInt8(ascii: "["): try list(node)
    case UInt8(ascii: "\""):
      let (text, flaws) = try string()
      (node.kind, node.text, node.flaws) = (.string, text, flaws)
    default: try plain(node)
    }
  }

  private mutating func enter() throws(JSONTwin.Fault) {
    guard depth < depthLimit else { throw JSONTwin.Fault(kind: .tooDeep, at: position) }
    depth += 1
    position += 1
    skipSpace()
  }

  private mutating func object(_ node: TwinNode) throws(JSONTwin.Fault) {
    try enter()
    node.kind = .object
    var isFirst = true
    while true {
      skipSpace()
      if isFirst, peek == UInt8(ascii: "}") { break }
      try member(node, isFirst: isFirst)
      isFirst = false
      skipSpace()
      if peek == UInt8(ascii: "}") { break }
      guard peek == UInt8(ascii: ",") else {
        throw JSONTwin.Fault(kind: peek == nil ? .unfinished : .commaExpected, at: position)
      }
      position += 1
    }
    position += 1
    depth -= 1
    node.isClosed = true
  }

  private mutating func member(_ node: TwinNode, isFirst: Bool) throws(JSONTwin.Fault) {
    guard peek == UInt8(ascii: "\"") else {
      let kind: JSONFault =
        peek == nil
        ? .unfinished : peek == UInt8(ascii: "}") && !isFirst ? .trailingComma : .nameExpected
      throw JSONTwin.Fault(kind: kind, at: position)
    }
    let start = position
    members += 1
    // No fault of lists of records can come up here: it stands for too many members.
    guard members <= memberLimit else { throw JSONTwin.Fault(kind: .secondArray, at: start) }
    let (name, flaws) = try string()
    node.members.append(
      TwinNode.Member(name: name, nameStart: start, flaws: flaws, value: TwinNode()))
    skipSpace()
    guard peek == UInt8(ascii: ":") else {
      throw JSONTwin.Fault(kind: peek == nil ? .unfinished : .colonExpected, at: position)
    }
    position += 1
    try value(node.members[node.members.count - 1].value)
  }

  private mutating func list(_ node: TwinNode) throws(JSONTwin.Fault) {
    try enter()
    node.kind = .list
    var isFirst = true
    while true {
      skipSpace()
      if isFirst, peek == UInt8(ascii: "]") { break }
      if !isFirst, let byte = peek, byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") {
        throw JSONTwin.Fault(kind: .trailingComma, at: position)
      }
      isFirst = false
      node.elements.append(TwinNode())
      try value(node.elements[node.elements.count - 1])
      skipSpace()
      if peek == UInt8(ascii: "]") { break }
      guard peek == UInt8(ascii: ",") else {
        throw JSONTwin.Fault(kind: peek == nil ? .unfinished : .commaExpected, at: position)
      }
      position += 1
    }
    position += 1
    depth -= 1
    node.isClosed = true
  }

  // MARK: Scalars

  private mutating func plain(_ node: TwinNode) throws(JSONTwin.Fault) {
    let start = position
    for (word, kind) in [("true", TwinNode.Kind.word), ("false", .word), ("null", .null)]
    where text[start] == word.utf8.first {
      for byte in word.utf8 {
        guard let next = peek else { throw JSONTwin.Fault(kind: .unfinished, at: position) }
        guard next == byte else { throw JSONTwin.Fault(kind: .badWord, at: position) }
        position += 1
      }
      try checkEnd()
      (node.kind, node.text) = (kind, Array(word.utf8))
      return
    }
    guard text[start] == 0x2D || (0x30...0x39).contains(text[start]) else {
      throw JSONTwin.Fault(kind: .valueExpected, at: start)
    }
    if peek == 0x2D { position += 1 }
    if peek == 0x30 {
      position += 1
      if let byte = peek, (0x30...0x39).contains(byte) {
        throw JSONTwin.Fault(kind: .badNumber, at: position)
      }
    } else {
      try digits()
    }
    if peek == UInt8(ascii: ".") {
      position += 1
      try digits()
    }
    if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
      position += 1
      if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
      try digits()
    }
    if keepsWholeWordsOnly, depth > 0, peek == nil {
      throw JSONTwin.Fault(kind: .unfinished, at: position)
    }
    try checkEnd()
    (node.kind, node.text) = (.number, Array(text[start..<position]))
  }

  private func checkEnd() throws(JSONTwin.Fault) {
    guard keepsWholeWordsOnly, let byte = peek, !isSpace(byte), byte != UInt8(ascii: ","),
      byte != UInt8(ascii: "]"), byte != UInt8(ascii: "}")
    else { return }
    throw JSONTwin.Fault(kind: .commaExpected, at: position)
  }

  private mutating func digits() throws(JSONTwin.Fault) {
    let start = position
    while let byte = peek, (0x30...0x39).contains(byte) { position += 1 }
    guard position > start else {
      throw JSONTwin.Fault(kind: peek == nil ? .unfinished : .badNumber, at: position)
    }
  }

  mutating func string() throws(JSONTwin.Fault) -> ([UInt8], TwinFlaws) {
    position += 1
    var output: [UInt8] = []
    var flaws = TwinFlaws()
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return (output, flaws)
      case UInt8(ascii: "\\"): try escape(&output, &flaws)
      case 0..<0x20: throw JSONTwin.Fault(kind: .controlCharacter, at: position)
      case 0x20..<0x80:
        output.append(byte)
        position += 1
      default:
        let (count, fault) = sequence()
        if let fault {
          guard !refusesInvalid else {
            throw JSONTwin.Fault(
              kind: fault == text.count ? .unfinished : .invalidUTF8, at: fault)
          }
          flaws.isInvalid = true
        }
        output += text[position..<position + count]
        position += count
      }
    }
    throw JSONTwin.Fault(kind: .unfinished, at: position)
  }

  /// Bytes of the sequence here, and where it stops being one.
  private func sequence() -> (Int, fault: Int?) {
    for count in 2...4 where position + count <= text.count {
      let bytes = text[position..<position + count]
      if String(validating: bytes, as: UTF8.self)?.unicodeScalars.count == 1 { return (count, nil) }
    }
    // The longest beginning of some sequence, tried out.
    var good = 0
    while good < 3, position + good < text.count, isBeginning(text[position...position + good]) {
      good += 1
    }
    return (1, position + good)
  }

  private func isBeginning(_ bytes: ArraySlice<UInt8>) -> Bool {
    let tails: [[UInt8]] = [[0x80], [0xBF], [0x90], [0xA0]].flatMap { first in
      [first, first + [0x80], first + [0x80, 0x80]]
    }
    return tails.contains {
      String(validating: Array(bytes) + $0, as: UTF8.self)?.unicodeScalars.count == 1
    }
  }

  private mutating func escape(_ output: inout [UInt8], _ flaws: inout TwinFlaws)
    throws(JSONTwin.Fault)
  {
    let start = position
    let simple: [UInt8: UInt8] = [
      0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 8, 0x66: 12, 0x6E: 10, 0x72: 13, 0x74: 9,
    ]
    position += 1
    guard let letter = peek else { throw JSONTwin.Fault(kind: .unfinished, at: position) }
    if let byte = simple[letter] {
      position += 1
      output.append(byte)
      return
    }
    guard letter == UInt8(ascii: "u") else {
      throw JSONTwin.Fault(kind: .badEscape, at: position)
    }
    position += 1
    let first = try unit()
    if first == 0 { flaws.hasNul = true }
    if let scalar = Unicode.Scalar(first) {
      output += Array(String(Character(scalar)).utf8)
      return
    }
    if (0xD800..<0xDC00).contains(first), position + 5 < text.count, text[position] == 0x5C,
      text[position + 1] == UInt8(ascii: "u")
    {
      var ahead = self
      ahead.position += 2
      if let second = try? ahead.unit(), (0xDC00..<0xE000).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) * 0x400 + second - 0xDC00)
      {
        position = ahead.position
        output += Array(String(Character(scalar)).utf8)
        return
      }
    }
    flaws.hasLoneSurrogate = true
    output += text[start..<position]
  }

  private mutating func unit() throws(JSONTwin.Fault) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek else { throw JSONTwin.Fault(kind: .unfinished, at: position) }
      guard byte < 0x80, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw JSONTwin.Fault(kind: .badEscape, at: position)
      }
      value = value * 16 + UInt32(digit)
      position += 1
    }
    return value
  }
}
