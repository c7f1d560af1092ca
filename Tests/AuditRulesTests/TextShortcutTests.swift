import AuditText
import XCTest

@testable import AuditKernels

/// What is told of plain text at a glance, against what is told after reading it.
final class TextShortcutTests: XCTestCase {
  private let arena = ByteArena(capacity: 1 << 12)
  private let words = PlaceholderWords.standard.adding(["khuyết", "Ñ", "(hỏi lại)"])

  /// Places where a random choice is made, from a seed.
  private struct Choices {
    var state: UInt64

    mutating func next(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
  }

  func testPlainTextThatTheFilterLetsPassIsNoPlaceholder() {
    let filter = PlainTextFilter(longest: words.longest) { words.mayBegin(with: $0, count: $1) }
    let characters: [Character] = [
      "a", "n", "K", "x", "X", "đ", "Đ", "ê", "ố", "Ñ", " ", "-", ".", "/", "1", "0", "(", "ư", "Ạ",
      "\u{1680}", "\u{0489}", "\u{05B0}", "ก", "か", "д", "\u{180E}",
    ]
    let starts =
      PlaceholderWords.standardWords + [
        "khuyết", "ñ", "(hỏi lại)", "xx", "...", "---", "Lê Văn Ba",
      ]
    var choices = Choices(state: 5)
    var told = 0
    for round in 0..<60_000 {
      var text = Array(starts[choices.next(starts.count)])
      for _ in 0..<choices.next(4) {
        let place = choices.next(text.count + 1)
        switch choices.next(4) {
        case 0: text.insert(characters[choices.next(characters.count)], at: place)
        case 1 where place < text.count: text.remove(at: place)
        case 2 where place < text.count: text[place] = characters[choices.next(characters.count)]
        default: text = Array(round % 2 == 0 ? String(text).uppercased() : String(text))
        }
      }
      let value = Array(String(text).utf8)
      guard !value.isEmpty else { continue }
      arena.removeAll()
      _ = arena.append(value)
      let cell = arena.bytes(at: 0, count: value.count)
      guard Evaluator.isPlain(cell), !filter.mayHold(cell) else { continue }
      told += 1
      XCTAssertTrue(
        ReadableText.defects(in: value, placeholders: words).isEmpty, String(text))
    }
    XCTAssertGreaterThan(told, 5_000)
  }

  /// Whatever a rule looks for: what is passed unasked has no other defect than to be a placeholder.
  func testPlainTextHasNoDefect() {
    let characters = Array(
      "aeoiuyAnhgBT dđĐêốƯạàâùĩỄ-.1ÐðƉа\u{0430}Вαᾱά\u{00A0}\u{200B}\u{0301}\u{0323}ŉĳſƠơǍȘ\u{1F71}\u{1E9B}я㍿ﬁ\u{FFFD}Ã»¿"
        .unicodeScalars)
    var choices = Choices(state: 11)
    var told = 0
    for round in 0..<60_000 {
      var text = Array("Hoàng Thị Ngọc Diễm".unicodeScalars.prefix(2 + choices.next(18)))
      for _ in 0...choices.next(1 + round % 4) {
        text.insert(characters[choices.next(characters.count)], at: choices.next(text.count + 1))
      }
      var view = String.UnicodeScalarView()
      view.append(contentsOf: text)
      let value = Array(String(view).utf8)
      arena.removeAll()
      _ = arena.append(value)
      guard Evaluator.isPlain(arena.bytes(at: 0, count: value.count)) else { continue }
      told += 1
      let defects = ReadableText.defects(in: value).subtracting(.placeholder)
      XCTAssertTrue(defects.isEmpty, "\(String(view)) \(value)")
    }
    XCTAssertGreaterThan(told, 1_000)
  }
}
