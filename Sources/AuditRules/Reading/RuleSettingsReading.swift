import AuditKernels
import AuditModel
import AuditText

extension ObjectReader {
  /// What any rule may be given, whatever its kind.
  func ruleSettings() -> RuleSettings {
    var settings = RuleSettings()
    settings.id = name("id")
    settings.severity = choice("severity", of: Severity.self)
    settings.dimension = choice("dimension", of: Dimension.self)
    settings.weight = integer("weight", 0...1_000_000)
    settings.legal = strings("legal")
    settings.title = text("title")
    settings.message = text("message")
    settings.nulls = choice("nulls", of: NullHandling.self)
    settings.isEnabled = truth("enabled")
    settings.enabledAt = settings.isEnabled == nil ? nil : node["enabled"]?.location
    if let tolerate = object("tolerate") {
      settings.warnAt = tolerate.tolerance("warn")
      settings.failAt = tolerate.tolerance("fail")
      tolerate.finish()
    }
    return settings
  }

  /// A count of failures, or a share of the units judged: `5`, `"0.1%"`.
  func tolerance(_ name: String) -> Tolerance? {
    guard let node = value(name) else { return nil }
    if let count = node.integer, count >= 0 { return .count(count) }
    if let text = node.string, let share = Share(percent: text) { return .share(share) }
    guard let text = node.string ?? node.number else {
      log.add(.wrongType(name, node, expected: .tolerance))
      return nil
    }
    log.add(.wrongValue(name, text, at: node.location, expected: .tolerance))
    return nil
  }
}

extension Share {
  /// `0.1%` is 1 of 1000: exact, from 0 % to 100 %.
  init?(percent text: String) {
    guard text.hasSuffix("%"), let number = Decimal(text.dropLast()), number.scale <= 12,
      number.coefficient >= 0
    else { return nil }
    var denominator = 100
    for _ in 0..<number.scale { denominator *= 10 }
    guard number.coefficient <= denominator else { return nil }
    self.init(Int(number.coefficient), of: denominator)
  }
}

extension LocalizedText {
  static let tolerance = LocalizedText(
    vi: "số lượng như 5, hoặc tỷ lệ như \"0.1%\"",
    en: "a count such as 5, or a share such as \"0.1%\"")
}
