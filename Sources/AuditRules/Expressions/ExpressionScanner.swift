import AuditKernels
import AuditModel

/// A word or sign of an expression; places count scalars from 0.
struct ExpressionToken {
  enum Kind: Equatable {
    /// A name or keyword as written.
    case word(String)
    /// A name in double quotes or backquotes: never a keyword.
    case quotedName(String)
    case text(String)
    case number(Decimal)
    case sign(String)
    case end
  }

  let kind: Kind
  let start: Int
  let end: Int
}

/// A mistake in an expression, placed in its text.
struct ExpressionError: Error {
  let code: String
  let message: LocalizedText
  let position: Int
  var hint: LocalizedText?

  init(
    _ code: String = "expression", at position: Int, vi: String, en: String,
    hint: LocalizedText? = nil
  ) {
    self.code = code
    message = LocalizedText(vi: vi, en: en)
    self.position = position
    self.hint = hint
  }
}

/// Splits an expression, as SQL does.
struct ExpressionScanner {
  private let scalars: [Unicode.Scalar]
  private var next = 0

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  mutating func token() throws(ExpressionError) -> ExpressionToken {
    while let scalar = peek, scalar == " " || scalar == "\n" || scalar == "\t" || scalar == "\r" {
      next += 1
    }
    let start = next
    return ExpressionToken(kind: try kind(), start: start, end: next)
  }

  private mutating func kind() throws(ExpressionError) -> ExpressionToken.Kind {
    guard let first = peek else { return .end }
    switch first {
    case "'": return .text(try quoted("'"))
    case "\"", "`": return .quotedName(try quoted(first))
    case "0"..."9": return .number(try number())
    case "<", ">", "!":
      next += 1
      if let second = peek, second == "=" || (first == "<" && second == ">") {
        next += 1
        return .sign(second == ">" ? "!=" : "\(first)=")
      }
      guard first != "!" else { throw unknownSign(first, at: next - 1) }
      return .sign(String(first))
    case "=":
      next += 1
      if peek == "=" { next += 1 }
      return .sign("=")
    case "+", "-", "*", "/", "(", ")", ",":
      next += 1
      return .sign(String(first))
    default:
      guard isNameStart(first) else { throw unknownSign(first, at: next) }
      return .word(word())
    }
  }

  private var peek: Unicode.Scalar? { next < scalars.count ? scalars[next] : nil }

  private mutating func word() -> String {
    let start = next
    while let scalar = peek, isNameStart(scalar) || ("0"..."9").contains(scalar) { next += 1 }
    return text(start..<next)
  }

  private func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "_": true
    default:
      scalar.value >= 0x80
        && (scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark)
    }
  }

  private mutating func number() throws(ExpressionError) -> Decimal {
    let start = next
    while let scalar = peek, ("0"..."9").contains(scalar) || scalar == "." { next += 1 }
    if let scalar = peek, isNameStart(scalar) { next += 1 }
    guard let number = Decimal(text(start..<next)) else {
      throw ExpressionError(
        at: start, vi: "không đọc được số '\(text(start..<next))'",
        en: "'\(text(start..<next))' is no number", hint: .number)
    }
    return number
  }

  /// The text between two marks, of which a doubled one stands for itself.
  private mutating func quoted(_ mark: Unicode.Scalar) throws(ExpressionError) -> String {
    let start = next
    next += 1
    var text = String.UnicodeScalarView()
    while let scalar = peek {
      next += 1
      guard scalar == mark else {
        text.append(scalar)
        continue
      }
      guard peek == mark else { return String(text) }
      text.append(mark)
      next += 1
    }
    throw ExpressionError(
      at: start, vi: "thiếu dấu \(mark) đóng", en: "the closing \(mark) is missing")
  }

  private func text(_ range: Range<Int>) -> String {
    String(String.UnicodeScalarView(scalars[range]))
  }

  private func unknownSign(_ sign: Unicode.Scalar, at position: Int) -> ExpressionError {
    ExpressionError(
      at: position, vi: "ký hiệu '\(sign)' không dùng trong biểu thức",
      en: "'\(sign)' has no meaning in an expression",
      hint: LocalizedText(
        vi:
          "phép toán: = != < <= > >= + - * / and or not in between is null like; văn bản đặt trong '…'",
        en:
          "operators are = != < <= > >= + - * / and or not in between is null like; text stands in '…'"
      ))
  }
}
