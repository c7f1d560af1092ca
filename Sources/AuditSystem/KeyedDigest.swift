/// HMAC-SHA-256 (RFC 2104, FIPS 198-1): a digest that only the holder of a secret can make.
package struct KeyedDigest: Sendable {
  private let inner: SHA256
  private let outer: SHA256
  private static let blockBytes = 64

  /// Takes in the secret once; of any length.
  package init(secret: [UInt8]) {
    var key = secret
    if key.count > KeyedDigest.blockBytes {
      var digest = SHA256()
      digest.update(key)
      key = digest.finish()
    }
    key += Array(repeating: 0, count: KeyedDigest.blockBytes - key.count)
    var (inner, outer) = (SHA256(), SHA256())
    inner.update(key.map { $0 ^ 0x36 })
    outer.update(key.map { $0 ^ 0x5C })
    self.inner = inner
    self.outer = outer
  }

  /// The 32 bytes of the message's digest.
  package func digest(of message: [UInt8]) -> [UInt8] {
    var (inner, outer) = (inner, outer)
    inner.update(message)
    outer.update(inner.finish())
    return outer.finish()
  }
}

extension SHA256 {
  /// The 32 bytes of the digest of bytes at hand.
  package static func digest(of bytes: [UInt8]) -> [UInt8] {
    var digest = SHA256()
    digest.update(bytes)
    return digest.finish()
  }
}
