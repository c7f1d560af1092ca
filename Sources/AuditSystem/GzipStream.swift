internal import CLibXML2
internal import Synchronization

/// The bytes that a gzip file expands to, read once from their beginning to their end, through libxml2's input buffer.
///
/// libxml2 has zlib where its makers wanted it; nothing else here expands anything. The functions used are deprecated
/// in newer versions of the library, and stand in this file only.
@safe struct GzipStream: ~Copyable {
  // SAFETY: made by xmlParserInputBufferCreateFilename, not nil, freed in `deinit` and nowhere else; used by one owner.
  private let buffer: xmlParserInputBufferPtr
  private var isClosed = false

  /// Whether the library can expand gzip here.
  static var isPossible: Bool { prepared.hasZlib }

  /// How reading can fail.
  enum Failure: Error {
    /// The file could not be opened as gzip.
    case notGzip
    /// Some of the compressed bytes are not as they were written, or the end is missing.
    case damaged
  }

  init(path: String) throws(Failure) {
    guard let buffer = unsafe GzipStream.open(path) else { throw .notGzip }
    unsafe self.buffer = buffer
  }

  /// Nil for a file that cannot be opened, and for one that the library would hand on as it is.
  private static func open(_ path: String) -> xmlParserInputBufferPtr? {
    guard isPossible else { return nil }
    // SAFETY: the path is a C string for the time of the call.
    let made = unsafe XMLLibrary.silently {
      unsafe xmlParserInputBufferCreateFilename(path, XML_CHAR_ENCODING_NONE)
    }
    guard let made = unsafe made, unsafe made.pointee.compressed != 1 else { return unsafe made }
    XMLLibrary.silently { unsafe xmlFreeParserInputBuffer(made) }
    return nil
  }

  deinit {
    // SAFETY: see `buffer`.
    XMLLibrary.silently { unsafe xmlFreeParserInputBuffer(buffer) }
  }

  /// Fills the buffer; fewer bytes than it holds mean the end.
  mutating func read(into target: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
    guard let base = target.baseAddress, !isClosed else { return 0 }
    var filled = 0
    while filled < target.count {
      let room = Int32(clamping: target.count - filled)
      // SAFETY: `room` bytes lie behind `filled`; the callback writes no more.
      let count = XMLLibrary.silently {
        unsafe buffer.pointee.readcallback?(
          buffer.pointee.context, (base + filled).assumingMemoryBound(to: CChar.self), room) ?? -1
      }
      if count < 0 { throw .damaged }
      if count == 0 {
        // A missing end is told by closing only.
        guard close() else { throw .damaged }
        break
      }
      filled += Int(count)
    }
    return filled
  }

  private mutating func close() -> Bool {
    isClosed = true
    // SAFETY: the callback is called once; without it, freeing the buffer closes nothing more.
    return XMLLibrary.silently {
      guard let callback = unsafe buffer.pointee.closecallback else { return true }
      let outcome = unsafe callback(buffer.pointee.context)
      unsafe buffer.pointee.closecallback = nil
      unsafe buffer.pointee.context = nil
      return outcome == 0
    }
  }

  /// The library made ready, once: what it opens names with.
  ///
  /// Its own list, last entry first, has FTP, HTTP, xz and gzip before plain files. Those before gzip are taken off:
  /// nothing is ever fetched, and the xz reader, which would take gzip too, reads files of several parts wrongly.
  private static let prepared: (hasZlib: Bool, left: Int32) = {
    xmlInitParser()
    guard xmlHasFeature(XML_WITH_ZLIB) != 0 else { return (false, 0) }
    let plainAndGzip: Int32 = 2
    var left = xmlPopInputCallbacks()
    while left > plainAndGzip { left = xmlPopInputCallbacks() }
    return (left == plainAndGzip, left)
  }()
}
