/// How the characters of a text file are written as bytes.
package enum TextEncoding: String, Sendable, CaseIterable {
  case utf8 = "utf-8"
  case utf16LittleEndian = "utf-16le"
  case utf16BigEndian = "utf-16be"
  case windows1258 = "windows-1258"
  case windows1252 = "windows-1252"
  /// Of the ABC fonts (.VnTime, …).
  case tcvn3
  /// TCVN 5712:1993, VN1: TCVN3 with capitals of its own.
  case tcvn5712
  case vni
  case viscii

  /// A name as people write it, in any case, with or without hyphens; nil for one that is unknown.
  package init?(name: String) {
    let plain = String(
      String.UnicodeScalarView(
        name.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || ("0"..."9" ~= $0) })
    )
    for encoding in TextEncoding.allCases where encoding.aliases.contains(plain) {
      self = encoding
      return
    }
    return nil
  }

  private var aliases: [String] {
    switch self {
    case .utf8: ["utf8", "utf8bom"]
    case .utf16LittleEndian: ["utf16le", "utf16", "unicode", "ucs2"]
    case .utf16BigEndian: ["utf16be"]
    case .windows1258: ["windows1258", "cp1258", "1258"]
    case .windows1252: ["windows1252", "cp1252", "1252", "latin1", "iso88591"]
    case .tcvn3: ["tcvn3", "abc", "tcvn3abc"]
    case .tcvn5712: ["tcvn5712", "tcvn57121", "tcvn5712vn1", "tcvn", "vn1"]
    case .vni: ["vni", "vniwindows"]
    case .viscii: ["viscii", "viscii11"]
    }
  }

  /// For messages and reports.
  package var title: String {
    switch self {
    case .utf8: "UTF-8"
    case .utf16LittleEndian: "UTF-16LE"
    case .utf16BigEndian: "UTF-16BE"
    case .windows1258: "Windows-1258"
    case .windows1252: "Windows-1252"
    case .tcvn3: "TCVN3 (ABC)"
    case .tcvn5712: "TCVN 5712 (VN1)"
    case .vni: "VNI"
    case .viscii: "VISCII"
    }
  }

  package var isUTF16: Bool { self == .utf16LittleEndian || self == .utf16BigEndian }

  /// The table of a one-byte encoding; nil of the Unicode ones.
  package var table: EncodingTable? {
    switch self {
    case .utf8, .utf16LittleEndian, .utf16BigEndian: nil
    case .windows1258: EncodingTables.windows1258
    case .windows1252: EncodingTables.windows1252
    case .tcvn3: EncodingTables.tcvn3
    case .tcvn5712: EncodingTables.tcvn5712
    case .vni: EncodingTables.vni
    case .viscii: EncodingTables.viscii
    }
  }
}
