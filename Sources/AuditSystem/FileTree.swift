package import AuditModel
internal import Glibc

/// What lies where on the disk, and the border of a project: no path in its files leads out of it.
package enum FileTree {
  package enum Kind: Sendable {
    case file, folder, other
  }

  /// What a path names, through links; nil if there is nothing or it can't be asked.
  package static func kind(of path: String) -> Kind? {
    guard let status = try? SystemCall.status(path) else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    default: return .other
    }
  }

  /// Whether two paths name one existing file, through links and whatever their spelling.
  package static func areSame(_ a: String, _ b: String) -> Bool {
    guard let first = try? SystemCall.status(a), let second = try? SystemCall.status(b) else {
      return false
    }
    return first.st_dev == second.st_dev && first.st_ino == second.st_ino
  }

  /// The path of an existing file as the disk knows it, if it lies under `root`.
  ///
  /// `path` is taken relative to `base`, a folder in the project. Links are followed before the border is
  /// looked at. Throws `project.outside` with the path as written, `source.unreadable` if there is nothing.
  package static func resolve(
    _ path: String, from base: String, under root: String, at location: SourceLocation? = nil
  ) throws(Diagnostic) -> String {
    guard !path.hasPrefix("/"), !isAddress(path) else { throw outside(path, location) }
    do throws(SystemError) {
      let realRoot = try SystemCall.realPath(root)
      let real = try SystemCall.realPath(FilePath.join(base, path))
      if isInside(real, realRoot) { return FilePath.join(root, relative(real, to: realRoot)) }
    } catch {
      guard leadsInside(path, from: base, under: root) else { throw outside(path, location) }
      var diagnostic = InputFile.diagnostic(error, path)
      if let location {
        // Said of the place where it is written, so the message has to name the file itself.
        diagnostic.message = LocalizedText(
          vi: "không đọc được tệp '\(path)': \(error.reason.vi)",
          en: "cannot read '\(path)': \(error.reason.en)")
        diagnostic.location = location
      }
      throw diagnostic
    }
    throw outside(path, location)
  }

  /// Throws `project.outside` where a path that need not exist yet leads out of the project, by itself or through a link.
  package static func requireInside(
    _ path: String, from base: String, under root: String, at location: SourceLocation? = nil
  ) throws(Diagnostic) {
    guard !path.hasPrefix("/"), !isAddress(path) else { throw outside(path, location) }
    let steps = path.split(separator: "/").filter { $0 != "." }
    guard !steps.contains("..") else { throw outside(path, location) }
    guard let realRoot = try? SystemCall.realPath(root) else { return }
    var folder = base
    for step in [""] + steps {
      if !step.isEmpty { folder = FilePath.join(folder, String(step)) }
      guard let real = try? SystemCall.realPath(folder) else { return }
      guard isInside(real, realRoot) else { throw outside(path, location) }
    }
  }

  /// Whether a path would lie in the project if there were something: links are followed as far as there are any.
  private static func leadsInside(_ path: String, from base: String, under root: String) -> Bool {
    guard let realRoot = try? SystemCall.realPath(root), var place = try? SystemCall.realPath(base)
    else { return true }
    for step in path.split(separator: "/") where step != "." {
      let next = step == ".." ? FilePath.parent(of: place) : FilePath.join(place, String(step))
      place = (try? SystemCall.realPath(next)) ?? next
    }
    return isInside(place, realRoot)
  }

  /// Whether an existing file or folder lies in a folder, links followed.
  package static func lies(_ path: String, under folder: String) -> Bool {
    guard let real = try? SystemCall.realPath(path),
      let realFolder = try? SystemCall.realPath(folder)
    else { return false }
    return isInside(real, realFolder)
  }

  /// Names in a folder, in the order of their bytes.
  static func names(in folder: String) throws(Diagnostic) -> [String] {
    do throws(SystemError) {
      return try SystemCall.names(in: folder)
    } catch {
      throw InputFile.diagnostic(error, folder)
    }
  }

  /// Files in a folder, not in those below it, whose names end as given; in the order of their names' bytes.
  package static func files(in folder: String, ending suffix: String = "") throws(Diagnostic)
    -> [String]
  {
    do throws(SystemError) {
      return try SystemCall.names(in: folder)
        .filter { $0.hasSuffix(suffix) && !$0.hasPrefix(".") }
        .map { FilePath.join(folder, $0) }
        .filter { kind(of: $0) == .file }
    } catch {
      throw InputFile.diagnostic(error, folder)
    }
  }

  /// Files in a folder and in those below it, links to folders not entered, in the order of their paths' bytes.
  package static func allFiles(under folder: String, ending suffix: String = "") throws(Diagnostic)
    -> [String]
  {
    var found: [String] = []
    var waiting = [folder]
    while let next = waiting.popLast() {
      do throws(SystemError) {
        for name in try SystemCall.names(in: next) where !name.hasPrefix(".") {
          let path = FilePath.join(next, name)
          switch try SystemCall.status(path, followingLinks: false).st_mode & S_IFMT {
          case S_IFDIR: waiting.append(path)
          case S_IFREG where name.hasSuffix(suffix): found.append(path)
          default: break
          }
        }
      } catch {
        throw InputFile.diagnostic(error, next)
      }
    }
    return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Makes a folder and those above it, unless they are there.
  ///
  /// Throws `output.not-written`, also if a file has the name.
  package static func makeFolder(_ path: String) throws(Diagnostic) {
    do throws(SystemError) {
      try makeFolders(path)
    } catch {
      throw folderError(error, path)
    }
  }

  private static func makeFolders(_ path: String) throws(SystemError) {
    switch kind(of: path) {
    case .folder: return
    case .file, .other: throw SystemError(number: EEXIST)
    case nil: break
    }
    let parent = FilePath.parent(of: path)
    if kind(of: parent) == nil, parent != path { try makeFolders(parent) }
    do throws(SystemError) {
      try SystemCall.makeFolder(path, mode: 0o777)
    } catch {
      // Another run may have been quicker.
      guard error.isExisting, kind(of: path) == .folder else { throw error }
    }
  }

  /// The relative path from a folder to a file; nil where one of them is not there or lies outside the root.
  package static func path(from folder: String, to file: String, under root: String) -> String? {
    guard let realRoot = try? SystemCall.realPath(root),
      let realFolder = try? SystemCall.realPath(folder), let real = try? SystemCall.realPath(file),
      isInside(realFolder, realRoot), isInside(real, realRoot)
    else { return nil }
    let (steps, target) = (realFolder.split(separator: "/"), real.split(separator: "/"))
    let shared = zip(steps, target).prefix { $0.utf8.elementsEqual($1.utf8) }.count
    return (steps.dropFirst(shared).map { _ in ".." } + target.dropFirst(shared).map(String.init))
      .joined(separator: "/")
  }

  /// Compared by bytes: two spellings of "é" are one string to Swift and two folders to the disk.
  private static func isInside(_ path: String, _ root: String) -> Bool {
    if root == "/" || path.utf8.elementsEqual(root.utf8) { return true }
    return path.utf8.starts(with: (root + "/").utf8)
  }

  private static func relative(_ path: String, to root: String) -> String {
    guard !path.utf8.elementsEqual(root.utf8) else { return "." }
    let start = root == "/" ? 1 : root.utf8.count + 1
    return String(decoding: path.utf8.dropFirst(start), as: UTF8.self)
  }

  private static func isAddress(_ path: String) -> Bool {
    path.prefix { $0 != "/" }.hasSuffix(":")
  }

  private static func outside(_ path: String, _ location: SourceLocation?) -> Diagnostic {
    Diagnostic(
      "project.outside",
      LocalizedText(
        vi: "đường dẫn '\(path)' đi ra ngoài thư mục dự án",
        en: "the path '\(path)' leads out of the project's folder"),
      at: location,
      hint: LocalizedText(
        vi: "dùng tệp, thư mục nằm trong thư mục dự án và ghi đường dẫn tương đối",
        en: "use a file or folder within the project's folder and write a relative path"))
  }

  private static func folderError(_ error: SystemError, _ path: String) -> Diagnostic {
    Diagnostic(
      "output.not-written",
      LocalizedText(
        vi: "không tạo được thư mục: \(error.reason.vi)",
        en: "cannot make the folder: \(error.reason.en)"),
      at: SourceLocation(file: path, line: 0, column: 0), hint: error.hint)
  }
}
