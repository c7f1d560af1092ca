/// Bytes that a parser's callbacks append to; kept by one parser, freed with it.
@safe struct XMLOutput {
  // SAFETY: `base` points to `capacity` bytes until `deallocate`; the first `count` are initialised.
  private(set) var base: UnsafeMutablePointer<UInt8>
  private(set) var count = 0
  private var capacity: Int
  /// Bytes past the end that `append(token:)` may write over.
  private static let slack = 64

  init(capacity: Int) {
    self.capacity = capacity
    unsafe base = .allocate(capacity: capacity)
  }

  func deallocate() { unsafe base.deallocate() }

  @inline(__always) private mutating func reserve(_ more: Int) {
    if count &+ more &+ XMLOutput.slack > capacity { grow(more) }
  }

  @inline(never) private mutating func grow(_ more: Int) {
    capacity = (count + more) * 2 + XMLOutput.slack
    let bigger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    // SAFETY: `count` bytes are initialised, and the new memory is larger.
    unsafe bigger.update(from: base, count: count)
    unsafe base.deallocate()
    unsafe base = bigger
  }

  @inline(__always) mutating func append(_ byte: UInt8) {
    reserve(1)
    unsafe base[count] = byte
    count &+= 1
  }

  @inline(__always) mutating func append(_ bytes: UnsafePointer<UInt8>, _ length: Int) {
    reserve(length)
    // SAFETY: room was reserved; the caller's bytes are not this memory.
    unsafe (base + count).update(from: bytes, count: length)
    count &+= length
  }

  /// Appends bytes that lie in at least 32 readable ones: mostly two wide copies, the surplus written over later.
  @inline(__always) mutating func append(token: UnsafePointer<UInt8>, _ length: Int) {
    guard length <= 32 else { return unsafe append(token, length) }
    reserve(32)
    // SAFETY: 32 bytes are readable at `token`, by contract, and writable at the end, by `reserve`.
    let source = unsafe UnsafeRawPointer(token)
    let target = unsafe UnsafeMutableRawPointer(base + count)
    unsafe target.storeBytes(
      of: source.loadUnaligned(as: SIMD16<UInt8>.self), as: SIMD16<UInt8>.self)
    unsafe target.storeBytes(
      of: source.loadUnaligned(fromByteOffset: 16, as: SIMD16<UInt8>.self), toByteOffset: 16,
      as: SIMD16<UInt8>.self)
    count &+= length
  }

  mutating func append(text: StaticString) {
    unsafe append(text.utf8Start, text.utf8CodeUnitCount)
  }

  /// Appends a C string.
  mutating func append(string text: UnsafePointer<UInt8>) {
    var length = 0
    // SAFETY: the caller's string ends with a zero.
    while unsafe text[length] != 0 { length += 1 }
    unsafe append(text, length)
  }

  /// Appends a C string that no parser must take for markup.
  mutating func append(escapedString text: UnsafePointer<UInt8>) {
    var length = 0
    // SAFETY: the caller's string ends with a zero.
    while unsafe text[length] != 0 { length += 1 }
    unsafe append(escaped: text, length)
  }

  /// Appends bytes that no parser must take for markup or change.
  ///
  /// `keepsAmpersands`: each stands for the beginning of a reference already.
  mutating func append(
    escaped bytes: UnsafePointer<UInt8>, _ length: Int, keepsAmpersands: Bool = false
  ) {
    var start = 0
    for index in 0..<length {
      guard let text = escape(unsafe bytes[index]) else { continue }
      if keepsAmpersands, unsafe bytes[index] == 0x26 { continue }
      unsafe append(bytes + start, index - start)
      append(text: text)
      start = index + 1
    }
    unsafe append(bytes + start, length - start)
  }

  @inline(__always) private func escape(_ byte: UInt8) -> StaticString? {
    guard byte < 0x3F else { return nil }
    return switch byte {
    case 0x3C: "&lt;"
    case 0x3E: "&gt;"
    case 0x26: "&amp;"
    case 0x22: "&#34;"
    case 0x09: "&#9;"
    case 0x0A: "&#10;"
    case 0x0D: "&#13;"
    default: nil
    }
  }

  var bytes: [UInt8] {
    // SAFETY: `count` bytes are initialised.
    unsafe Array(UnsafeBufferPointer(start: base, count: count))
  }

  /// Drops the first bytes.
  mutating func removeFirst(_ dropped: Int) {
    count -= dropped
    // SAFETY: both runs lie within the first `count + dropped` bytes; `update` allows overlap.
    unsafe base.update(from: base + dropped, count: count)
  }
}
