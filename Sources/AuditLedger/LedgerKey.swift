import AuditModel
import AuditSystem

/// The secret that findings are fingerprinted with, in a file beside the ledger: 32 hex digits, for its owner alone.
package struct LedgerKey: Sendable {
  /// 16 bytes.
  package let bytes: [UInt8]

  static let fileName = "soat.key"

  /// Tells whether two inspections had the same key, and nothing else of it.
  package var check: [UInt8] {
    Array(SHA256.digest(of: Array("soat-ledger-key/1".utf8) + bytes).prefix(8))
  }

  /// Where the key of a ledger lies.
  package static func path(besides ledger: String) -> String {
    FilePath.join(FilePath.parent(of: ledger), fileName)
  }

  /// The key of a ledger, made now where there was none.
  ///
  /// - `entropy`: gives as many bytes as asked for, that nobody can foresee.
  /// - `mayCreate`: false where fingerprints were made before, which no other key could be held against.
  package static func load(
    besides ledger: String, mayCreate: Bool, entropy: (Int) -> [UInt8]
  ) throws -> LedgerKey {
    let path = path(besides: ledger)
    if let text = try SecretFile.read(path, limit: 4096) { return try LedgerKey(text, path) }
    guard mayCreate else { throw missing(path) }
    let bytes = entropy(16)
    precondition(bytes.count == 16, "\(bytes.count) bytes for a key of 16")
    try SecretFile.create(path, Array((SHA256.hex(of: bytes) + "\n").utf8))
    // Another process may have been quicker: what lies there counts.
    guard let text = try SecretFile.read(path, limit: 4096) else { throw missing(path) }
    return try LedgerKey(text, path)
  }

  private init(_ text: [UInt8], _ path: String) throws {
    var digits = text
    while digits.last == 0x0A || digits.last == 0x0D { digits.removeLast() }
    let values = digits.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
    guard digits.count == 32, values.count == 32 else { throw LedgerKey.malformed(path) }
    bytes = stride(from: 0, to: 32, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
  }

  private static func malformed(_ path: String) -> Diagnostic {
    Diagnostic(
      "ledger.key-malformed",
      LocalizedText(
        vi: "tệp khóa không phải 32 chữ số hệ 16", en: "the key file is not 32 hex digits"),
      at: SourceLocation(file: path, line: 0, column: 0),
      hint: LocalizedText(
        vi: "khôi phục tệp khóa từ bản sao lưu", en: "take the key file from a copy kept elsewhere")
    )
  }

  private static func missing(_ path: String) -> Diagnostic {
    Diagnostic(
      "ledger.key-missing",
      LocalizedText(
        vi: "không thấy tệp khóa mà các lần kiểm tra trước đã dùng",
        en: "the key file that earlier inspections used is not there"),
      at: SourceLocation(file: path, line: 0, column: 0),
      hint: LocalizedText(
        vi:
          "khôi phục từ bản sao lưu; mất hẳn thì tạo khóa mới, các lỗi cũ không so được nữa: (umask 077; openssl rand -hex 16 > \(path))",
        en:
          "take it from a copy; if it is lost, make another, by which old findings compare no more: (umask 077; openssl rand -hex 16 > \(path))"
      ))
  }
}
