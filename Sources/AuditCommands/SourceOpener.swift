import AuditEngine
import AuditModel
import AuditSources
import AuditSystem

/// Opens what a project or a command line names: a file, standard input, or several files that are one table.
struct SourceOpener {
  let context: CommandContext
  let limits: Limits
  /// The folder that paths begin at.
  var base = "."
  /// The border that no path leads out of; nil where the user names files on a command line.
  var root: String?
  /// Standard input, where it was opened already.
  var stream: ByteInput?
  /// Whether it is said what stands beside the parts and is not read.
  var tellsSkipped = true

  /// - `paths`: a file, folder or pattern, or several of them.
  /// - `place`: where they are named.
  func open(
    _ paths: [String], _ options: SourceOptions, at place: SourceLocation? = nil
  ) throws -> any Source {
    var options = options
    options.limits = limits
    if paths.count == 1, !isBeyond(paths[0]), !PartFiles.areMeant(by: paths[0], from: base) {
      return try SourceFormat.open(
        input(paths[0], at: place), path: paths[0], options: options)
    }
    for path in paths { try checkBorder(path, at: place) }
    let files: PartFiles
    do {
      files = try PartFiles(paths, from: base, limit: limits.parts)
    } catch {
      throw placed(error, place)
    }
    tellSkipped(files.skipped)
    let openings = try openAll(files.paths, options, at: place)
    do {
      return try PartsSource(openings, path: SourceOpener.title(paths), skipped: files.skipped)
    } catch {
      throw placed(error, place)
    }
  }

  /// The paths as one text, for a result and for messages.
  static func title(_ paths: [String]) -> String {
    paths.prefix(3).joined(separator: ", ") + (paths.count > 3 ? ", …" : "")
  }

  private func placed(_ error: Diagnostic, _ place: SourceLocation?) -> Diagnostic {
    var error = error
    if error.location == nil { error.location = place }
    return error
  }

  private func input(_ path: String, at place: SourceLocation?) throws -> ByteInput {
    if path == "-", let stream { return stream }
    if path == "-" { return .stream(try SpooledStream(context.input)) }
    guard let root else { return .file(try InputFile(path)) }
    return .file(try InputFile(FileTree.resolve(path, from: base, under: root, at: place)))
  }

  /// Whether a path leads out of the project by its spelling: then it is not even looked at.
  private func isBeyond(_ path: String) -> Bool {
    root != nil && path.hasPrefix("/")
  }

  /// The folders named before the first pattern lie in the project; what is found in them is looked at one by one.
  private func checkBorder(_ path: String, at place: SourceLocation?) throws(Diagnostic) {
    guard let root else { return }
    let steps = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let isWhole = FileTree.kind(of: FilePath.join(base, path)) != nil
    let end =
      isWhole ? steps.count : steps.firstIndex(where: PartFiles.isPattern) ?? steps.count - 1
    guard path.hasPrefix("/") || end > 0 else { return }
    let folder = path.hasPrefix("/") ? path : steps[..<end].joined(separator: "/")
    _ = try FileTree.resolve(folder, from: base, under: root, at: place)
  }

  /// Opens the parts on all cores, and lets go of each until its turn comes.
  private func openAll(
    _ paths: [String], _ options: SourceOptions, at place: SourceLocation?
  ) throws -> [PartsSource.Opening] {
    let (base, root) = (base, root)
    let workers = min(paths.count, ProcessEnvironment.coreCount)
    let shares = try BatchScheduler(workers: workers).map(count: workers) { worker in
      try stride(from: worker, to: paths.count, by: workers).map { number in
        try Signals.check()
        let path = paths[number]
        do throws(Diagnostic) {
          var real = path
          if let root {
            real = try FileTree.resolve(path, from: base, under: root, at: place)
          }
          return PartsSource.Opening(path, .success(try SourceOpener.openPart(real, path, options)))
        } catch {
          guard error.code.hasPrefix("source.") else { throw error }
          return PartsSource.Opening(path, .failure(error))
        }
      }
    }
    return paths.indices.map { shares[$0 % workers][$0 / workers] }
  }

  private static func openPart(
    _ real: String, _ path: String, _ options: SourceOptions
  ) throws(Diagnostic) -> any Source {
    let source = try SourceFormat.open(.file(InputFile(real)), path: path, options: options)
    (source as? any InputSource)?.input.park()
    return source
  }

  private func tellSkipped(_ names: [String]) {
    guard tellsSkipped, !names.isEmpty else { return }
    let list = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", …" : "")
    context.console.warn(
      LocalizedText(
        vi: "không đọc \(names.count) mục (tệp ẩn, tệp tạm, thư mục con): \(list)",
        en: "\(names.count) entries are not read (hidden or temporary files, folders): \(list)"))
  }
}
