import AuditModel
import AuditRules
import AuditSystem

extension Command {
  static let waiverHash = Command(
    "waiver-hash",
    summary: LocalizedText(
      vi: "băm khóa bản ghi để ghi vào tệp miễn trừ",
      en: "make digests of record keys for a file of waivers"),
    details: LocalizedText(
      vi:
        "Đọc đầu vào chuẩn, mỗi dòng một khóa, in mỗi dòng một mã băm để ghi vào mục keyHashes. Khóa gồm nhiều trường: các giá trị cách nhau bằng phím tab. Với --waiver-key là HMAC-SHA-256: không có khóa bí mật thì không dò ngược được; nếu không là SHA-256, chỉ che mắt, vì số định danh có thể dò hết.",
      en:
        "Reads standard input, a key a line, and prints a digest a line for `keyHashes`. The parts of a key of several fields are separated by tabs. With --waiver-key it is HMAC-SHA-256, which nobody can undo without the secret; else SHA-256, which hides a number from the eye only, since all numbers can be tried."
    ),
    options: [.waiverKey],
    examples: [
      Example(
        "printf '000099000001\\n' | soat waiver-hash --waiver-key khoa.txt",
        LocalizedText(vi: "băm một số định danh", en: "the digest of one personal number"))
    ]
  ) { arguments, context in
    let secret = try arguments.value("waiver-key").map {
      try WaiverSecret.read($0, limits: Limits())
    }
    var line: [UInt8] = []
    func printLine() throws {
      if line.last == 0x0D { line.removeLast() }
      guard !line.isEmpty else { return }
      let key = line.map { $0 == 0x09 ? WaiverKey.separator : $0 }
      let text =
        secret.map { "hmac-sha256:" + SHA256.hex(of: $0.digest(of: key)) }
        ?? "sha256:" + SHA256.hex(of: SHA256.digest(of: key))
      try context.output.write(text + "\n")
      line = []
    }
    // Keys are personal: they are taken from the stream itself, which leaves no copy on the disk.
    while true {
      let bytes = try context.input.bytes(count: 1 << 16)
      for byte in bytes {
        if byte == 0x0A { try printLine() } else { line.append(byte) }
      }
      if bytes.count < 1 << 16 { break }
    }
    try printLine()
    return .done
  }
}
