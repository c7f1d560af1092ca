import AuditModel
import AuditScoring

/// The HTML report while it is written: what it tells, in which language, and the bytes so far.
struct ReportPage: HTMLPage {
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
    _ language: Language, examplesPerRule: Int, _ outline: ReportOutline
  ) {
    self.result = result
    self.card = card
    self.language = language
    numbers = ReportNumbers(language)
    self.outline = outline
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
