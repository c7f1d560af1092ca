/// A place in a text file: line and column count from 1, the column in Unicode scalars.
package struct SourceLocation: Hashable, Sendable {
  package var file: String
  package var line: Int
  package var column: Int

  package init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }
}

/// What every error of the program tells: a stable code, one sentence, where, and what to do next.
///
/// Printed in one place, `Console`, as `file:line:column: error: message [code]` and a line `hint: …`.
package protocol LocatedError: Error {
  /// A stable slug, such as `rule-file.unknown-field`; each has an entry in the manual.
  var code: String { get }
  /// One sentence without a full stop.
  var message: LocalizedText { get }
  var location: SourceLocation? { get }
  var hint: LocalizedText? { get }
}

/// A located error as a value: how most of the program's errors are made.
package struct Diagnostic: LocatedError, Hashable {
  package var code: String
  package var message: LocalizedText
  package var location: SourceLocation?
  package var hint: LocalizedText?

  package init(
    _ code: String, _ message: LocalizedText, at location: SourceLocation? = nil,
    hint: LocalizedText? = nil
  ) {
    self.code = code
    self.message = message
    self.location = location
    self.hint = hint
  }
}

extension Diagnostic {
  /// The message with its line and column, where there is no file's name to put before it.
  package var placedMessage: LocalizedText {
    guard let place = location, place.line > 0 else { return message }
    return LocalizedText(
      vi: "dòng \(place.line), cột \(place.column): \(message.vi)",
      en: "line \(place.line), column \(place.column): \(message.en)")
  }
}

/// Several mistakes found in one reading; never empty.
package struct Diagnostics: Error {
  package var all: [Diagnostic]

  package init(_ all: [Diagnostic]) {
    precondition(!all.isEmpty, "Diagnostics without a diagnostic")
    self.all = all
  }
}
