/// Paths as text, taken apart and put together without asking the disk.
package enum FilePath {
  /// The folder part: `a/b` of `a/b/c`, `.` of `c`, `/` of `/c`.
  package static func parent(of path: String) -> String {
    let trimmed = withoutTrailingSlashes(path)
    guard let slash = trimmed.lastIndex(of: "/") else { return "." }
    return slash == trimmed.startIndex ? "/" : withoutTrailingSlashes(String(trimmed[..<slash]))
  }

  /// The last part: `c` of `a/b/c`.
  package static func name(of path: String) -> String {
    let trimmed = withoutTrailingSlashes(path)
    guard trimmed != "/", let slash = trimmed.lastIndex(of: "/") else { return trimmed }
    return String(trimmed[trimmed.index(after: slash)...])
  }

  /// `b` inside `a`; `b` itself if it is absolute.
  package static func join(_ a: String, _ b: String) -> String {
    if b.hasPrefix("/") || a.isEmpty || a == "." { return b }
    return a.hasSuffix("/") ? a + b : "\(a)/\(b)"
  }

  /// A file name made of `a-z A-Z 0-9 _ -` and single inner dots, whatever the text: never a path,
  /// a hidden file, an option or a device of another system.
  ///
  /// At most 100 characters.
  package static func safeName(_ text: String) -> String {
    var name = ""
    for scalar in text.unicodeScalars where name.utf8.count < 100 {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "_": name.unicodeScalars.append(scalar)
      case ".": if !name.isEmpty && !name.hasSuffix(".") { name += "." }
      default: if !name.isEmpty && !name.hasSuffix("-") { name += "-" }
      }
    }
    while name.hasSuffix(".") || name.hasSuffix("-") { name.removeLast() }
    if name.isEmpty { return "_" }
    let stem = name.prefix { $0 != "." }.uppercased()
    return reserved.contains(stem) ? "_" + name : name
  }

  /// Names that Windows keeps for devices, where a folder of reports may be opened later.
  private static let reserved: Set<String> = Set(
    ["CON", "PRN", "AUX", "NUL"] + (0...9).flatMap { ["COM\($0)", "LPT\($0)"] })

  private static func withoutTrailingSlashes(_ path: String) -> String {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }
}
