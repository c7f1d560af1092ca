internal import AuditModel
internal import CLibXML2

/// Why a document could not be read to its end, and where.
struct XMLFault: Sendable {
  enum Kind: Sendable, Equatable {
    case doctype
    /// The document ends while elements are open: how many.
    case cut(open: Int)
    case depth, attributes, names, value, record, markup
    /// An error of libxml2, with the names it tells of, where it does.
    case libxml(code: Int, first: String, second: String)
  }

  var kind: Kind
  var line: Int
  /// From 1, in characters of the line; 0 where libxml2 tells none.
  var column: Int

  func diagnostic(_ path: String) -> Diagnostic {
    let place = SourceLocation(file: path, line: max(1, line), column: max(1, column))
    let (code, message, hint) = told
    return Diagnostic(code, message, at: place, hint: hint)
  }

  private var told: (code: String, message: LocalizedText, hint: LocalizedText) {
    switch kind {
    case .doctype:
      (
        "source.refused",
        LocalizedText(
          vi: "tài liệu XML có khai báo DOCTYPE; soat không bao giờ đọc DTD hay thực thể ngoài",
          en: "the XML document has a DOCTYPE; DTDs and external entities are never read"),
        LocalizedText(
          vi: "xuất lại tệp không có dòng <!DOCTYPE …>", en: "export the file without <!DOCTYPE …>")
      )
    case .libxml(let code, let first, let second):
      XMLFault.told(XMLFaultWords.words(code, first, second))
    case .cut(let open):
      XMLFault.told(
        LocalizedText(
          vi: "tệp kết thúc khi còn \(open) thẻ chưa đóng; có thể bị cắt cụt",
          en: "the file ends while \(open) element(s) are open; it may have been cut off"))
    default: ("source.limit", limit, XMLFault.limitHint)
    }
  }

  static let limitHint = LocalizedText(
    vi: "xem các giới hạn: soat limits", en: "the limits are listed by `soat limits`")

  private var limit: LocalizedText {
    switch kind {
    case .depth:
      LocalizedText(
        vi: "phần tử XML lồng sâu hơn giới hạn xmlDepth",
        en: "elements nest deeper than the limit xmlDepth")
    case .attributes:
      LocalizedText(
        vi: "một phần tử XML có nhiều thuộc tính hơn giới hạn xmlAttributes",
        en: "an element has more attributes than the limit xmlAttributes")
    case .names:
      LocalizedText(
        vi: "tài liệu XML có nhiều tên khác nhau hơn giới hạn fieldsPerRecord",
        en: "the document has more different names than the limit fieldsPerRecord")
    case .value:
      LocalizedText(
        vi: "một giá trị dài hơn giới hạn cellBytes",
        en: "a value is longer than the limit cellBytes")
    case .record:
      LocalizedText(
        vi: "một bản ghi dài hơn hai lần giới hạn cellBytes",
        en: "a record is longer than twice the limit cellBytes")
    default:
      LocalizedText(
        vi: "một thẻ, chú thích hoặc chỉ thị XML dài hơn giới hạn cellBytes",
        en: "a tag, comment or instruction is longer than the limit cellBytes")
    }
  }
}

extension XMLFault {
  /// An error of libxml2 in plain words; nil for one that does not keep a document from being read.
  ///
  /// Its own text is not passed on: it may hold bytes of the data.
  init?(_ error: xmlError) {
    // SAFETY: libxml2 hands the error over for the time of the call; its texts are copied here.
    let code = unsafe Int(error.code)
    let isFatal = unsafe error.level == XML_ERR_FATAL
    // Of the namespace errors, these break Namespaces in XML 1.0; the others are about the look of a URI.
    guard isFatal || (200...205).contains(code) else { return nil }
    func name(_ text: UnsafeMutablePointer<CChar>?) -> String {
      guard let text = unsafe text else { return "" }
      return String(unsafe String(cString: text).prefix(60))
    }
    let text = unsafe error.message.map { unsafe String(cString: $0) } ?? ""
    kind =
      XMLFault.isLimit(code, text)
      ? .markup : unsafe .libxml(code: code, first: name(error.str1), second: name(error.str2))
    line = unsafe Int(error.line)
    column = unsafe Int(error.int2)
  }

  fileprivate static func told(_ what: LocalizedText) -> (String, LocalizedText, LocalizedText) {
    (
      "source.not-well-formed",
      LocalizedText(
        vi: "tài liệu XML không đúng cú pháp: \(what.vi)",
        en: "the XML document is not well-formed: \(what.en)"),
      LocalizedText(
        vi: "các bản ghi trước chỗ này đã được đọc; xuất lại tệp, hoặc sửa tại vị trí nêu trên",
        en: "the records before this place were read; export the file again, or mend it there")
    )
  }

  /// Limits of libxml2's own: it has no code for most of them, only words.
  private static func isLimit(_ code: Int, _ text: String) -> Bool {
    code == Int(XML_ERR_NO_MEMORY.rawValue) || code == Int(XML_ERR_NAME_TOO_LONG.rawValue)
      || ["too big", "too long", "Huge input", "xcessive depth"].contains { text.contains($0) }
  }
}

extension String {
  /// Whether the other stands anywhere within.
  fileprivate func contains(_ other: String) -> Bool {
    let (whole, part) = (Array(utf8), Array(other.utf8))
    guard part.count <= whole.count else { return false }
    return (0...whole.count - part.count).contains {
      whole[$0..<$0 + part.count].elementsEqual(part)
    }
  }
}
