/// A language reports and messages are written in.
package enum Language: String, Sendable, CaseIterable {
  case vi, en
}

/// The same text in Vietnamese and English.
package struct LocalizedText: Hashable, Sendable {
  package var vi: String
  package var en: String

  package init(vi: String, en: String) {
    self.vi = vi
    self.en = en
  }

  /// A text that is the same in both languages, such as a name or a code.
  package init(_ both: String) {
    self.init(vi: both, en: both)
  }

  package subscript(_ language: Language) -> String {
    switch language {
    case .vi: vi
    case .en: en
    }
  }
}
