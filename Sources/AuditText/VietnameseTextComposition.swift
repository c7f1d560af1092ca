/// The composed form (Unicode normalization form C) of Latin text with combining marks.
///
/// Exact for Latin letters and the marks U+0300-U+036F, which is all that Vietnamese and the
/// minority languages of Viet Nam are written with. Other scripts are left as they are.
extension VietnameseText {
  /// Whether `composed` would leave the text as it is; quick where no combining mark occurs.
  package static func isComposed(_ text: [UInt8]) -> Bool {
    !mayBeDecomposed(text) || composed(text) == text
  }

  /// The text with each letter and its marks as one character where there is one.
  ///
  /// `o` + U+031B + U+0323, `ơ` + U+0323 and `ọ` + U+031B are all `ợ`. What is not UTF-8 is left
  /// as it is.
  package static func composed(_ text: [UInt8]) -> [UInt8] {
    guard mayBeDecomposed(text), let scalars = UTF8Text.scalars(of: text) else { return text }
    return UTF8Text.bytes(of: composed(scalars))
  }

  static func composed(_ scalars: [UInt32]) -> [UInt32] {
    guard scalars.contains(where: isSuspect) else { return scalars }
    return composedPairs(ordered(scalars.flatMap(decomposed)))
  }

  /// Whether bytes of a combining mark, or of one of the letters with two codes, occur.
  private static func mayBeDecomposed(_ text: [UInt8]) -> Bool {
    for (index, byte) in text.enumerated() {
      switch byte {
      case 0xCC, 0xCD: return true
      case 0xE2 where index + 1 < text.count && text[index + 1] == 0x84: return true
      default: continue
      }
    }
    return false
  }

  private static func isSuspect(_ scalar: UInt32) -> Bool {
    (0x300...0x36F).contains(scalar) || scalar == 0x212A || scalar == 0x212B
  }

  /// The base letter and the marks of a letter, in canonical order of decomposition.
  static func decomposed(_ scalar: UInt32) -> [UInt32] {
    switch scalar {
    case ..<0xC0: return [scalar]
    case 0x340: return [0x300]
    case 0x341: return [0x301]
    case 0x343: return [0x313]
    case 0x344: return [0x308, 0x301]
    case 0x212A: return [0x4B]
    case 0x212B: return [0x41, 0x30A]
    default:
      guard let pair = LatinComposition.pairs[scalar] else { return [scalar] }
      return decomposed(pair.base) + [pair.mark]
    }
  }

  /// Marks that follow each other are sorted by class; those of one class keep their order.
  private static func ordered(_ scalars: [UInt32]) -> [UInt32] {
    var result = scalars
    for end in result.indices.dropFirst() {
      let scalar = result[end]
      let order = LatinComposition.combiningClass(of: scalar)
      guard order > 0 else { continue }
      var place = end
      while place > 0, LatinComposition.combiningClass(of: result[place - 1]) > order {
        result[place] = result[place - 1]
        place -= 1
      }
      result[place] = scalar
    }
    return result
  }

  /// Joins each mark to the letter before it unless a mark of the same class stands between.
  private static func composedPairs(_ scalars: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    var letter: Int?
    var lastClass: UInt8 = 0
    for scalar in scalars {
      let order = LatinComposition.combiningClass(of: scalar)
      if let place = letter, order > 0, lastClass < order,
        let joined = LatinComposition.composite(of: result[place], scalar)
      {
        result[place] = joined
        continue
      }
      if order == 0 { letter = result.count }
      lastClass = order
      result.append(scalar)
    }
    return result
  }
}

/// Latin letters with one mark, and the classes of marks (Unicode 15.1, UnicodeData.txt).
enum LatinComposition {
  /// What each composed letter consists of.
  static let pairs: [UInt32: (base: UInt32, mark: UInt32)] = {
    var result: [UInt32: (base: UInt32, mark: UInt32)] = [:]
    for (key, composite) in composites {
      result[composite] = (UInt32(key >> 32), UInt32(truncatingIfNeeded: key))
    }
    return result
  }()

  static func composite(of base: UInt32, _ mark: UInt32) -> UInt32? {
    composites[UInt64(base) << 32 | UInt64(mark)]
  }

  /// The canonical combining class of a mark U+0300-U+036F; 0 of anything else.
  static func combiningClass(of scalar: UInt32) -> UInt8 {
    switch scalar {
    case ..<0x300, 0x370..., 0x34F: 0
    case 0x334...0x338: 1
    case 0x321...0x322, 0x327...0x328: 202
    case 0x31B: 216
    case 0x316...0x319, 0x31C...0x320, 0x323...0x326, 0x329...0x333, 0x339...0x33C,
      0x347...0x349, 0x34D...0x34E, 0x353...0x356, 0x359...0x35A:
      220
    case 0x315, 0x31A, 0x358: 232
    case 0x35C, 0x35F, 0x362: 233
    case 0x35D...0x35E, 0x360...0x361: 234
    case 0x345: 240
    default: 230
    }
  }

  private static let composites: [UInt64: UInt32] = {
    var result: [UInt64: UInt32] = [:]
    for line in table.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard let first = words.first, let mark = UInt64(first, radix: 16) else { continue }
      for word in words.dropFirst() {
        let letters = Array(word.unicodeScalars)
        result[UInt64(letters[0].value) << 32 | mark] = letters[1].value
      }
    }
    return result
  }()

  /// A line a mark: its number, then each letter that takes it with what the two make.
  private static let table = """
    0300 AÀ EÈ IÌ NǸ OÒ UÙ WẀ YỲ aà eè iì nǹ oò uù wẁ yỳ ÂẦ ÊỀ ÔỒ ÜǛ âầ êề ôồ üǜ ĂẰ ăằ ĒḔ ēḕ ŌṐ ōṑ \
      ƠỜ ơờ ƯỪ ưừ
    0301 AÁ CĆ EÉ GǴ IÍ KḰ LĹ MḾ NŃ OÓ PṔ RŔ SŚ UÚ WẂ YÝ ZŹ aá cć eé gǵ ií kḱ lĺ mḿ nń oó pṕ rŕ sś \
      uú wẃ yý zź ÂẤ ÅǺ ÆǼ ÇḈ ÊẾ ÏḮ ÔỐ ÕṌ ØǾ ÜǗ âấ åǻ æǽ çḉ êế ïḯ ôố õṍ øǿ üǘ ĂẮ ăắ ĒḖ ēḗ ŌṒ ōṓ ŨṸ \
      ũṹ ƠỚ ơớ ƯỨ ưứ
    0302 AÂ CĈ EÊ GĜ HĤ IÎ JĴ OÔ SŜ UÛ WŴ YŶ ZẐ aâ cĉ eê gĝ hĥ iî jĵ oô sŝ uû wŵ yŷ zẑ ẠẬ ạậ ẸỆ ẹệ \
      ỌỘ ọộ
    0303 AÃ EẼ IĨ NÑ OÕ UŨ VṼ YỸ aã eẽ iĩ nñ oõ uũ vṽ yỹ ÂẪ ÊỄ ÔỖ âẫ êễ ôỗ ĂẴ ăẵ ƠỠ ơỡ ƯỮ ưữ
    0304 AĀ EĒ GḠ IĪ OŌ UŪ YȲ aā eē gḡ iī oō uū yȳ ÄǞ ÆǢ ÕȬ ÖȪ ÜǕ äǟ æǣ õȭ öȫ üǖ ǪǬ ǫǭ ȦǠ ȧǡ ȮȰ ȯȱ \
      ḶḸ ḷḹ ṚṜ ṛṝ
    0306 AĂ EĔ GĞ IĬ OŎ UŬ aă eĕ gğ iĭ oŏ uŭ ȨḜ ȩḝ ẠẶ ạặ
    0307 AȦ BḂ CĊ DḊ EĖ FḞ GĠ HḢ Iİ MṀ NṄ OȮ PṖ RṘ SṠ TṪ WẆ XẊ YẎ ZŻ aȧ bḃ cċ dḋ eė fḟ gġ hḣ mṁ nṅ \
      oȯ pṗ rṙ sṡ tṫ wẇ xẋ yẏ zż ŚṤ śṥ ŠṦ šṧ ſẛ ṢṨ ṣṩ
    0308 AÄ EË HḦ IÏ OÖ UÜ WẄ XẌ YŸ aä eë hḧ iï oö tẗ uü wẅ xẍ yÿ ÕṎ õṏ ŪṺ ūṻ
    0309 AẢ EẺ IỈ OỎ UỦ YỶ aả eẻ iỉ oỏ uủ yỷ ÂẨ ÊỂ ÔỔ âẩ êể ôổ ĂẲ ăẳ ƠỞ ơở ƯỬ ưử
    030A AÅ UŮ aå uů wẘ yẙ
    030B OŐ UŰ oő uű
    030C AǍ CČ DĎ EĚ GǦ HȞ IǏ KǨ LĽ NŇ OǑ RŘ SŠ TŤ UǓ ZŽ aǎ cč dď eě gǧ hȟ iǐ jǰ kǩ lľ nň oǒ rř sš \
      tť uǔ zž ÜǙ üǚ ƷǮ ʒǯ
    030F AȀ EȄ IȈ OȌ RȐ UȔ aȁ eȅ iȉ oȍ rȑ uȕ
    0311 AȂ EȆ IȊ OȎ RȒ UȖ aȃ eȇ iȋ oȏ rȓ uȗ
    031B OƠ UƯ oơ uư
    0323 AẠ BḄ DḌ EẸ HḤ IỊ KḲ LḶ MṂ NṆ OỌ RṚ SṢ TṬ UỤ VṾ WẈ YỴ ZẒ aạ bḅ dḍ eẹ hḥ iị kḳ lḷ mṃ nṇ oọ \
      rṛ sṣ tṭ uụ vṿ wẉ yỵ zẓ ƠỢ ơợ ƯỰ ưự
    0324 UṲ uṳ
    0325 AḀ aḁ
    0326 SȘ TȚ sș tț
    0327 CÇ DḐ EȨ GĢ HḨ KĶ LĻ NŅ RŖ SŞ TŢ cç dḑ eȩ gģ hḩ kķ lļ nņ rŗ sş tţ
    0328 AĄ EĘ IĮ OǪ UŲ aą eę iį oǫ uų
    032D DḒ EḘ LḼ NṊ TṰ UṶ dḓ eḙ lḽ nṋ tṱ uṷ
    032E HḪ hḫ
    0330 EḚ IḬ UṴ eḛ iḭ uṵ
    0331 BḆ DḎ KḴ LḺ NṈ RṞ TṮ ZẔ bḇ dḏ hẖ kḵ lḻ nṉ rṟ tṯ zẕ
    """
}
