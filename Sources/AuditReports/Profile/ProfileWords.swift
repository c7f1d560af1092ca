import AuditModel

/// Words for the names in a profile.
package enum ProfileWords {
  package static func kind(_ name: String) -> LocalizedText {
    if name.hasSuffix("-unreal") {
      let form = name.dropLast("-unreal".count)
      return LocalizedText(vi: "\(form), ngày không có thật", en: "\(form), no real day")
    }
    return kinds[name] ?? LocalizedText(name)
  }

  private static let kinds: [String: LocalizedText] = [
    "integer": LocalizedText(vi: "chữ số", en: "digits"),
    "decimal-point": LocalizedText(vi: "số, dấu chấm thập phân", en: "number with a point"),
    "decimal-comma": LocalizedText(vi: "số, dấu phẩy thập phân", en: "number with a comma"),
    "iso-8601": LocalizedText(vi: "thời điểm ISO 8601", en: "ISO 8601 date and time"),
    "email": LocalizedText(vi: "thư điện tử", en: "e-mail"),
    "text": LocalizedText(vi: "văn bản khác", en: "other text"),
  ]

  package static func defect(_ name: String) -> LocalizedText {
    defects[name] ?? LocalizedText(name)
  }

  private static let defects: [String: LocalizedText] = [
    "not-utf8": LocalizedText(vi: "không phải UTF-8", en: "not UTF-8"),
    "replacement-character": LocalizedText(vi: "mất chữ (U+FFFD)", en: "lost letters (U+FFFD)"),
    "mojibake": LocalizedText(vi: "vỡ phông", en: "mojibake"),
    "legacy-text": LocalizedText(vi: "bảng mã cũ TCVN3, VNI", en: "legacy code TCVN3, VNI"),
    "decomposed": LocalizedText(vi: "dấu tách rời (không dựng sẵn)", en: "decomposed"),
    "lookalike-letter": LocalizedText(vi: "chữ giống hình", en: "lookalike letters"),
    "control-character": LocalizedText(vi: "ký tự điều khiển", en: "control characters"),
    "invisible-character": LocalizedText(vi: "ký tự ẩn", en: "invisible characters"),
    "line-break": LocalizedText(vi: "xuống dòng trong ô", en: "line breaks"),
    "stray-space": LocalizedText(vi: "thừa khoảng trắng đầu, cuối", en: "stray spaces"),
    "double-space": LocalizedText(vi: "khoảng trắng kép", en: "double spaces"),
  ]

  /// Of a field that holds sensitive personal data.
  package static let sensitive = LocalizedText(
    vi:
      "dữ liệu cá nhân nhạy cảm: không nêu giá trị, độ dài, mẫu ký tự, tần suất, kể cả với --show-values",
    en:
      "sensitive personal data: no values, lengths, patterns or frequencies are told, not even with --show-values"
  )

  /// Spaces at the ends of a pattern are shown, since they are what is wrong with its values.
  package static func pattern(_ text: String) -> String {
    var scalars = Array(text.unicodeScalars)
    for index in scalars.indices {
      guard scalars[index] == " " else { break }
      scalars[index] = "␣"
    }
    for index in scalars.indices.reversed() {
      guard scalars[index] == " " else { break }
      scalars[index] = "␣"
    }
    return String(String.UnicodeScalarView(scalars))
  }

  /// Of how many values a field's form is told, and how far its shares may be from those of all; nil where it is of all.
  package static func sample(_ field: FieldProfile, _ numbers: ReportNumbers) -> LocalizedText? {
    guard field.isFormSampled else { return nil }
    let count = numbers.count(field.formTotal)
    let (points, rest) = field.formError.quotientAndRemainder(dividingBy: 100)
    let digits = rest < 10 ? "0\(rest)" : "\(rest)"
    return LocalizedText(
      vi: "mẫu \(count) giá trị, ±\(points),\(digits) điểm phần trăm",
      en: "sample of \(count) values, ±\(points).\(digits) percentage points")
  }

  /// The type with its format: `ngày dd/MM/yyyy`, `mã số vn-cccd`.
  package static func type(_ field: FieldProfile) -> LocalizedText {
    let title = field.type.title
    guard let format = field.format else { return title }
    let shown: LocalizedText =
      switch field.type {
      case .decimal:
        format == ","
          ? LocalizedText(vi: "(dấu phẩy)", en: "(comma)")
          : LocalizedText(vi: "(dấu chấm)", en: "(point)")
      case .date, .datetime: LocalizedText(readable(format))
      default: LocalizedText(format)
      }
    return LocalizedText(vi: "\(title.vi) \(shown.vi)", en: "\(title.en) \(shown.en)")
  }

  /// `%d/%m/%Y` as people write it: `dd/MM/yyyy`.
  private static func readable(_ format: String) -> String {
    var text = ""
    var isDirective = false
    for scalar in format.unicodeScalars {
      if isDirective {
        text += directives[scalar] ?? "%\(scalar)"
        isDirective = false
      } else if scalar == "%" {
        isDirective = true
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  private static let directives: [Unicode.Scalar: String] = [
    "d": "dd", "m": "MM", "Y": "yyyy", "H": "HH", "M": "mm", "S": "ss",
  ]
}
