/// How an XML document can depart from its schema (XML Schema 1.0, part 1, appendix C, gathered).
package enum SchemaDefect: UInt8, Sendable, CaseIterable {
  case unexpectedElement, missingElement, unexpectedAttribute, missingAttribute
  /// Not of the data type, or none of the values listed, or not of the length, form or range asked.
  case wrongType, wrongChoice, wrongLength, wrongForm, outOfRange, wrongDigits, notFixed
  case nilNotAllowed, textNotAllowed, notEmpty
  case duplicateKey, missingKey, incompleteKey
  /// The schema declares no such root element.
  case unknownRoot
  case other

  package var message: LocalizedText {
    switch self {
    case .unexpectedElement:
      LocalizedText(
        vi: "phần tử không được phép đứng ở đây", en: "the element is not allowed here")
    case .missingElement:
      LocalizedText(vi: "thiếu phần tử bắt buộc", en: "a required element is missing")
    case .unexpectedAttribute:
      LocalizedText(vi: "thuộc tính không được phép", en: "the attribute is not allowed")
    case .missingAttribute:
      LocalizedText(vi: "thiếu thuộc tính bắt buộc", en: "a required attribute is missing")
    case .wrongType:
      LocalizedText(vi: "giá trị sai kiểu dữ liệu", en: "the value is not of the data type")
    case .wrongChoice:
      LocalizedText(vi: "giá trị ngoài danh sách", en: "the value is none of those listed")
    case .wrongLength:
      LocalizedText(vi: "giá trị dài hoặc ngắn quá mức", en: "the value is too long or too short")
    case .wrongForm:
      LocalizedText(vi: "giá trị sai mẫu", en: "the value is not of the pattern")
    case .outOfRange:
      LocalizedText(vi: "giá trị ngoài khoảng cho phép", en: "the value is out of range")
    case .wrongDigits:
      LocalizedText(vi: "số có quá nhiều chữ số", en: "the number has too many digits")
    case .notFixed:
      LocalizedText(
        vi: "giá trị khác giá trị cố định", en: "the value is not the one that is fixed")
    case .nilNotAllowed:
      LocalizedText(vi: "không được để null (xsi:nil)", en: "null (xsi:nil) is not allowed")
    case .textNotAllowed:
      LocalizedText(vi: "không được có chữ ở đây", en: "text is not allowed here")
    case .notEmpty:
      LocalizedText(vi: "phần tử phải trống", en: "the element must be empty")
    case .duplicateKey:
      LocalizedText(vi: "khóa trùng", en: "the key is there already")
    case .missingKey:
      LocalizedText(
        vi: "khóa không có ở nơi được tham chiếu", en: "the key that is referred to is missing")
    case .incompleteKey:
      LocalizedText(vi: "thiếu một phần của khóa", en: "a part of the key is missing")
    case .unknownRoot:
      LocalizedText(
        vi: "lược đồ không có phần tử gốc này", en: "the schema has no such root element")
    case .other:
      LocalizedText(vi: "không đúng lược đồ", en: "it is not as the schema has it")
    }
  }
}

/// One place where a document departs from its schema.
package struct SchemaFinding: Sendable, Hashable {
  package var defect: SchemaDefect
  package var line: Int
  /// The element, and the attribute if it is about one, as `a/@b`.
  package var place: String
  /// What stands there, where it is the value that is wrong: personal data, to be masked.
  package var value: String?
  /// What the schema would have there, as far as it says; never out of the document.
  package var expected: String

  package init(defect: SchemaDefect, line: Int, place: String, value: String?, expected: String) {
    self.defect = defect
    self.line = line
    self.place = place
    self.value = value
    self.expected = expected
  }
}
