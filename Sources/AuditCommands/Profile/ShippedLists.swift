import AuditKernels
import AuditModel
import AuditRules
import AuditSystem

/// A code list of the shared pack, with what a draft needs to declare it anew.
struct ShippedList: Sendable {
  let spec: CodeListSpec
  let table: CodeTable
  /// The file as opened.
  let file: String
  /// The same entries, found by their names; nil for a list without names.
  let names: CodeTable?

  /// The id of the pack that has the lists.
  static let pack = "vn.chung"

  init(spec: CodeListSpec, table: CodeTable, file: String, isNamed: Bool) {
    self.spec = spec
    self.table = table
    self.file = file
    let column = spec.nameColumn.flatMap { table.columnNames.firstIndex(of: $0) }
    names = column.flatMap { column in
      guard isNamed else { return nil }
      let rows = (0..<table.entryCount).map { [table.cell(entry: $0, column: column)] }
      return CodeTable(columnNames: ["name"], rows: rows.filter { !$0[0].isEmpty }, code: 0)
    }
  }

  /// The last days of codes that came to an end, the latest first: days on which another system was in force.
  var endDays: [CivilDate] {
    guard spec.to != nil else { return [] }
    let days = Set((0..<table.entryCount).compactMap { table.validity(of: $0).to })
    return days.sorted { $0 > $1 }
  }

  var isDated: Bool { spec.from != nil || spec.to != nil }

  /// The list's members in `codeLists`, as JSON; `path` leads from the draft to the file.
  func declaration(_ path: String) -> String {
    var members: [(String, String?)] = [("path", path), ("code", spec.code)]
    members += [
      ("name", spec.nameColumn), ("parent", spec.parent), ("from", spec.from), ("to", spec.to),
      ("successor", spec.successor), ("version", spec.version),
    ]
    var parts = members.compactMap { name, value in
      value.map { "\"\(name)\": \(PackDraft.json($0))" }
    }
    if let title = spec.title {
      parts.append(
        "\"title\": {\"vi\": \(PackDraft.json(title.vi)), \"en\": \(PackDraft.json(title.en))}")
    }
    return "{\(parts.joined(separator: ", "))}"
  }
}

extension ProjectLoader {
  /// The code lists of the shared pack; none where there is no such pack, which is no mistake here.
  ///
  /// `isNamed`: they are wanted by name, too.
  func shippedLists(isNamed: Bool) -> [ShippedList] {
    guard let (pack, library) = try? adHocPack([ShippedList.pack]),
      let (tables, _) = try? library.codeLists(of: pack)
    else { return [] }
    return pack.codeLists.sorted { $0.name < $1.name }.compactMap { spec in
      guard let table = tables[spec.name],
        let file = try? FileTree.resolve(
          spec.path, from: FilePath.parent(of: spec.pathLocation.file), under: library.root)
      else { return nil }
      return ShippedList(spec: spec, table: table, file: file, isNamed: isNamed)
    }
  }
}
