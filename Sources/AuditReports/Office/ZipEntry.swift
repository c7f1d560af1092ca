/// An entry of a ZIP archive, as the records before it, behind it and in the directory tell of it.
struct ZipEntry {
  let name: String
  /// Of its local header in the archive.
  let offset: Int
  let method: Method
  var checkSum: UInt32 = 0
  var size = 0
  var storedSize = 0

  enum Method: Equatable {
    case stored
    case deflated
    /// Deflated, with sizes that are known at its end only.
    case streamed
  }

  /// APPNOTE 4.3.7.
  var localHeader: [UInt8] {
    precondition(
      method == .streamed || size < ZipEntry.full, "\(name): \(size) bytes in one piece")
    var record = LittleEndianRecord(0x0403_4B50, 4)
    appendCommon(to: &record)
    record.append(checkSum, 4)
    record.append(method == .streamed ? ZipEntry.full : storedSize, 4)
    record.append(method == .streamed ? ZipEntry.full : size, 4)
    record.append(name.utf8.count, 2)
    record.append(method == .streamed ? 20 : 0, 2)
    record.bytes.append(contentsOf: name.utf8)
    // 4.5.3: with it there, the sizes behind the entry are of 64 bits.
    if method == .streamed { record.append(wide: [0, 0]) }
    return record.bytes
  }

  /// APPNOTE 4.3.9.
  var descriptor: [UInt8] {
    var record = LittleEndianRecord(0x0807_4B50, 4)
    record.append(checkSum, 4)
    record.append(storedSize, 8)
    record.append(size, 8)
    return record.bytes
  }

  /// APPNOTE 4.3.12.
  var directoryRecord: [UInt8] {
    var wide: [Int] = []
    func narrow(_ number: Int) -> Int {
      guard number >= ZipEntry.full else { return number }
      wide.append(number)
      return ZipEntry.full
    }
    let numbers = (size: narrow(size), stored: narrow(storedSize), offset: narrow(offset))
    var record = LittleEndianRecord(0x0201_4B50, 4)
    record.append(ZipEntry.version(isWide: !wide.isEmpty || method == .streamed), 2)
    appendCommon(to: &record)
    record.append(checkSum, 4)
    record.append(numbers.stored, 4)
    record.append(numbers.size, 4)
    record.append(name.utf8.count, 2)
    record.append(wide.isEmpty ? 0 : 4 + 8 * wide.count, 2)
    // No comment, the first disk, no attributes of either kind.
    record.append(0, 2 + 2 + 2 + 4)
    record.append(numbers.offset, 4)
    record.bytes.append(contentsOf: name.utf8)
    if !wide.isEmpty { record.append(wide: wide) }
    return record.bytes
  }

  /// The records after the directory: APPNOTE 4.3.14 to 4.3.16.
  static func end(count: Int, start: Int, size: Int) -> [UInt8] {
    var record = LittleEndianRecord()
    if count >= 0xFFFF || start >= full || size >= full {
      record.append(0x0606_4B50, 4)
      record.append(44, 8)
      record.append(version(isWide: true), 2)
      record.append(version(isWide: true), 2)
      record.append(0, 8)
      for number in [count, count, size, start] { record.append(number, 8) }
      record.append(0x0706_4B50, 4)
      record.append(0, 4)
      record.append(start + size, 8)
      record.append(1, 4)
    }
    record.append(0x0605_4B50, 4)
    record.append(0, 4)
    record.append(min(count, 0xFFFF), 2)
    record.append(min(count, 0xFFFF), 2)
    record.append(min(size, full), 4)
    record.append(min(start, full), 4)
    record.append(0, 2)
    return record.bytes
  }

  /// What both headers begin with: version, flags, method, time.
  private func appendCommon(to record: inout LittleEndianRecord) {
    record.append(ZipEntry.version(isWide: method == .streamed), 2)
    let isASCII = name.utf8.allSatisfy { $0 < 0x80 }
    record.append((method == .streamed ? 1 << 3 : 0) | (isASCII ? 0 : 1 << 11), 2)
    record.append(method == .stored ? 0 : 8, 2)
    // Midnight, and the first day there is: year 0 since 1980, month 1, day 1.
    record.append(0, 2)
    record.append(1 << 5 | 1, 2)
  }

  private static func version(isWide: Bool) -> Int { isWide ? 45 : 20 }

  /// In place of a number that does not fit into 32 bits.
  private static let full = 0xFFFF_FFFF
}

/// Numbers written one after the other, the lowest byte first.
private struct LittleEndianRecord {
  var bytes: [UInt8] = []

  init() {}

  init(_ signature: Int, _ width: Int) { append(signature, width) }

  mutating func append(_ number: some BinaryInteger, _ width: Int) {
    var rest = UInt64(truncatingIfNeeded: number)
    for _ in 0..<width {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  /// The field of 64-bit numbers (4.5.3).
  mutating func append(wide numbers: [Int]) {
    append(1, 2)
    append(8 * numbers.count, 2)
    for number in numbers { append(number, 8) }
  }
}
