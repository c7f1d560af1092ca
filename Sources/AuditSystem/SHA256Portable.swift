/// The blocks of SHA-256 in plain Swift (FIPS 180-4, 6.2.2): for processors without the instructions, and their check.
enum SHA256Portable {
  /// Takes blocks of 64 bytes into the eight words of the state.
  static func take(
    _ pointer: UnsafeRawPointer, _ blockCount: Int, into state: UnsafeMutablePointer<UInt32>
  ) {
    // SAFETY: the caller has `blockCount` blocks at `pointer` and eight words at `state`; `w` has 64 words, each
    // written before it is read.
    unsafe constants.withUnsafeBufferPointer { k in
      unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { w in
        for block in 0..<blockCount {
          unsafe fill(w, from: pointer + block * 64)
          unsafe run(w, k, state)
        }
      }
    }
  }

  @inline(__always) private static func fill(
    _ w: UnsafeMutableBufferPointer<UInt32>, from pointer: UnsafeRawPointer
  ) {
    for index in 0..<16 {
      unsafe w[index] = UInt32(
        bigEndian: pointer.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self))
    }
    for index in 16..<64 {
      let (far, near) = unsafe (w[index &- 15], w[index &- 2])
      let farSum = turned(far, 7) ^ turned(far, 18) ^ (far >> 3)
      let nearSum = turned(near, 17) ^ turned(near, 19) ^ (near >> 10)
      unsafe w[index] = w[index &- 16] &+ farSum &+ w[index &- 7] &+ nearSum
    }
  }

  @inline(__always) private static func run(
    _ w: UnsafeMutableBufferPointer<UInt32>, _ k: UnsafeBufferPointer<UInt32>,
    _ state: UnsafeMutablePointer<UInt32>
  ) {
    var (a, b, c, d) = unsafe (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = unsafe (state[4], state[5], state[6], state[7])
    var index = 0
    // Eight rounds at a time, so that the words change their names and not their places.
    while index < 64 {
      round(a, b, c, &d, e, f, g, &h, unsafe w[index] &+ k[index])
      round(h, a, b, &c, d, e, f, &g, unsafe w[index &+ 1] &+ k[index &+ 1])
      round(g, h, a, &b, c, d, e, &f, unsafe w[index &+ 2] &+ k[index &+ 2])
      round(f, g, h, &a, b, c, d, &e, unsafe w[index &+ 3] &+ k[index &+ 3])
      round(e, f, g, &h, a, b, c, &d, unsafe w[index &+ 4] &+ k[index &+ 4])
      round(d, e, f, &g, h, a, b, &c, unsafe w[index &+ 5] &+ k[index &+ 5])
      round(c, d, e, &f, g, h, a, &b, unsafe w[index &+ 6] &+ k[index &+ 6])
      round(b, c, d, &e, f, g, h, &a, unsafe w[index &+ 7] &+ k[index &+ 7])
      index &+= 8
    }
    unsafe state[0] &+= a
    unsafe state[1] &+= b
    unsafe state[2] &+= c
    unsafe state[3] &+= d
    unsafe state[4] &+= e
    unsafe state[5] &+= f
    unsafe state[6] &+= g
    unsafe state[7] &+= h
  }

  @inline(__always) private static func round(
    _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32, _ g: UInt32,
    _ h: inout UInt32,
    _ word: UInt32
  ) {
    let high = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)
    let first = h &+ high &+ (g ^ (e & (f ^ g))) &+ word
    let low = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)
    d &+= first
    h = first &+ low &+ ((a & b) | (c & (a | b)))
  }

  @inline(__always) private static func turned(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word &>> count | word &<< (32 &- count)
  }

  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
    0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7,
    0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc,
    0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351,
    0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e,
    0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585,
    0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f,
    0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
    0xc671_78f2,
  ]
}
