/// How far apart two words are, for "did you mean".
package enum EditDistance {
  /// Insertions, deletions, substitutions and swaps of neighbours that lead from one to the other, in scalars.
  package static func between(_ a: String, _ b: String) -> Int {
    let a = Array(a.unicodeScalars)
    let b = Array(b.unicodeScalars)
    var beforeLast = Array(repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for row in 0..<a.count {
      var current = [row + 1]
      for column in 0..<b.count {
        var best = min(last[column + 1], current[column]) + 1
        best = min(best, last[column] + (a[row] == b[column] ? 0 : 1))
        if row > 0, column > 0, a[row] == b[column - 1], a[row - 1] == b[column] {
          best = min(best, beforeLast[column - 1] + 1)
        }
        current.append(best)
      }
      beforeLast = last
      last = current
    }
    return last[b.count]
  }

  /// The candidate that was most likely meant: the nearest within a third of the word's length, the first of equals.
  ///
  /// Nil if none is near. Words over 100 scalars are not compared.
  package static func closest(to word: String, among candidates: some Sequence<String>) -> String? {
    let lowered = word.lowercased()
    let length = word.unicodeScalars.count
    guard length <= 100 else { return nil }
    let bound = max(1, length / 3)
    var best: (word: String, distance: Int)?
    for candidate in candidates {
      let candidateLength = candidate.unicodeScalars.count
      guard abs(candidateLength - length) <= bound else { continue }
      let distance = between(lowered, candidate.lowercased())
      guard distance <= bound, distance < best?.distance ?? .max else { continue }
      best = (candidate, distance)
    }
    return best?.word
  }
}
