package import AuditModel

/// Walks the interior pages of a table, without the library: which leaf pages hold its rows, in the order of their ids.
///
/// So a table can be cut into parts that are read side by side, with exact row numbers. What the pages say is held to the
/// file format (sqlite.org/fileformat2.html, 1.6): keys in order, leaves at one depth, page numbers within the file.
package struct SQLiteTree: Sendable {
  package let pageBytes: Int
  /// Bytes of a page that pages use, from its beginning.
  package let usableBytes: Int
  private let file: InputFile
  private let pageCount: Int
  /// Interior pages on the way to the next leaf, from the root on.
  private var path: [Interior] = []
  private let root: UInt32
  private var isBegun = false
  /// Interior pages above each leaf; found on the way to the first.
  private var depth = 0
  private var lastKey: Int64?

  private struct Interior: Sendable {
    var page: UInt32
    var bytes: [UInt8]
    /// The child to be entered next, from 0; the last is the right-most.
    var child = 0
    var cellCount: Int { bytes.number16(3) }

    /// Of a child: its page, and the key that no id below it passes; nil for the right-most.
    func child(_ index: Int, _ usable: Int) throws -> (page: UInt32, key: Int64?) {
      guard index < cellCount else { return (bytes.number32(8), nil) }
      let cell = bytes.number16(12 + 2 * index)
      guard cell >= 12 + 2 * cellCount, cell + 4 < usable, let (key, _) = bytes.varint(cell + 4)
      else { throw Fault(page: Int(page), what: "interior cell") }
      return (bytes.number32(cell), key)
    }
  }

  /// Leaves that follow each other: their ids lie above `after` and go up to `through`.
  package struct Leaves: Sendable, Hashable {
    package var after: Int64?
    package var through: Int64?
    package var pages: [UInt32] = []
    /// Whether the table is this one page.
    package var isRoot = false
  }

  /// What is wrong with a page.
  package struct Fault: Error, Hashable {
    package var page: Int
    package var what: String

    package init(page: Int, what: String) {
      self.page = page
      self.what = what
    }

    package func diagnostic(_ path: String) -> Diagnostic {
      SQLiteError.damaged(path, "page \(page): \(what)")
    }
  }

  /// Nil for a file whose header is not the usual one: the library is to say what is wrong with it.
  package init?(_ file: InputFile, rootPage: UInt32) throws(Diagnostic) {
    let header = try file.bytes(at: 0, count: 100)
    guard header.count == 100, header.starts(with: SQLiteFile.magic), rootPage > 1 else {
      return nil
    }
    let size = header.number16(16)
    pageBytes = size == 1 ? 65536 : size
    usableBytes = pageBytes - Int(header[20])
    guard pageBytes >= 512, pageBytes & (pageBytes - 1) == 0, usableBytes >= 480,
      header[21] == 64, header[22] == 32, header[23] == 32, file.byteCount % pageBytes == 0
    else { return nil }
    self.file = file
    pageCount = file.byteCount / pageBytes
    root = rootPage
  }

  /// Where a page begins in the file.
  package func offset(of page: UInt32) -> Int { (Int(page) - 1) * pageBytes }

  /// The next leaves, `count` of them or fewer; nil behind the last.
  package mutating func leaves(_ count: Int) throws -> Leaves? {
    if !isBegun {
      isBegun = true
      let bytes = try bytes(of: root)
      if bytes[0] == 0x0D { return Leaves(pages: [root], isRoot: true) }
      try push(root, bytes)
      try findDepth()
    }
    guard !path.isEmpty else { return nil }
    var leaves = Leaves(after: lastKey)
    while leaves.pages.count < count, let (page, key) = try nextLeaf() {
      leaves.pages.append(page)
      leaves.through = key
    }
    return leaves.pages.isEmpty ? nil : leaves
  }

  // MARK: Pages

  private func bytes(of page: UInt32) throws -> [UInt8] {
    try check(page)
    let bytes = try file.bytes(at: offset(of: page), count: pageBytes)
    guard bytes.count == pageBytes else { throw file.changed }
    return bytes
  }

  private func check(_ page: UInt32) throws {
    guard page > 1, page <= pageCount else { throw Fault(page: Int(page), what: "page number") }
  }

  private mutating func push(_ page: UInt32, _ bytes: [UInt8]) throws {
    let interior = Interior(page: page, bytes: bytes)
    guard bytes[0] == 0x05, interior.cellCount > 0, path.count < 20,
      12 + 2 * interior.cellCount <= usableBytes
    else { throw Fault(page: Int(page), what: "page type") }
    path.append(interior)
  }

  /// Goes down the first children until one is a leaf.
  private mutating func findDepth() throws {
    depth = 1
    var interior = path[0]
    while true {
      let page = try interior.child(0, usableBytes).page
      let bytes = try bytes(of: page)
      if bytes[0] == 0x0D { return }
      guard bytes[0] == 0x05, depth < 20 else { throw Fault(page: Int(page), what: "page type") }
      interior = Interior(page: page, bytes: bytes)
      depth += 1
    }
  }

  /// The next leaf's page, and the key no id on it passes; nil where the whole table's last is.
  private mutating func nextLeaf() throws -> (UInt32, Int64?)? {
    while let interior = path.last {
      let level = path.count - 1
      guard interior.child <= interior.cellCount else {
        path.removeLast()
        continue
      }
      let (page, key) = try interior.child(interior.child, usableBytes)
      try check(page)
      path[level].child += 1
      guard path.count == depth else {
        try push(page, bytes(of: page))
        continue
      }
      // The right-most child's ids end where those of the interior page above do.
      let limit = try key ?? keyAbove(level)
      if let limit {
        if let lastKey, limit <= lastKey { throw Fault(page: Int(page), what: "key order") }
        lastKey = limit
      }
      return (page, limit)
    }
    return nil
  }

  /// The key of the innermost interior page above `level` that is not at its right-most child.
  private func keyAbove(_ level: Int) throws -> Int64? {
    for above in stride(from: level - 1, through: 0, by: -1) {
      // The child that was entered is one before the next.
      if let key = try path[above].child(path[above].child - 1, usableBytes).key { return key }
    }
    return nil
  }
}

extension [UInt8] {
  fileprivate func number16(_ offset: Int) -> Int {
    Int(self[offset]) << 8 | Int(self[offset + 1])
  }

  fileprivate func number32(_ offset: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 << 8 | UInt32(self[offset + $1]) }
  }

  /// A number of one to nine bytes, seven bits each and eight in the ninth, and how many bytes it has; nil past the end.
  fileprivate func varint(_ offset: Int) -> (Int64, Int)? {
    var value: UInt64 = 0
    for index in 0..<9 {
      guard offset >= 0, offset + index < count else { return nil }
      let byte = self[offset + index]
      if index == 8 { return (Int64(bitPattern: value << 8 | UInt64(byte)), 9) }
      value = value << 7 | UInt64(byte & 0x7F)
      if byte < 0x80 { return (Int64(bitPattern: value), index + 1) }
    }
    return nil
  }
}
