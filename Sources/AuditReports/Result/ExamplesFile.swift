import AuditModel
import AuditText

/// Where the examples of findings are that a report shows, as a file (`soat-examples/1`): what a ledger keeps beside
/// `result.json`, so that the report can be made again.
///
/// Nothing of a cell is in it, whatever its mask: a masked value is personal data still (there is no middle class in Luật
/// 91/2025/QH15), and a wrong one in a public field can be anything, such as a name in a column that slipped. What is
/// kept is whether the cell had something in it.
package enum ExamplesFile {
  private static func hidden(_ cell: String) -> String { cell.isEmpty ? "" : "•••" }

  package static func write(_ examples: [FindingExample]) -> [UInt8] {
    var json = JSONWriter(indented: false)
    json.object { json in
      json.member("format", Version.examplesFormat)
      json.array("examples") { json in
        for example in examples {
          json.object { json in
            json.member("resource", example.resource)
            json.member("rule", example.ruleID)
            json.member("part", example.part)
            json.member("record", example.record)
            json.member("line", example.line)
            json.member("field", example.field)
            json.member("key", hidden(example.key))
            json.member("value", hidden(example.value))
            json.member("expected", example.isExpectedFixed ? example.expected : "")
            json.member("message", example.message)
          }
        }
      }
    }
    return json.finish()
  }

  package static func read(_ bytes: [UInt8], file: String) throws -> [FindingExample] {
    let root = ResultReader(
      try LocatedJSON.parse(
        bytes, file: file, byteLimit: ResultFile.byteLimit, codes: "result-file"))
    guard try root.text("format") == Version.examplesFormat else { throw root.missing("format") }
    return try root.array("examples").map { entry in
      FindingExample(
        resource: try entry.text("resource"), ruleID: try entry.text("rule"),
        part: try entry.optionalText("part"), record: try entry.count("record"),
        line: try entry.count("line"), field: try entry.text("field"), key: try entry.text("key"),
        value: try entry.text("value"), expected: try entry.text("expected"),
        message: try entry.localized("message"))
    }
  }
}
