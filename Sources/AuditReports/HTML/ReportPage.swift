import AuditModel
import AuditScoring

/// The HTML report while it is written: what it tells, in which language, and the bytes so far.
struct ReportPage {
  let result: InspectionResult
  let card: AgencyScorecard
  let language: Language
  let numbers: ReportNumbers
  let outline: ReportOutline
  /// All rules, the worst first.
  let rules: [RankedRule]
  let examples: [RuleKey: [FindingExample]]
  let examplesPerRule: Int
  var html = HTMLWriter()

  init(
    _ result: InspectionResult, _ card: AgencyScorecard, _ examples: [FindingExample],
    _ language: Language, examplesPerRule: Int
  ) {
    self.result = result
    self.card = card
    self.language = language
    numbers = ReportNumbers(language)
    outline = .decree47
    rules = RankedRule.ranked(result, card)
    self.examples = Dictionary(grouping: examples) { RuleKey($0.resource, $0.ruleID) }
    self.examplesPerRule = examplesPerRule
  }
}

/// A rule's id is unique within its resource only.
struct RuleKey: Hashable {
  let resource: String
  let rule: String

  init(_ resource: String, _ rule: String) {
    self.resource = resource
    self.rule = rule
  }
}

/// How long a report may become, whatever the data: every cut is told where it is made.
enum ReportBounds {
  static let title = 240
  static let value = 160
  static let expression = 1_500
  static let list = 600
  /// Bytes of the file up to which a section still takes another entry; in the order of sections.
  ///
  /// The longest entry, a rule with 50 examples, takes 350 kB at most.
  static let summaryBytes = 200_000
  static let inventoryBytes = 600_000
  static let ruleTableBytes = 1_000_000
  static let ruleDetailBytes = 1_500_000
  static let waiverBytes = 1_575_000
  static let unjudgedBytes = 1_650_000
  static let materialBytes = 1_800_000
  static let inventoryFields = 300
  static let parts = 100
}

extension ReportPage {
  typealias Attributes = HTMLWriter.Attributes

  /// The one of two texts of our own that is in the report's language.
  func say(_ vi: String, _ en: String) -> String { language == .vi ? vi : en }

  mutating func element(
    _ tag: StaticString, _ attributes: Attributes = [:], _ body: (inout ReportPage) -> Void
  ) {
    html.open(tag, attributes)
    body(&self)
    html.close(tag)
  }

  mutating func element(_ tag: StaticString, _ text: String) {
    element(tag, [:], text)
  }

  mutating func element(_ tag: StaticString, _ attributes: Attributes, _ text: String) {
    html.open(tag, attributes)
    html.text(text)
    html.close(tag)
  }

  /// Text that may be long, cut at a number of characters, and the cut told.
  func clipped(_ text: String, _ limit: Int = ReportBounds.title) -> String {
    let scalars = text.unicodeScalars
    guard let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
      end < scalars.endIndex
    else { return text }
    let rest = numbers.count(scalars[end...].count)
    return String(scalars[..<end]) + say("… [cắt bớt \(rest) ký tự]", "… [\(rest) characters cut]")
  }

  func clipped(_ text: LocalizedText, _ limit: Int = ReportBounds.title) -> String {
    clipped(text[language], limit)
  }

  /// Whether a section that ends at `bound` bytes has room for one more entry.
  func hasRoom(until bound: Int) -> Bool {
    html.bytes.count < bound
  }

  /// A section with a heading that the table of contents links to.
  mutating func section(_ id: String, _ title: String, _ body: (inout ReportPage) -> Void) {
    element("section", ["id": id, "aria-labelledby": "\(id)-title"]) { page in
      page.element("h2", ["id": "\(id)-title"], title)
      body(&page)
    }
  }

  /// A note that something was cut, with the numbers of it.
  mutating func cutNote(shown: Int, of total: Int, _ what: String) {
    guard shown < total else { return }
    let (part, whole) = (numbers.count(shown), numbers.count(total))
    element(
      "p", ["class": "cut"],
      say(
        "Hiển thị \(part) trong \(whole) \(what); danh sách đầy đủ ở tệp result.json.",
        "Showing \(part) of \(whole) \(what); the full list is in result.json."))
  }
}
