import AuditModel
import AuditText

extension RuleKind {
  package static let xsd = RuleKind(
    name: "xsd",
    title: LocalizedText(vi: "Đúng lược đồ XML", en: "Valid against an XML Schema"),
    form: .listed,
    dimension: .validity,
    unit: .document,
    summary: LocalizedText(
      vi:
        "Tài liệu XML đúng một lược đồ XML (XSD); mỗi chỗ sai được nêu kèm dòng và phần tử. Với nguồn không phải XML, quy tắc không áp dụng.",
      en:
        "The XML document is valid against an XML Schema (XSD); each place that is not is told with its line and element. For sources that are not XML the rule is not applicable."
    ),
    basis: LocalizedText("W3C XML Schema 1.0"),
    parameters: [
      RuleParameter(
        "schema",
        vi: "tệp lược đồ .xsd, tính từ tệp quy tắc; tệp nó include, import cũng phải trong dự án",
        en:
          "the .xsd file, from the rule file on; those it includes or imports must be of the project too"
      )
    ],
    cost: .document,
    examples: [
      RuleExample(
        #"{"schema": {"fields": [{"name": "so"}]}}"#,
        rule: #"{"kind": "xsd", "on": "vi_du", "schema": "vi_du.xsd"}"#,
        schema: """
          <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
            <xs:element name="ds"><xs:complexType><xs:sequence>
              <xs:element name="r" maxOccurs="unbounded"><xs:complexType><xs:sequence>
                <xs:element name="so" type="xs:positiveInteger"/>
              </xs:sequence></xs:complexType></xs:element>
            </xs:sequence></xs:complexType></xs:element>
          </xs:schema>
          """,
        """
        <ds>
        <r><so>1</so></r>
        ↓<r><so>một</so></r>
        ↓<r><ten>An</ten></r>
        </ds>
        """)
    ],
    read: { XSDBody($0) })
}

package struct XSDBody: RuleBody {
  /// The schema's path, from the file that has the rule on.
  package let schema: Located<String>

  package var fields: [String] { [] }
  package var text: String? { schema.value }
  package var message: LocalizedText {
    LocalizedText(
      vi: "tài liệu XML không đúng lược đồ", en: "the XML document is not as its schema has it")
  }

  package func lower(_ rule: RuleSpec, of pack: RulePack, in context: inout LoweringContext)
    -> CheckForm
  {
    .document(schema: rule.id)
  }

  fileprivate init?(_ reading: RuleReading) {
    guard let schema = reading.reader.required("schema", reading.reader.name) else { return nil }
    self.schema = schema
  }
}
