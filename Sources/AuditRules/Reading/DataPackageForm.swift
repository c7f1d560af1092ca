import AuditModel
import AuditText

/// What a Data Package says of a file's format.
enum DataPackageForm {
  case named(String)
  /// CSV with tabs.
  case tabs
  /// Nothing: the content tells.
  case unknown
  /// None that is read.
  case other(Located<String>)

  static let names = ["csv", "tsv", "json", "ndjson", "jsonl", "xml", "sqlite"]

  init(format: Located<String>) {
    switch format.value.lowercased() {
    case "csv": self = .named("csv")
    case "tsv", "tab": self = .tabs
    case "json": self = .named("json")
    case "ndjson", "jsonl": self = .named("ndjson")
    case "xml": self = .named("xml")
    case "sqlite", "sqlite3", "db", "sql": self = .named("sqlite")
    default: self = .other(format)
    }
  }

  /// Nil for a type that says nothing of the format.
  init?(mediaType: String) {
    switch mediaType.prefix(while: { $0 != ";" }).lowercased() {
    case "text/csv", "application/csv": self = .named("csv")
    case "text/tab-separated-values": self = .tabs
    case "application/json": self = .named("json")
    case "application/x-ndjson", "application/ndjson", "application/jsonl": self = .named("ndjson")
    case "application/xml", "text/xml": self = .named("xml")
    case "application/vnd.sqlite3", "application/x-sqlite3": self = .named("sqlite")
    default: return nil
    }
  }

  /// As projects name it; nil where the content tells.
  var name: String? {
    switch self {
    case .named(let name): name
    case .tabs: "csv"
    case .unknown, .other: nil
    }
  }
}
