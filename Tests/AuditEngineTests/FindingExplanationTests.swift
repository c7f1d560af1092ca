import AuditEngine
import AuditModel
import AuditRules
import AuditSources
import AuditSystem
import XCTest

/// Two values that look alike: findings say what differs, and no more of a masked value than the character that does.
final class FindingExplanationTests: XCTestCase {
  func testAListedValueThatLooksAlikeIsExplained() throws {
    for (value, part) in [
      ("Nu\u{31B}\u{303}", "dấu viết tách rời: U+0075 U+031B U+0303 thay cho ữ U+1EEF"),
      ("nữ", "chỉ khác chữ hoa, chữ thường"), ("Nữ\u{A0}", "U+00A0"),
      ("Đã kê\u{301}t hôn", "U+00EA U+0301 thay cho ế U+1EBF"),
      ("Ðã kết hôn", "Ð U+00D0 thay cho Đ U+0110"), ("Ná»¯", "sai bảng mã"),
      ("nu", "chỉ khác dấu của chữ"), ("Đã kêt hôn", "chỉ khác dấu của chữ"),
    ] {
      let message = try message(of: value, rule: "enum")
      XCTAssertTrue(message.contains(part), "\(value): \(message)")
    }
    XCTAssertEqual(try message(of: "Khác", rule: "enum"), "không thuộc các giá trị cho phép")
  }

  func testGarbledTextIsReadAnewAsFarAsTheMaskLets() throws {
    let garbled = "Nguyá»…n VÄƒn An"
    for (mask, part) in [
      ("none", "(có lẽ là “Nguyễn Văn An”)"), ("initials", "(có lẽ là “N. V. A.”)"),
    ] {
      let message = try message(of: garbled, rule: "text", mask: mask)
      XCTAssertTrue(message.hasSuffix(part), message)
    }
    let hidden = try message(of: garbled, rule: "text")
    XCTAssertFalse(hidden.contains("("), hidden)
  }

  func testTheCharacterThatIsWrongIsNamed() throws {
    for (value, part) in [
      ("Nguye\u{302}\u{303}n", "U+0065 U+0302 U+0303 thay cho ễ U+1EC5"),
      ("Ðặng", "Ð U+00D0 thay cho Đ U+0110"), ("An\u{200B}", "U+200B"), ("A\u{1}n", "U+0001"),
      ("\" An\n\"", "dấu xuống dòng"), ("An\t", "dấu tab"),
    ] {
      let message = try message(of: value, rule: "text")
      XCTAssertTrue(message.contains(part), "\(value): \(message)")
    }
  }

  func testANameOfACodeListThatLooksAlikeIsExplained() throws {
    let message = try message(of: "Xã Ho\u{301}a", rule: "code")
    XCTAssertTrue(message.contains("U+006F U+0301 thay cho ó U+00F3"), message)
  }

  /// The message of the one finding about a value in a file of one record.
  private func message(of value: String, rule: String, mask: String = "all") throws -> String {
    let constraint =
      rule == "enum" ? #", "constraints": {"enum": ["Nam", "Nữ", "Đã kết hôn"]}"# : ""
    let rules = [
      "enum": "", "text": #"{"id": "R", "kind": "text", "on": "r.ten"}"#,
      "code": #"{"id": "R", "kind": "code", "on": "r.ma", "list": "dm", "name": "ten"}"#,
    ]
    let text = """
      {"format": "soat-rules/1", "id": "t", "version": "1.0.0", "title": {"vi": "t", "en": "t"},
       "codeLists": {"dm": {"path": "dm.csv", "code": "ma", "name": "ten"}},
       "resources": [{"name": "r", "mask": {"ten": "\(mask)"},
         "schema": {"fields": [{"name": "ma"}, {"name": "ten"\(constraint)}]}}],
       "rules": [\(rules[rule] ?? "")]}
      """
    let place = SourceLocation(file: "t", line: 1, column: 1)
    let pack = try RulePack.load([Located(value: "t.json", location: place)]) { _, _ in
      ("t.json", Array(text.utf8))
    }
    let source = try CSVSource(
      .bytes(Array("ma,ten\n01,\(value)\n".utf8)), path: "r.csv", options: SourceOptions())
    let list = try CodeListFile.read(
      Array("ma,ten\n01,Xã Hóa\n".utf8), file: "dm.csv", as: pack.codeLists[0])
    let plan = AuditPlan(
      pack, requests: [ResourceRequest(name: "r", packName: "r", title: nil, source: source)],
      tables: ["dm": list], dates: try ["asOf": XCTUnwrap(CivilDate(iso: "2026-01-01"))],
      showsValues: false)
    let sink = FindingsSink(cap: nil, exampleLimit: 9) { _ in nil }
    _ = try Audit(plan: plan, options: AuditOptions(workers: 1), sink: sink).run()
    return try XCTUnwrap(sink.examples.first { $0.ruleID != "r.header" }).text(.vi)
  }
}
