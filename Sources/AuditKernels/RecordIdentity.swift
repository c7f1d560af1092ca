/// What makes a record the same one in another export: its key, wherever it stands.
package struct RecordIdentity: Sendable {
  /// Columns of the key; of a resource without one, all columns that are read.
  package let columns: [Int]
  /// The columns are no key: the record is known by all of them, and is another one when any of them changes.
  package let isWhole: Bool

  package init(columns: [Int], isWhole: Bool) {
    self.columns = columns
    self.isWhole = isWhole
  }

  /// Stands between the parts of a key of several fields, as in waivers.
  package static let separator: UInt8 = 0x1F
}

extension RecordCells {
  /// The keyed hash of a record's identity.
  package func hash(_ identity: RecordIdentity, of record: Int, by hash: SipHash) -> UInt64 {
    if identity.columns.count == 1, !identity.isWhole {
      return hash.hash(cell(identity.columns[0], of: record))
    }
    guard identity.isWhole else { return hash.hash(key(identity.columns, of: record)) }
    var bytes: [UInt8] = []
    for column in identity.columns {
      let start = bytes.count
      append(column, of: record, to: &bytes)
      // Lengths part the cells, which may hold any byte.
      var length = bytes.count - start
      for _ in 0..<4 {
        bytes.append(UInt8(truncatingIfNeeded: length))
        length >>= 8
      }
    }
    return hash.hash(bytes)
  }

  /// The key as waivers write it: its parts with a separator between them.
  package func key(_ columns: [Int], of record: Int) -> [UInt8] {
    var key: [UInt8] = []
    for (index, column) in columns.enumerated() {
      if index > 0 { key.append(RecordIdentity.separator) }
      append(column, of: record, to: &key)
    }
    return key
  }
}
