internal import Glibc
internal import Synchronization

/// The temporary files beside outputs: how they are named, and what becomes of those of a killed run.
enum Leftovers {
  private static let prefix = ".soat-"
  private static let suffix = ".tmp"
  private static let serial = Atomic<Int>(0)

  /// `.soat-<name>.<process>-<number>.tmp`, the name clipped to what a folder takes.
  static func temporaryName(for name: String) -> String {
    let number = serial.add(1, ordering: .relaxed).newValue
    var clipped = name.unicodeScalars
    while clipped.reduce(0, { $0 + $1.utf8.count }) > 180 { clipped.removeLast() }
    return "\(prefix)\(String(clipped)).\(getpid())-\(number)\(suffix)"
  }

  /// Removes the temporary files of runs that are no more.
  ///
  /// What cannot be removed stays without a word.
  static func remove(in folder: String) {
    guard let names = try? SystemCall.names(in: folder) else { return }
    for name in names {
      guard let process = process(of: name), process != getpid(), isDead(process) else { continue }
      let path = FilePath.join(folder, name)
      guard !isLocked(path) else { continue }
      try? SystemCall.unlink(path)
    }
  }

  /// The process that a temporary file's name gives; nil if the name is none of ours.
  static func process(of name: String) -> Int32? {
    guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return nil }
    let body = name.dropLast(suffix.count)
    guard let dash = body.lastIndex(of: "-"), let dot = body[..<dash].lastIndex(of: ".") else {
      return nil
    }
    let number = body[body.index(after: dot)..<dash]
    guard let process = Int32(number), process > 0, Int(body[body.index(after: dash)...]) != nil
    else { return nil }
    return process
  }

  private static func isDead(_ process: Int32) -> Bool { kill(process, 0) != 0 && errno == ESRCH }

  /// Whether a living run holds the file, also one in another container, whose processes we cannot see.
  private static func isLocked(_ path: String) -> Bool {
    guard let descriptor = try? SystemCall.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK) else {
      return true
    }
    defer { _ = Glibc.close(descriptor) }
    return flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }
}
