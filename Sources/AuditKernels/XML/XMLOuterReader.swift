/// Reads what of a document is outside of its records, with every check that plain XML asks for, and keeps in mind which
/// elements are open and which namespaces they declare.
struct XMLOuterReader: Sendable {
  private struct Element: Sendable {
    var raw: [UInt8]
    /// How many namespaces were declared before it.
    var bindingCount: Int
  }

  /// Names from the root down to the record.
  let path: [[UInt8]]
  private(set) var scope: XMLScope
  private var open: [Element] = []
  /// How many of the open elements, from the root on, are the path's.
  private var matched = 0
  /// The root element has ended.
  private(set) var isAfterRoot = false
  private var isAtStart = true
  var hasBegun: Bool { !isAtStart }
  /// Records have come: namespaces declared from now on would be others than theirs.
  private var hasRecords = false

  init(path: [[UInt8]], prefixes: [String: String]) {
    self.path = path
    scope = XMLScope(prefixes: prefixes)
  }

  /// An element that begins here and has the path's last name is a record.
  var expectsRecord: Bool { matched == path.count - 1 && open.count == matched && !isAfterRoot }

  /// Passes over the piece at a position: white space, text, a tag, a comment, an instruction, a section.
  ///
  /// Where it ends, `XMLMarkup.outside` or `runsOut`; nothing is remembered of a piece that runs out.
  ///
  /// `isLast`: the document ends where the bytes do.
  mutating func piece(_ bytes: Bytes, _ start: Int, isLast: Bool) -> Int {
    if isAtStart {
      let next = beginning(bytes, start)
      guard next < bytes.count || isLast, next != XMLMarkup.runsOut else {
        return XMLMarkup.runsOut
      }
      isAtStart = false
      if next != start { return next }
    }
    let byte = bytes[start]
    if byte != 0x3C { return text(bytes, start, isLast) }
    guard start + 1 < bytes.count else { return XMLMarkup.runsOut }
    switch bytes[start + 1] {
    case 0x21: return declaration(bytes, start)
    case 0x3F: return XMLMarkup.instruction(bytes, start)
    case 0x2F: return endTag(bytes, start, isLast)
    default: return startTag(bytes, start, isLast)
    }
  }

  /// Whether the element that begins here is the first record, as its name in scope says.
  func beginsRecord(_ bytes: Bytes, _ start: Int) -> Bool {
    guard expectsRecord, bytes[start] == 0x3C else { return false }
    let end = XMLMarkup.name(bytes, start + 1)
    guard end > start + 1, let last = path.last else { return false }
    let raw = bytes.slice(start + 1, end - start - 1)
    return XMLCharacters.isQualifiedName(raw) && scope.element(raw) == .named(last)
  }

  mutating func noteRecord() {
    hasRecords = true
    if open.isEmpty { isAfterRoot = true }
  }

  // MARK: The beginning

  /// A byte-order mark and the XML declaration; `start` if there is neither.
  private func beginning(_ bytes: Bytes, _ start: Int) -> Int {
    var position = start
    if bytes[start] == 0xEF {
      guard let isMark = XMLMarkup.has("\u{FEFF}", bytes, start) else { return XMLMarkup.runsOut }
      guard isMark else { return XMLMarkup.outside }
      position += 3
    }
    guard let isDeclaration = XMLMarkup.has("<?xml", bytes, position) else {
      return XMLMarkup.runsOut
    }
    guard isDeclaration else { return position }
    guard position + 5 < bytes.count else { return XMLMarkup.runsOut }
    guard XMLCharacters.isSpace(bytes[position + 5]) else { return position }
    let close = XMLMarkup.find(0x3F, 0x3E, bytes, position)
    guard close >= 0 else { return close }
    let inner = bytes.slice(position + 5, close - position - 5).array
    return XMLPrologue.isPlain(inner) ? close + 2 : XMLMarkup.outside
  }

  // MARK: Text and the like

  private func text(_ bytes: Bytes, _ start: Int, _ isLast: Bool) -> Int {
    var position = start
    var isBlank = true
    while position < bytes.count, bytes[position] != 0x3C {
      if bytes[position] == 0x26 {
        let reference = XMLMarkup.reference(bytes, position)
        guard reference.end >= 0 else { return reference.end }
        position = reference.end
        isBlank = false
        continue
      }
      if !XMLCharacters.isSpace(bytes[position]) { isBlank = false }
      position += 1
    }
    // What follows may be a part of it.
    guard position < bytes.count || isLast else { return XMLMarkup.runsOut }
    let run = bytes.slice(start, position - start)
    guard isBlank || !open.isEmpty, run.count <= XMLMarkup.pieceLimit, !XMLText.hasSectionEnd(run)
    else { return XMLMarkup.outside }
    return XMLCharacters.areLegal(run) ? position : XMLMarkup.outside
  }

  private func declaration(_ bytes: Bytes, _ start: Int) -> Int {
    guard let isComment = XMLMarkup.has("<!--", bytes, start) else { return XMLMarkup.runsOut }
    if isComment { return XMLMarkup.comment(bytes, start) }
    guard let isSection = XMLMarkup.has("<![CDATA[", bytes, start) else { return XMLMarkup.runsOut }
    return isSection && !open.isEmpty ? XMLMarkup.section(bytes, start) : XMLMarkup.outside
  }

  // MARK: Elements

  private mutating func endTag(_ bytes: Bytes, _ start: Int, _ isLast: Bool) -> Int {
    guard let element = open.last else { return XMLMarkup.outside }
    let nameEnd = XMLMarkup.name(bytes, start + 2)
    guard nameEnd >= 0 else { return nameEnd }
    guard bytes.slice(start + 2, nameEnd - start - 2).array == element.raw else {
      return XMLMarkup.outside
    }
    let close = XMLMarkup.skipSpace(bytes, nameEnd)
    guard close + 1 < bytes.count || (isLast && close < bytes.count) else {
      return XMLMarkup.runsOut
    }
    guard bytes[close] == 0x3E,
      XMLCharacters.areLegal(bytes.slice(nameEnd, close - nameEnd))
    else { return XMLMarkup.outside }
    if matched == open.count { matched -= 1 }
    scope.unbind(to: element.bindingCount)
    open.removeLast()
    isAfterRoot = open.isEmpty
    return close + 1
  }

  private mutating func startTag(_ bytes: Bytes, _ start: Int, _ isLast: Bool) -> Int {
    guard !isAfterRoot else { return XMLMarkup.outside }
    var tag = XMLTag()
    let end = tag.read(bytes, start)
    guard end >= 0 else { return end }
    guard end < bytes.count || isLast else { return XMLMarkup.runsOut }
    let raw = bytes.slice(start + 1, tag.nameCount)
    let element = Element(raw: raw.array, bindingCount: scope.bindingCount)
    guard XMLCharacters.isQualifiedName(raw), bindNamespaces(of: tag, bytes),
      case .named(let name)? = scope.element(raw), areNamed(tag, bytes),
      // A record, but not written as the first one was, or with namespaces of its own.
      !(expectsRecord && name == path.last)
    else { return XMLMarkup.outside }
    if tag.isEmpty {
      scope.unbind(to: element.bindingCount)
      isAfterRoot = open.isEmpty
      return end
    }
    if matched == open.count, matched < path.count - 1, path[matched] == name { matched += 1 }
    open.append(element)
    return open.count <= XMLFramer.depthLimit ? end : XMLMarkup.outside
  }

  /// Takes in `xmlns` and `xmlns:…`; false for what may not be declared so.
  private mutating func bindNamespaces(of tag: XMLTag, _ bytes: Bytes) -> Bool {
    for attribute in tag.attributes {
      let raw = bytes.slice(attribute.nameStart, attribute.nameCount).array
      guard XMLTag.isNamespace(raw) else { continue }
      let value = bytes.slice(attribute.valueStart, attribute.valueCount).array
      let prefix = raw.count > 5 ? Array(raw.dropFirst(6)) : []
      guard !hasRecords, !attribute.needsCopy, raw.count > 5 ? !value.isEmpty : true,
        ![Array("xml".utf8), Array("xmlns".utf8)].contains(prefix),
        value != XMLScope.xmlNamespace, value != XMLScope.xmlnsNamespace,
        scope.bindingCount < XMLMarkup.attributeLimit
      else { return false }
      scope.bind(prefix, to: value)
    }
    return true
  }

  private func areNamed(_ tag: XMLTag, _ bytes: Bytes) -> Bool {
    tag.attributes.allSatisfy { attribute in
      let raw = bytes.slice(attribute.nameStart, attribute.nameCount)
      return XMLCharacters.isQualifiedName(raw)
        && (XMLTag.isNamespace(raw.array) || scope.attribute(raw) != nil)
    }
  }
}

extension XMLTag {
  /// `xmlns` or `xmlns:…`.
  static func isNamespace(_ raw: [UInt8]) -> Bool {
    raw.starts(with: "xmlns".utf8) && (raw.count == 5 || raw[5] == 0x3A)
  }
}
