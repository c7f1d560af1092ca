import AuditKernels
import AuditModel

/// Writes a ZIP archive whose bytes depend on its content alone (PKWARE APPNOTE 6.3.9).
///
/// Entries are written one after the other and never gone back to, so that an archive can be of any size while little
/// is held in memory. Every entry has the format's first time, 1980-01-01, and no attributes. Numbers that do not fit
/// into 32 bits are written in the format's 64-bit form.
package final class ZipArchive {
  /// Takes the archive's bytes in order.
  package typealias Sink = ([UInt8]) throws(Diagnostic) -> Void

  private let sink: Sink
  private let deflate = DeflateStream()
  private var held: [UInt8] = []
  /// Bytes given to the sink or held for it.
  private var offset = 0
  private var entries: [ZipEntry] = []
  private var sum = CRC32()

  private static let holdBytes = 256 << 10

  package init(to sink: @escaping Sink) { self.sink = sink }

  /// Adds an entry that is there as a whole, compressed unless that makes it longer.
  package func add(_ name: String, _ bytes: [UInt8]) throws(Diagnostic) {
    let compressed = DeflateStream.compress(bytes)
    let isStored = compressed.count >= bytes.count
    var entry = ZipEntry(name: name, offset: offset, method: isStored ? .stored : .deflated)
    entry.checkSum = CRC32.of(bytes)
    entry.size = bytes.count
    entry.storedSize = isStored ? bytes.count : compressed.count
    put(entry.localHeader)
    put(isStored ? bytes : compressed)
    entries.append(entry)
    try flush()
  }

  /// Begins an entry whose bytes come by `write` and which `endEntry` ends.
  ///
  /// Its sizes follow it, as 64-bit numbers: whoever reads the archive from its directory, as all office programs do,
  /// finds them there.
  package func beginEntry(_ name: String) {
    let entry = ZipEntry(name: name, offset: offset, method: .streamed)
    put(entry.localHeader)
    entries.append(entry)
    sum = CRC32()
  }

  package func write(_ bytes: [UInt8]) throws(Diagnostic) {
    guard let last = entries.indices.last else {
      preconditionFailure("bytes before an entry was begun")
    }
    sum.add(bytes[...])
    let before = held.count
    deflate.write(bytes[...], to: &held)
    entries[last].size += bytes.count
    entries[last].storedSize += held.count - before
    offset += held.count - before
    if held.count >= ZipArchive.holdBytes { try flush() }
  }

  package func endEntry() throws(Diagnostic) {
    guard let last = entries.indices.last else {
      preconditionFailure("the end of an entry that was not begun")
    }
    let before = held.count
    deflate.finish(to: &held)
    entries[last].storedSize += held.count - before
    offset += held.count - before
    entries[last].checkSum = sum.value
    put(entries[last].descriptor)
    try flush()
  }

  /// Writes the directory, which ends the archive; nothing may follow.
  package func finish() throws(Diagnostic) {
    let start = offset
    for entry in entries {
      put(entry.directoryRecord)
      if held.count >= ZipArchive.holdBytes { try flush() }
    }
    put(ZipEntry.end(count: entries.count, start: start, size: offset - start))
    try flush()
  }

  private func put(_ bytes: [UInt8]) {
    held.append(contentsOf: bytes)
    offset += bytes.count
  }

  private func flush() throws(Diagnostic) {
    try sink(held)
    held.removeAll(keepingCapacity: true)
  }
}
