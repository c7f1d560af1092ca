import AuditModel
import AuditSources
import AuditSystem
import XCTest

/// Schemas and documents that were changed anyhow: each ends in an answer, the same one whatever the cuts.
final class XSDMutationTests: XCTestCase {
  private static let schema = """
    <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t"
      elementFormDefault="qualified">
    <xs:simpleType name="ma"><xs:restriction base="xs:string"><xs:pattern value="[A-Z]{1,3}[0-9]*"/>
      <xs:maxLength value="5"/></xs:restriction></xs:simpleType>
    <xs:simpleType name="cap"><xs:list itemType="xs:int"/></xs:simpleType>
    <xs:simpleType name="gop"><xs:union memberTypes="t:ma xs:date"/></xs:simpleType>
    <xs:group name="nhom"><xs:choice><xs:element name="a" type="t:cap"/>
      <xs:element name="b" type="t:gop" nillable="true"/><xs:any namespace="##other" processContents="lax"/>
      </xs:choice></xs:group>
    <xs:complexType name="goc"><xs:sequence><xs:element name="so" type="xs:positiveInteger"/>
      <xs:group ref="t:nhom" minOccurs="0" maxOccurs="3"/></xs:sequence><xs:attribute name="k" type="t:ma" use="required"/>
      <xs:attribute name="f" fixed="1"/></xs:complexType>
    <xs:complexType name="con"><xs:complexContent><xs:extension base="t:goc"><xs:sequence>
      <xs:element name="them" type="xs:string" minOccurs="0" maxOccurs="unbounded" default="x"/></xs:sequence></xs:extension>
      </xs:complexContent></xs:complexType>
    <xs:element name="dau" abstract="true" type="t:goc"/>
    <xs:element name="r" substitutionGroup="t:dau" type="t:con"/>
    <xs:element name="ds"><xs:complexType><xs:sequence maxOccurs="unbounded"><xs:element ref="t:dau"/>
      </xs:sequence></xs:complexType>
      <xs:key name="khoa"><xs:selector xpath="t:r|.//t:r"/><xs:field xpath="@k"/></xs:key>
      <xs:unique name="rieng"><xs:selector xpath="t:r"/><xs:field xpath="t:so"/></xs:unique>
      <xs:keyref name="tro" refer="t:khoa"><xs:selector xpath="t:r"/><xs:field xpath="t:them"/></xs:keyref>
    </xs:element>
    </xs:schema>
    """
  private static let document = """
    <ds xmlns="urn:t" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:o="urn:o">
    <r k="A1"><so>1</so><a>1 2 3</a><them>A1</them></r>
    <r k="B2" f="1"><so>2</so><b xsi:nil="true"/><o:x y="1">z</o:x></r>
    <r k="C3" xsi:type="con"><so>3</so><b>2026-01-31</b><b>AB1</b></r>
    </ds>
    """

  func testEachEndsInAnAnswer() throws {
    var random = XMLMutations(seed: 20_261_125)
    var made = 0
    var found: Set<SchemaDefect> = []
    let plain = try XCTUnwrap(schema(Array(Self.schema.utf8)))
    XCTAssertEqual(findings(plain, Array(Self.document.utf8), piece: 1 << 16) ?? [], [])
    for _ in 0..<3_000 {
      guard let schema = schema(changed(Self.schema, &random)) else { continue }
      made += 1
      _ = findings(schema, changed(Self.document, &random), piece: 1 << 16)
    }
    XCTAssertGreaterThan(made, 100)
    for _ in 0..<2_000 {
      let document = changed(Self.document, &random)
      let whole = findings(plain, document, piece: 1 << 16)
      XCTAssertEqual(findings(plain, document, piece: 1 + random.next(40)), whole)
      found.formUnion((whole ?? []).map(\.defect))
    }
    XCTAssertGreaterThan(found.count, 10, "\(found)")
  }

  private func schema(_ bytes: [UInt8]) -> XMLSchema? {
    let reader = XMLSchemaReader(limits: Limits(), folder: ".") { path in
      guard path == "a.xsd" else { throw Diagnostic("rule-file.schema", LocalizedText("")) }
      return bytes
    }
    do {
      return try XMLSchema(reader.read("a.xsd"))
    } catch {
      XCTAssertNotNil((error as? Diagnostic)?.code, "\(error)")
      return nil
    }
  }

  /// Nil for a document that is not well-formed.
  private func findings(_ schema: XMLSchema, _ bytes: [UInt8], piece: Int) -> [SchemaFinding]? {
    guard let validator = try? XMLSchemaValidator(schema) else { return nil }
    var start = 0
    while start < bytes.count {
      validator.push(Array(bytes[start..<min(bytes.count, start + piece)]))
      start += piece
    }
    return validator.finish() ? validator.takeFindings() : nil
  }

  /// Some of its words put in each other's place, now and then a byte changed.
  private func changed(_ text: String, _ random: inout XMLMutations) -> [UInt8] {
    var words = text.split(
      omittingEmptySubsequences: false, whereSeparator: { "\"<> ".contains($0) }
    ).map(String.init)
    let marks = text.filter { "\"<> ".contains($0) }
    for _ in 0..<(1 + random.next(4)) {
      words[random.next(words.count)] = words[random.next(words.count)]
    }
    var bytes = Array(words[0].utf8)
    for (mark, word) in zip(marks, words.dropFirst()) { bytes += Array("\(mark)\(word)".utf8) }
    if random.next(8) == 0 { bytes[random.next(bytes.count)] ^= UInt8(1 << random.next(7)) }
    return bytes
  }
}
