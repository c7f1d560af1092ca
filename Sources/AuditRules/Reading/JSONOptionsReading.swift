import AuditModel
import AuditText

extension ObjectReader {
  /// What a project says of a JSON resource: `{"record": "/data/items", "arrays": "join:; "}`.
  func jsonOptions() -> ProjectSpec.JSON {
    var json = ProjectSpec.JSON()
    guard let reader = object("json") else { return json }
    if let record = reader.string("record") { json.path = reader.pointer(record) }
    if let lists = reader.string("arrays") { reader.readLists(lists, into: &json) }
    reader.finish()
    return json
  }

  /// The names of a JSON Pointer (RFC 6901); `/` alone is the document itself.
  private func pointer(_ text: Located<String>) -> [String]? {
    guard text.value.hasPrefix("/") else {
      log.add(
        .wrongValue(
          "record", text.value, at: text.location,
          expected: LocalizedText(
            vi: "đường dẫn bắt đầu bằng dấu /, ví dụ \"/data/items\"",
            en: "a path that begins with a slash, such as \"/data/items\"")))
      return nil
    }
    if text.value == "/" { return [] }
    return text.value.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map {
      String($0).replacing("~1", with: "/").replacing("~0", with: "~")
    }
  }

  private func readLists(_ text: Located<String>, into json: inout ProjectSpec.JSON) {
    let parts = text.value.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let rest = parts.count == 2 ? String(parts[1]) : ""
    if parts[0] == "join", (1...16).contains(rest.utf8.count) {
      json.separator = rest
    } else if parts[0] == "records", !rest.isEmpty {
      json.spreadField = rest
    } else {
      log.add(
        .wrongValue(
          "arrays", text.value, at: text.location,
          expected: LocalizedText(
            vi: "\"join:; \" (nối bằng dấu đã nêu) hoặc \"records:tên_trường\"",
            en: "\"join:; \" (joined by what follows the colon) or \"records:field_name\"")))
    }
  }
}
