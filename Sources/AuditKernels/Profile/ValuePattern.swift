/// Patterns of characters as text: `9(12)`, `A9(9)`, `Aa+ Aa+`.
///
/// `9(n)` is n digits, `A` a capital, `A+` several, `a` and `a+` small letters, `Aa+` a word with a capital; spaces and
/// punctuation stand for themselves, `?` for any other character, `…` for what follows the sixteenth run.
enum ValuePattern {
  /// The twin of `ValueScan`: slow, and the authority on what a pattern says.
  static func text(of cell: Bytes) -> (text: String, number: UInt64) {
    var runs: [(kind: UInt32, length: Int)] = []
    for scalar in scalars(of: cell) {
      let kind = CharacterClasses.kind(of: scalar)
      if kind == CharacterClasses.mark, !runs.isEmpty { continue }
      guard kind != CharacterClasses.mark else { continue }
      if let last = runs.last {
        if last.kind == kind {
          runs[runs.count - 1].length += 1
          continue
        }
        if kind == CharacterClasses.small {
          if last.kind == CharacterClasses.word { continue }
          if last.kind == CharacterClasses.capital, last.length == 1 {
            runs[runs.count - 1].kind = CharacterClasses.word
            continue
          }
        }
      }
      runs.append((kind, 1))
    }
    var text = ""
    var number = ValueScan.seed
    for run in runs.prefix(ValueScan.runLimit) {
      let token = ValueScan.token(run.kind, run.length)
      text += words(run.kind, Int(token & 0xFFFF))
      number = ValueScan.mix(number, token)
    }
    if runs.count > ValueScan.runLimit {
      text += "…"
      number = ValueScan.mix(number, ~0)
    }
    return (text, number)
  }

  private static func words(_ kind: UInt32, _ length: Int) -> String {
    switch kind {
    case CharacterClasses.digit: return length == 1 ? "9" : "9(\(length))"
    case CharacterClasses.capital: return length == 1 ? "A" : "A+"
    case CharacterClasses.small: return length == 1 ? "a" : "a+"
    case CharacterClasses.word: return "Aa+"
    case CharacterClasses.space: return length == 1 ? " " : "  "
    case CharacterClasses.other: return "?"
    default:
      let mark = Unicode.Scalar(UInt8(truncatingIfNeeded: kind))
      return String(repeating: Character(mark), count: length)
    }
  }

  /// Bytes that are no UTF-8 stand for a character each, as the walk takes them.
  private static func scalars(of cell: Bytes) -> [UInt32] {
    let bytes = cell.array
    var result: [UInt32] = []
    var index = 0
    func isContinuation(_ at: Int) -> Bool { at < bytes.count && bytes[at] & 0xC0 == 0x80 }
    while index < bytes.count {
      let lead = bytes[index]
      if lead < 0x80 {
        result.append(UInt32(lead))
        index += 1
      } else if lead == 0xE1, isContinuation(index + 1), isContinuation(index + 2) {
        let high = UInt32(lead & 0x0F) << 12 | UInt32(bytes[index + 1] & 0x3F) << 6
        result.append(high | UInt32(bytes[index + 2] & 0x3F))
        index += 3
      } else if lead >= 0xC2, lead < 0xE0, isContinuation(index + 1) {
        result.append(UInt32(lead & 0x1F) << 6 | UInt32(bytes[index + 1] & 0x3F))
        index += 2
      } else {
        result.append(0xFFFD)
        index += 1
      }
    }
    return result
  }
}
