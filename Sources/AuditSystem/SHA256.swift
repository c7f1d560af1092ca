internal import CDigest

/// The SHA-256 digest of bytes that come in pieces (FIPS 180-4).
///
/// By the processor's own instructions where it has them, some five times as fast as without.
@safe package struct SHA256: Sendable {
  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
    0x5be0_cd19,
  ]
  /// What came after the last whole block: below 64 bytes.
  private var rest: [UInt8] = []
  private var byteCount: UInt64 = 0
  private let usesInstructions: Bool

  static let hasInstructions = soat_has_sha_instructions() != 0

  package init() { self.init(usesInstructions: SHA256.hasInstructions) }

  /// With or without the processor's instructions: tests compare the two.
  init(usesInstructions: Bool) {
    precondition(!usesInstructions || SHA256.hasInstructions, "no SHA instructions here")
    self.usesInstructions = usesInstructions
  }

  /// Takes in the next bytes.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    byteCount &+= UInt64(bytes.count)
    var position = 0
    if !rest.isEmpty {
      position = min(64 - rest.count, bytes.count)
      unsafe rest.append(contentsOf: bytes[..<position])
      guard rest.count == 64 else { return }
      takeRest()
    }
    let blockCount = (bytes.count - position) / 64
    if blockCount > 0, let base = bytes.baseAddress {
      // SAFETY: `blockCount` whole blocks lie between `position` and the end.
      unsafe take(base + position, blockCount)
      position += blockCount * 64
    }
    unsafe rest.append(contentsOf: bytes[position...])
  }

  /// Takes in the next bytes.
  package mutating func update(_ bytes: RawSpan) {
    // SAFETY: the buffer is used inside the closure only.
    unsafe bytes.withUnsafeBytes { unsafe update($0) }
  }

  /// Takes in the next bytes.
  package mutating func update(_ bytes: [UInt8]) {
    // SAFETY: the buffer is used inside the closure only.
    unsafe bytes.withUnsafeBytes { unsafe update($0) }
  }

  /// The 32 bytes of the digest; the value is of no use afterwards.
  package mutating func finish() -> [UInt8] {
    let bitCount = byteCount &* 8
    rest.append(0x80)
    if rest.count > 56 {
      rest.append(contentsOf: repeatElement(0, count: 64 - rest.count))
      takeRest()
    }
    rest.append(contentsOf: repeatElement(0, count: 56 - rest.count))
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      rest.append(UInt8(truncatingIfNeeded: bitCount >> shift))
    }
    takeRest()
    return state.flatMap { word in
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) }
    }
  }

  /// The digest of bytes at hand, as hex.
  package static func hex(digestOf bytes: [UInt8]) -> String {
    var digest = SHA256()
    // SAFETY: the pointer is used within the closure only.
    unsafe bytes.withUnsafeBytes { unsafe digest.update($0) }
    return hex(of: digest.finish())
  }

  /// Digits and small letters, two a byte.
  package static func hex(of bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func takeRest() {
    let block = rest
    rest.removeAll(keepingCapacity: true)
    // SAFETY: `rest` was filled to one block.
    unsafe block.withUnsafeBytes { buffer in
      if let base = buffer.baseAddress { unsafe take(base, 1) }
    }
  }

  private mutating func take(_ pointer: UnsafeRawPointer, _ blockCount: Int) {
    let usesInstructions = usesInstructions
    // SAFETY: the state has eight words; the caller has `blockCount` blocks of 64 bytes at `pointer`.
    unsafe state.withUnsafeMutableBufferPointer { words in
      guard let base = words.baseAddress else { return }
      if usesInstructions {
        unsafe soat_sha256_blocks(base, pointer.assumingMemoryBound(to: UInt8.self), blockCount)
      } else {
        unsafe SHA256Portable.take(pointer, blockCount, into: base)
      }
    }
  }
}
