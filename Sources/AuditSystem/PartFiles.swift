package import AuditModel

/// The files of one table: those in a folder, those a pattern matches, or those of a list.
package struct PartFiles: Sendable, Hashable {
  /// As the user wrote the folder, with the names found in it.
  ///
  /// In the order of their bytes; those of a list in the list's order.
  package private(set) var paths: [String] = []
  /// Names that are no parts: hidden files, leftovers of editors and systems, folders.
  package private(set) var skipped: [String] = []

  /// Whether a path means several files: a folder, or a pattern that is no file's name itself.
  ///
  /// `base`: the folder that relative paths begin at.
  package static func areMeant(by path: String, from base: String = ".") -> Bool {
    guard path != "-" else { return false }
    switch FileTree.kind(of: FilePath.join(base, path)) {
    case .folder: return true
    case .file, .other: return false
    case nil: return path.hasSuffix("/") || FilePattern.isPattern(path)
    }
  }

  /// Whether a path, or a step of one, has signs that stand for any text.
  package static func isPattern(_ path: String) -> Bool { FilePattern.isPattern(path) }

  /// Finds the files that paths mean, each a file, a folder or a pattern.
  ///
  /// - Throws: `source.no-parts` where a folder or pattern has no file, `source.limit` for too many,
  ///   `source.unreadable` for a folder that cannot be read.
  package init(
    _ written: [String], from base: String = ".", limit: Int
  ) throws(Diagnostic) {
    for path in written {
      if PartFiles.areMeant(by: path, from: base) {
        try add(path, from: base, limit)
      } else {
        paths.append(path)
      }
    }
    guard paths.count <= limit else { throw PartFiles.tooMany(paths.count, limit) }
    var seen: Set<[UInt8]> = []
    for path in paths where !seen.insert(Array(path.utf8)).inserted { throw PartFiles.twice(path) }
  }

  private mutating func add(_ path: String, from base: String, _ limit: Int) throws(Diagnostic) {
    let isFolder = FileTree.kind(of: FilePath.join(base, path)) == .folder
    var found: [String] = []
    if isFolder || path.hasSuffix("/") {
      var folder = path
      while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
      found = try files(in: folder, matching: "*", from: base)
    } else {
      let steps = path.split(separator: "/", omittingEmptySubsequences: true).map(String.init)
      var folders = [path.hasPrefix("/") ? "/" : ""]
      for step in steps.dropLast() {
        folders = try enter(folders, step, from: base)
        guard folders.count <= limit else { throw PartFiles.tooMany(folders.count, limit) }
      }
      for folder in folders {
        found += try files(in: folder, matching: steps.last ?? "", from: base)
      }
    }
    guard !found.isEmpty else {
      throw PartFiles.none(path, isFolder: isFolder, skipped: skipped)
    }
    paths += found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private func enter(
    _ folders: [String], _ step: String, from base: String
  ) throws(Diagnostic) -> [String] {
    guard FilePattern.isPattern(step) else {
      return folders.map { FilePath.join($0, step) }
        .filter { FileTree.kind(of: FilePath.join(base, $0)) == .folder }
    }
    var entered: [String] = []
    for folder in folders {
      for name in try FileTree.names(in: PartFiles.place(folder, base))
      where !name.hasPrefix(".") && FilePattern(step).matches(name) {
        let inner = FilePath.join(folder, name)
        if FileTree.kind(of: FilePath.join(base, inner)) == .folder { entered.append(inner) }
      }
    }
    return entered
  }

  /// What is there and cannot be opened is a part all the same, whose fault is said when it is to be read.
  private mutating func files(
    in folder: String, matching pattern: String, from base: String
  ) throws(Diagnostic) -> [String] {
    let matcher = FilePattern(pattern)
    var found: [String] = []
    for name in try FileTree.names(in: PartFiles.place(folder, base)) where matcher.matches(name) {
      let path = FilePath.join(folder, name)
      if PartFiles.isLeftover(name) || FileTree.kind(of: FilePath.join(base, path)) == .folder {
        skipped.append(path)
      } else {
        found.append(path)
      }
    }
    return found
  }

  private static func place(_ folder: String, _ base: String) -> String {
    let path = FilePath.join(base, folder)
    return path.isEmpty ? "." : path
  }

  /// Hidden files, and what editors and systems leave beside the files they show.
  private static func isLeftover(_ name: String) -> Bool {
    name.hasPrefix(".") || name.hasPrefix("~$") || name.hasSuffix("~")
      || name.hasPrefix("#") && name.hasSuffix("#")
      || ["thumbs.db", "desktop.ini"].contains(name.lowercased())
  }
}

extension PartFiles {
  private static func none(_ path: String, isFolder: Bool, skipped: [String]) -> Diagnostic {
    let left =
      skipped.isEmpty
      ? LocalizedText(vi: "", en: "")
      : LocalizedText(
        vi: "; đã bỏ qua: \(list(skipped))", en: "; passed over: \(list(skipped))")
    return Diagnostic(
      "source.no-parts",
      isFolder
        ? LocalizedText(
          vi: "thư mục '\(path)' không có tệp dữ liệu nào\(left.vi)",
          en: "the folder '\(path)' has no data file\(left.en)")
        : LocalizedText(
          vi: "không tệp nào khớp '\(path)'\(left.vi)", en: "no file matches '\(path)'\(left.en)"),
      hint: LocalizedText(
        vi:
          "kiểm tra tên thư mục, đuôi tệp và chữ hoa chữ thường; * là mọi chuỗi, ? là một ký tự; trên dòng lệnh đặt mẫu trong dấu nháy",
        en:
          "look at the folder's name, the ending and the case; * is any text, ? one character; on a command line put a pattern in quotes"
      ))
  }

  private static func list(_ names: [String]) -> String {
    names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", …" : "")
  }

  private static func tooMany(_ count: Int, _ limit: Int) -> Diagnostic {
    Diagnostic(
      "source.limit",
      LocalizedText(
        vi: "có \(count) tệp phần, vượt giới hạn \(limit) (parts)",
        en: "there are \(count) part files, over the limit of \(limit) (parts)"),
      hint: LocalizedText(
        vi: "gộp các tệp, hoặc chia thành nhiều bộ dữ liệu",
        en: "join the files, or make several resources of them"))
  }

  private static func twice(_ path: String) -> Diagnostic {
    Diagnostic(
      "source.no-parts",
      LocalizedText(
        vi: "tệp phần '\(path)' được nêu hai lần", en: "the part file '\(path)' is named twice"),
      hint: LocalizedText(
        vi: "mỗi tệp chỉ đọc một lần: bỏ bớt một chỗ",
        en: "each file is read once: take one of them away"))
  }
}
