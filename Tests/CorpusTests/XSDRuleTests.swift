import XCTest

/// The rule kind `xsd` through the program.
final class XSDRuleTests: XCTestCase {
  private static let schema = """
    <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
     <xs:element name="ds"><xs:complexType><xs:sequence>
      <xs:element name="r" maxOccurs="unbounded"><xs:complexType><xs:sequence>
       <xs:element name="so" type="xs:positiveInteger"/>
       <xs:element name="ten" minOccurs="0"><xs:simpleType><xs:restriction base="xs:string">
        <xs:pattern value="[A-Z][a-z]*"/></xs:restriction></xs:simpleType></xs:element>
      </xs:sequence><xs:attribute name="a"/></xs:complexType></xs:element>
     </xs:sequence></xs:complexType></xs:element>
    </xs:schema>
    """
  private static let good =
    "<ds>\n<r><so>1</so><ten>An</ten></r>\n<r a=\"x\"><so>2</so></r>\n</ds>\n"

  private func run(
    _ document: String, schema: String = schema, name: String = "ds.xml",
    more: [String: String] = [:]
  ) throws -> ProgramRun {
    let scratch = try ScratchFolder()
    let pack = try scratch.write(
      "goi.json",
      """
      {"format": "soat-rules/1", "id": "thu.xsd", "version": "1.0.0", "title": {"vi": "Thử"},
       "resources": [{"name": "bang", "keys": ["so"], "schema": {"fields": [{"name": "so"}]}}],
       "rules": [{"id": "X1", "title": {"vi": "Lược đồ"}, "kind": "xsd", "on": "bang", "schema": "ds.xsd"}]}
      """)
    _ = try scratch.write("ds.xsd", schema)
    for (name, text) in more { _ = try scratch.write(name, text) }
    let file = try scratch.write(name, document)
    return ProgramRun([
      "check", file, "--rules", pack, "--as", "bang", "--root", scratch.path, "--show-values",
    ])
  }

  func testAValidDocumentPasses() throws {
    let run = try run(XSDRuleTests.good)
    XCTAssertEqual(run.status, 0, run.output + run.errors)
  }

  func testEachFaultIsToldWithItsPlaceAndWithoutItsValue() throws {
    let run = try run(
      "<ds>\n<r><so>DAUVET</so></r>\n<r b=\"DAUVET\"><so>2</so>\n<ten>DAUVET9</ten></r>\n<r/>\n</ds>\n"
    )
    XCTAssertEqual(run.status, 1, run.errors)
    for line in [2, 3, 4, 5] { XCTAssertTrue(run.output.contains(".xml:\(line): "), run.output) }
    XCTAssertTrue(run.output.contains("(so)") && run.output.contains("(r/@b)"), run.output)
    XCTAssertFalse(run.output.contains("DAUVET"), run.output)
  }

  func testAnotherFormatIsNotJudged() throws {
    let run = try run("so,ten\n1,An\n", name: "ds.csv")
    XCTAssertEqual(run.status, 0, run.output + run.errors)
    XCTAssertTrue(run.output.contains("not applicable  X1"), run.output)
  }

  func testADocumentReadByTheLibraryIsJudgedToo() throws {
    let document = XSDRuleTests.good.replacingOccurrences(
      of: "<r a=\"x\">", with: "<r a=\"x\" xmlns:k=\"u\">")
    XCTAssertEqual(try run(document).status, 0)
    XCTAssertEqual(
      try run(document.replacingOccurrences(of: "<so>2", with: "<so>-2")).status, 1)
  }

  func testADocumentThatIsNotWellFormedIsNotValidEither() throws {
    let run = try run(XSDRuleTests.good.replacingOccurrences(of: "</ds>", with: ""))
    XCTAssertEqual(run.status, 4, run.output)
  }

  func testASchemaMayUseOthersOfTheProject() throws {
    let including = XSDRuleTests.schema.replacingOccurrences(
      of: "<xs:element name=\"ds\">",
      with: "<xs:include schemaLocation=\"./con/k.xsd\"/><xs:element name=\"ds\">"
    ).replacingOccurrences(of: "xs:positiveInteger", with: "so")
    let part = """
      <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:include schemaLocation="k2.xsd"/></xs:schema>
      """
    let last = """
      <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:simpleType name="so">
      <xs:restriction base="xs:integer"><xs:maxInclusive value="1"/></xs:restriction></xs:simpleType></xs:schema>
      """
    let flat = including.replacingOccurrences(of: "./con/k.xsd", with: "k.xsd")
    let run = try run(XSDRuleTests.good, schema: flat, more: ["k.xsd": part, "k2.xsd": last])
    XCTAssertEqual(run.status, 1, run.output + run.errors)
    XCTAssertTrue(run.output.contains(".xml:3: "), run.output)
  }

  func testASchemaThatWantsMoreThanTheProjectHasIsRefused() throws {
    func schema(with part: String) -> String {
      XSDRuleTests.schema.replacingOccurrences(
        of: "<xs:element name=\"ds\">", with: part + "<xs:element name=\"ds\">")
    }
    let cases = [
      schema(with: "<xs:include schemaLocation=\"http://127.0.0.1:9/a.xsd\"/>"),
      schema(with: "<xs:import namespace=\"u\" schemaLocation=\"file:///etc/hostname\"/>"),
      schema(with: "<xs:include schemaLocation=\"/etc/hostname\"/>"),
      schema(with: "<xs:include schemaLocation=\"../../../../etc/hostname\"/>"),
      schema(with: "<xs:redefine schemaLocation=\"\\\\may\\a.xsd\"/>"),
      schema(with: "<xs:include schemaLocation=\"khong-co.xsd\"/>"),
      "<!DOCTYPE xs:schema [<!ENTITY e \"x\">]>" + XSDRuleTests.schema,
      XSDRuleTests.schema.replacingOccurrences(
        of: "maxOccurs=\"unbounded\"", with: "maxOccurs=\"100000000\""),
      XSDRuleTests.schema.replacingOccurrences(of: "[a-z]*", with: "[a-z]{1,1000000}"),
      XSDRuleTests.schema.replacingOccurrences(of: "[a-z]*", with: "([a-z]"),
      XSDRuleTests.schema.replacingOccurrences(of: "xs:positiveInteger", with: "khong_co"),
      XSDRuleTests.schema.replacingOccurrences(of: "</xs:schema>", with: ""),
      "", "chữ", "<a/>",
    ]
    for schema in cases {
      let run = try run(XSDRuleTests.good, schema: schema)
      XCTAssertEqual(run.status, 3, "\(schema.prefix(300))\n\(run.output)\(run.errors)")
      XCTAssertTrue(
        run.errors.contains("[rule-file."), "\(schema.prefix(200))\n\(run.errors)")
    }
  }
}
