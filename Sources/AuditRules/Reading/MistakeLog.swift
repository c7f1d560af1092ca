import AuditModel
import AuditText

/// The mistakes of a reading, gathered so that all of them are shown at once.
final class MistakeLog {
  private(set) var all: [Diagnostic] = []
  /// Files whose standard allows keys that nobody knows.
  var openFiles: Set<String> = []
  /// Keys of such files that look like known ones.
  private(set) var remarks: [Diagnostic] = []

  func add(_ mistake: Diagnostic) { all.append(mistake) }

  func add(_ mistakes: Diagnostics) { all += mistakes.all }

  /// An unknown key: a mistake, or at most worth a word where such keys are allowed.
  func addUnknown(_ key: LocatedJSON.Member, known: [String]) {
    let mistake = Diagnostic.unknownKey(key.name, at: key.nameLocation, known: known)
    guard openFiles.contains(key.nameLocation.file) else { return add(mistake) }
    if EditDistance.closest(to: key.name, among: known) != nil { remarks.append(mistake) }
  }

  func throwIfAny() throws(Diagnostics) {
    if !all.isEmpty { throw Diagnostics(all) }
  }
}

/// Every way a rule pack or project can be wrong; codes have their entries in the manual.
extension Diagnostic {
  static func unknownKey(_ name: String, at place: SourceLocation, known: [String]) -> Diagnostic {
    Diagnostic(
      "rule-file.unknown-key",
      LocalizedText(vi: "không có mục '\(name)' ở đây", en: "there is no key '\(name)' here"),
      at: place,
      hint: suggestion(
        for: name, among: known,
        otherwise: LocalizedText(
          vi:
            "các mục được dùng: \(known.joined(separator: ", ")); mục riêng đặt tên bắt đầu bằng x-",
          en: "keys are: \(known.joined(separator: ", ")); a key of your own begins with x-")))
  }

  static func missingKey(_ name: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      "rule-file.missing-key",
      LocalizedText(vi: "thiếu mục '\(name)'", en: "the key '\(name)' is missing"), at: place,
      hint: LocalizedText(vi: "thêm \"\(name)\": …", en: "add \"\(name)\": …"))
  }

  static func wrongType(_ name: String, _ node: LocatedJSON, expected: LocalizedText) -> Diagnostic
  {
    Diagnostic(
      "rule-file.wrong-type",
      LocalizedText(
        vi: "'\(name)' phải là \(expected.vi), ở đây là \(node.kind.vi)",
        en: "'\(name)' has to be \(expected.en), this is \(node.kind.en)"), at: node.location)
  }

  static func wrongValue(
    _ name: String, _ value: String, at place: SourceLocation, expected: LocalizedText,
    among words: [String] = []
  ) -> Diagnostic {
    Diagnostic(
      "rule-file.wrong-value",
      LocalizedText(
        vi: "'\(shortened(value))' không dùng được cho '\(name)'",
        en: "'\(shortened(value))' is no value for '\(name)'"), at: place,
      hint: suggestion(for: value, among: words, otherwise: expected))
  }

  static func unknown(
    _ thing: NamedThing, _ name: String, at place: SourceLocation, among known: [String]
  ) -> Diagnostic {
    let list = known.prefix(20).joined(separator: ", ") + (known.count > 20 ? ", …" : "")
    return Diagnostic(
      "rule-file.unknown-\(thing.rawValue)",
      LocalizedText(
        vi: "không có \(thing.title.vi) '\(shortened(name))'",
        en: "there is no \(thing.title.en) '\(shortened(name))'"), at: place,
      hint: suggestion(
        for: name, among: known,
        otherwise: known.isEmpty
          ? LocalizedText(vi: "chưa khai báo \(thing.title.vi) nào", en: "none is declared")
          : LocalizedText(vi: "hiện có: \(list)", en: "there are: \(list)")))
  }

  static func duplicate(
    _ thing: NamedThing, _ name: String, at place: SourceLocation, first: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      "rule-file.duplicate-\(thing.rawValue)",
      LocalizedText(
        vi: "\(thing.title.vi) '\(shortened(name))' đã được khai báo",
        en: "the \(thing.title.en) '\(shortened(name))' is declared already"), at: place,
      hint: LocalizedText(
        vi: "xem \(first.file):\(first.line):\(first.column)",
        en: "see \(first.file):\(first.line):\(first.column)"))
  }

  static func notInThisVersion(_ what: String, at place: SourceLocation, hint: LocalizedText? = nil)
    -> Diagnostic
  {
    Diagnostic(
      "rule-file.not-in-this-version",
      LocalizedText(
        vi: "phiên bản này chưa có '\(what)'", en: "this version does not have '\(what)' yet"),
      at: place, hint: hint)
  }

  /// "Did you mean", or another hint where no word is near.
  static func suggestion(
    for word: String, among words: [String], otherwise hint: LocalizedText?
  ) -> LocalizedText? {
    guard let meant = EditDistance.closest(to: word, among: words) else { return hint }
    return LocalizedText(vi: "có phải là '\(meant)'?", en: "did you mean '\(meant)'?")
  }

  private static func shortened(_ text: String) -> String {
    text.unicodeScalars.count <= 60
      ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(60))) + "…"
  }
}

/// What names in rule files stand for.
enum NamedThing: String {
  case field, resource, list, parameter, legal, rule, kind, function, constraint
  case id, agency

  var title: LocalizedText {
    switch self {
    case .field: LocalizedText(vi: "trường", en: "field")
    case .resource: LocalizedText(vi: "bộ dữ liệu", en: "resource")
    case .list: LocalizedText(vi: "danh mục", en: "code list")
    case .parameter: LocalizedText(vi: "tham số", en: "parameter")
    case .legal: LocalizedText(vi: "căn cứ pháp lý", en: "legal text")
    case .rule: LocalizedText(vi: "quy tắc", en: "rule")
    case .kind: LocalizedText(vi: "loại quy tắc", en: "rule kind")
    case .function: LocalizedText(vi: "hàm", en: "function")
    case .constraint: LocalizedText(vi: "ràng buộc", en: "constraint")
    case .id: LocalizedText(vi: "mã", en: "id")
    case .agency: LocalizedText(vi: "cơ quan", en: "agency")
    }
  }
}
