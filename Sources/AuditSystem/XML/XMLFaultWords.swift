internal import AuditModel
internal import CLibXML2

/// What is wrong with a document that is not well-formed, by libxml2's codes and in plain words.
enum XMLFaultWords {
  /// `first`, `second`: names that the error tells of, such as those of two tags that do not match.
  static func words(_ code: Int, _ first: String, _ second: String) -> LocalizedText {
    if code == Int(XML_ERR_TAG_NAME_MISMATCH.rawValue), !first.isEmpty {
      return LocalizedText(
        vi: "thẻ mở <\(first)> mà thẻ đóng lại là </\(second)>",
        en: "the tag <\(first)> is closed by </\(second)>")
    }
    // What follows a stray & is text of the document, and may be anyone's: only its place is told.
    if code == Int(XML_ERR_UNDECLARED_ENTITY.rawValue) {
      return LocalizedText(
        vi: "một thực thể (&…;) không được khai báo; dấu & phải viết là &amp;",
        en: "an entity (&…;) is not declared; a & must be written as &amp;")
    }
    if code == Int(XML_NS_ERR_UNDEFINED_NAMESPACE.rawValue), !first.isEmpty {
      return LocalizedText(
        vi: "tiền tố “\(first)” không được khai báo bằng xmlns",
        en: "the prefix '\(first)' is not declared by xmlns")
    }
    return table.first { $0.codes.contains { Int($0.rawValue) == code } }?.words
      ?? LocalizedText(vi: "libxml2 báo mã lỗi \(code)", en: "libxml2 reports its error \(code)")
  }

  private static let table: [(codes: [xmlParserErrors], words: LocalizedText)] = [
    (
      [XML_ERR_DOCUMENT_EMPTY, XML_ERR_DOCUMENT_START],
      LocalizedText(vi: "không có phần tử nào", en: "it has no element")
    ),
    (
      [XML_ERR_DOCUMENT_END, XML_ERR_EXTRA_CONTENT],
      LocalizedText(
        vi: "còn nội dung sau phần tử gốc, hoặc trước nó có gì không phải thẻ",
        en: "something other than a tag stands before the root element, or anything after it")
    ),
    (
      [XML_ERR_INVALID_HEX_CHARREF, XML_ERR_INVALID_DEC_CHARREF, XML_ERR_INVALID_CHARREF],
      LocalizedText(
        vi: "một tham chiếu ký tự (&#…;) sai hoặc chỉ ký tự không được phép",
        en: "a character reference (&#…;) is mistyped or names a character that is not allowed")
    ),
    (
      [XML_ERR_INVALID_CHAR],
      LocalizedText(
        vi: "có ký tự điều khiển hoặc ký tự không được phép trong XML",
        en: "there is a control character, or another that XML does not allow")
    ),
    (
      [
        XML_ERR_ENTITYREF_NO_NAME, XML_ERR_ENTITYREF_SEMICOL_MISSING, XML_ERR_ENTITYREF_AT_EOF,
        XML_ERR_CHARREF_AT_EOF,
      ],
      LocalizedText(
        vi: "dấu & phải viết là &amp;, hoặc một thực thể (&…;) viết sai",
        en: "a & must be written as &amp;, or an entity (&…;) is mistyped")
    ),
    (
      [
        XML_ERR_UNKNOWN_ENCODING, XML_ERR_UNSUPPORTED_ENCODING, XML_ERR_ENCODING_NAME,
        XML_ERR_MISSING_ENCODING,
      ],
      LocalizedText(
        vi: "không rõ bảng mã được khai báo", en: "the declared encoding is not known")
    ),
    (
      [XML_ERR_INVALID_ENCODING],
      LocalizedText(
        vi: "có byte không đúng bảng mã được khai báo",
        en: "there are bytes that are not of the declared encoding")
    ),
    (
      [XML_ERR_LT_IN_ATTRIBUTE],
      LocalizedText(
        vi: "dấu < trong giá trị thuộc tính phải viết là &lt;",
        en: "a < in an attribute's value must be written as &lt;")
    ),
    (
      [
        XML_ERR_ATTRIBUTE_NOT_STARTED, XML_ERR_ATTRIBUTE_NOT_FINISHED,
        XML_ERR_ATTRIBUTE_WITHOUT_VALUE, XML_ERR_EQUAL_REQUIRED,
      ],
      LocalizedText(
        vi: "một thuộc tính thiếu dấu =, dấu nháy hoặc giá trị",
        en: "an attribute lacks its =, its quotes or its value")
    ),
    (
      [XML_ERR_ATTRIBUTE_REDEFINED, XML_NS_ERR_ATTRIBUTE_REDEFINED],
      LocalizedText(
        vi: "một thuộc tính đứng hai lần trong cùng một thẻ",
        en: "an attribute stands twice in a tag")
    ),
    (
      [XML_ERR_COMMENT_NOT_FINISHED, XML_ERR_HYPHEN_IN_COMMENT],
      LocalizedText(
        vi: "một chú thích chưa đóng, hoặc có -- bên trong",
        en: "a comment is not closed, or has -- inside")
    ),
    (
      [XML_ERR_PI_NOT_STARTED, XML_ERR_PI_NOT_FINISHED, XML_ERR_RESERVED_XML_NAME],
      LocalizedText(
        vi: "một chỉ thị (<?…?>) viết sai, hoặc dòng <?xml …?> không đứng đầu tệp",
        en: "an instruction (<?…?>) is mistyped, or <?xml …?> does not come first")
    ),
    (
      [
        XML_ERR_XMLDECL_NOT_STARTED, XML_ERR_XMLDECL_NOT_FINISHED, XML_ERR_VERSION_MISSING,
        XML_ERR_UNKNOWN_VERSION, XML_ERR_STANDALONE_VALUE, XML_ERR_STRING_NOT_STARTED,
        XML_ERR_STRING_NOT_CLOSED, XML_ERR_SPACE_REQUIRED,
      ],
      LocalizedText(
        vi: "dòng <?xml …?> hoặc một thẻ viết sai, ví dụ thiếu dấu cách",
        en: "<?xml …?> or a tag is mistyped, such as by a missing space")
    ),
    (
      [XML_ERR_MISPLACED_CDATA_END],
      LocalizedText(
        vi: "có ]]> ngoài đoạn CDATA; phải viết là ]]&gt;",
        en: "there is a ]]> outside of CDATA; it must be written as ]]&gt;")
    ),
    (
      [XML_ERR_CDATA_NOT_FINISHED],
      LocalizedText(vi: "một đoạn CDATA chưa đóng", en: "a CDATA section is not closed")
    ),
    (
      [
        XML_ERR_TAG_NAME_MISMATCH, XML_ERR_TAG_NOT_FINISHED, XML_ERR_GT_REQUIRED,
        XML_ERR_LTSLASH_REQUIRED, XML_ERR_LT_REQUIRED, XML_ERR_NAME_REQUIRED,
        XML_ERR_NOT_WELL_BALANCED,
      ],
      LocalizedText(
        vi: "một thẻ viết sai hoặc chưa đóng; tệp có thể bị cắt cụt",
        en: "a tag is mistyped or not closed; the file may have been cut short")
    ),
    (
      [
        XML_NS_ERR_XML_NAMESPACE, XML_NS_ERR_UNDEFINED_NAMESPACE, XML_NS_ERR_QNAME,
        XML_NS_ERR_EMPTY, XML_NS_ERR_COLON,
      ],
      LocalizedText(
        vi: "không gian tên (xmlns) khai báo sai hoặc thiếu",
        en: "a namespace (xmlns) is declared wrongly or not at all")
    ),
  ]
}
