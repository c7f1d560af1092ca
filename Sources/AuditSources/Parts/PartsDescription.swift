package import AuditModel

/// What is told of the parts of a table.
extension PartsSource {
  package func details(_ reader: (any RecordReader)?) -> [SourceDescription.Detail] {
    description(reader)
  }

  /// What is the same for all parts, and how many there are.
  package func description(_ reader: (any RecordReader)?) -> [SourceDescription.Detail] {
    var details = [SourceDescription.Detail("parts", String(parts.count))]
    if !skipped.isEmpty {
      let more = skipped.count > 5 ? ", …" : ""
      let list = skipped.prefix(5).joined(separator: ", ")
      details.append(SourceDescription.Detail("skippedFiles", "\(skipped.count): \(list)\(more)"))
    }
    let all = descriptions(reader)
    return details + common(all.compactMap { $0 }) + sums(all.compactMap { $0 })
  }

  package func parts(_ reader: (any RecordReader)?) -> [SourceDescription.Part] {
    let reader = reader as? PartsReader
    let all = descriptions(reader)
    let shared = Set(common(all.compactMap { $0 }))
    return parts.indices.map { index in
      let own = reader?.reader(ofPart: index)
      return SourceDescription.Part(
        path: parts[index].path, byteCount: parts[index].source?.fileByteCount(own) ?? 0,
        sha256: reader?.sha256(ofPart: index), recordCount: own?.recordCount ?? 0,
        problem: failure(ofPart: index, reader)?.placedMessage,
        details: (all[index] ?? []).filter { !shared.contains($0) })
    }
  }

  private func failure(ofPart index: Int, _ reader: PartsReader?) -> Diagnostic? {
    reader?.failure(ofPart: index) ?? parts[index].failure ?? parts[index].source?.change()
  }

  /// Of each part that can be read and is not empty.
  private func descriptions(_ reader: (any RecordReader)?) -> [[SourceDescription.Detail]?] {
    let reader = reader as? PartsReader
    return parts.indices.map { index in
      guard let source = parts[index].source, source.byteCount != 0 else { return nil }
      return source.description(reader?.reader(ofPart: index))
    }
  }

  private static let counted = ["emptyLines", "undecodable"]

  private func common(_ all: [[SourceDescription.Detail]]) -> [SourceDescription.Detail] {
    guard let first = all.first else { return [] }
    var times: [SourceDescription.Detail: Int] = [:]
    for details in all { for detail in Set(details) { times[detail, default: 0] += 1 } }
    return first.filter {
      times[$0] == all.count && !PartsSource.counted.contains($0.name)
    }
  }

  private func sums(_ all: [[SourceDescription.Detail]]) -> [SourceDescription.Detail] {
    PartsSource.counted.compactMap { name in
      let values = all.joined().filter { $0.name == name }.compactMap { Int($0.value) }
      guard !values.isEmpty else { return nil }
      return SourceDescription.Detail(name, String(values.reduce(0, +)))
    }
  }
}

/// Why a file is no part.
extension PartsSource {
  static func database(_ path: String) -> Diagnostic {
    Diagnostic(
      "source.refused",
      LocalizedText(
        vi: "cơ sở dữ liệu SQLite không thể là một tệp phần",
        en: "a SQLite database cannot be a part file"),
      at: SourceLocation(file: path, line: 0, column: 0),
      hint: LocalizedText(
        vi: "khai báo mỗi cơ sở dữ liệu là một bộ dữ liệu riêng, hoặc xuất bảng ra CSV",
        en: "declare each database as a resource of its own, or export the tables as CSV"))
  }

  static func otherFormat(_ source: any Source, _ first: any Source) -> Diagnostic {
    let (own, wanted) = (source.format.uppercased(), first.format.uppercased())
    return Diagnostic(
      "source.refused",
      LocalizedText(
        vi: "tệp phần là \(own), trong khi '\(first.path)' là \(wanted)",
        en: "the part file is \(own), while '\(first.path)' is \(wanted)"),
      at: SourceLocation(file: source.path, line: 0, column: 0),
      hint: LocalizedText(
        vi: "các tệp phần phải cùng định dạng: nêu mẫu tên như \"cong_dan/*.csv\"",
        en: "part files are of one format: give a pattern such as \"cong_dan/*.csv\""))
  }

  static func otherTable(_ path: String, _ first: String) -> Diagnostic {
    Diagnostic(
      "source.not-a-table",
      LocalizedText(
        vi: "tệp phần không có cột nào trùng tên với '\(first)'",
        en: "the part file shares no column name with '\(first)'"),
      at: SourceLocation(file: path, line: 1, column: 1),
      hint: LocalizedText(
        vi: "mỗi tệp phần cần dòng tên cột của chính nó; tệp không phải dữ liệu thì để chỗ khác",
        en: "each part needs its own line of column names; keep files that are no data elsewhere"))
  }

  static func noParts(_ path: String) -> Diagnostic {
    Diagnostic(
      "source.no-parts",
      LocalizedText(vi: "'\(path)' không có tệp phần nào", en: "'\(path)' has no part file"),
      hint: LocalizedText(vi: "nêu ít nhất một tệp", en: "name one file at least"))
  }
}
