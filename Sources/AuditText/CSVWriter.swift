/// Writes CSV that a spreadsheet opens as text only (RFC 4180; OWASP ASVS 5.0, 1.2.10).
///
/// Every text field is quoted and valid UTF-8, on one line. What a spreadsheet would take for a
/// formula gets an apostrophe before it. The way back, for programs that read the file:
///
/// 1. Undo the quotes as RFC 4180 says.
/// 2. If the field begins with an apostrophe, drop that one. (A value that itself begins with an
///    apostrophe has been given one more.)
/// 3. `\u{H}` is the scalar U+H, `\x{HH}` the byte HH of text that was not well-formed UTF-8. (A
///    backslash that stood before `u{` or `x{` in the value is written `\u{5C}`.)
package enum CSVWriter {
  /// Appends a field of text: quoted, formulas defused, control and bidi characters made visible.
  ///
  /// A value begins a formula if its first character, or the first after spaces, is one of
  /// `= + - @`, TAB, CR, LF, NUL or the full-width `＝ ＋ － ＠`. Plain numbers are excepted: a sign,
  /// digits, and single points or commas between digits.
  package static func appendText(_ value: ArraySlice<UInt8>, to output: inout [UInt8]) {
    output.append(0x22)
    if needsApostrophe(value) { output.append(0x27) }
    if isPlain(value, besidesQuotes: true) {
      output.append(contentsOf: value)
    } else {
      appendVisible(value, doublingQuotes: true, to: &output)
    }
    output.append(0x22)
  }

  package static func appendText(_ value: [UInt8], to output: inout [UInt8]) {
    appendText(value[...], to: &output)
  }

  package static func appendText(_ value: String, to output: inout [UInt8]) {
    appendText(Array(value.utf8)[...], to: &output)
  }

  /// Appends a field with the value's own bytes, quoted and no more: for programs.
  package static func appendRaw(_ value: ArraySlice<UInt8>, to output: inout [UInt8]) {
    output.append(0x22)
    for byte in value {
      if byte == 0x22 { output.append(byte) }
      output.append(byte)
    }
    output.append(0x22)
  }

  /// Appends a field that is a whole number, without quotes.
  package static func appendNumber(_ value: Int, to output: inout [UInt8]) {
    if value < 0 { output.append(0x2D) }
    appendDigits(value.magnitude, to: &output)
  }

  private static func appendDigits(_ value: UInt, to output: inout [UInt8]) {
    let isLong = value >= 100_000_000
    if isLong { appendDigits(value / 100_000_000, to: &output) }
    var rest = isLong ? value % 100_000_000 : value
    // Up to eight digits, the first in the lowest byte.
    var digits: UInt64 = 0
    var count = 0
    repeat {
      digits = digits << 8 | UInt64(0x30 &+ rest % 10)
      rest /= 10
      count += 1
    } while rest > 0 || (isLong && count < 8)
    for _ in 0..<count {
      output.append(UInt8(truncatingIfNeeded: digits))
      digits >>= 8
    }
  }

  package static func appendComma(to output: inout [UInt8]) { output.append(0x2C) }

  /// Ends a record, by CR LF as RFC 4180 has it.
  package static func endRecord(in output: inout [UInt8]) {
    output.append(0x0D)
    output.append(0x0A)
  }

  /// Appends a record of texts, such as a header.
  package static func appendRecord(_ fields: [String], to output: inout [UInt8]) {
    for (number, field) in fields.enumerated() {
      if number > 0 { appendComma(to: &output) }
      appendText(field, to: &output)
    }
    endRecord(in: &output)
  }
}

/// Text for terminals and logs.
extension CSVWriter {
  /// Appends text from outside so that a terminal or a log shows it and does nothing else.
  ///
  /// Control characters (line ends too), DEL, C1, bidi controls, U+2028, U+2029 and invisible
  /// characters appear as `\u{H}`, bytes that are not well-formed UTF-8 as `\x{HH}`.
  package static func appendTerminalSafe(_ value: ArraySlice<UInt8>, to output: inout [UInt8]) {
    if isPlain(value, besidesQuotes: false) {
      output.append(contentsOf: value)
    } else {
      appendVisible(value, doublingQuotes: false, to: &output)
    }
  }

  package static func appendTerminalSafe(_ value: [UInt8], to output: inout [UInt8]) {
    appendTerminalSafe(value[...], to: &output)
  }

  /// The same for a text: names of files and fields, keys of rule files, values in messages.
  package static func terminalSafe(_ text: String) -> String {
    var output: [UInt8] = []
    appendTerminalSafe(Array(text.utf8)[...], to: &output)
    return String(decoding: output, as: UTF8.self)
  }
}

extension CSVWriter {
  private static func needsApostrophe(_ value: ArraySlice<UInt8>) -> Bool {
    guard value.first != 0x27 else { return true }
    let text = value.drop { $0 == 0x20 }
    guard let first = text.first else { return false }
    switch first {
    case 0x2B, 0x2D: return !isNumber(text.dropFirst())
    case 0x3D, 0x40, 0x09, 0x0D, 0x0A, 0x00: return true
    case 0xEF: break
    default: return false
    }
    guard let (scalar, _) = UTF8Text.scalar(in: text, at: text.startIndex) else { return false }
    return [0xFF1D, 0xFF0B, 0xFF0D, 0xFF20].contains(scalar)
  }

  /// Digits, with single points or commas between digits.
  private static func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
    var afterDigit = false
    for byte in text {
      switch byte {
      case 0x30...0x39: afterDigit = true
      case 0x2C where afterDigit, 0x2E where afterDigit: afterDigit = false
      default: return false
      }
    }
    return afterDigit
  }

  /// Whether the value can be copied as it is: the quick path, taken by nearly every value.
  private static func isPlain(_ value: ArraySlice<UInt8>, besidesQuotes: Bool) -> Bool {
    var index = value.startIndex
    while index < value.endIndex {
      let byte = value[index]
      if byte < 0x80 {
        guard byte >= 0x20, byte != 0x5C, byte != 0x7F, byte != 0x22 || !besidesQuotes else {
          return false
        }
        index += 1
        continue
      }
      guard let (scalar, length) = UTF8Text.scalar(in: value, at: index), !isHidden(scalar) else {
        return false
      }
      index += length
    }
    return true
  }

  private static func appendVisible(
    _ value: ArraySlice<UInt8>, doublingQuotes: Bool, to output: inout [UInt8]
  ) {
    var index = value.startIndex
    while index < value.endIndex {
      guard let (scalar, length) = UTF8Text.scalar(in: value, at: index) else {
        appendEscape("x", UInt32(value[index]), to: &output)
        index += 1
        continue
      }
      if isHidden(scalar) || beginsEscape(value[index...]) {
        appendEscape("u", scalar, to: &output)
      } else {
        if scalar == 0x22, doublingQuotes { output.append(0x22) }
        output.append(contentsOf: value[index..<index + length])
      }
      index += length
    }
  }

  /// Controls, bidi controls, line separators and characters without a glyph or a width.
  private static func isHidden(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x20..<0x7F: false
    case ..<0xA0: true
    case 0xAD, 0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: true
    default: false
    }
  }

  /// Whether the text begins with what reads like one of our own escapes.
  private static func beginsEscape(_ text: ArraySlice<UInt8>) -> Bool {
    text.first == 0x5C && (text.starts(with: #"\u{"#.utf8) || text.starts(with: #"\x{"#.utf8))
  }

  private static func appendEscape(_ letter: String, _ number: UInt32, to output: inout [UInt8]) {
    output.append(0x5C)
    output.append(contentsOf: letter.utf8)
    output.append(0x7B)
    UTF8Text.appendHex(number, to: &output)
    output.append(0x7D)
  }
}
