/// Words that stand where a value should, compared as whole values by the match ladder's key.
///
/// Besides the words, a value of nothing but `- . , … _ / \ ? * # ~ : ;` is a placeholder, and so is
/// one of two or more letters x. Words that are also names or answers (`không`, `na`) and numbers
/// that are also codes (`123`) are not in the standard list: rule packs add them where they fit.
package struct PlaceholderWords: Sendable {
  private let keys: Set<[UInt8]>
  private let longest: Int

  package init(_ words: [String]) {
    keys = Set(words.map { TextLadder.key(Array($0.utf8)) })
    longest = keys.map(\.count).max() ?? 0
  }

  /// These words and more.
  package func adding(_ words: [String]) -> PlaceholderWords {
    PlaceholderWords(keys: keys.union(words.map { TextLadder.key(Array($0.utf8)) }))
  }

  private init(keys: Set<[UInt8]>) {
    self.keys = keys
    longest = keys.map(\.count).max() ?? 0
  }

  package func contains(_ value: [UInt8]) -> Bool {
    UTF8Text.scalars(of: value).map { contains(value, scalars: $0) } ?? false
  }

  func contains(_ value: [UInt8], scalars: [UInt32]) -> Bool {
    let isMark = scalars.contains { !VietnameseText.isSpace($0) }
    if isMark, scalars.allSatisfy({ PlaceholderWords.isFiller($0) }) { return true }
    let letters = scalars.filter { !VietnameseText.isSpace($0) }
    if letters.count > 1, letters.allSatisfy({ $0 == 0x78 || $0 == 0x58 }) { return true }
    // Marks given apart take three times the bytes; spaces around are rarely more.
    guard letters.count <= longest else { return false }
    return keys.contains(TextLadder.key(value))
  }

  private static func isFiller(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x23, 0x2A, 0x2C...0x2F, 0x3A, 0x3B, 0x3F, 0x5C, 0x5F, 0x7E: true
    case 0x2013, 0x2014, 0x2026: true
    default: VietnameseText.isSpace(scalar)
    }
  }

  package static let standard = PlaceholderWords(standardWords)

  /// The default list, as the manual prints it.
  package static let standardWords: [String] = [
    "không rõ", "chưa rõ", "ko rõ", "không xác định", "chưa xác định", "không biết", "chưa biết",
    "không có thông tin", "chưa có thông tin", "không thông tin", "không có dữ liệu",
    "chưa có dữ liệu", "không có số liệu", "chưa có số liệu", "chưa cập nhật", "đang cập nhật",
    "chờ cập nhật", "chưa nhập", "chưa khai báo", "chưa kê khai", "để trống", "bỏ trống",
    "khong ro", "chua ro", "khong xac dinh", "chua xac dinh", "khong biet", "chua biet",
    "chua cap nhat", "dang cap nhat", "khong co thong tin", "khong co du lieu",
    "n/a", "n.a", "n.a.", "#n/a", "#n/a n/a", "#ref!", "#value!", "#name?", "#div/0!", "#null!",
    "#num!", "nan", "null", "(null)", "<null>", "\\n", "nil", "none", "undefined", "unknown",
    "(unknown)", "not available", "no data", "no name", "blank", "(blank)", "(trống)", "(empty)",
    "tbd", "tba", "todo", "test", "tests", "testing", "test1", "test 1", "test123", "abc", "abcd",
    "abc123", "abcxyz", "xyz", "aaa", "aaaa", "zzz", "asd", "asdf", "asdfgh", "qwe", "qwerty",
    "123456", "1234567", "12345678", "123456789", "1234567890", "0123456789", "lorem ipsum",
  ]
}
