package import AuditModel
internal import Glibc

/// A small file with a secret: made once, whole or not at all, and for its owner's eyes alone.
package enum SecretFile {
  /// The bytes of the file; nil where there is none.
  ///
  /// Throws `ledger.key-open` where others than its owner may open it, `source.unreadable` where it cannot be read.
  package static func read(_ path: String, limit: Int) throws(Diagnostic) -> [UInt8]? {
    do throws(SystemError) {
      let status = try SystemCall.status(path)
      guard status.st_mode & 0o077 == 0 else { throw SystemError(number: EPERM) }
    } catch {
      if error.isMissing { return nil }
      if error.number == EPERM { throw open(path) }
      throw InputFile.diagnostic(error, path)
    }
    return try InputFile.contents(of: path, limit: limit)
  }

  /// Makes the file with these bytes, unless another process was quicker: then the name stays the other's.
  package static func create(_ path: String, _ bytes: [UInt8]) throws(Diagnostic) {
    let folder = FilePath.parent(of: path)
    Leftovers.remove(in: folder)
    let temporary = FilePath.join(folder, Leftovers.temporaryName(for: FilePath.name(of: path)))
    let slot = TemporaryFiles.add(temporary)
    defer {
      try? SystemCall.unlink(temporary)
      TemporaryFiles.remove(slot)
    }
    do throws(SystemError) {
      let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW
      let descriptor = try SystemCall.open(temporary, flags, mode: 0o600)
      defer { _ = Glibc.close(descriptor) }
      // SAFETY: the pointer is used within the closure only.
      let written = unsafe bytes.withUnsafeBytes { pointer in
        Result<Void, SystemError> { () throws(SystemError) in
          try unsafe SystemCall.write(descriptor, pointer)
        }
      }
      try written.get()
      try SystemCall.synchronize(descriptor)
      do throws(SystemError) {
        try SystemCall.link(temporary, to: path)
      } catch {
        guard error.isExisting else { throw error }
      }
      try SystemCall.synchronize(folder: folder)
    } catch {
      throw OutputFile.diagnostic(error, path)
    }
  }

  private static func open(_ path: String) -> Diagnostic {
    Diagnostic(
      "ledger.key-open",
      LocalizedText(
        vi: "tệp khóa để người khác mở được", en: "others than its owner may open the key file"),
      at: SourceLocation(file: path, line: 0, column: 0),
      hint: LocalizedText(
        vi: "chạy: chmod 600 \(path)", en: "run: chmod 600 \(path)"))
  }
}
