internal import AuditKernels
internal import AuditModel
internal import AuditRules
internal import AuditText

/// Says of single findings what is hard to see: which character differs, what garbled text was meant to be.
///
/// One worker's own. The same values come again and again, so that what was said of them is kept.
final class FindingExplainer {
  private let masks: [Mask]
  private var known: [Subject: LocalizedText?] = [:]
  private static let keptCount = 512
  /// Longer values are not explained.
  private static let longest = 400

  private struct Subject: Hashable {
    var topic: Int
    var reason: Int
    var value: [UInt8]
    var expected: [UInt8]?
  }

  init(masks: [Mask]) { self.masks = masks }

  /// The column whose value is explained.
  static func column(_ explanation: FindingExplanation, _ leg: Int?, reason: Int) -> Int? {
    switch explanation {
    case .readable, .alike: leg
    case .rung(let column): column
    case .expected(let column, let wanted): reason == wanted ? column : nil
    }
  }

  /// What to add to the message; nil for nothing.
  func explain(
    _ explanation: FindingExplanation, topic: Int, reason: Int, column: Int, value: [UInt8],
    expected: [UInt8]?
  ) -> LocalizedText? {
    guard !value.isEmpty, value.count <= FindingExplainer.longest else { return nil }
    let subject = Subject(topic: topic, reason: reason, value: value, expected: expected)
    if let said = known[subject] { return said }
    let said = sentence(explanation, reason, column, value, expected)
    if known.count >= FindingExplainer.keptCount { known.removeAll(keepingCapacity: true) }
    known[subject] = .some(said)
    return said
  }

  private func sentence(
    _ explanation: FindingExplanation, _ reason: Int, _ column: Int, _ value: [UInt8],
    _ expected: [UInt8]?
  ) -> LocalizedText? {
    switch explanation {
    case .readable: readable(reason, column, value)
    case .alike(let values):
      values.value(like: value).flatMap { ReadableText.difference(value, from: $0) }
    case .rung: expected.map { TextLadder.rung(value, $0).title }
    case .expected: expected.flatMap { ReadableText.difference(value, from: $0) }
    }
  }

  private func readable(_ reason: Int, _ column: Int, _ value: [UInt8]) -> LocalizedText? {
    let all = ReadableTextDefects.all
    guard (1...all.count).contains(reason) else { return nil }
    let defect = all[reason - 1]
    guard defect == .mojibake || defect == .legacyEncoding else {
      return ReadableText.detail(of: value, defect: defect)
    }
    // As much of what was meant as may be shown of the value itself.
    guard !masks[column].hidesWhole, let meant = ReadableText.repaired(value) else { return nil }
    let shown = String(decoding: masks[column].apply(meant), as: UTF8.self)
    return LocalizedText(vi: "có lẽ là “\(shown)”", en: "probably '\(shown)'")
  }
}
