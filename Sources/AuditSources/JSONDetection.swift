internal import AuditKernels

/// Tells by the beginning of an input whether it is JSON, and which kind.
enum JSONDetection {
  enum Form { case lines, list }

  /// Nil for what is no JSON.
  ///
  /// Lines: the first line is a whole object, and another line follows or no list of objects is in it; or, where the
  /// first is not well-formed, most lines look like objects. Where the head ends within the first line and has no list,
  /// the file's name decides; so it does where there is nothing but white space, which is lines of no record.
  static func form(of head: [UInt8], path: String) -> Form? {
    let start = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard let first = head[start...].firstIndex(where: { !isSpace($0) }) else {
      return isNamedLines(path) ? .lines : nil
    }
    switch head[first] {
    case UInt8(ascii: "["): return beginsList(head[(first + 1)...]) ? .list : nil
    case UInt8(ascii: "{"):
      guard let next = head[(first + 1)...].first(where: { !isSpace($0) }) else { return .list }
      guard next == UInt8(ascii: "\"") || next == UInt8(ascii: "}") else { return nil }
      return isLines(Array(head[first...]), path) ? .lines : .list
    default: return nil
    }
  }

  /// Whether nothing but white space follows the first line.
  static func isOneLine(_ head: [UInt8]) -> Bool {
    guard let end = head.drop(while: isSpace).firstIndex(of: 0x0A) else { return true }
    return head[end...].allSatisfy(isSpace)
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  private static func beginsList(_ rest: ArraySlice<UInt8>) -> Bool {
    guard let next = rest.first(where: { !isSpace($0) }) else { return true }
    return Array("{[]\"-0123456789tfn".utf8).contains(next)
  }

  private static func isNamedLines(_ path: String) -> Bool {
    let name = path.lowercased()
    return [".ndjson", ".jsonl"].contains { name.hasSuffix($0) || name.hasSuffix($0 + ".gz") }
  }

  private static func isLines(_ head: [UInt8], _ path: String) -> Bool {
    let lines = head.split(separator: 0x0A, omittingEmptySubsequences: false).map(trimmed)
    let first = Array(lines[0])
    let isWhole = JSONProbe.isWhole(first)
    if lines.count == 1 {
      return (isWhole || isNamedLines(path)) && !JSONProbe.hasList(first)
    }
    if isWhole {
      return lines.dropFirst().contains { !$0.isEmpty } || !JSONProbe.hasList(first)
    }
    // A damaged first line among others, or a document on several lines.
    let looks = lines.dropLast().prefix(20).filter {
      $0.first == UInt8(ascii: "{") && $0.last == UInt8(ascii: "}")
    }
    return looks.count * 2 > min(20, lines.count - 1)
  }

  private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var line = line
    while let last = line.last, isSpace(last) { line = line.dropLast() }
    return line.drop(while: isSpace)
  }
}
