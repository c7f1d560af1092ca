import AuditModel

/// Why a text is no pattern that can be run in linear time: what, where in it, and what to write in its place.
package struct PatternError: Error, Hashable, Sendable {
  package var message: LocalizedText
  /// Bytes of UTF-8 before the place in the pattern, from 0.
  package var offset: Int
  package var hint: LocalizedText?

  package init(_ message: LocalizedText, offset: Int, hint: LocalizedText? = nil) {
    self.message = message
    self.offset = offset
    self.hint = hint
  }
}

// MARK: What is not regular, or not of the subset

extension PatternError {
  static func backReference(_ offset: Int) -> PatternError {
    PatternError(
      LocalizedText(
        vi: "mẫu không được tham chiếu ngược tới nhóm đã khớp",
        en: "a pattern cannot refer back to what a group matched"), offset: offset,
      hint: LocalizedText(
        vi: "dùng quy tắc so sánh hai phần của giá trị thay cho tham chiếu ngược",
        en: "compare the two parts of the value with an expression"))
  }

  static func lookAround(_ offset: Int) -> PatternError {
    PatternError(
      LocalizedText(
        vi: "mẫu không được nhìn trước hoặc nhìn sau, như '(?=' '(?!' '(?<='",
        en: "a pattern cannot look ahead or behind, as '(?=' '(?!' '(?<=' do"), offset: offset,
      hint: LocalizedText(
        vi: "tách thành hai quy tắc, mỗi quy tắc một mẫu",
        en: "write two rules, each with its own pattern"))
  }

  static func atomicGroup(_ offset: Int) -> PatternError {
    PatternError(
      LocalizedText(
        vi: "mẫu không dùng nhóm nguyên tử '(?>'", en: "a pattern cannot have an atomic group '(?>'"
      ),
      offset: offset, hint: .plainGroup)
  }

  static func possessive(_ offset: Int) -> PatternError {
    PatternError(
      LocalizedText(
        vi: "mẫu không dùng phép lặp chiếm giữ như '*+'",
        en: "a pattern cannot have a possessive repetition such as '*+'"),
      offset: offset,
      hint: LocalizedText(
        vi: "bỏ dấu '+' đứng sau phép lặp", en: "leave out the '+' after the repetition"))
  }

  static func flags(_ offset: Int) -> PatternError {
    PatternError(
      LocalizedText(
        vi: "mẫu không dùng cờ, chú thích hay điều kiện trong '(?…)'",
        en: "a pattern cannot have flags, comments or conditions in '(?…)'"), offset: offset,
      hint: LocalizedText(
        vi: "nhóm viết là '(…)' hoặc '(?:…)'; chữ hoa chữ thường viết rõ trong lớp, như '[Aa]'",
        en: "a group is '(…)' or '(?:…)'; write both cases of a letter in a class, as in '[Aa]'"))
  }

  static func wordBoundary(_ offset: Int) -> PatternError {
    PatternError(
      LocalizedText(
        vi: "mẫu không dùng biên từ '\\b' '\\B'",
        en: "a pattern cannot have the word boundaries '\\b' '\\B'"),
      offset: offset,
      hint: LocalizedText(
        vi: "mẫu luôn so với cả giá trị; viết rõ ký tự đứng trước và sau",
        en: "a pattern is matched against the whole value; write the characters before and after"))
  }

  static func anchorInside(_ offset: Int) -> PatternError {
    PatternError(
      LocalizedText(
        vi: "'^' chỉ đứng ở đầu, '$' chỉ đứng ở cuối mẫu",
        en: "'^' stands at a pattern's beginning only, '$' at its end only"),
      offset: offset,
      hint: LocalizedText(
        vi: "mẫu luôn so với cả giá trị nên có thể bỏ; ký tự thật viết là '\\^' '\\$'",
        en:
          "a pattern is matched against the whole value, so leave it out; the characters themselves are '\\^' '\\$'"
      ))
  }

  static func unknownEscape(_ offset: Int, _ scalar: Unicode.Scalar) -> PatternError {
    PatternError(
      LocalizedText(
        vi: "không có ký hiệu '\\\(scalar)' trong mẫu",
        en: "'\\\(scalar)' means nothing in a pattern"),
      offset: offset,
      hint: LocalizedText(
        vi:
          "các ký hiệu có: \\d \\w \\s \\D \\W \\S \\p{L} \\P{L} \\t \\n \\r \\f \\v \\xHH \\uHHHH \\u{H…}",
        en:
          "there are \\d \\w \\s \\D \\W \\S \\p{L} \\P{L} \\t \\n \\r \\f \\v \\xHH \\uHHHH \\u{H…}"
      ))
  }

  static func unknownProperty(_ offset: Int, _ name: String) -> PatternError {
    PatternError(
      LocalizedText(
        vi: "không có loại ký tự Unicode '\(name)'",
        en: "there is no Unicode category '\(name)' in patterns"),
      offset: offset,
      hint: LocalizedText(
        vi:
          "các loại có: L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Z Zs Zl Zp",
        en:
          "there are L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Z Zs Zl Zp"
      ))
  }

  static func classArithmetic(_ offset: Int) -> PatternError {
    PatternError(
      LocalizedText(
        vi: "lớp ký tự không chứa lớp khác, như '[:alpha:]' hoặc '-[…]'",
        en: "a character class cannot hold another one, such as '[:alpha:]' or '-[…]'"),
      offset: offset,
      hint: LocalizedText(
        vi: "liệt kê các ký tự, hoặc dùng \\p{L}; dấu '[' viết là '\\['",
        en: "list the characters, or use \\p{L}; a bracket itself is '\\['"))
  }
}

// MARK: What is written wrongly

extension PatternError {
  static func nothingToRepeat(_ offset: Int) -> PatternError {
    PatternError(
      LocalizedText(
        vi: "phép lặp không có gì đứng trước để lặp",
        en: "there is nothing before this repetition to repeat"),
      offset: offset,
      hint: LocalizedText(
        vi: "ký tự thật viết là '\\*' '\\+' '\\?'",
        en: "the characters themselves are '\\*' '\\+' '\\?'"))
  }

  static func doubledRepetition(_ offset: Int) -> PatternError {
    PatternError(
      LocalizedText(vi: "hai phép lặp đứng liền nhau", en: "one repetition follows another"),
      offset: offset, hint: .plainGroup)
  }

  static func looseBrace(_ offset: Int) -> PatternError {
    PatternError(
      LocalizedText(
        vi: "'{' phải mở một số lần lặp: {3}, {3,} hoặc {3,5}",
        en: "'{' begins a number of repetitions: {3}, {3,} or {3,5}"),
      offset: offset,
      hint: LocalizedText(
        vi: "ký tự thật viết là '\\{'; nhiều nhất năm lần viết là {0,5}",
        en: "the character itself is '\\{'; at most five is {0,5}"))
  }

  static func boundsReversed(_ offset: Int, _ low: Int, _ high: Int) -> PatternError {
    PatternError(
      LocalizedText(
        vi: "số lần lặp ít nhất \(low) lớn hơn số lần nhiều nhất \(high)",
        en: "at least \(low) repetitions is more than at most \(high)"), offset: offset)
  }

  static func tooManyRepetitions(_ offset: Int, limit: Int) -> PatternError {
    PatternError(
      LocalizedText(vi: "số lần lặp vượt quá \(limit)", en: "more than \(limit) repetitions"),
      offset: offset,
      hint: .useLengths)
  }

  static func unclosedGroup(_ offset: Int) -> PatternError {
    PatternError(
      LocalizedText(vi: "nhóm mở bằng '(' chưa đóng", en: "the group that '(' opens is not closed"),
      offset: offset,
      hint: LocalizedText(vi: "ký tự thật viết là '\\('", en: "the character itself is '\\('"))
  }

  static func unopenedGroup(_ offset: Int) -> PatternError {
    PatternError(
      LocalizedText(vi: "')' không đóng nhóm nào", en: "')' closes no group"), offset: offset,
      hint: LocalizedText(vi: "ký tự thật viết là '\\)'", en: "the character itself is '\\)'"))
  }

  static func unclosedClass(_ offset: Int) -> PatternError {
    PatternError(
      LocalizedText(
        vi: "lớp ký tự mở bằng '[' chưa đóng",
        en: "the character class that '[' opens is not closed"),
      offset: offset,
      hint: LocalizedText(vi: "ký tự thật viết là '\\['", en: "the character itself is '\\['"))
  }

  static func emptyClass(_ offset: Int) -> PatternError {
    PatternError(
      LocalizedText(vi: "lớp ký tự không có ký tự nào", en: "the character class has no character"),
      offset: offset,
      hint: LocalizedText(
        vi: "ký tự ']' trong lớp viết là '\\]'", en: "the character ']' in a class is '\\]'"))
  }

  static func badRange(_ offset: Int) -> PatternError {
    PatternError(
      LocalizedText(
        vi: "khoảng ký tự phải đi từ một ký tự tới một ký tự không nhỏ hơn",
        en: "a range goes from one character to another that is not below it"), offset: offset,
      hint: LocalizedText(
        vi: "dấu '-' trong lớp viết là '\\-'", en: "the character '-' in a class is '\\-'"))
  }

  static func badHex(_ offset: Int) -> PatternError {
    PatternError(
      LocalizedText(
        vi: "mã ký tự viết là \\xHH, \\uHHHH hoặc \\u{H…}, không phải mã nửa cặp D800–DFFF",
        en: "a character's number is \\xHH, \\uHHHH or \\u{H…}, and no surrogate D800–DFFF"),
      offset: offset)
  }

  static func danglingBackslash(_ offset: Int) -> PatternError {
    PatternError(
      LocalizedText(
        vi: "mẫu kết thúc bằng một dấu '\\' lẻ", en: "the pattern ends in a single '\\'"),
      offset: offset,
      hint: LocalizedText(vi: "ký tự thật viết là '\\\\'", en: "the character itself is '\\\\'"))
  }
}

// MARK: Limits

extension PatternError {
  static func tooLong(limit: Int) -> PatternError {
    PatternError(
      LocalizedText(
        vi: "mẫu dài quá \(limit) byte", en: "the pattern is longer than \(limit) bytes"),
      offset: limit,
      hint: LocalizedText(
        vi: "nếu là danh sách giá trị, dùng 'enum' hoặc danh mục",
        en: "for a list of values use 'enum' or a code list"))
  }

  static func tooDeep(_ offset: Int, limit: Int) -> PatternError {
    PatternError(
      LocalizedText(
        vi: "nhóm lồng nhau quá \(limit) lớp", en: "groups are nested more than \(limit) deep"),
      offset: offset)
  }

  static func tooManyStates(limit: Int) -> PatternError {
    PatternError(
      LocalizedText(
        vi: "mẫu quá phức tạp: cần hơn \(limit) trạng thái để chạy trong thời gian tuyến tính",
        en: "the pattern is too complex: it needs more than \(limit) states to run in linear time"),
      offset: 0,
      hint: .useLengths)
  }

  static let tooMuchWork = PatternError(
    LocalizedText(
      vi: "mẫu quá phức tạp để dịch thành máy tự động trong giới hạn",
      en: "the pattern is too complex to be compiled within the limits"), offset: 0,
    hint: .useLengths)
}

extension LocalizedText {
  fileprivate static let plainGroup = LocalizedText(
    vi: "viết nhóm thường '(…)'", en: "write a plain group '(…)'")
  fileprivate static let useLengths = LocalizedText(
    vi: "giảm số lần lặp, hoặc kiểm tra độ dài bằng 'minLength' và 'maxLength'",
    en: "repeat less often, or check lengths with 'minLength' and 'maxLength'")
}
