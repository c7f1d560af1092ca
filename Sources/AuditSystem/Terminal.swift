internal import Glibc

/// Whether somebody looks, how wide the window is, and what may be shown there.
package struct Terminal: Sendable {
  /// Standard error is a terminal: progress may be drawn.
  package let errorIsTerminal: Bool
  /// Standard output is a terminal.
  package let outputIsTerminal: Bool
  /// Columns of the window; 80 where there is none.
  package let width: Int
  package let usesColour: Bool

  package init(
    errorIsTerminal: Bool, outputIsTerminal: Bool, width: Int = 80, usesColour: Bool = false
  ) {
    self.errorIsTerminal = errorIsTerminal
    self.outputIsTerminal = outputIsTerminal
    self.width = width
    self.usesColour = usesColour
  }

  /// No terminal at all: what tests and pipes see.
  package static let none = Terminal(errorIsTerminal: false, outputIsTerminal: false)

  /// The terminal of this process.
  ///
  /// Colour is off if `NO_COLOR` is set (no-color.org) or `TERM` is `dumb`.
  package static func current() -> Terminal {
    let errorIsTerminal = isatty(2) == 1
    let isPlain =
      !(ProcessEnvironment["NO_COLOR"] ?? "").isEmpty || ProcessEnvironment["TERM"] == "dumb"
    return Terminal(
      errorIsTerminal: errorIsTerminal, outputIsTerminal: isatty(1) == 1,
      width: windowWidth() ?? 80,
      usesColour: errorIsTerminal && !isPlain)
  }

  private static func windowWidth() -> Int? {
    var size = winsize()
    // SAFETY: TIOCGWINSZ fills a winsize, which lives for the time of the call.
    guard unsafe ioctl(2, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  package enum Style: String, Sendable {
    case bold = "1"
    case red = "31"
    case yellow = "33"
    case cyan = "36"
  }

  /// The text in a style, or as it is where colour is off.
  package func styled(_ text: String, _ styles: Style...) -> String {
    guard usesColour else { return text }
    return "\u{1B}[\(styles.map(\.rawValue).joined(separator: ";"))m\(text)\u{1B}[0m"
  }

  /// Outside text - names, paths, values - with nothing in it that a terminal or a log would obey.
  ///
  /// Control characters, line and paragraph separators, and the marks that turn the direction of text or
  /// cannot be seen are shown as `\u{1B}`; a `\u{` that was there already as `\u{5C}u{`, so that both stay apart.
  package static func safe(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { isObeyed($0) || $0 == "\\" }) else { return text }
    var safe = String.UnicodeScalarView()
    var scalars = text.unicodeScalars[...]
    while let scalar = scalars.popFirst() {
      let isEscape = scalar == "\\" && scalars.starts(with: "u{".unicodeScalars)
      guard isObeyed(scalar) || isEscape else {
        safe.append(scalar)
        continue
      }
      safe.append(
        contentsOf: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars)
    }
    return String(safe)
  }

  private static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0: true
    case 0x061C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB:
      true
    case 0xE0000...0xE007F: true
    default: false
    }
  }
}
