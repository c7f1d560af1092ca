import AuditModel

extension ReadableText {
  /// What a single defect is, in words for the clerk who mends it.
  package static func description(of defect: ReadableTextDefects) -> LocalizedText {
    descriptions[defect] ?? LocalizedText(vi: "văn bản khó đọc", en: "text that is hard to read")
  }

  private static let descriptions: [ReadableTextDefects: LocalizedText] = [
    .notUTF8: LocalizedText(
      vi: "có byte không phải UTF-8", en: "has bytes that are not UTF-8"),
    .replacementCharacter: LocalizedText(
      vi: "có ký tự thay thế U+FFFD: một chữ đã mất khi chuyển mã",
      en: "has the replacement character U+FFFD: a letter was lost in conversion"),
    .mojibake: LocalizedText(
      vi: "chữ bị vỡ: văn bản UTF-8 đã bị đọc nhầm là Windows-1252",
      en: "is garbled: UTF-8 that was read as Windows-1252"),
    .legacyEncoding: LocalizedText(
      vi: "còn ở bảng mã cũ TCVN3 (ABC) hoặc VNI, chưa chuyển sang Unicode",
      en: "is in the old code TCVN3 (ABC) or VNI, not Unicode"),
    .notComposed: LocalizedText(
      vi: "dùng Unicode tổ hợp: chữ và dấu là các ký tự rời, cần đưa về dựng sẵn",
      en: "has letters and marks as separate characters; should be composed (NFC)"),
    .lookalikeLetter: LocalizedText(
      vi: "có chữ trông giống chữ tiếng Việt nhưng là ký tự khác (như Ð U+00D0 thay cho Đ)",
      en: "has a letter that only looks like the right one (such as Ð U+00D0 for Đ)"),
    .controlCharacter: LocalizedText(
      vi: "có ký tự điều khiển", en: "has control characters"),
    .invisibleCharacter: LocalizedText(
      vi: "có ký tự không nhìn thấy hoặc dấu cách đặc biệt (như U+00A0, U+200B)",
      en: "has invisible characters or special spaces (such as U+00A0, U+200B)"),
    .lineBreak: LocalizedText(
      vi: "có dấu xuống dòng hoặc dấu tab bên trong", en: "has a line break or a tab within"),
    .strayLeadingTrailingSpace: LocalizedText(
      vi: "thừa khoảng trắng ở đầu hoặc cuối", en: "has spaces before or after"),
    .doubleSpace: LocalizedText(
      vi: "thừa khoảng trắng giữa các từ", en: "has more than one space between words"),
    .placeholder: LocalizedText(
      vi: "là từ điền cho có, không phải giá trị thật", en: "is a placeholder, not a value"),
  ]

  /// Why two values that look alike are not the same.
  ///
  /// Nil if they are the same bytes or differ in more than their look. Tells nothing of the values
  /// themselves, so that it may stand in a report.
  package static func explain(_ a: [UInt8], _ b: [UInt8]) -> LocalizedText? {
    switch TextLadder.rung(a, b) {
    case .exact: nil
    case .composed: .differsInComposition
    case .tone: .differsInTonePlacement
    case .spaces: hasHidden(a) != hasHidden(b) ? .differsInHiddenCharacters : .differsInSpaces
    case .letterCase: .differsInCase
    case .punctuation: .differsInPunctuation
    case .none: explainDeeper(a, b)
    }
  }

  private static func explainDeeper(_ a: [UInt8], _ b: [UInt8]) -> LocalizedText? {
    let first = repaired(a)
    let second = repaired(b)
    if first != nil || second != nil, TextLadder.rung(first ?? a, second ?? b) != .none {
      return .differsInEncoding
    }
    let firstKey = TextLadder.key(a)
    let secondKey = TextLadder.key(b)
    if Lookalikes.replaced(firstKey) == Lookalikes.replaced(secondKey) {
      return .differsInLookalikes
    }
    if VietnameseText.withoutMarks(firstKey) == VietnameseText.withoutMarks(secondKey) {
      return .differsInMarks
    }
    return nil
  }

  /// Whether the text has characters without a width, or spaces that only look like one.
  private static func hasHidden(_ text: [UInt8]) -> Bool {
    guard let scalars = UTF8Text.scalars(of: text) else { return false }
    return scalars.contains {
      VietnameseText.isWidthless($0) || $0 >= 0x80 && VietnameseText.isSpace($0)
    }
  }
}

/// Small letters of other alphabets that look like Latin ones.
enum Lookalikes {
  /// The Latin letter, small or capital, that a letter looks like; nil for a letter that is right.
  static func letter(for scalar: UInt32) -> UInt32? {
    let small = lowercase(scalar)
    guard let letter = letters[small] else { return nil }
    return small == scalar ? letter : VietnameseText.uppercase(letter)
  }

  private static func lowercase(_ scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0xD0: 0xF0
    case 0x189: 0x256
    case 0x391...0x3A9, 0x410...0x42F: scalar + 0x20
    case 0x400...0x40F: scalar + 0x50
    default: scalar
    }
  }

  static func replaced(_ key: [UInt8]) -> [UInt8] {
    VietnameseText.mapped(key) { $0.map { letters[$0] ?? $0 } }
  }

  private static let letters: [UInt32: UInt32] = {
    let others = "ðɖаеорсухіјѕһԁνοικ"
    let latin = "đđaeopcyxijshdvoik"
    return Dictionary(
      uniqueKeysWithValues: zip(
        others.unicodeScalars.map(\.value), latin.unicodeScalars.map(\.value)))
  }()
}

extension LocalizedText {
  fileprivate static let differsInComposition = LocalizedText(
    vi: "nhìn giống nhau nhưng một bên là Unicode tổ hợp, bên kia dựng sẵn",
    en: "they look the same, but one is decomposed Unicode and the other composed")
  fileprivate static let differsInTonePlacement = LocalizedText(
    vi: "chỉ khác vị trí đặt dấu thanh (như hoà và hòa)",
    en: "they differ only in where the tone mark stands (as hoà and hòa)")
  fileprivate static let differsInSpaces = LocalizedText(
    vi: "chỉ khác khoảng trắng hoặc dấu xuống dòng", en: "they differ only in spaces or line ends")
  fileprivate static let differsInHiddenCharacters = LocalizedText(
    vi: "chỉ khác ở ký tự không nhìn thấy hoặc dấu cách đặc biệt (như U+00A0, U+200B)",
    en: "they differ only in invisible characters or special spaces (such as U+00A0, U+200B)")
  fileprivate static let differsInCase = LocalizedText(
    vi: "chỉ khác chữ hoa, chữ thường", en: "they differ only in upper and lower case")
  fileprivate static let differsInPunctuation = LocalizedText(
    vi: "chỉ khác kiểu dấu nháy hoặc dấu gạch", en: "they differ only in apostrophes or dashes")
  fileprivate static let differsInEncoding = LocalizedText(
    vi: "cùng một nội dung nhưng một bên bị sai bảng mã", en: "one is the other in a wrong encoding"
  )
  fileprivate static let differsInLookalikes = LocalizedText(
    vi: "nhìn giống nhau nhưng có chữ là ký tự khác (như Ð U+00D0 và Đ U+0110)",
    en: "they look the same, but a letter is another character (as Ð U+00D0 and Đ U+0110)")
  fileprivate static let differsInMarks = LocalizedText(
    vi: "chỉ khác dấu của chữ", en: "they differ only in the marks on letters")
}
