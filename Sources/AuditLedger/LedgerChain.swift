import AuditModel
import AuditSystem

/// How rows become digests: SHA-256 over their values, each with its kind and length, so that no two lists of values
/// give the same bytes.
///
/// Each run's digest is over its own row, the digests of its rows in other tables, and the digest of the run before: a
/// changed row changes all that follow. Without a secret this shows accidents and clumsy edits, and any edit at all once the
/// last digest stands somewhere else, such as in a signed report.
struct LedgerChain {
  private var digest = SHA256()

  /// The digest that the first row's `previous` is.
  static let start = [UInt8](repeating: 0, count: 32)

  init(_ name: String) { add(.text(name)) }

  mutating func add(_ row: [SQLiteValue]) {
    add(.integer(row.count))
    for value in row { add(value) }
  }

  mutating func add(_ value: SQLiteValue) {
    switch value {
    case .null: digest.update([0])
    case .integer(let number): digest.update([1] + LedgerChain.bytes(of: number))
    case .text(let text): add(2, Array(text.utf8))
    case .blob(let bytes): add(3, bytes)
    }
  }

  private mutating func add(_ kind: UInt8, _ bytes: [UInt8]) {
    digest.update([kind] + LedgerChain.bytes(of: bytes.count))
    digest.update(bytes)
  }

  consuming func finish() -> [UInt8] { digest.finish() }

  /// Eight bytes, the highest first.
  static func bytes(of number: Int) -> [UInt8] {
    let word = UInt64(bitPattern: Int64(number))
    return (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
  }

  /// Of a list of rows of one table.
  static func digest(_ table: String, _ rows: [[SQLiteValue]]) -> [UInt8] {
    var chain = LedgerChain(table)
    for row in rows { chain.add(row) }
    return chain.finish()
  }
}

extension LedgerDatabase {
  /// The error that a row is which does not fit its digest.
  func broken(_ where: LocalizedText) -> Diagnostic {
    Diagnostic(
      "ledger.broken",
      LocalizedText(
        vi: "sổ theo dõi đã bị sửa hoặc hỏng: \(`where`.vi)",
        en: "the ledger was changed or is damaged: \(`where`.en)"),
      at: SourceLocation(file: path, line: 0, column: 0),
      hint: LocalizedText(
        vi: "so mã kiểm chứng với báo cáo đã ký; dùng bản sao lưu còn nguyên",
        en: "compare the digest with a signed report; take a copy that is whole"))
  }
}
