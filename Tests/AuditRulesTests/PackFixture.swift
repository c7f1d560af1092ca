import AuditModel
import AuditRules
import AuditText
import XCTest

/// Reads packs that stand in the test, by path.
func load(
  _ files: [String: String], _ first: [String] = ["p.json"], parameters: String = "{}",
  limits: Limits = Limits()
) throws -> RulePack {
  let places = first.map {
    Located(value: $0, location: SourceLocation(file: "audit.json", line: 1, column: 1))
  }
  let given = try LocatedJSON.parse(Array(parameters.utf8), file: "audit.json").members ?? []
  return try RulePack.load(
    places,
    parameters: given.map { (Located(value: $0.name, location: $0.nameLocation), $0.value) },
    limits: limits
  ) { name, place in
    guard let text = files[name] else {
      throw Diagnostic("test.no-file", LocalizedText(name), at: place)
    }
    return (name, Array(text.utf8))
  }
}

/// A pack with its head on the first line, so that `body` begins on the second.
func packText(_ body: String, id: String = "p", version: String = "1") -> String {
  "{\"format\": \"soat-rules/1\", \"id\": \"\(id)\", \"version\": \"\(version)\",\n\(body)}"
}

/// `code line:column` of each mistake, in order of place.
func mistakes(of error: any Error) -> [String] {
  let all = (error as? Diagnostics)?.all ?? (error as? Diagnostic).map { [$0] } ?? []
  let sorted = all.sorted {
    ($0.location?.line ?? 0, $0.location?.column ?? 0) < (
      $1.location?.line ?? 0, $1.location?.column ?? 0
    )
  }
  return sorted.map { "\($0.code) \($0.location?.line ?? 0):\($0.location?.column ?? 0)" }
}

func mistakes(in body: String) -> [String] {
  do {
    _ = try load(["p.json": packText(body)])
    return []
  } catch {
    return mistakes(of: error)
  }
}

/// A resource `r` with a field of each kind the expressions know.
let sampleResource = """
  "codeLists": {"xa": {"path": "xa.csv", "code": "ma", "name": "ten"}},
  "parameters": {"muc": {"type": "number", "default": 3}, "moc": {"type": "date"}},
  "resources": [{"name": "r", "schema": {"fields": [
    {"name": "ma"}, {"name": "ten"}, {"name": "tien", "type": "number"},
    {"name": "so", "type": "integer"}, {"name": "ngay", "type": "date", "format": "%d/%m/%Y"},
    {"name": "luc", "type": "datetime"}, {"name": "co", "type": "boolean"}, {"name": "Họ tên"}]}}]
  """
