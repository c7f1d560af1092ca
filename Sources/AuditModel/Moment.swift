/// A moment as clocks in Viet Nam show it (UTC+7 all year), to the second.
package struct Moment: Hashable, Sendable {
  package var date: CivilDate
  /// From 0 to 86 399.
  package var second: Int

  package init(date: CivilDate, second: Int = 0) {
    precondition((0..<86_400).contains(second), "second \(second) of a day")
    self.date = date
    self.second = second
  }

  /// Nil unless the text is `yyyy-MM-dd`, or that and `Thh:mm` or `Thh:mm:ss`, which `+07:00` may follow.
  package init?(iso text: String) {
    var parts = Array(text.utf8)
    let zone = Array("+07:00".utf8)
    if parts.count > 16, parts.suffix(6).elementsEqual(zone) { parts.removeLast(6) }
    guard parts.count == 10 || parts.count == 16 || parts.count == 19,
      let date = CivilDate(iso: String(decoding: parts.prefix(10), as: UTF8.self))
    else { return nil }
    var numbers: [Int] = []
    for start in stride(from: 10, to: parts.count, by: 3) {
      let (high, low) = (Int(parts[start + 1]) - 0x30, Int(parts[start + 2]) - 0x30)
      guard parts[start] == (start == 10 ? 0x54 : 0x3A), (0...9).contains(high),
        (0...9).contains(low)
      else { return nil }
      numbers.append(high * 10 + low)
    }
    let hour = numbers.first ?? 0
    let minute = numbers.count > 1 ? numbers[1] : 0
    let second = numbers.count > 2 ? numbers[2] : 0
    guard hour < 24, minute < 60, second < 60 else { return nil }
    self.init(date: date, second: hour * 3600 + minute * 60 + second)
  }

  /// As in files: `2026-12-16T09:30:00+07:00`.
  package var iso: String {
    func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
    return "\(date.iso)T\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))+07:00"
  }
}
