import Foundation

/// The project's files, read as text: these tests look at shape, not at what the code does.
enum SourceTree {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  struct File {
    /// From the project's root: `Sources/AuditModel/Limits.swift`.
    let path: String
    let text: String
    /// Without comments and without what stands between quotes; of Swift files only.
    let code: String

    init(path: String, text: String) {
      self.path = path
      self.text = text
      code = path.hasSuffix(".swift") ? CodeText(text).code : ""
    }

    var name: String { path.split(separator: "/").last.map(String.init) ?? path }
    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

    func isUnder(_ folders: String...) -> Bool { folders.contains { path.hasPrefix($0 + "/") } }
  }

  static let sources = files(under: "Sources", ending: ".swift")
  static let tests = files(under: "Tests", ending: ".swift")

  /// In the order of their paths.
  static func files(under folder: String, ending suffix: String) -> [File] {
    let top = root.appendingPathComponent(folder)
    let paths = FileManager.default.enumerator(atPath: top.path)?.compactMap { $0 as? String } ?? []
    return paths.filter { $0.hasSuffix(suffix) }.sorted().compactMap { path in
      let full = top.appendingPathComponent(path)
      guard let text = try? String(contentsOf: full, encoding: .utf8) else { return nil }
      return File(path: "\(folder)/\(path)", text: text)
    }
  }

  static func text(of path: String) -> String? {
    try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }
}

/// Swift text without comments and string contents, its lines kept.
struct CodeText {
  private(set) var code = ""
  private let scalars: [Unicode.Scalar]
  private var position = 0

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
    while position < scalars.count { step() }
  }

  private func stands(_ text: String) -> Bool {
    let wanted = Array(text.unicodeScalars)
    return position + wanted.count <= scalars.count
      && Array(scalars[position..<position + wanted.count]) == wanted
  }

  private mutating func step() {
    if stands("//") {
      while position < scalars.count, scalars[position] != "\n" { position += 1 }
    } else if stands("#\"\"\"") || stands("#\"") {
      skip(
        stands("#\"\"\"") ? "#\"\"\"" : "#\"", to: stands("#\"\"\"") ? "\"\"\"#" : "\"#",
        escapes: false)
    } else if stands("\"\"\"") {
      skip("\"\"\"", to: "\"\"\"", escapes: true)
    } else if stands("\"") {
      skip("\"", to: "\"", escapes: true)
    } else {
      code.unicodeScalars.append(scalars[position])
      position += 1
    }
  }

  private mutating func skip(_ open: String, to close: String, escapes: Bool) {
    position += open.unicodeScalars.count
    code += "\"\""
    while position < scalars.count, !stands(close) {
      if scalars[position] == "\n" { code += "\n" }
      position += escapes && scalars[position] == "\\" ? 2 : 1
    }
    position += close.unicodeScalars.count
  }
}

extension String {
  /// What the first group of a pattern matched, each time.
  func matches(of pattern: String) -> [String] {
    guard let expression = try? NSRegularExpression(pattern: pattern) else { return [] }
    let whole = NSRange(startIndex..., in: self)
    return expression.matches(in: self, range: whole).compactMap { match in
      Range(match.range(at: match.numberOfRanges > 1 ? 1 : 0), in: self).map { String(self[$0]) }
    }
  }
}
