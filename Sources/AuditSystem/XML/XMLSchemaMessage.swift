internal import AuditModel
internal import CLibXML2

/// One of libxml2's errors about a document and its schema, taken apart.
///
/// Its text quotes the document. Of it only names are used - of elements, attributes, types -, and the parts that libxml2
/// hands over one by one tell what is the document's and what the schema's.
struct SchemaMessage {
  private let code: UInt32
  private let text: String
  private let parts: [String?]
  private let line: Int

  init(_ error: xmlError, line: Int) {
    func copy(_ text: UnsafeMutablePointer<CChar>?) -> String? {
      // SAFETY: libxml2 hands the error over for the time of the call.
      unsafe text.map { unsafe String(cString: $0) }
    }
    unsafe code = UInt32(clamping: error.code)
    unsafe text = copy(error.message) ?? ""
    unsafe parts = [copy(error.str1), copy(error.str2)]
    self.line = max(1, line)
  }

  /// Nil for what only follows from something told already.
  var finding: SchemaFinding? {
    guard let defect else { return nil }
    var value: String?
    var expected = ""
    switch defect {
    case .wrongType:
      value = parts[0]
      expected = typeName
    case .wrongChoice, .wrongForm, .outOfRange, .wrongDigits, .notFixed:
      value = parts[0]
      expected = parts[1] ?? ""
    // The first part is the length found.
    case .wrongLength: expected = parts[1] ?? ""
    case .duplicateKey: value = parts[0]
    case .missingKey: value = parts[1]
    case .unexpectedElement, .missingElement: expected = expectedElements
    default: break
    }
    return SchemaFinding(
      defect: defect, line: line, place: place, value: value,
      expected: String(expected.prefix(200)))
  }

  /// `Element '{ns}a', attribute 'b': …` as `a/@b`.
  private var place: String {
    guard text.hasPrefix("Element '") else { return "" }
    let parts = text.split(separator: "'", maxSplits: 4, omittingEmptySubsequences: false)
    guard parts.count > 2 else { return "" }
    let element = SchemaMessage.local(parts[1])
    guard parts.count > 3, parts[2] == ", attribute " else { return element }
    return "\(element)/@\(SchemaMessage.local(parts[3]))"
  }

  /// The name without its namespace in braces.
  private static func local(_ name: Substring) -> String {
    String((name.split(separator: "}").last ?? name).prefix(60))
  }

  /// `so, ten` of `… Expected is one of ( so, ten ).`; only of messages that quote no value.
  private var expectedElements: String {
    guard let open = text.lastIndex(of: "("), let close = text.lastIndex(of: ")"), open < close,
      has("Expected is")
    else { return "" }
    return String(text[text.index(after: open)..<close].filter { $0 != " " })
  }

  /// `xs:date` of `… of the atomic type 'xs:date'.`: names hold no quote, so it is the last quoted part.
  private var typeName: String {
    let quoted = text.split(separator: "'", omittingEmptySubsequences: false)
    guard quoted.count > 2, quoted[quoted.count - 1].hasPrefix("."),
      quoted[quoted.count - 3].hasSuffix(" type ")
    else { return "" }
    return String(quoted[quoted.count - 2])
  }

  private func has(_ part: String) -> Bool {
    let (whole, part) = (Array(text.utf8), Array(part.utf8))
    guard part.count <= whole.count else { return false }
    return (0...whole.count - part.count).contains {
      whole[$0..<$0 + part.count].elementsEqual(part)
    }
  }
}

extension SchemaMessage {
  /// By libxml2's code; its words tell apart what has one code.
  private var defect: SchemaDefect? {
    switch xmlParserErrors(rawValue: code) {
    case XML_SCHEMAV_ELEMENT_CONTENT:
      has("issing child") ? .missingElement : .unexpectedElement
    case XML_SCHEMAV_CVC_TYPE_3_1_2: .unexpectedElement
    case XML_SCHEMAV_CVC_LENGTH_VALID, XML_SCHEMAV_CVC_MINLENGTH_VALID,
      XML_SCHEMAV_CVC_MAXLENGTH_VALID:
      .wrongLength
    case XML_SCHEMAV_CVC_MININCLUSIVE_VALID, XML_SCHEMAV_CVC_MAXINCLUSIVE_VALID,
      XML_SCHEMAV_CVC_MINEXCLUSIVE_VALID, XML_SCHEMAV_CVC_MAXEXCLUSIVE_VALID:
      .outOfRange
    case XML_SCHEMAV_CVC_TOTALDIGITS_VALID, XML_SCHEMAV_CVC_FRACTIONDIGITS_VALID: .wrongDigits
    case XML_SCHEMAV_CVC_PATTERN_VALID: .wrongForm
    case XML_SCHEMAV_CVC_ENUMERATION_VALID: .wrongChoice
    case XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_1, XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_2,
      XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_3:
      .wrongType
    case XML_SCHEMAV_CVC_ELT_5_2_2_2_1, XML_SCHEMAV_CVC_ELT_5_2_2_2_2, XML_SCHEMAV_CVC_AU:
      .notFixed
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_1: .notEmpty
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_2, XML_SCHEMAV_CVC_COMPLEX_TYPE_2_3: .textNotAllowed
    case XML_SCHEMAV_CVC_ELT_1: .unknownRoot
    case XML_SCHEMAV_CVC_ELT_3_1, XML_SCHEMAV_CVC_ELT_3_2_1, XML_SCHEMAV_CVC_ELT_3_2_2:
      .nilNotAllowed
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_3_1, XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_1,
      XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_2, XML_SCHEMAV_CVC_TYPE_3_1_1:
      .unexpectedAttribute
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_4: .missingAttribute
    case XML_SCHEMAV_CVC_IDC: keyDefect
    default: .other
    }
  }

  private var keyDefect: SchemaDefect? {
    if has("Duplicate key-sequence") { return .duplicateKey }
    if has("No match found") { return .missingKey }
    if has("Not all fields") { return .incompleteKey }
    return has("No precomputed value") ? nil : .other
  }
}
