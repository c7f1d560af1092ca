internal import AuditModel

/// The fields of a table in several files: those of the first, and then what others have besides.
struct PartsHeader {
  /// False: messages hide the names.
  let naming: Bool
  private(set) var found: [String] = []
  private(set) var declared: [String] = []
  private var isFound: Set<String> = []
  private var isDeclared: Set<String> = []
  private var parts: [(path: String, names: Set<String>, isText: Bool)] = []
  /// Sets of names are kept once: the parts of an export are mostly alike.
  private var sets: [[String]: Set<String>] = [:]
  private var said: [(message: LocalizedText, paths: [String])] = []
  private var places: [LocalizedText: Int] = [:]

  init(naming: Bool) { self.naming = naming }

  var names: [String] { found + declared.filter { !isFound.contains($0) } }

  mutating func take(_ source: any Source, path: String) {
    if source.byteCount == 0 { return say(.emptyPart, of: path) }
    let header = source.header
    for (column, name) in header.names.enumerated() {
      if header.unseen.contains(column) {
        if isDeclared.insert(name).inserted { declared.append(name) }
      } else if isFound.insert(name).inserted {
        found.append(name)
      }
    }
    let set = sets[header.names] ?? Set(header.names)
    sets[header.names] = set
    parts.append((path, set, source.format == SourceFormat.csv.name))
    for message in source.headerMessages(naming: naming) { say(message, of: path) }
  }

  private mutating func say(_ message: LocalizedText, of path: String) {
    if let place = places[message] {
      said[place].paths.append(path)
    } else {
      places[message] = said.count
      said.append((message, [path]))
    }
  }

  /// What is wrong with the headers, each message once with the parts it is of; and columns that some parts lack.
  ///
  /// Records of JSON and XML may lack any member, which says nothing of their file.
  func messages() -> [LocalizedText] {
    var all = self
    let lacking = parts.filter { $0.isText && $0.names.count < found.count }
    for name in found {
      for part in lacking where !part.names.contains(name) {
        all.say(.lacks(naming ? name : "•••"), of: part.path)
      }
    }
    return all.said.map { entry in
      let list = entry.paths.prefix(3).joined(separator: ", ")
      let more = entry.paths.count > 3 ? ", …" : ""
      let count = entry.paths.count
      return LocalizedText(
        vi: "\(count == 1 ? "" : "\(count) tệp phần: ")\(list)\(more): \(entry.message.vi)",
        en: "\(count == 1 ? "" : "\(count) part files: ")\(list)\(more): \(entry.message.en)")
    }
  }
}

extension LocalizedText {
  fileprivate static let emptyPart = LocalizedText(
    vi: "tệp trống (0 byte)", en: "the file is empty (0 bytes)")

  fileprivate static func lacks(_ name: String) -> LocalizedText {
    LocalizedText(
      vi: "không có cột “\(name)” mà các tệp phần khác có",
      en: "the column '\(name)', which other part files have, is missing")
  }
}
