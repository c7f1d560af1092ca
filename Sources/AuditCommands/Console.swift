import AuditModel
import AuditSystem
import AuditText

/// Where errors are printed, and the only place that does it.
///
///     rules/dan_cu.json:12:18: lỗi: bộ dữ liệu không có trường 'ho_tn' [rule-file.unknown-field]
///       gợi ý: có phải ý là 'ho_ten'?
package struct Console: Sendable {
  package enum Format: Sendable {
    case text, json
  }

  private let writer: ByteWriter
  private let language: Language
  private let terminal: Terminal
  private let format: Format

  package init(
    writer: ByteWriter, language: Language, terminal: Terminal = .none, format: Format = .text
  ) {
    self.writer = writer
    self.language = language
    self.terminal = terminal
    self.format = format
  }

  /// Prints errors in the order of their places, each once, and how many there are if there are several.
  package func report(_ diagnostics: [Diagnostic]) {
    let sorted = Self.sorted(diagnostics)
    switch format {
    case .text:
      for diagnostic in sorted { write(line(diagnostic)) }
      if sorted.count > 1 {
        write(
          LocalizedText(vi: "\(sorted.count) lỗi", en: "\(sorted.count) errors")[language] + "\n")
      }
    case .json:
      put(Self.json(sorted))
    }
  }

  /// A sentence for the reader, on a line of its own.
  ///
  /// Not printed where errors are read by programs.
  package func note(_ text: LocalizedText) {
    guard format == .text else { return }
    write(Terminal.safe(text[language]) + "\n")
  }

  /// A warning: what went on, though not as it should.
  package func warn(_ text: LocalizedText, hint: LocalizedText? = nil) {
    guard format == .text else { return }
    let word = terminal.styled(
      LocalizedText(vi: "cảnh báo:", en: "warning:")[language], .bold, .yellow)
    write("\(word) \(Terminal.safe(text[language]))\n\(hintLine(hint))")
  }

  /// An error that no part of the program foresaw; asks to be told about it.
  package func reportFault(_ error: any Error) {
    report([
      Diagnostic(
        "internal.unexpected",
        LocalizedText(
          vi: "lỗi của chính chương trình (\(type(of: error)))",
          en: "a fault of this program (\(type(of: error)))"),
        hint: LocalizedText(
          vi:
            "xin báo cho nhóm phát triển kèm dòng lệnh và kết quả `soat version`; đừng gửi kèm dữ liệu cá nhân",
          en:
            "please report it with the command line and what `soat version` says, and without personal data"
        ))
    ])
  }

  private func line(_ diagnostic: Diagnostic) -> String {
    var line = ""
    if let place = diagnostic.location { line += terminal.styled(Self.place(place), .bold) + ": " }
    line += terminal.styled(LocalizedText(vi: "lỗi:", en: "error:")[language], .bold, .red)
    line += " \(Terminal.safe(diagnostic.message[language])) [\(diagnostic.code)]\n"
    return line + hintLine(diagnostic.hint)
  }

  private func hintLine(_ hint: LocalizedText?) -> String {
    guard let hint else { return "" }
    let word = terminal.styled(LocalizedText(vi: "gợi ý:", en: "hint:")[language], .cyan)
    return "  \(word) \(Terminal.safe(hint[language]))\n"
  }

  /// `file:line:column`; the file alone where the error is about the file as a whole, which is line 0.
  private static func place(_ place: SourceLocation) -> String {
    let file = Terminal.safe(place.file)
    return place.line > 0 ? "\(file):\(place.line):\(place.column)" : file
  }

  private static func sorted(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    var seen: Set<Diagnostic> = []
    let once = diagnostics.filter { seen.insert($0).inserted }
    return once.enumerated().sorted { a, b in
      let (x, y) = (a.element, b.element)
      let files = (x.location?.file ?? "", y.location?.file ?? "")
      if files.0 != files.1 { return files.0.utf8.lexicographicallyPrecedes(files.1.utf8) }
      let left = (x.location?.line ?? 0, x.location?.column ?? 0, a.offset)
      return left < (y.location?.line ?? 0, y.location?.column ?? 0, b.offset)
    }.map(\.element)
  }

  private static func json(_ diagnostics: [Diagnostic]) -> [UInt8] {
    var json = JSONWriter(indented: true)
    json.object { json in
      json.array("errors") { json in
        for diagnostic in diagnostics {
          json.object { json in
            json.member("code", diagnostic.code)
            json.member("message", diagnostic.message)
            json.member("file", diagnostic.location?.file)
            let line = diagnostic.location?.line ?? 0
            json.member("line", line > 0 ? line : nil)
            json.member("column", line > 0 ? diagnostic.location?.column : nil)
            json.member("hint", diagnostic.hint)
          }
        }
      }
      json.member("count", diagnostics.count)
    }
    return json.finish()
  }

  private func write(_ text: String) { put(Array(text.utf8)) }

  // If errors cannot be told, the exit code still tells them.
  private func put(_ bytes: [UInt8]) {
    try? writer.write(bytes)
    try? writer.flush()
  }
}
