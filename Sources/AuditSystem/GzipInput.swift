package import AuditModel
internal import Glibc
internal import Synchronization

/// A gzip file, read as what it expands to.
///
/// The text goes into a nameless private file as it comes, since gzip can be read from its beginning only, and records
/// are read again by place. Expansion is bounded by `Limits`, as a whole and in proportion to the file.
package final class GzipInput: Sendable {
  package let file: InputFile
  private let state: Mutex<State>
  private let folder: String?
  private let limits: Limits
  private static let stepBytes = 256 << 10
  /// Bytes expanded before they are asked for.
  private static let ahead = 8 << 20
  /// Behind what was asked for furthest on.
  private let asked = Atomic<Int>(0)

  private struct State: ~Copyable {
    /// Both nil while parked.
    var stream: GzipStream?
    var spool: SpoolFile?
    var isAtEnd = false
    /// What it expands to, once that was seen.
    var wholeCount: Int?
    var failure: Diagnostic?
    var digest: String?
  }

  package static let magic: [UInt8] = [0x1F, 0x8B]

  /// Whether this build's libxml2 can expand gzip.
  package static var isPossible: Bool { GzipStream.isPossible }

  /// Throws `source.refused` where libxml2 has no zlib, `source.unreadable` for a file that is no gzip.
  package init(_ file: InputFile, limits: Limits, folder: String? = nil) throws(Diagnostic) {
    guard GzipStream.isPossible else { throw GzipInput.impossible(file.path) }
    self.file = file
    self.limits = limits
    self.folder = folder
    state = Mutex(State())
    _ = try pull(upTo: 0)
  }

  /// Nil until the end was seen.
  package var byteCount: Int? { state.withLock { $0.wholeCount } }

  /// Lets go of the file and of what was expanded; who reads again begins at the beginning.
  package func park() {
    state.withLock { state in
      guard state.failure == nil else { return }
      state.stream = nil
      state.spool = nil
      state.isAtEnd = false
    }
    asked.store(0, ordering: .relaxed)
    file.park()
  }

  private func begin(_ state: inout State) throws(Diagnostic) -> SpoolFile {
    if let spool = state.spool { return spool }
    var stream: GzipStream?
    try file.withPathOfDescriptor { stream = try? GzipStream(path: $0) }
    guard let opened = consume stream else { throw GzipInput.damaged(file.path, after: 0) }
    let spool = try SpoolFile(in: folder)
    state.stream = consume opened
    state.spool = spool
    return spool
  }

  package func read(into span: inout MutableRawSpan, at offset: Int) throws(Diagnostic) -> Int {
    let end = offset + span.byteCount
    asked.max(end, ordering: .relaxed)
    let spool = try pull(upTo: end)
    var failure: Diagnostic?
    // SAFETY: the pointer is used within the closure only.
    let count = unsafe span.withUnsafeMutableBytes { buffer in
      do throws(Diagnostic) {
        return try unsafe spool.read(into: buffer, at: offset)
      } catch {
        failure = error
        return 0
      }
    }
    if let failure { throw failure }
    return count
  }

  /// Expands some of what will be asked for next.
  package func readAhead() {
    let furthest = asked.load(ordering: .relaxed) + GzipInput.ahead
    let known = state.withLock { $0.spool?.byteCount ?? 0 }
    _ = try? pull(upTo: min(furthest, known + GzipInput.stepBytes))
  }

  /// The same, unless somebody is at it, or enough is there: then false, at once.
  package func readAheadIfIdle() -> Bool {
    let furthest = asked.load(ordering: .relaxed) + GzipInput.ahead
    return state.withLockIfAvailable { state in
      let known = state.spool?.byteCount ?? 0
      guard state.failure == nil, !state.isAtEnd, known < furthest else { return false }
      _ = try? advance(&state, to: known + 1)
      return true
    } ?? false
  }

  /// Expands that much, or to the end, into the file that is returned.
  private func pull(upTo wanted: Int) throws(Diagnostic) -> SpoolFile {
    try state.withLock { (state: inout State) throws(Diagnostic) in
      try advance(&state, to: wanted)
    }
  }

  private func advance(_ state: inout State, to wanted: Int) throws(Diagnostic) -> SpoolFile {
    if let failure = state.failure { throw failure }
    do throws(Diagnostic) {
      let spool = try begin(&state)
      while !state.isAtEnd, spool.byteCount < wanted { try step(&state, spool) }
      return spool
    } catch {
      state.failure = error
      throw error
    }
  }

  private func step(_ state: inout State, _ spool: SpoolFile) throws(Diagnostic) {
    var outcome: Result<Void, GzipStream.Failure> = .success(())
    // SAFETY: `read` writes at most the buffer's bytes and says how many it wrote.
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: GzipInput.stepBytes) { buffer, count in
      do throws(GzipStream.Failure) {
        count = try unsafe state.stream?.read(into: UnsafeMutableRawBufferPointer(buffer)) ?? 0
      } catch {
        outcome = .failure(error)
      }
    }
    guard case .success = outcome else {
      throw GzipInput.damaged(file.path, after: spool.byteCount)
    }
    if bytes.count < GzipInput.stepBytes { state.isAtEnd = true }
    try spool.append(bytes)
    try checkLimits(spool.byteCount)
    guard state.isAtEnd else { return }
    try checkEnd(spool.byteCount)
    state.wholeCount = spool.byteCount
  }

  private func checkLimits(_ count: Int) throws(Diagnostic) {
    // Small files may hold anything; what is in proportion is told by larger ones.
    let isOutOfProportion =
      count > 64 << 20 && count / max(1, file.byteCount) > limits.expansionRatio
    guard count > limits.expandedBytes || isOutOfProportion else { return }
    throw Diagnostic(
      "source.limit",
      LocalizedText(
        vi:
          "tệp nén bung ra quá lớn: hơn \(count >> 20) MB từ \(file.byteCount) byte (giới hạn expandedBytes, expansionRatio)",
        en:
          "the compressed file expands to more than \(count >> 20) MB from \(file.byteCount) bytes (limits expandedBytes, expansionRatio)"
      ),
      at: SourceLocation(file: file.path, line: 0, column: 0),
      hint: LocalizedText(
        vi: "nếu tệp đúng là của mình: gunzip trước rồi kiểm tra tệp đã bung",
        en: "if the file is what it should be, gunzip it first and check the result"))
  }

  /// A file ends with the length of its last part; bytes behind that are not gzip would be passed over.
  ///
  /// Zero bytes, which fill up a tape's blocks, are no fault. A file of several parts may end with any length.
  private func checkEnd(_ count: Int) throws(Diagnostic) {
    let tail = try file.bytes(at: max(0, file.byteCount - (64 << 10)), count: 64 << 10)
    var end = tail.count
    while end > 0, tail[end - 1] == 0 { end -= 1 }
    for place in max(4, end)...max(4, min(tail.count, end + 3)) where place <= tail.count {
      let length = (0..<4).reduce(UInt32(0)) {
        $0 | UInt32(tail[place - 4 + $1]) << (8 * UInt32($1))
      }
      if length == UInt32(truncatingIfNeeded: count) { return }
    }
    if try hasSeveralParts() { return }
    throw Diagnostic(
      "source.unreadable",
      LocalizedText(
        vi: "sau phần nén gzip còn dữ liệu khác, không đọc được",
        en: "bytes that are not gzip stand behind the compressed part"),
      at: SourceLocation(file: file.path, line: 0, column: 0),
      hint: .makeAgain)
  }

  /// Whether what begins a part stands anywhere behind the first bytes.
  private func hasSeveralParts() throws(Diagnostic) -> Bool {
    var offset = 1
    while offset < file.byteCount {
      let bytes = try file.bytes(at: offset, count: 1 << 20)
      for index in bytes.indices.dropLast(2)
      where bytes[index] == 0x1F && bytes[index + 1] == 0x8B && bytes[index + 2] == 8 {
        return true
      }
      guard bytes.count > 2 else { return false }
      offset += bytes.count - 2
    }
    return false
  }

  /// Hex SHA-256 of the file as it is; nil if it cannot be read any more.
  package func sha256() -> String? {
    state.withLock { state in
      if let known = state.digest { return known }
      var hash = SHA256()
      var offset = 0
      while offset < file.byteCount {
        guard let bytes = try? file.bytes(at: offset, count: 1 << 20), !bytes.isEmpty else {
          return nil
        }
        hash.update(bytes)
        offset += bytes.count
      }
      state.digest = SHA256.hex(of: hash.finish())
      return state.digest
    }
  }

  private static func impossible(_ path: String) -> Diagnostic {
    Diagnostic(
      "source.refused",
      LocalizedText(
        vi: "tệp nén gzip, mà libxml2 của máy này không có zlib để bung",
        en: "gzip-compressed, and this machine's libxml2 has no zlib to expand it"),
      at: SourceLocation(file: path, line: 1, column: 1),
      hint: LocalizedText(
        vi: "giải nén trước, hoặc: zcat TỆP | soat check -",
        en: "expand it first, or: zcat FILE | soat check -"))
  }

  private static func damaged(_ path: String, after count: Int) -> Diagnostic {
    Diagnostic(
      "source.unreadable",
      LocalizedText(
        vi: "tệp nén gzip bị hỏng hoặc bị cắt: chỉ bung được \(count) byte đầu",
        en: "the gzip file is damaged or cut: only its first \(count) bytes can be expanded"),
      at: SourceLocation(file: path, line: 0, column: 0), hint: .makeAgain)
  }
}

extension LocalizedText {
  fileprivate static let makeAgain = LocalizedText(
    vi: "thử gzip -t TỆP; chép hoặc xuất lại tệp từ nguồn",
    en: "try gzip -t FILE; copy or export the file again from its source")
}
