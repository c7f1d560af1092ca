/// Reads one record after another by RFC 8259, strictly and without recursion: the authority on what records hold.
///
/// Cells go into a table's columns as they are met: runs of the batch's bytes, or bytes beside where escapes had to be
/// undone or lists joined. What is read before a fault is kept. `JSONTemplate` reads the usual record faster, to the same end.
struct JSONRecordScan {
  let bytes: Bytes
  let tree: JSONFieldTree
  let columns: CellTable.Columns
  let beside: ByteArena
  let limits: JSONLimits
  /// Between the elements of a list that is one field's value.
  let separator: [UInt8]
  /// The field whose lists make a record of each element; -1 for none.
  var spreadField = -1
  /// Elements that are kept of such a list.
  var elementLimit = Int.max
  /// The elements of the record read last, if its list is to be spread.
  var elements: [Element] = []

  struct Element {
    var start: Int
    var end: Int
    var hasEscapes: Bool
    var isNull: Bool
  }

  /// Defects of the record read last, and where they are.
  private(set) var notes: [Note] = []
  /// What a template of the record read last is made of, if one can be made and is wanted.
  private(set) var slots: [JSONTemplate.Slot] = []
  var isPlain = true
  var wantsSlots = true

  struct Note {
    var defect: RecordDefect
    var field: Int
    var position: Int
  }

  struct Choice: BitwiseCopyable {
    var serial: UInt32
    var rank: Int32
  }

  struct Open: BitwiseCopyable {
    var isList: Bool
    /// The node of an object; the node of the field that a list's elements are joined for.
    var node: Int
    /// The node that the next member likely has.
    var likely: Int
    /// The object's first entry in `names`.
    var firstName: Int
  }

  var record = 0
  private let stack: Store<Open>
  private(set) var depth = 0
  private var names = JSONNameList()
  /// For each node, the number of the record that has the member; for each field, that and its way's rank.
  private let seen: Store<UInt32>
  let choices: Store<Choice>
  private(set) var serial: UInt32 = 0
  private var memberCount = 0
  private var lastField = 0
  /// The list being joined: where its text begins beside, and how many elements it has so far; -1 for none.
  var joinStart = -1
  var joinCount = 0
  var joinIsBroken = false
  var joinPosition = 0
  private var tokenStart = 0
  private static let noteLimit = 100

  init(
    _ bytes: Bytes, _ tree: JSONFieldTree, _ columns: CellTable.Columns, _ beside: ByteArena,
    _ limits: JSONLimits, separator: [UInt8]
  ) {
    self.bytes = bytes
    self.tree = tree
    self.columns = columns
    self.beside = beside
    self.limits = limits
    self.separator = separator
    stack = .allocate(
      limits.depth, fill: Open(isList: false, node: JSONFieldTree.none, likely: 0, firstName: 0))
    seen = .allocate(tree.nodeCount, fill: 0)
    choices = .allocate(tree.hasChoices ? tree.fieldCount : 0, fill: Choice(serial: 0, rank: 0))
  }

  func deallocate() {
    stack.deallocate()
    seen.deallocate()
    choices.deallocate()
  }

  /// The innermost open container; there is one.
  @inline(__always) var top: Open { stack[depth &- 1] }
  /// Whether the value to come is an element of a list.
  @inline(__always) var isInList: Bool { depth > 0 && stack[depth &- 1].isList }

  private enum Want { case value, firstElement, name, firstName, separator }

  /// Reads the record that begins at `start`; nil when its end was not reached.
  ///
  /// - Returns: the byte after it; white space and what else may follow is not looked at.
  mutating func scan(_ record: Int, from start: Int, to end: Int) -> Int? {
    begin(record, start)
    var want = Want.value
    var node = JSONFieldTree.root
    var position = start
    while true {
      position = JSONBytes.skipSpace(bytes, position, end)
      guard position < end else { return fail(.malformedRecord, at: position) }
      let byte = bytes[position]
      switch want {
      case .firstName where byte == JSONBytes.closeObject,
        .firstElement where byte == JSONBytes.closeArray:
        position += 1
        guard close(position) else { return finish(position) }
        want = .separator
      case .name, .firstName:
        guard let next = member(position, end, &node) else { return nil }
        position = next
        want = .value
      case .value, .firstElement:
        if byte == JSONBytes.openObject || byte == JSONBytes.openArray {
          guard push(byte == JSONBytes.openArray, node, position) else {
            return fail(.tooDeep, at: position)
          }
          want = byte == JSONBytes.openArray ? .firstElement : .firstName
          position += 1
          continue
        }
        guard let next = scalar(position, end, node) else { return nil }
        position = next
        if depth == 0 { return finish(position) }
        want = .separator
      case .separator:
        let isList = top.isList
        position += 1
        if byte == JSONBytes.comma {
          want = isList ? .value : .name
          node = JSONFieldTree.none
        } else if byte == (isList ? JSONBytes.closeArray : JSONBytes.closeObject) {
          guard close(position) else { return finish(position) }
        } else {
          return fail(.malformedRecord, at: position - 1)
        }
      }
    }
  }

  private mutating func begin(_ record: Int, _ start: Int) {
    self.record = record
    serial += 1
    notes.removeAll(keepingCapacity: true)
    slots.removeAll(keepingCapacity: true)
    isPlain = true
    depth = 0
    names.removeAll()
    memberCount = 0
    lastField = tree.fieldCount
    joinStart = -1
    elements.removeAll(keepingCapacity: true)
    tokenStart = start
    if bytes[start] != JSONBytes.openObject { note(.notAnObject, tree.fieldCount, start) }
  }

  private mutating func finish(_ position: Int) -> Int {
    addSlot(upTo: position, next: position, JSONFieldTree.none)
    return position
  }

  mutating func fail(_ defect: RecordDefect, at position: Int) -> Int? {
    // A value that is no JSON at all is that, and nothing more.
    if defect == .malformedRecord { notes.removeAll { $0.defect == .notAnObject } }
    note(defect, lastField, position)
    if joinStart >= 0 { elements.removeAll() }
    return nil
  }

  /// Of each kind and field the first counts.
  mutating func note(_ defect: RecordDefect, _ field: Int, _ position: Int) {
    isPlain = false
    for index in notes.indices where notes[index].defect == defect && notes[index].field == field {
      notes[index].position = min(notes[index].position, position)
      return
    }
    guard notes.count < JSONRecordScan.noteLimit else { return }
    notes.append(Note(defect: defect, field: field, position: position))
  }

  /// The bytes up to a value belong to the template; those of the value, up to `next`, do not.
  mutating func addSlot(upTo valueStart: Int, next: Int, _ node: Int) {
    guard isPlain, wantsSlots, !isInList else { return }
    let field = node >= 0 ? Int(tree.nodes[node].field) : -1
    slots.append(
      JSONTemplate.Slot(
        start: tokenStart, count: valueStart - tokenStart, field: field,
        isText: node >= 0 && tree.nodes[node].isText))
    tokenStart = next
  }

  // MARK: Containers

  private mutating func push(_ isList: Bool, _ node: Int, _ position: Int) -> Bool {
    guard depth < limits.depth else { return false }
    var inner = JSONFieldTree.none
    if isInList {
      isPlain = false
      if top.node >= 0 { breakJoin(top.node, position) }
    } else if depth > 0 {
      // A list of single values is one value to a template.
      if isList { addSlot(upTo: position, next: position, node) }
      if node >= 0 { inner = enter(isList, node, position) }
    } else if !isList {
      inner = JSONFieldTree.root
    }
    stack[depth] = Open(
      isList: isList, node: inner, likely: inner &+ 1, firstName: names.count)
    depth &+= 1
    return true
  }

  /// The node that counts within a member's container; `none` when what is in it is no field's.
  private mutating func enter(_ isList: Bool, _ node: Int, _ position: Int) -> Int {
    let field = Int(tree.nodes[node].field)
    if !isList {
      if tree.hasChildren(node) { return node }
      if field >= 0, admits(node) {
        note(.wrongNesting, field, position)
        setNull(field)
      }
      return JSONFieldTree.none
    }
    guard field >= 0 else {
      note(.wrongNesting, firstField(below: node), position)
      return JSONFieldTree.none
    }
    if tree.hasChildren(node) { isPlain = false }
    guard admits(node) else { return JSONFieldTree.none }
    joinStart = beside.count
    joinCount = 0
    joinIsBroken = false
    joinPosition = position
    return node
  }

  private mutating func breakJoin(_ node: Int, _ position: Int) {
    note(.wrongNesting, Int(tree.nodes[node].field), position)
    joinIsBroken = true
  }

  /// False when that was the record itself.
  ///
  /// `position`: after the bracket.
  private mutating func close(_ position: Int) -> Bool {
    let closed = top
    depth &-= 1
    if closed.isList {
      if closed.node >= 0 { endJoin(closed.node) }
      if !isInList { tokenStart = position }
    } else if names.count > closed.firstName {
      for position in names.takeRepeated(from: closed.firstName, in: bytes) {
        note(.duplicateMember, tree.fieldCount, position)
      }
    }
    return depth > 0
  }

  func firstField(below node: Int) -> Int {
    for below in node..<Int(tree.nodes[node].next) where tree.nodes[below].field >= 0 {
      return Int(tree.nodes[below].field)
    }
    return tree.fieldCount
  }

  // MARK: Members

  /// Reads a name and its colon; the byte after that, nil at a fault.
  private mutating func member(_ start: Int, _ end: Int, _ node: inout Int) -> Int? {
    guard bytes[start] == JSONBytes.quote else { return fail(.malformedRecord, at: start) }
    memberCount += 1
    guard memberCount <= limits.members else {
      note(.tooLong, tree.fieldCount, start)
      return nil
    }
    var close = JSONBytes.plainEnd(bytes, start + 1, end)
    var name = bytes.slice(start + 1, close - start - 1)
    var offset = start + 1
    var isBeside = false
    if close >= end || bytes[close] != JSONBytes.quote {
      let undone = names.undo(bytes, start + 1, end)
      let reading = undone.reading
      guard reading.isClosed else { return fail(.malformedRecord, at: reading.end) }
      close = reading.end
      noteEscapes(reading, tree.fieldCount, start)
      (offset, name) = (undone.offset, undone.name)
      isBeside = true
    }
    checkUTF8(start + 1, close, nil)
    node = enter(name, offset, isBeside, start)
    lastField =
      node >= 0 && tree.nodes[node].field >= 0 ? Int(tree.nodes[node].field) : tree.fieldCount
    let colon = JSONBytes.skipSpace(bytes, close + 1, end)
    guard colon < end, bytes[colon] == JSONBytes.colon else {
      return fail(.malformedRecord, at: colon)
    }
    return colon + 1
  }

  /// The node of a member, `none` for one that is no field's or stands there again.
  private mutating func enter(_ name: Bytes, _ offset: Int, _ isBeside: Bool, _ position: Int)
    -> Int
  {
    let parent = top.node
    if parent >= 0 {
      let child = tree.child(of: parent, named: name, likely: top.likely)
      if child >= 0 {
        stack[depth &- 1].likely = Int(tree.nodes[child].next)
        guard seen[child] != serial else {
          let field = Int(tree.nodes[child].field)
          note(.duplicateMember, field >= 0 ? field : tree.fieldCount, position)
          return JSONFieldTree.none
        }
        seen[child] = serial
        return child
      }
    }
    names.append(name, offset: offset, isBeside: isBeside, position: position)
    return JSONFieldTree.none
  }
}
