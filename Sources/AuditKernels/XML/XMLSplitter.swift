import AuditModel

/// Splits framed records of plain XML into cells, and checks everything that makes them well-formed.
///
/// What it does not understand, or finds wrong, it does not judge: `split` is false then, and the whole document is
/// libxml2's. One worker at a time uses it; it keeps what it learns of the names.
package final class XMLSplitter: @unchecked Sendable {
  let shape: XMLShape
  let scope: XMLScope
  /// Libxml2 has checked what is split here.
  let isTrusted: Bool
  private let rootName: [UInt8]
  private let depthLimit: Int
  private let recordsPerFrame: Int
  private var names = XMLLearnedNames()
  private var scratch = XMLSplitScratch()
  /// For names that no field is in or of.
  static let ignored = 1 << 24
  /// Entries beyond which what was learned is forgotten, or, in plain documents, no more is learned.
  private static let nameLimit = 20_000

  package init(_ format: XMLPlainFormat, shape: XMLShape, limits: Limits) {
    self.shape = shape
    scope = format.scope
    isTrusted = format.scope.isResolved
    rootName = format.recordName
    recordsPerFrame = XMLFramer.recordsPerFrame(fields: shape.fieldCount)
    depthLimit = limits.xmlDepth - format.path.count + 1
    scratch.tag = XMLTag(isTrusted: isTrusted)
  }

  deinit { names.deallocate() }

  /// Where the next batch's records are, if its bytes do not tell.
  package var places: [XMLGivenPlace]?

  /// Fills the batch's table from its bytes; false when they are not plain, well-formed XML.
  package func split(_ batch: RecordBatch) -> Bool {
    guard batch.frame.mark != XMLFramer.outside, let table = batch.table else { return false }
    table.removeAll()
    batch.defects.removeAll(keepingCapacity: true)
    var defects: [DefectEntry] = []
    let isPlain = split(
      batch.bytes, into: table, expected: batch.frame.recordCount, places: places, defects: &defects
    )
    batch.defects = defects
    return isPlain
  }

  func split(
    _ bytes: Bytes, into table: CellTable, expected: Int = 0, places: [XMLGivenPlace]? = nil,
    defects: inout [DefectEntry]
  ) -> Bool {
    if names.count == 0 || names.count > XMLSplitter.nameLimit { learnRoot() }
    var run = XMLSplitRun(
      bytes: bytes, names: names,
      cells: XMLCells(table, shape: shape, reserved: expected, rowLimit: recordsPerFrame),
      scratch: scratch,
      depthLimit: depthLimit, isTrusted: isTrusted)
    run.cells.bytes = bytes
    run.places = places
    let isPlain = run.split(self)
    run.cells.finish()
    names = run.names
    scratch = run.scratch
    scratch.clear()
    defects = run.defects
    return isPlain
  }

  private func learnRoot() {
    names.removeAll()
    let arena = ByteArena(capacity: rootName.count)
    _ = arena.append(rootName)
    _ = names.add(arena.bytes(at: 0, count: rootName.count), entry(of: 0, owner: -1))
  }

  // MARK: Names met for the first time

  private func entry(of node: Int, owner: Int) -> XMLLearnedNames.Entry {
    var entry = XMLLearnedNames.Entry()
    entry.owner = Int32(owner)
    entry.node = Int32(node)
    guard node != XMLSplitter.ignored else { return entry }
    entry.column = Int32(shape.nodes[node].column)
    if !shape.nodes[node].children.isEmpty {
      entry.flags |= XMLLearnedNames.Entry.hasFieldsWithin
    }
    if shape.nodes[node].makesRows { entry.flags |= XMLLearnedNames.Entry.makesRows }
    return entry
  }

  /// The entry of an element's name within another; nil for one that cannot be, or that is not declared.
  func learn(_ name: Bytes, in parent: Int, _ names: inout XMLLearnedNames) -> Int? {
    let owner = Int(names.entries[parent].node)
    if let known = names.find(name, owner: owner) { return known }
    guard isTrusted || XMLCharacters.isQualifiedName(name),
      case .named(let called)? = scope.element(name)
    else { return nil }
    let node = owner == XMLSplitter.ignored ? nil : shape.child(of: owner, called)
    if names.count > XMLSplitter.nameLimit {
      guard isTrusted else { return nil }
      if node == nil, let known = names.find(name, owner: XMLSplitter.ignored) { return known }
    }
    let isKept = node != nil || names.count <= XMLSplitter.nameLimit
    return names.add(
      name, entry(of: node ?? XMLSplitter.ignored, owner: isKept ? owner : XMLSplitter.ignored))
  }

  /// What an attribute of an element is: its column, or -1; nil for one that cannot be, or that is not declared.
  func attribute(_ name: Bytes, on element: Int, _ names: XMLLearnedNames) -> (
    column: Int, isNil: Bool
  )? {
    guard isTrusted || XMLCharacters.isQualifiedName(name) && !XMLTag.isNamespace(name.array),
      let called = scope.attribute(name)
    else { return nil }
    switch called {
    case .isNil: return (-1, true)
    case .ignored: return (-1, false)
    case .named(let text):
      let node = Int(names.entries[element].node)
      guard node != XMLSplitter.ignored else { return (-1, false) }
      return (shape.nodes[node].attributes[text] ?? -1, false)
    }
  }

  func mayLearn(_ names: XMLLearnedNames) -> Bool { names.count <= XMLSplitter.nameLimit }
}

/// Where a record is, counted from the first of its batch: bytes of the input, and lines.
package struct XMLGivenPlace: Sendable {
  package var start: Int
  package var line: Int

  package init(start: Int, line: Int) {
    self.start = start
    self.line = line
  }
}

/// Room that a splitter uses again for each batch.
struct XMLSplitScratch {
  /// Elements that are open within the record and have others in them, as entries, the record first.
  var open: [Int32] = []
  /// Text so far of the open elements that are fields, innermost last.
  var mixed: [[UInt8]] = []
  var tag = XMLTag()

  mutating func clear() {
    open.removeAll(keepingCapacity: true)
    mixed.removeAll(keepingCapacity: true)
  }
}
