@testable import AuditKernels

/// A document with a list of records in it, by recursive descent.
struct TwinDocument {
  let twin: JSONTwin
  let goal: JSONDocumentScan.Goal
  let text: [UInt8]
  var position: Int
  var result = JSONResult()
  private var hasFound = false
  private var hasEmptyList = false

  init(twin: JSONTwin, goal: JSONDocumentScan.Goal, text: [UInt8], position: Int) {
    self.twin = twin
    self.goal = goal
    self.text = text
    self.position = position
  }

  private typealias Fault = JSONTwin.Fault

  mutating func read() {
    do throws(Fault) {
      try value(way: [], depth: 0)
      skipSpace()
      guard position == text.count else { throw Fault(kind: .textAfterEnd, at: position) }
      guard hasFound || (goal == .firstList && hasEmptyList) else {
        throw Fault(kind: .noRecords, at: position)
      }
    } catch {
      result.fault = JSONPlacedFault(fault: error.kind, offset: error.at)
    }
  }

  private var peek: UInt8? { position < text.count ? text[position] : nil }

  private mutating func skipSpace() {
    while let byte = peek, isSpace(byte) { position += 1 }
  }

  private func fault(_ kind: JSONFault) -> Fault {
    Fault(kind: peek == nil ? .unfinished : kind, at: position)
  }

  /// `way`: the names that lead here; nil within a list.
  private mutating func value(way: [[UInt8]]?, depth: Int) throws(Fault) {
    skipSpace()
    guard let byte = peek else { throw fault(.unfinished) }
    if case .path(let names) = goal, let way, way == names {
      guard byte == UInt8(ascii: "[") else { throw Fault(kind: .notAnArray, at: position) }
      guard !hasFound else { throw Fault(kind: .secondArray, at: position) }
      guard depth < twin.limits.depth else { throw Fault(kind: .tooDeep, at: position) }
      return try records(from: position + 1)
    }
    switch byte {
    case UInt8(ascii: "{"):
      guard depth < twin.limits.depth else { throw Fault(kind: .tooDeep, at: position) }
      try object(way, depth + 1)
    case UInt8(ascii: "["):
      if goal == .firstList, depth == 0 { return try records(from: position + 1) }
      guard depth < twin.limits.depth else { throw Fault(kind: .tooDeep, at: position) }
      try list(way, depth + 1)
    default:
      var parser = TwinParser(text: text, position: position, depthLimit: 0)
      parser.refusesInvalid = true
      let node = TwinNode()
      try parser.value(node)
      position = parser.position
    }
  }

  private mutating func object(_ way: [[UInt8]]?, _ depth: Int) throws(Fault) {
    position += 1
    var isFirst = true
    while true {
      skipSpace()
      if isFirst, peek == UInt8(ascii: "}") { break }
      guard peek == UInt8(ascii: "\"") else {
        throw fault(peek == UInt8(ascii: "}") ? .trailingComma : .nameExpected)
      }
      isFirst = false
      var parser = TwinParser(text: text, position: position, depthLimit: 0)
      parser.refusesInvalid = true
      let (name, _) = try parser.string()
      position = parser.position
      skipSpace()
      guard peek == UInt8(ascii: ":") else { throw fault(.colonExpected) }
      position += 1
      try value(way: way.map { $0 + [name] }, depth: depth)
      skipSpace()
      if peek == UInt8(ascii: "}") { break }
      guard peek == UInt8(ascii: ",") else { throw fault(.commaExpected) }
      position += 1
    }
    position += 1
  }

  private mutating func list(_ way: [[UInt8]]?, _ depth: Int) throws(Fault) {
    position += 1
    var isFirst = true
    while true {
      skipSpace()
      if isFirst, way != nil, goal == .firstList, !hasFound {
        if peek == UInt8(ascii: "{") { return try records(from: position) }
        if peek == UInt8(ascii: "]") { hasEmptyList = true }
      }
      if peek == UInt8(ascii: "]") {
        guard isFirst else { throw fault(.trailingComma) }
        break
      }
      if !isFirst, peek == UInt8(ascii: "}") { throw fault(.trailingComma) }
      isFirst = false
      try value(way: nil, depth: depth)
      skipSpace()
      if peek == UInt8(ascii: "]") { break }
      guard peek == UInt8(ascii: ",") else { throw fault(.commaExpected) }
      position += 1
    }
    position += 1
  }

  // MARK: Records

  private mutating func records(from start: Int) throws(Fault) {
    hasFound = true
    position = start
    var isFirst = true
    while true {
      skipSpace()
      guard let byte = peek else { throw fault(.unfinished) }
      if byte == UInt8(ascii: "]") {
        guard isFirst else { throw fault(.trailingComma) }
        break
      }
      guard byte != UInt8(ascii: ",") else { throw fault(.valueExpected) }
      isFirst = false
      try element()
      skipSpace()
      if peek == UInt8(ascii: "]") { break }
      guard peek == UInt8(ascii: ",") else { throw fault(.commaExpected) }
      position += 1
    }
    position += 1
  }

  private mutating func element() throws(Fault) {
    let start = position
    let line = 1 + text[..<start].filter { $0 == 0x0A }.count
    let limit = twin.limits.recordBytes
    let reach = TwinDocument.reach(text, start)
    if let end = reach.end, end - start <= limit {
      let read = twin.record(Array(text[..<end]), from: start, line: line)
      result.records.append(read.record)
      position = end
      return
    }
    var parser = TwinParser(text: text, position: start, depthLimit: 1 << 20)
    parser.refusesInvalid = true
    var strict: Fault?
    do throws(Fault) { try parser.value(TwinNode()) } catch { strict = error }
    if reach.known - start > limit {
      if let strict, strict.at < start + limit { throw strict }
      if strict == nil, parser.position < start + limit {
        throw Fault(kind: .commaExpected, at: parser.position)
      }
      result.records.append(twin.cut(line: line))
      if let strict { throw strict }
      position = parser.position
      return
    }
    throw strict
      ?? Fault(
        kind: parser.position < text.count ? .commaExpected : .unfinished, at: parser.position)
  }

  /// Where quotes and brackets say an element ends; nil where they are out of place.
  ///
  /// `known`: it reaches so far.
  private static func reach(_ text: [UInt8], _ start: Int) -> (end: Int?, known: Int) {
    var open: [UInt8] = []
    var last = UInt8(ascii: ",")
    var index = start
    let isWord = !Array("{[\"".utf8).contains(text[start])
    while index < text.count {
      let byte = text[index]
      let character = Character(Unicode.Scalar(byte))
      if isWord {
        if byte <= 0x20 || ",]".contains(character) {
          return index > start ? (index, index) : (nil, index)
        }
        if "\"\\:{[}".contains(character) { return (nil, index) }
        index += 1
        continue
      }
      if byte <= 0x20 {
        index += 1
        continue
      }
      if last == UInt8(ascii: "\""), !",:]}".contains(character) { return (nil, index) }
      switch character {
      case "\"":
        guard "{[,:".contains(Character(Unicode.Scalar(last))) else { return (nil, index) }
        index += 1
        while index < text.count, text[index] != UInt8(ascii: "\"") {
          index += text[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard index < text.count else { return (nil, text.count) }
        if open.isEmpty { return (index + 1, index + 1) }
      case "\\": return (nil, index)
      case "{", "[":
        if let outer = open.last {
          let allowed = outer == UInt8(ascii: "{") ? ":" : "[,"
          guard allowed.contains(Character(Unicode.Scalar(last))) else { return (nil, index) }
        }
        open.append(byte)
      case "}", "]":
        // The closing bracket of each kind is two behind its opening one.
        guard open.popLast() == byte - 2 else { return (nil, index) }
        if open.isEmpty { return (index + 1, index + 1) }
      default: break
      }
      last = byte
      index += 1
    }
    return (nil, text.count)
  }
}
