import XCTest

@testable import AuditKernels

/// Compares the automaton with a matcher that keeps sets of places: slow, short, and nothing in common with it but
/// the parser.
final class PatternReferenceTests: XCTestCase {
  func testEverySmallValueOfGeneratedPatterns() throws {
    var numbers = Numbers(seed: 7)
    let values = everyValue(of: ["a", "b", "ế"], upTo: 5)
    var refused = 0
    for _ in 0..<250 {
      let pattern = numbers.alternatives(depth: 2)
      // One in some hundred truly needs more states than there may be.
      do throws(PatternError) { _ = try PatternAutomaton(pattern) } catch {
        refused += 1
        continue
      }
      try assertAgrees(pattern, on: values)
    }
    XCTAssertLessThan(refused, 6)
  }

  func testEverySmallValueOfChosenPatterns() throws {
    let values = everyValue(of: ["a", "ế", "😀", "\n"], upTo: 4)
    let patterns = [
      "", "|", "()", "()*", "(|a)*", "(a*)*", "(a*|ế?)+", "((a?){2}){2}", "(a|aế)(ế|a)?", ".*",
      ".+a", "[^a]*",
      "[^ế]{2}", "(.|\\n)*", "a{0}", "(a{0}|ế)*", "(a{2}|a{3})*", "[ế-😀]+", "\\p{L}*", "\\P{L}+",
      "[^\\p{L}]|a",
      "\\W\\w?", "^a$|^ế$",
    ]
    for pattern in patterns { try assertAgrees(pattern, on: values) }
  }

  private func assertAgrees(_ pattern: String, on values: [String], line: UInt = #line) throws {
    let automaton = try PatternAutomaton(pattern)
    var parser = try PatternParser(pattern, byteLimit: 10_000)
    let reference = Reference(node: try parser.parse(), sets: parser.sets)
    for value in values where automaton.matches(Array(value.utf8)) != reference.matches(value) {
      XCTFail(
        "\(pattern) on \(value.debugDescription): \(reference.matches(value)) expected", line: line)
    }
  }

  private func everyValue(of letters: [String], upTo length: Int) -> [String] {
    var all = [""]
    var last = [""]
    for _ in 0..<length {
      last = last.flatMap { start in letters.map { start + $0 } }
      all += last
    }
    return all
  }
}

/// Where a node may end, for each place where it may begin.
private struct Reference {
  let node: PatternNode
  let sets: [ScalarSet]

  func matches(_ value: String) -> Bool {
    let scalars = Array(value.unicodeScalars)
    return ends(of: node, from: [0], scalars).contains(scalars.count)
  }

  private func ends(of node: PatternNode, from places: Set<Int>, _ value: [Unicode.Scalar]) -> Set<
    Int
  > {
    switch node {
    case .one(let set):
      Set(places.filter { $0 < value.count && sets[set].contains(value[$0]) }.map { $0 + 1 })
    case .sequence(let items):
      items.reduce(places) { ends(of: $1, from: $0, value) }
    case .alternatives(let branches):
      branches.reduce(into: []) { $0.formUnion(ends(of: $1, from: places, value)) }
    case .repeated(let inner, let least, let most):
      repeatedEnds(of: inner, least, most, from: places, value)
    }
  }

  private func repeatedEnds(
    of inner: PatternNode, _ least: Int, _ most: Int?, from places: Set<Int>,
    _ value: [Unicode.Scalar]
  ) -> Set<Int> {
    var current = places
    for _ in 0..<least { current = ends(of: inner, from: current, value) }
    var all = current
    // More rounds than places cannot reach a new place.
    for _ in 0..<min((most ?? .max) - least, value.count + 1) {
      current = ends(of: inner, from: current, value)
      all.formUnion(current)
    }
    return all
  }
}

/// A linear congruential generator with a fixed seed, and the patterns it makes.
private struct Numbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }

  mutating func alternatives(depth: Int) -> String {
    (0...below(3) / 2).map { _ in sequence(depth: depth) }.joined(separator: "|")
  }

  private mutating func sequence(depth: Int) -> String {
    (0...below(3)).map { _ in atom(depth: depth) + mark() }.joined()
  }

  private mutating func atom(depth: Int) -> String {
    if depth > 0, below(2) == 0 { return "(" + alternatives(depth: depth - 1) + ")" }
    return ["a", "b", "ế", ".", "[ab]", "[^a]", "[^ế]", "[bế]"][below(8)]
  }

  private mutating func mark() -> String {
    below(2) == 0 ? "" : ["*", "+", "?", "{2}", "{1,2}", "{0,2}", "{2,}", "{0}"][below(8)]
  }
}
