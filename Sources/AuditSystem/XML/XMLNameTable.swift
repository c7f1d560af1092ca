/// A name as the parser hands it on; prefix and namespace are nil where there are none.
@safe struct XMLRawName {
  // SAFETY: C strings of the parser's dictionary, which lives as long as the parser.
  let local: UnsafePointer<UInt8>?
  let prefix: UnsafePointer<UInt8>?
  let uri: UnsafePointer<UInt8>?

  func append(to output: inout XMLOutput) {
    if let prefix = unsafe prefix {
      unsafe output.append(string: prefix)
      output.append(0x3A)
    }
    if let local = unsafe local { unsafe output.append(string: local) }
  }
}

/// Names of a document as its parser interns them, each with the name it has in paths and output.
///
/// A name is known by the addresses of its parts, which are the same wherever it stands.
@safe struct XMLNameTable {
  // SAFETY: `entries` holds `count` entries, `slots` `slotCount` numbers, until `deallocate`; the parts of names
  // belong to the parser's dictionary, which lives as long as the parser does.
  typealias Part = UnsafePointer<UInt8>

  /// The bytes of an entry's tokens lie in at least 32 readable ones.
  @safe struct Entry {
    let local: Part?
    let uri: Part?
    /// `<name>`.
    let token: UnsafeMutablePointer<UInt8>
    /// How far behind it `</name>` lies.
    let closing: Int32
    let nameCount: Int32
    let kind: Kind
    /// Bit i: the name is that of the record's path at depth i.
    let path: UInt64

  }

  enum Kind: UInt8 {
    case plain
    /// Of the namespaces that say how to read a document, and are no data.
    case instance, xml
    /// `xsi:nil`.
    case isNil
  }

  private var entries: UnsafeMutablePointer<Entry>
  private var slots: UnsafeMutablePointer<Int32>
  private(set) var count = 0
  private var capacity = 64
  private var slotMask = 255
  private let selection: XMLSelection

  init(_ selection: XMLSelection) {
    self.selection = selection
    unsafe entries = .allocate(capacity: capacity)
    unsafe slots = .allocate(capacity: slotMask + 1)
    unsafe slots.initialize(repeating: -1, count: slotMask + 1)
  }

  func deallocate() {
    for index in 0..<count { unsafe entries[index].token.deallocate() }
    unsafe entries.deallocate()
    unsafe slots.deallocate()
  }

  /// The entry of a name, made when it is new.
  @inline(__always) mutating func entry(_ local: Part?, _ uri: Part?) -> Entry {
    var slot = unsafe hash(local, uri) & slotMask
    while true {
      let index = unsafe Int(slots[slot])
      guard index >= 0 else { return unsafe add(local, uri) }
      let entry = unsafe entries[index]
      if unsafe entry.local == local, unsafe entry.uri == uri { return entry }
      slot = (slot &+ 1) & slotMask
    }
  }

  @inline(__always) private func hash(_ local: Part?, _ uri: Part?) -> Int {
    let mixed =
      (UInt(bitPattern: local) &+ UInt(bitPattern: uri) &* 31) &* 0x9E37_79B9_7F4A_7C15
    return Int(mixed >> 40)
  }

  @inline(never) private mutating func add(_ local: Part?, _ uri: Part?) -> Entry {
    let namespace = unsafe uri.map { unsafe String(cString: $0) }
    let localName = unsafe local.map { unsafe String(cString: $0) } ?? ""
    let name = selection.name(local: localName, namespace: namespace)
    let nameCount = name.utf8.count
    let closing = nameCount + 34
    let token = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * closing + 34)
    // SAFETY: freshly allocated for that many bytes.
    unsafe token.initialize(repeating: 0, count: 2 * closing + 34)
    for (index, byte) in "<\(name)>".utf8.enumerated() { unsafe token[index] = byte }
    for (index, byte) in "</\(name)>".utf8.enumerated() { unsafe token[closing + index] = byte }
    var path: UInt64 = 0
    for (depth, step) in (selection.record ?? []).enumerated() where depth < 64 && step == name {
      path |= 1 << UInt64(depth)
    }
    let entry = unsafe Entry(
      local: local, uri: uri, token: token, closing: Int32(closing),
      nameCount: Int32(nameCount), kind: kind(localName, namespace), path: path)
    if count == capacity { grow() }
    unsafe (entries + count).initialize(to: entry)
    place(count)
    count += 1
    return entry
  }

  private func kind(_ local: String, _ namespace: String?) -> Kind {
    switch namespace {
    case "http://www.w3.org/2001/XMLSchema-instance": local == "nil" ? .isNil : .instance
    case "http://www.w3.org/XML/1998/namespace": .xml
    default: .plain
    }
  }

  private func place(_ index: Int) {
    let entry = unsafe entries[index]
    var slot = unsafe hash(entry.local, entry.uri) & slotMask
    while unsafe slots[slot] >= 0 { slot = (slot &+ 1) & slotMask }
    unsafe slots[slot] = Int32(index)
  }

  private mutating func grow() {
    let bigger = UnsafeMutablePointer<Entry>.allocate(capacity: capacity * 2)
    // SAFETY: `count` entries are initialised.
    unsafe bigger.moveInitialize(from: entries, count: count)
    unsafe entries.deallocate()
    unsafe entries = bigger
    capacity *= 2
    unsafe slots.deallocate()
    slotMask = capacity * 4 - 1
    unsafe slots = .allocate(capacity: slotMask + 1)
    unsafe slots.initialize(repeating: -1, count: slotMask + 1)
    for index in 0..<count { place(index) }
  }
}
