internal import AuditKernels
internal import AuditModel
internal import AuditText

extension FindingFormat {
  /// Makes the texts that do not change, once, into a pool.
  struct TextMaker {
    let style: FindingStyle
    let language: Language
    let ruleIDs: [String]
    /// What ends a line of `findings.csv`, where nothing stands between it and the message.
    let lineEnd: [UInt8]
    let pool = TextPool()

    func keep(_ value: String) -> Range<Int> { pool.keep(text(value)) }

    func text(_ value: String) -> [UInt8] {
      guard style == .csv else { return Array(CSVWriter.terminalSafe(value).utf8) }
      var bytes: [UInt8] = []
      CSVWriter.appendText(value, to: &bytes)
      return bytes
    }

    /// The end of a line of `findings.csv`.
    func tail(_ expected: String, _ message: LocalizedText) -> [UInt8] {
      [0x2C] + text(expected) + [0x2C] + text(message[language]) + lineEnd
    }

    func shown(_ value: [UInt8]) -> [UInt8] {
      var bytes: [UInt8] = []
      if style == .csv {
        CSVWriter.appendText(value, to: &bytes)
      } else {
        CSVWriter.appendTerminalSafe(value, to: &bytes)
      }
      return bytes
    }

    /// `severity`: nil where the finding is accepted.
    func lead(_ topic: Topic, _ severity: Severity?) -> [UInt8] {
      let word = (severity?.title ?? .accepted)[language]
      guard style == .csv else { return Array(": \(word.lowercased()): ".utf8) }
      return [0x2C] + text(ruleIDs[topic.check]) + [0x2C] + text(word) + [0x2C]
        + text(topic.field) + [0x2C]
    }

    /// The last column of a finding that is accepted, or the end of its line of text.
    func waiver(_ note: String) -> [UInt8] {
      guard style == .csv else {
        let by = LocalizedText(vi: "miễn trừ theo", en: "waived by")[language]
        return Array(" (\(by) ".utf8) + text(note) + Array(")\n".utf8)
      }
      return [0x2C] + text(note) + [0x0D, 0x0A]
    }
  }
}

extension LocalizedText {
  /// In place of a severity.
  fileprivate static let accepted = LocalizedText(vi: "Miễn trừ", en: "Waived")
}
