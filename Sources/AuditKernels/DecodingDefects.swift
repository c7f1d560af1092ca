/// What could not be decoded: how many bytes or code units, and where the first of them stands.
///
/// Each became the byte FF, which no UTF-8 text has: readers report it at its record and field as they do other bytes
/// that are not UTF-8, so that it is never lost silently.
package struct DecodingDefects: Hashable, Sendable {
  package private(set) var count = 0
  /// An offset into the bytes that were decoded.
  package private(set) var first: Int?

  package init() {}

  /// What stands for a byte that says nothing.
  static let mark: UInt8 = 0xFF

  @inline(never) mutating func add(at offset: Int) {
    count += 1
    if first == nil { first = offset }
  }
}
