internal import AuditModel
internal import CLibXML2

/// What one parser's callbacks know and write to; reached through a pointer, since C calls them.
@safe struct XMLParserState {
  // SAFETY: `context` is the parser whose callbacks use this state, set before the first of them; output, names and
  // records are freed by `deallocate`, which the reader calls after the parser is gone.
  var context: xmlParserCtxtPtr?
  var output: XMLOutput
  /// Bytes of the output that are whole records.
  var wholeCount = 0
  var records: [XMLRecordPlace] = []
  var fault: XMLFault?
  private var names: XMLNameTable
  private let pathCount: Int
  private let takesAll: Bool
  private let limits: Limits
  private let recordLimit: Int

  /// Start tags of the elements that are open outside of records, with all they declare.
  private var outerTags: [[UInt8]] = []
  /// The same as they were when records began, each once; `records` say which.
  private(set) var surroundings: [[UInt8]] = []
  private var hasSameSurroundings = false
  private var depth = 0
  /// How many of the innermost open elements' ancestors are the record's path, from the root on.
  private var matched = 0
  /// The most elements of the path that were open at a time, and the deepest place on it where another stood.
  private var deepestMatch = 0
  private var deepestOther = 0
  /// The depth of the record being read; 0 outside.
  private var recordDepth = 0
  private var recordStart = 0
  /// Bytes of text since the last tag.
  private var textCount = 0
  /// A line end's CR was the last byte of a CDATA section's piece.
  private var endsInReturn = false

  init(_ selection: XMLSelection, limits: Limits) {
    names = XMLNameTable(selection)
    self.limits = limits
    takesAll = selection.record == nil
    pathCount = selection.record?.count ?? 0
    recordLimit = limits.cellBytes * 2
    output = XMLOutput(capacity: 1 << 16)
  }

  func deallocate() {
    output.deallocate()
    names.deallocate()
  }

  // MARK: Elements

  /// A start tag: its name, the namespaces it declares - a prefix and a name each - and its attributes.
  @inline(__always) mutating func start(
    _ name: XMLRawName, namespaceCount: Int,
    _ namespaces: UnsafeMutablePointer<XMLNameTable.Part?>?,
    attributeCount: Int, _ attributes: UnsafeMutablePointer<XMLNameTable.Part?>?
  ) {
    let raw = name
    let name = unsafe names.entry(raw.local, raw.uri)
    depth &+= 1
    textCount = 0
    if recordDepth == 0 {
      guard beginsRecord(name) else {
        noteStep()
        unsafe noteOuter(raw, namespaceCount, namespaces)
        return checkOutside(attributeCount)
      }
      deepestMatch = depth
      beginRecord()
    }
    if depth > limits.xmlDepth { return stop(.depth) }
    if names.count > limits.fieldsPerRecord { return stop(.names) }
    guard attributeCount > 0, let attributes = unsafe attributes else {
      return unsafe output.append(token: name.token, Int(name.nameCount) &+ 2)
    }
    unsafe output.append(token: name.token, Int(name.nameCount) &+ 1)
    unsafe append(attributes, attributeCount)
    output.append(0x3E)
  }

  @inline(__always) private mutating func beginsRecord(_ name: XMLNameTable.Entry) -> Bool {
    if takesAll { return true }
    guard matched == depth &- 1, depth <= pathCount, name.path >> UInt64(depth &- 1) & 1 == 1 else {
      return false
    }
    matched = depth
    return matched == pathCount
  }

  private mutating func noteOuter(
    _ name: XMLRawName, _ namespaceCount: Int,
    _ namespaces: UnsafeMutablePointer<XMLNameTable.Part?>?
  ) {
    var tag = XMLOutput(capacity: 256)
    defer { tag.deallocate() }
    tag.append(0x3C)
    name.append(to: &tag)
    for index in 0..<namespaceCount {
      guard let namespaces = unsafe namespaces else { break }
      tag.append(text: " xmlns")
      if let prefix = unsafe namespaces[index * 2] {
        tag.append(0x3A)
        unsafe tag.append(string: prefix)
      }
      tag.append(text: "=\"")
      if let uri = unsafe namespaces[index * 2 + 1] { unsafe tag.append(escapedString: uri) }
      tag.append(0x22)
    }
    tag.append(0x3E)
    outerTags.append(tag.bytes)
    hasSameSurroundings = false
  }

  /// Whether, at the furthest place that the record's path led to, all elements were others than its next.
  ///
  /// False where there was no element at all: a list without records.
  var missesPath: Bool { deepestMatch < pathCount && deepestOther > deepestMatch }

  private mutating func noteStep() {
    if matched == depth {
      deepestMatch = max(deepestMatch, depth)
    } else if matched == depth &- 1 {
      deepestOther = max(deepestOther, depth)
    }
  }

  private mutating func checkOutside(_ attributeCount: Int) {
    if depth > limits.xmlDepth { stop(.depth) }
    if attributeCount > limits.xmlAttributes { stop(.attributes) }
  }

  private mutating func beginRecord() {
    recordDepth = depth
    recordStart = output.count
    if !hasSameSurroundings || surroundings.isEmpty {
      surroundings.append(Array(outerTags.joined()))
      hasSameSurroundings = true
    }
    let (line, offset) = tagPlace()
    records.append(
      XMLRecordPlace(
        start: output.count, line: line, source: offset..<offset,
        surroundings: surroundings.count - 1))
  }

  @inline(__always) mutating func end(
    _ local: UnsafePointer<UInt8>?, _ uri: UnsafePointer<UInt8>?
  ) {
    textCount = 0
    if recordDepth != 0 {
      let name = unsafe names.entry(local, uri)
      unsafe output.append(token: name.token + Int(name.closing), Int(name.nameCount) &+ 3)
      if depth == recordDepth { endRecord() }
      if output.count &- recordStart > recordLimit { stop(.record) }
    } else {
      _ = outerTags.popLast()
      hasSameSurroundings = false
    }
    if matched == depth { matched = depth &- 1 }
    depth &-= 1
  }

  private mutating func endRecord() {
    // One line a record, so that the output reads well; the splitter passes over it.
    output.append(0x0A)
    wholeCount = output.count
    recordDepth = 0
    guard let last = records.indices.last else { return }
    records[last].source = records[last].source.lowerBound..<position()
  }

  // MARK: Attributes

  /// Five pointers an attribute: local name, prefix, namespace, value, and the value's end.
  private mutating func append(
    _ attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>, _ count: Int
  ) {
    guard count <= limits.xmlAttributes else { return stop(.attributes) }
    for index in 0..<count {
      let at = unsafe attributes + index * 5
      guard let value = unsafe at[3], let end = unsafe at[4] else { continue }
      let name = unsafe names.entry(at[0], at[2])
      let length = unsafe end - value
      guard length <= limits.cellBytes else { return stop(.value) }
      switch name.kind {
      case .plain: break
      case .instance, .xml: continue
      case .isNil:
        // Boolean of XML Schema (part 2, 3.2.2).
        let text = unsafe UnsafeBufferPointer(start: value, count: length)
        let isTrue = unsafe text.elementsEqual("true".utf8) || text.elementsEqual("1".utf8)
        if isTrue { output.append(text: " xml:nil=\"1\"") }
        continue
      }
      output.append(0x20)
      unsafe output.append(name.token + 1, Int(name.nameCount))
      output.append(0x3D)
      output.append(0x22)
      unsafe output.append(
        escaped: value, length, keepsAmpersands: XMLLibrary.marksAmpersands)
      output.append(0x22)
    }
  }

  // MARK: Text

  /// Text as the parser hands it on: whole runs as they stand, which hold no markup, and each reference's character
  /// by itself.
  @inline(__always) mutating func text(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    guard recordDepth != 0 else { return }
    textCount &+= count
    if textCount > limits.cellBytes { return stop(.value) }
    if count > 1 { return unsafe output.append(bytes, count) }
    let byte = unsafe bytes[0]
    if byte == 0x3C || byte == 0x26 || byte == 0x0D || byte == 0x3E {
      return unsafe output.append(escaped: bytes, 1)
    }
    output.append(byte)
  }

  /// A piece of a CDATA section, whose line ends libxml2 leaves as they are (XML 1.0, 2.11).
  mutating func section(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    guard recordDepth != 0 else { return }
    textCount &+= count
    if textCount > limits.cellBytes { return stop(.value) }
    for index in 0..<count {
      let byte = unsafe bytes[index]
      switch byte {
      case 0x0D: output.append(0x0A)
      case 0x0A: if !endsInReturn { output.append(0x0A) }
      case 0x3C, 0x3E, 0x26: unsafe output.append(escaped: bytes + index, 1)
      default: output.append(byte)
      }
      endsInReturn = byte == 0x0D
    }
    // The section's end: an LF that the next one begins with is a line end of its own. The parser's memory ends with
    // a zero, so none of the three bytes lies behind it.
    let isLast = unsafe bytes[count] == 0x5D && bytes[count + 1] == 0x5D && bytes[count + 2] == 0x3E
    if isLast { endsInReturn = false }
  }

  // MARK: Places and faults

  /// Line of the tag that is being read and the byte of the input it begins at; no `<` stands within a tag.
  private func tagPlace() -> (line: Int, offset: Int) {
    guard let input = unsafe context?.pointee.input, let base = unsafe input.pointee.base,
      var at = unsafe input.pointee.cur
    else { return (0, 0) }
    var line = unsafe Int(input.pointee.line)
    // SAFETY: the tag lies between the buffer's base and the parser's place in it.
    repeat {
      unsafe at -= 1
      if unsafe at.pointee == 0x0A { line -= 1 }
    } while unsafe at > base && at.pointee != 0x3C
    return unsafe (line, Int(input.pointee.consumed) + (at - base))
  }

  /// Where the document type declaration that was just read begins.
  private func doctypePlace() -> (line: Int, column: Int) {
    guard let input = unsafe context?.pointee.input, let base = unsafe input.pointee.base,
      let end = unsafe input.pointee.cur
    else { return (1, 1) }
    // SAFETY: the parser has read the bytes from its buffer's base to its place, and the declaration is among them.
    let read = unsafe UnsafeBufferPointer(start: base, count: end - base)
    var line = unsafe Int(input.pointee.line)
    var start = read.count
    repeat {
      start -= 1
      if start >= 0, unsafe read[start] == 0x0A { line -= 1 }
    } while unsafe start > 0 && !(read[start...].starts(with: "<!DOCTYPE".utf8))
    var column = 1
    var at = start
    while at > 0, unsafe read[at - 1] != 0x0A {
      at -= 1
      if unsafe read[at] & 0xC0 != 0x80 { column += 1 }
    }
    return (line, column)
  }

  /// Bytes of the input before the parser's place.
  private func position() -> Int {
    guard let input = unsafe context?.pointee.input, let base = unsafe input.pointee.base,
      let at = unsafe input.pointee.cur
    else { return 0 }
    return unsafe Int(input.pointee.consumed) + (at - base)
  }

  /// An error of libxml2; the first that counts ends the reading.
  mutating func take(_ error: xmlError) {
    guard fault == nil, var found = unsafe XMLFault(error) else { return }
    // libxml2 has one code for a document that ends too early and for one that goes on after its root.
    if depth > 0, unsafe Int(error.code) == Int(XML_ERR_DOCUMENT_END.rawValue) {
      found.kind = .cut(open: depth)
    }
    fault = found
    if let context = unsafe context { unsafe xmlStopParser(context) }
  }

  /// Stops where `<!DOCTYPE` stands.
  mutating func refuseDoctype() {
    let place = doctypePlace()
    stop(.doctype)
    fault?.line = place.line
    fault?.column = place.column
  }

  /// Forgets all whole records, and their bytes.
  mutating func forgetWhole(_ count: Int) {
    records.removeFirst(count)
    surroundings.removeFirst(max(0, surroundings.count - 1))
    for index in records.indices { records[index].surroundings = 0 }
    output.removeFirst(wholeCount)
    for index in records.indices { records[index].start -= wholeCount }
    recordStart -= wholeCount
    wholeCount = 0
  }

  /// Ends the parsing, here, unless something ended it before.
  mutating func stop(_ kind: XMLFault.Kind) {
    guard fault == nil else { return }
    let line = unsafe context.map { unsafe Int(xmlSAX2GetLineNumber($0)) } ?? 0
    let column = unsafe context.map { unsafe Int(xmlSAX2GetColumnNumber($0)) } ?? 0
    fault = XMLFault(kind: kind, line: line, column: column)
    if let context = unsafe context { unsafe xmlStopParser(context) }
  }
}

/// Where a record lies in a parser's output and in its input.
package struct XMLRecordPlace: Sendable, Hashable {
  package var start: Int
  /// Of its start tag, from 1.
  package var line: Int
  package var source: Range<Int>
  /// Which of the surroundings it has.
  var surroundings: Int

  /// Of records taken together: whether the same elements are open around both, with the same namespaces.
  package func hasSameSurroundings(as other: XMLRecordPlace) -> Bool {
    surroundings == other.surroundings
  }
}
