import AuditModel
import AuditSystem

/// An invented register of persons, the same for the same seed: about one cell in a hundred is faulty.
struct Register {
  static let fields = [
    "so", "ho_ten", "ngay_sinh", "gioi_tinh", "ma_xa", "ma_ho", "thu_nhap", "email", "ngay_cap",
    "ghi_chu",
  ]

  let recordCount: Int
  private var generator: Generator

  init(cells: Int, seed: UInt64) {
    recordCount = max(1, cells / Register.fields.count)
    generator = Generator(state: seed)
  }

  /// Writes the register and says how many bytes it has.
  mutating func write(to path: String) throws -> Int {
    let file = try OutputFile(path)
    var text = Register.fields.joined(separator: ",") + "\n"
    for number in 0..<recordCount {
      text += record(number)
      if text.utf8.count > 1 << 20 {
        try file.write(text)
        text = ""
      }
    }
    try file.write(text)
    let count = file.byteCount
    try file.commit()
    return count
  }

  private mutating func record(_ number: Int) -> String {
    let birth = date(1940...2009)
    let issued = date(2016...2025)
    let duplicate = isFaulty() && number > 0 ? number - 1 : number
    var cells = [
      "000" + padded(duplicate, 9), name(), birth, generator.pick(["Nam", "Nữ"]), code(),
      household(number),
      String(generator.below(50_000_000)), "nguoi\(number)@vi-du.vn", issued, "",
    ]
    if generator.below(8) == 0 { cells[9] = "\"Tạm vắng, đã \"\"xác nhận\"\"\"" }
    for (column, fault) in [
      (1, ""), (2, "31/02/1990"), (3, "nam"), (4, "XX999"), (6, "-1"), (7, "khong-co"),
    ]
    where isFaulty() {
      cells[column] = fault
    }
    return cells.joined(separator: ",") + "\n"
  }

  private mutating func isFaulty() -> Bool { generator.below(100) == 0 }

  private mutating func name() -> String {
    generator.pick(["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng"]) + " "
      + generator.pick(["Văn", "Thị", "Minh", "Thanh", "Quốc"]) + " "
      + generator.pick(["An", "Bình", "Cúc", "Dũng", "Hạnh", "Ngọc", "Tuyết"])
  }

  private mutating func date(_ years: ClosedRange<Int>) -> String {
    let day = padded(1 + generator.below(28), 2)
    let month = padded(1 + generator.below(12), 2)
    return "\(day)/\(month)/\(years.lowerBound + generator.below(years.count))"
  }

  private mutating func code() -> String { "X" + padded(generator.below(Register.codeCount), 4) }

  /// A household has three persons; its first is the one the others refer to.
  private func household(_ number: Int) -> String { "000" + padded(number / 3 * 3, 9) }

  private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  static let codeCount = 3_000

  /// The code list of `ma_xa`, as CSV.
  static var codeList: String {
    var text = "ma,ten\n"
    for number in 0..<codeCount {
      let digits = String(number)
      text += "X" + String(repeating: "0", count: 4 - digits.count) + digits + ",Xã \(number)\n"
    }
    return text
  }
}

/// SplitMix64: small, seeded, the same everywhere.
private struct Generator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  mutating func pick(_ words: [String]) -> String { words[below(words.count)] }
}
