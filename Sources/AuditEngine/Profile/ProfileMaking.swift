package import AuditModel
internal import AuditKernels
internal import AuditSources
internal import AuditText

/// Makes of counts what may be shown.
extension ProfileRun.Outcome {
  /// - `name`: of the dataset.
  package func profile(name: String, date: CivilDate, showsValues: Bool) -> DatasetProfile {
    DatasetProfile(
      name: name, source: description, date: date, recordCount: recordCount,
      damagedRecordCount: damagedRecordCount,
      fields: facts.enumerated().map { index, facts in
        field(source.header.names[index], facts, showsValues: showsValues)
      },
      headerMessages: source.headerMessages(naming: true),
      incompleteReason: fault?.placedMessage, exactValueLimit: limits.exactValues,
      sampleRecordCount: min(limits.sampleRecords, talliedCount), showsValues: showsValues)
  }

  private func field(_ name: String, _ facts: FieldFacts, showsValues: Bool) -> FieldProfile {
    let typing = FieldTyping(facts, name: name)
    let disclosure = ValueDisclosure(facts, typing.type, showsValues: showsValues)
    var field = FieldProfile(
      name: name, filled: facts.values, recordCount: talliedCount, type: typing.type,
      format: typing.format, typeCount: typing.count, formTotal: facts.formTotal)
    field.kinds = facts.kinds.map { NamedCount($0.key.name, $0.value) }
      .sorted(by: NamedCount.isBefore)
    field.identifiers = facts.formats.map { NamedCount($0.key.name, $0.value) }
      .sorted(by: NamedCount.isBefore)
    field.formats = facts.formatShares
    field.namedFormat = typing.named
    field.distinct = facts.distinct
    field.isDistinctExact = facts.isExact
    field.defects = defects(facts)
    field.codeLists = zip(listNames, facts.listHits)
      .filter { $0.1 * 2 >= facts.values && $0.1 > 0 && facts.longest <= 20 }
      .map { NamedCount($0.0, $0.1) }.sorted(by: NamedCount.isBefore)
    field.isSensitive = SensitiveNames.holds(name)
    if !field.isSensitive { tell(&field, facts, typing, disclosure) }
    return field
  }

  /// What is made of single values: their bounds, lengths, patterns, and how often each occurs.
  private func tell(
    _ field: inout FieldProfile, _ facts: FieldFacts, _ typing: FieldTyping,
    _ disclosure: ValueDisclosure
  ) {
    (field.minimum, field.maximum) = bounds(facts, typing, disclosure)
    field.shortest = facts.shortest
    field.longest = facts.longest
    field.characterCount = facts.characters
    field.lengths = facts.lengths
    field.frequent = facts.frequent.prefix(ProfileRun.shownValues).map { entry in
      let (text, isMasked) = disclosure.shown(entry.value, count: entry.count)
      return FrequentValue(text: text, count: entry.count, isMasked: isMasked)
    }
    field.frequentTotal = facts.isExact ? facts.values : facts.sampledValues
    field.patterns = facts.patterns.prefix(ProfileRun.shownPatterns)
      .map { NamedCount(disclosure.shownPattern($0), $0.count) }
    field.patternsAreMany = facts.patternsAreMany
    field.years = facts.years.map { YearCount(year: $0.year, count: $0.count) }
  }

  private func defects(_ facts: FieldFacts) -> [NamedCount] {
    ReadableTextDefects.all.compactMap { defect in
      let count = facts.defects[defect.rawValue.trailingZeroBitCount]
      return count > 0 ? NamedCount(defect.profileName, count) : nil
    }
  }

  /// The least and the greatest value in the order of the type.
  private func bounds(
    _ facts: FieldFacts, _ typing: FieldTyping, _ disclosure: ValueDisclosure
  ) -> (String?, String?) {
    func shown(_ text: String?) -> String? {
      text.map { disclosure.shownBound(Array($0.utf8)) }
    }
    switch typing.type {
    case .blank: return (nil, nil)
    case .date, .datetime:
      return (shown(facts.firstDay?.vietnamese), shown(facts.lastDay?.vietnamese))
    // Their least and greatest were not counted: groups of digits are text while values are read.
    case .integer where typing.format != nil, .decimal where typing.format == "vn-number":
      return (nil, nil)
    case .integer, .decimal:
      return (shown(facts.leastNumber?.description), shown(facts.greatestNumber?.description))
    default:
      return (
        facts.firstText.map { disclosure.shownBound($0) },
        facts.lastText.map { disclosure.shownBound($0) }
      )
    }
  }
}

extension ProfileRun {
  /// How many frequent values and patterns a profile lists.
  static let shownValues = 10
  static let shownPatterns = 10
}

extension ValueKind {
  /// The name in results: stable.
  package var name: String {
    switch self {
    case .integer: "integer"
    case .decimalPoint: "decimal-point"
    case .decimalComma: "decimal-comma"
    case .dayMonthYear: "dd/MM/yyyy"
    case .dayMonthYearUnreal: "dd/MM/yyyy-unreal"
    case .isoDay: "yyyy-MM-dd"
    case .isoDayUnreal: "yyyy-MM-dd-unreal"
    case .dashedDay: "dd-MM-yyyy"
    case .dashedDayUnreal: "dd-MM-yyyy-unreal"
    case .dottedDay: "dd.MM.yyyy"
    case .dottedDayUnreal: "dd.MM.yyyy-unreal"
    case .looseDay: "d/M/yyyy"
    case .looseDayUnreal: "d/M/yyyy-unreal"
    case .isoMoment: "iso-8601"
    case .isoMomentUnreal: "iso-8601-unreal"
    case .spacedMoment: "yyyy-MM-dd HH:mm:ss"
    case .spacedMomentUnreal: "yyyy-MM-dd HH:mm:ss-unreal"
    case .slashedMoment: "dd/MM/yyyy HH:mm:ss"
    case .slashedMomentUnreal: "dd/MM/yyyy HH:mm:ss-unreal"
    case .email: "email"
    case .text: "text"
    }
  }
}

extension ReadableTextDefects {
  /// The name in results: stable.
  var profileName: String {
    switch self {
    case .notUTF8: "not-utf8"
    case .replacementCharacter: "replacement-character"
    case .mojibake: "mojibake"
    case .legacyEncoding: "legacy-text"
    case .notComposed: "decomposed"
    case .lookalikeLetter: "lookalike-letter"
    case .controlCharacter: "control-character"
    case .invisibleCharacter: "invisible-character"
    case .lineBreak: "line-break"
    case .strayLeadingTrailingSpace: "stray-space"
    case .doubleSpace: "double-space"
    default: "placeholder"
    }
  }
}
