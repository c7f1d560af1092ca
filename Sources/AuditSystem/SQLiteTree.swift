package import AuditModel

/// Walks the pages of a table in the order of its row ids, without the library: which ids stand together, and how many.
///
/// The library reads rows; this says how a table can be cut into parts that are read side by side, with exact row
/// numbers, and holds each page to the file format (sqlite.org/fileformat2.html, 1.6): every byte of a leaf accounted
/// for, ids in order, no page at two depths. A page that is otherwise is damage, which the library may pass over.
package struct SQLiteTree: Sendable {
  private let file: InputFile
  private let pageBytes: Int
  private let usableBytes: Int
  private let pageCount: Int
  /// Interior pages on the way to the next leaf: their bytes, and which child is next.
  private var path: [Interior] = []
  private var next: UInt32?
  private var lastID: Int64?
  private var leafDepth: Int?

  private struct Interior: Sendable {
    var bytes: [UInt8]
    var header: Int
    var child: Int
    var cellCount: Int
  }

  /// Ids from above `after` up to `through`: `count` rows.
  package struct Part: Sendable, Hashable {
    package var after: Int64?
    package var through: Int64
    package var count: Int
    /// About how many bytes the rows have.
    package var byteCount: Int
  }

  /// What is wrong with a page.
  package struct Fault: Error, Hashable {
    package var page: Int
    package var what: String

    package func diagnostic(_ path: String) -> Diagnostic {
      SQLiteError.damaged(path, "page \(page): \(what)")
    }
  }

  /// Nil for a file whose header is not the usual one.
  package init?(_ file: InputFile, rootPage: UInt32) throws(Diagnostic) {
    let header = try file.bytes(at: 0, count: 100)
    guard header.count == 100, header.starts(with: Array("SQLite format 3\0".utf8)) else {
      return nil
    }
    let size = Int(header[16]) << 8 | Int(header[17])
    pageBytes = size == 1 ? 65536 : size
    usableBytes = pageBytes - Int(header[20])
    guard pageBytes >= 512, pageBytes & (pageBytes - 1) == 0, usableBytes >= 480,
      header[21] == 64, header[22] == 32, header[23] == 32, file.byteCount % pageBytes == 0
    else { return nil }
    self.file = file
    pageCount = file.byteCount / pageBytes
    next = rootPage
  }

  /// Leaves that follow each other, of about `byteCount` bytes; nil at the table's end.
  package mutating func part(of byteCount: Int) throws -> Part? {
    var part = Part(after: lastID, through: lastID ?? Int64.min, count: 0, byteCount: 0)
    while part.byteCount < byteCount, let page = next {
      let (count, bytes) = try leaf(from: page)
      part.count += count
      part.byteCount += bytes
      part.through = lastID ?? part.through
      next = try nextChild()
      if count == 0, next != nil || part.count > 0 {
        throw Fault(page: Int(page), what: "empty leaf")
      }
    }
    return part.count == 0 ? nil : part
  }

  // MARK: Pages

  private func bytes(of page: UInt32) throws -> [UInt8] {
    guard page >= 1, page <= pageCount else { throw Fault(page: Int(page), what: "page number") }
    let bytes = try file.bytes(at: (Int(page) - 1) * pageBytes, count: pageBytes)
    guard bytes.count == pageBytes else { throw file.changed }
    return bytes
  }

  /// Goes down from a page to its first leaf, and reads that.
  private mutating func leaf(from page: UInt32) throws -> (count: Int, bytes: Int) {
    var page = page
    while true {
      let bytes = try bytes(of: page)
      let header = page == 1 ? 100 : 0
      let count = bytes.number16(header + 3)
      if bytes[header] == 0x0D {
        guard leafDepth == nil || leafDepth == path.count else {
          throw Fault(page: Int(page), what: "depth")
        }
        leafDepth = path.count
        return try readLeaf(bytes, header, count, Int(page))
      }
      guard bytes[header] == 0x05, path.count < 20, count > 0,
        header + 12 + 2 * count <= usableBytes
      else { throw Fault(page: Int(page), what: "page type") }
      path.append(Interior(bytes: bytes, header: header, child: 0, cellCount: count))
      page = try enterChild(Int(page))
    }
  }

  /// The page that the innermost interior page leads to next.
  private func enterChild(_ page: Int) throws -> UInt32 {
    let interior = path[path.count - 1]
    guard interior.child < interior.cellCount else {
      return interior.bytes.number32(interior.header + 8)
    }
    let cell = interior.bytes.number16(interior.header + 12 + 2 * interior.child)
    guard cell >= interior.header + 12 + 2 * interior.cellCount, cell + 4 < usableBytes
    else { throw Fault(page: page, what: "interior cell") }
    return interior.bytes.number32(cell)
  }

  private mutating func nextChild() throws -> UInt32? {
    while let interior = path.last {
      let level = path.count - 1
      guard interior.child < interior.cellCount else {
        path.removeLast()
        continue
      }
      // All ids below a cell's child are at most its key, and all behind it are above.
      let cell = interior.bytes.number16(interior.header + 12 + 2 * interior.child)
      guard let (key, _) = interior.bytes.varint(cell + 4), let lastID, lastID <= key else {
        throw Fault(page: 0, what: "key order")
      }
      self.lastID = key
      path[level].child += 1
      return try enterChild(0)
    }
    return nil
  }

  /// Holds a leaf to the format, and notes its last id.
  private mutating func readLeaf(
    _ bytes: [UInt8], _ header: Int, _ count: Int, _ page: Int
  ) throws -> (Int, Int) {
    let pointersEnd = header + 8 + 2 * count
    let stored = bytes.number16(header + 5)
    let contentStart = stored == 0 ? 65536 : stored
    guard pointersEnd <= contentStart, contentStart <= usableBytes else {
      throw Fault(page: page, what: "leaf header")
    }
    var used = pointersEnd + (contentStart - pointersEnd) + Int(bytes[header + 7])
    used += try freeBytes(bytes, bytes.number16(header + 1), from: contentStart, page)
    var payload = 0
    for index in 0..<count {
      let start = bytes.number16(header + 8 + 2 * index)
      guard start >= contentStart, let (size, first) = bytes.varint(start),
        let (id, second) = bytes.varint(start + first), size >= 0, size <= Int64(Int32.max)
      else { throw Fault(page: page, what: "cell") }
      if let lastID, id <= lastID { throw Fault(page: page, what: "row id order") }
      lastID = id
      let local = localBytes(Int(size))
      let length = max(4, first + second + local.bytes + (local.overflows ? 4 : 0))
      guard start + length <= usableBytes else { throw Fault(page: page, what: "cell length") }
      used += length
      payload += Int(size)
    }
    guard used == usableBytes else { throw Fault(page: page, what: "unaccounted bytes") }
    return (count, payload)
  }

  /// Bytes of the free blocks, which follow each other in ascending order.
  private func freeBytes(
    _ bytes: [UInt8], _ first: Int, from start: Int, _ page: Int
  ) throws -> Int {
    var block = first
    var total = 0
    var end = start
    while block != 0 {
      guard block >= end, block + 4 <= usableBytes else {
        throw Fault(page: page, what: "free block")
      }
      let size = bytes.number16(block + 2)
      guard size >= 4, block + size <= usableBytes else {
        throw Fault(page: page, what: "free block")
      }
      total += size
      end = block + size
      block = bytes.number16(block)
    }
    return total
  }

  /// How much of a payload stands on the leaf itself.
  private func localBytes(_ payload: Int) -> (bytes: Int, overflows: Bool) {
    let most = usableBytes - 35
    guard payload > most else { return (payload, false) }
    let least = (usableBytes - 12) * 32 / 255 - 23
    let fitting = least + (payload - least) % (usableBytes - 4)
    return (fitting <= most ? fitting : least, true)
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
