import AuditKernels
import XCTest

@testable import AuditRules

/// What the linter takes for certain, against every value of a small field: it must never be less than what there is.
final class FactsTests: XCTestCase {
  /// A condition over a field `n`, and what it is of a value; nil is a blank, and "unknown" as an answer.
  private struct Condition {
    var text: String
    var holds: (Int?) -> Bool?
  }

  private struct Dice {
    var state: UInt64 = 20_260_101

    mutating func roll(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
  }

  private func atom(_ dice: inout Dice) -> Condition {
    let (a, b) = (dice.roll(5), dice.roll(5))
    switch dice.roll(11) {
    case 0: return Condition(text: "n < \(a)") { $0.map { $0 < a } }
    case 1: return Condition(text: "n <= \(a)") { $0.map { $0 <= a } }
    case 2: return Condition(text: "\(a) < n") { $0.map { a < $0 } }
    case 3: return Condition(text: "n >= \(a)") { $0.map { $0 >= a } }
    case 4: return Condition(text: "n = \(a)") { $0.map { $0 == a } }
    case 5: return Condition(text: "n != \(a)") { $0.map { $0 != a } }
    case 6: return Condition(text: "n in (\(a), \(b))") { $0.map { $0 == a || $0 == b } }
    case 7: return Condition(text: "n not in (\(a), \(b))") { $0.map { $0 != a && $0 != b } }
    case 8: return Condition(text: "n between \(a) and \(b)") { $0.map { $0 >= a && $0 <= b } }
    case 9: return Condition(text: "n is null") { $0 == nil }
    default: return Condition(text: "present(n)") { $0 != nil }
    }
  }

  private func condition(_ depth: Int, _ dice: inout Dice) -> Condition {
    guard depth > 0, dice.roll(4) > 0 else { return atom(&dice) }
    let a = condition(depth - 1, &dice)
    if dice.roll(4) == 0 { return Condition(text: "not (\(a.text))") { a.holds($0).map { !$0 } } }
    let b = condition(depth - 1, &dice)
    if dice.roll(2) == 0 {
      return Condition(text: "(\(a.text)) and (\(b.text))") { value in
        let (x, y) = (a.holds(value), b.holds(value))
        if x == false || y == false { return false }
        return x == nil || y == nil ? nil : true
      }
    }
    return Condition(text: "(\(a.text)) or (\(b.text))") { value in
      let (x, y) = (a.holds(value), b.holds(value))
      if x == true || y == true { return true }
      return x == nil || y == nil ? nil : false
    }
  }

  func testNoValueIsLeftOut() throws {
    var dice = Dice()
    let conditions = (0..<2_000).map { _ in condition(3, &dice) }
    let rules = conditions.enumerated().map {
      "{\"id\": \"R\($0)\", \"kind\": \"assert\", \"on\": \"r\", \"assert\": \"\($1.text)\"}"
    }
    let pack = try load([
      "p.json": packText(
        """
        "resources": [{"name": "r", "schema": {"fields": [{"name": "n", "type": "integer"}]}}],
        "rules": [\(rules.joined(separator: ",\n"))]
        """)
    ])
    var impossible = 0
    for rule in pack.rules {
      guard let body = rule.body as? AssertBody, let number = Int(rule.id.dropFirst()) else {
        continue
      }
      let known = conditions[number]
      for truth in [true, false] {
        let facts = Facts(body.condition.root, is: truth)
        if facts.isImpossible { impossible += 1 }
        for value in [nil] + (-1...6).map({ Optional($0) }) where known.holds(value) == truth {
          XCTAssertFalse(facts.isImpossible, "\(known.text) \(truth)")
          let set = facts.set("n")
          let isIn = value.map { set.holds(.number(Int128($0) * ValueSet.one)) } ?? set.mayBeBlank
          XCTAssertTrue(isIn, "\(known.text) is \(truth) of \(String(describing: value))")
        }
      }
    }
    // The test would say nothing if nothing were ever found impossible.
    XCTAssertGreaterThan(impossible, 100)
  }
}
