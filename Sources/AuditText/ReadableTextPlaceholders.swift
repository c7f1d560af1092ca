/// Words that stand where a value should, compared as whole values by the match ladder's key.
///
/// Besides the words, a value of nothing but `- . , … _ / \ ? * # ~ : ;` is a placeholder, and so is
/// one of two or more letters x. Words that are also names or answers (`không`, `na`) and numbers
/// that are also codes (`123`) are not in the standard list: rule packs add them where they fit.
package struct PlaceholderWords: Sendable {
  private let keys: Set<[UInt8]>
  /// For each number of characters and each kind of the first, the kinds of the last, a bit each, of the words that
  /// have so many.
  private let outlines: [[UInt32]]

  package init(_ words: [String]) {
    self.init(keys: Set(words.map { TextLadder.key(Array($0.utf8)) }))
  }

  /// These words and more.
  package func adding(_ words: [String]) -> PlaceholderWords {
    PlaceholderWords(keys: keys.union(PlaceholderWords(words).keys))
  }

  private init(keys: Set<[UInt8]>) {
    self.keys = keys
    var outlines: [[UInt32]] = []
    for key in keys {
      let outline = Outline(UTF8Text.scalars(of: key) ?? [])
      let missing = max(0, outline.count + 1 - outlines.count)
      outlines += repeatElement(
        [UInt32](repeating: 0, count: PlaceholderWords.kindCount), count: missing)
      outlines[outline.count][outline.first] |= 1 << UInt32(outline.last)
    }
    self.outlines = outlines
  }

  package func contains(_ value: [UInt8]) -> Bool {
    UTF8Text.scalars(of: value).map { contains(value, scalars: $0) } ?? false
  }

  func contains(_ value: [UInt8], scalars: [UInt32]) -> Bool {
    let outline = Outline(scalars)
    guard outline.count > 0 else { return false }
    if outline.isFiller || outline.isCrosses && outline.count > 1 { return true }
    guard outline.count < outlines.count,
      outlines[outline.count][outline.first] >> UInt32(outline.last) & 1 == 1
    else { return false }
    return keys.contains(TextLadder.key(value))
  }

  /// The most characters of any word, spaces and marks aside.
  package var longest: Int { outlines.count - 1 }

  /// The kinds that the last character may be of when a text of so many, spaces aside, that begins with one of kind
  /// `first` is one of the words or a filler: a bit each.
  ///
  /// Of composed text. Never without the kind of one that is.
  package func lastKinds(count: Int, first: Int) -> UInt32 {
    var kinds = count < outlines.count ? outlines[count][first] : 0
    if first == Outline.filler || first == Outline.cross { kinds |= 1 << UInt32(first) }
    return kinds
  }

  /// The kinds of characters that `lastKinds` tells apart, from 0.
  package static let kindCount = 28

  /// 0 to 25 for the letters a to z whatever their case and marks, 27 for what fillers are made of, 26 for the others.
  package static func kind(of scalar: UInt32) -> Int { Outline.kind(of: scalar) }

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

/// What can be told of a value without folding it, so that few values are folded.
private struct Outline {
  /// Characters besides spaces and marks.
  private(set) var count = 0
  private var firstScalar: UInt32 = 0
  private var lastScalar: UInt32 = 0
  private(set) var isFiller = true
  private(set) var isCrosses = true

  init(_ scalars: [UInt32]) {
    for scalar in scalars {
      if VietnameseText.isSpace(scalar) || VietnameseText.isCombiningMark(scalar)
        || VietnameseText.isWidthless(scalar)
      {
        continue
      }
      if count == 0 { firstScalar = scalar }
      lastScalar = scalar
      count += 1
      isFiller = isFiller && Outline.isFiller(scalar)
      isCrosses = isCrosses && (scalar == 0x78 || scalar == 0x58)
    }
  }

  /// The kinds of the first and the last of the characters.
  var first: Int { Outline.kind(of: firstScalar) }
  var last: Int { Outline.kind(of: lastScalar) }

  static let filler = 27
  static let cross = 23

  static func kind(of scalar: UInt32) -> Int {
    if isFiller(scalar) || VietnameseText.isDash(scalar) { return filler }
    let letter = VietnameseText.lowercase(VietnameseText.decomposed(scalar)[0])
    return (0x61...0x7A).contains(letter) ? Int(letter - 0x61) : 26
  }

  static func isFiller(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x23, 0x2A, 0x2C...0x2F, 0x3A, 0x3B, 0x3F, 0x5C, 0x5F, 0x7E: true
    case 0x2013, 0x2014, 0x2026: true
    default: false
    }
  }
}
