import Foundation
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
    more: [String: String] = [:], options: [String] = ["--show-values"]
  ) throws -> ProgramRun {
    try run(Array(document.utf8), schema: schema, name: name, more: more, options: options)
  }

  private func run(
    _ document: [UInt8], schema: String = schema, name: String = "ds.xml",
    schemaName: String = "ds.xsd", more: [String: String] = [:],
    options: [String] = ["--show-values"]
  ) throws -> ProgramRun {
    let scratch = try ScratchFolder()
    let pack = try scratch.write(
      "goi.json",
      """
      {"format": "soat-rules/1", "id": "thu.xsd", "version": "1.0.0", "title": {"vi": "Thử"},
       "resources": [{"name": "bang", "keys": ["so"], "schema": {"fields": [{"name": "so"}]}}],
       "rules": [{"id": "X1", "title": {"vi": "Lược đồ"}, "kind": "xsd", "on": "bang", "schema": "\(schemaName)"}]}
      """)
    _ = try scratch.write(schemaName, schema)
    for (name, text) in more { _ = try scratch.write(name, text) }
    let file = try scratch.write(name, document)
    return ProgramRun(
      ["check", file, "--rules", pack, "--as", "bang", "--root", scratch.path] + options)
  }

  func testAValidDocumentPasses() throws {
    let run = try run(XSDRuleTests.good)
    XCTAssertEqual(run.status, 0, run.output + run.errors)
  }

  /// The rule's findings without the file's name.
  private func places(_ run: ProgramRun) -> [String] {
    run.output.split(separator: "\n").filter { $0.contains("[X1]") }.map { line in
      line.range(of: "ds.xml:").map { String(line[$0.upperBound...]) } ?? String(line)
    }
  }

  private static let faulty =
    "<ds>\n<r><so>DAUVET</so></r>\n<r b=\"DAUVET\"><so>2</so>\n<ten>DAUVET9</ten></r>\n<r/>\n</ds>\n"

  func testEachFaultIsToldWithItsPlaceAndItsValueIsHidden() throws {
    let run = try run(XSDRuleTests.faulty, options: [])
    XCTAssertEqual(run.status, 1, run.errors)
    let told = places(run)
    XCTAssertEqual(
      told,
      [
        "2: error: so: the value is not of the data type (•••); expected: xs:positiveInteger [X1]",
        "3: error: r/@b: the attribute is not allowed [X1]",
        "4: error: ten: the value is not of the pattern (•••); expected: [A-Z][a-z]* [X1]",
        "5: error: r: a required element is missing; expected: so [X1]",
      ])
    XCTAssertFalse(run.output.contains("DAUVET"), run.output)
  }

  func testTheValueIsShownWhereThatIsAskedFor() throws {
    let run = try run(XSDRuleTests.faulty)
    XCTAssertTrue(run.output.contains("(DAUVET)") && run.output.contains("(DAUVET9)"), run.output)
  }

  func testNoWordOfAValueIsTakenForTheSchemas() throws {
    let value = "x' Expected is ( MAT ) of the atomic type 'MAT'. Element 'MAT', attribute 'MAT'"
    let schema = XSDRuleTests.schema.replacingOccurrences(
      of: "xs:positiveInteger\"/>",
      with: "xs:positiveInteger\" maxOccurs=\"2\" nillable=\"true\"/>")
    for document in [
      "<ds><r><so>\(value)</so></r></ds>", "<ds><r><so>1</so><ten>\(value)</ten></r></ds>",
      "<ds><r><so>1</so>\(value)</r></ds>",
      "<ds><r a=\"\(value)\"><so a=\"\(value)\">1</so></r></ds>",
    ] {
      let run = try run(document, schema: schema, options: [])
      XCTAssertEqual(run.status, 1, run.errors)
      XCTAssertFalse(run.output.contains("MAT"), run.output)
    }
  }

  func testFaultsOnOneLineAreAllTold() throws {
    let run = try run(
      "<ds>" + String(repeating: "<r><so>x</so></r>", count: 7) + "</ds>", options: [])
    let count = run.output.split(separator: "\n").filter { $0.contains(": so: ") }.count
    XCTAssertEqual(count, 7, run.output)
  }

  func testKeysAreHeldAndToldApart() throws {
    let schema = XSDRuleTests.schema.replacingOccurrences(
      of: "</xs:sequence></xs:complexType></xs:element>\n</xs:schema>",
      with: """
        </xs:sequence></xs:complexType>
        <xs:key name="k"><xs:selector xpath="r"/><xs:field xpath="so"/></xs:key>
        <xs:keyref name="t" refer="k"><xs:selector xpath="r"/><xs:field xpath="@a"/></xs:keyref></xs:element>
        </xs:schema>
        """)
    let run = try run(
      "<ds>\n<r a=\"9\"><so>1</so></r>\n<r><so>1</so></r>\n<r a=\"2\"><so>2</so></r>\n<r/>\n</ds>",
      schema: schema)
    for told in [
      ".xml:6: error: r: the key that is referred to is missing (['9'])",
      ".xml:3: error: r: the key is there already (['1'])",
      ".xml:5: error: r: a part of the key is missing",
    ] { XCTAssertTrue(run.output.contains(told), told + "\n" + run.output) }
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

  func testTheCountOfWorkersAndTheWayOfReadingChangeNothing() throws {
    var document = "<ds>\n"
    for number in 1...30_000 {
      document += "<r><so>\(number % 100 == 0 ? "không" : "\(number)")</so><ten>An</ten></r>\n"
    }
    document += "</ds>\n"
    let first = try run(document, options: ["--workers", "1"])
    XCTAssertEqual(first.output.split(separator: "\n").filter { $0.contains("[X1]") }.count, 300)
    for workers in ["2", "7"] {
      let run = try run(document, options: ["--workers", workers])
      XCTAssertEqual(places(run), places(first))
    }
    let utf16: [UInt8] =
      [0xFF, 0xFE] + document.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let declared = "<?xml version=\"1.0\" encoding=\"windows-1258\"?>" + document
    let windows = declared.unicodeScalars.map { UInt8($0.value) }
    let packed = try ScratchFolder().gzip(Array(document.utf8))
    for bytes in [utf16, windows, packed] {
      let run = try run(bytes, options: [])
      XCTAssertEqual(places(run), places(first), run.errors)
    }
  }

  func testASchemaMayLieAnywhereWithinTheProject() throws {
    let run = try run(Array(XSDRuleTests.faulty.utf8), schemaName: "lược đồ #1%41.xsd")
    XCTAssertEqual(run.status, 1, run.errors)
  }

  func testWhatIsWrongWithASchemaIsToldWithItsFileAndLine() throws {
    let including = XSDRuleTests.schema.replacingOccurrences(
      of: "<xs:element name=\"ds\">",
      with: "<xs:include schemaLocation=\"k.xsd\"/><xs:element name=\"ds\">")
    func part(_ inner: String) -> String {
      "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">\n\n\(inner)\n</xs:schema>"
    }
    for inner in [
      "<xs:element name=\"a\" type=\"khong_co\"/>", "<xs:include schemaLocation=\"http://x.vn/\"/>",
      "<xs:element name=\"a\" maxOccurs=\"20000\"/>", "<xs:element name=\"a\"", "<!DOCTYPE a>",
    ] {
      let run = try run(XSDRuleTests.good, schema: including, more: ["k.xsd": part(inner)])
      XCTAssertEqual(run.status, 3, run.output)
      XCTAssertTrue(
        run.errors.contains("/k.xsd:3:") || run.errors.contains("/k.xsd:4:"), run.errors)
      XCTAssertTrue(run.errors.contains("hint:"), run.errors)
    }
  }

  func testKeysOfALargeDocumentAreNotGatheredWithoutEnd() throws {
    let schema = XSDRuleTests.schema.replacingOccurrences(
      of: "</xs:sequence></xs:complexType></xs:element>\n</xs:schema>",
      with:
        "</xs:sequence></xs:complexType><xs:unique name=\"k\"><xs:selector xpath=\"r\"/><xs:field xpath=\"so\"/></xs:unique></xs:element>\n</xs:schema>"
    )
    let comment = "<!--" + String(repeating: "x", count: 1 << 20) + "-->\n"
    let large = "<ds>\n<r><so>1</so></r>\n" + String(repeating: comment, count: 65) + "</ds>"
    let run = try run(large, schema: schema)
    XCTAssertEqual(run.status, 3, run.errors)
    XCTAssertTrue(run.output.contains("schemaKeyBytes"), run.output)
  }

  func testALintReadsTheSchemaToo() throws {
    let scratch = try ScratchFolder()
    let pack = try scratch.write(
      "goi.json",
      """
      {"format": "soat-rules/1", "id": "thu.xsd", "version": "1.0.0", "title": {"vi": "Thử"},
       "resources": [{"name": "bang", "schema": {"fields": [{"name": "so"}]}}],
       "rules": [{"id": "X1", "title": {"vi": "Lược đồ"}, "kind": "xsd", "on": "bang", "schema": "ds.xsd"}]}
      """)
    let lint = ["lint", pack, "--root", scratch.path]
    let missing = ProgramRun(lint)
    XCTAssertEqual(missing.status, 3)
    XCTAssertTrue(missing.errors.contains("goi.json:3:"), missing.errors)
    _ = try scratch.write("ds.xsd", XSDRuleTests.schema)
    XCTAssertEqual(ProgramRun(lint).status, 0)
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
