/// A pattern of file names as shells have it: `*`, `?`, `[a-z]`, `[!a-z]`; within one name, never across `/`.
struct FilePattern: Sendable {
  private let steps: [Step]

  private enum Step: Sendable {
    case any
    case one
    case scalar(Unicode.Scalar)
    case oneOf([ClosedRange<UInt32>], isNegated: Bool)
  }

  static func isPattern(_ path: String) -> Bool { path.contains { "*?[".contains($0) } }

  /// A bracket that is not closed stands for itself.
  init(_ text: String) {
    var steps: [Step] = []
    var rest = Array(text.unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "*": if case .any? = steps.last {} else { steps.append(.any) }
      case "?": steps.append(.one)
      case "[":
        if let (set, after) = FilePattern.set(rest) {
          steps.append(set)
          rest = after
        } else {
          steps.append(.scalar(scalar))
        }
      default: steps.append(.scalar(scalar))
      }
    }
    self.steps = steps
  }

  private static func set(
    _ rest: ArraySlice<Unicode.Scalar>
  ) -> (Step, ArraySlice<Unicode.Scalar>)? {
    var body = rest
    let isNegated = body.first == "!" || body.first == "^"
    if isNegated { body = body.dropFirst() }
    // A bracket that stands first is one of the set.
    guard let end = body.dropFirst().firstIndex(of: "]") else { return nil }
    let members = Array(body[body.startIndex..<end])
    var ranges: [ClosedRange<UInt32>] = []
    var index = 0
    while index < members.count {
      let low = members[index].value
      if index + 2 < members.count, members[index + 1] == "-" {
        let high = members[index + 2].value
        if low <= high { ranges.append(low...high) }
        index += 3
      } else {
        ranges.append(low...low)
        index += 1
      }
    }
    return (.oneOf(ranges, isNegated: isNegated), body[(end + 1)...])
  }

  /// Goes back to the last `*` only, so that the time is at most the product of both lengths.
  func matches(_ name: String) -> Bool {
    let scalars = Array(name.unicodeScalars)
    var (step, place) = (0, 0)
    var star: (step: Int, place: Int)?
    while place < scalars.count {
      if step < steps.count, case .any = steps[step] {
        star = (step, place)
        step += 1
      } else if step < steps.count, fits(steps[step], scalars[place]) {
        step += 1
        place += 1
      } else if let last = star {
        star = (last.step, last.place + 1)
        (step, place) = (last.step + 1, last.place + 1)
      } else {
        return false
      }
    }
    return steps[step...].allSatisfy { if case .any = $0 { true } else { false } }
  }

  private func fits(_ step: Step, _ scalar: Unicode.Scalar) -> Bool {
    switch step {
    case .any: false
    case .one: true
    case .scalar(let wanted): wanted == scalar
    case .oneOf(let ranges, let isNegated):
      ranges.contains { $0.contains(scalar.value) } != isNegated
    }
  }
}
