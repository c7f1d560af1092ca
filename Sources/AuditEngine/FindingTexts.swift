internal import AuditKernels
internal import AuditModel
internal import AuditText

extension FindingFormat {
  /// Makes the texts that do not change, once, into a pool.
  struct TextMaker {
    let style: FindingStyle
    let language: Language
    let ruleIDs: [String]
    let endsLines: Bool
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
      [0x2C] + text(expected) + [0x2C] + text(message[language]) + (endsLines ? [0x0D, 0x0A] : [])
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

    func lead(_ topic: Topic, _ severity: Severity) -> [UInt8] {
      guard style == .csv else {
        return Array(": \(severity.title[language].lowercased()): ".utf8)
      }
      return [0x2C] + text(ruleIDs[topic.check]) + [0x2C] + text(severity.title[language]) + [0x2C]
        + text(topic.field) + [0x2C]
    }
  }
}
