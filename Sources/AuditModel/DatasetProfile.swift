/// The inventory of a dataset: what each of its fields holds (Nghị định 47/2020/NĐ-CP, điểm a khoản 2 Điều 16).
///
/// Everything in it may be shown to whoever reads the report: what would tell a person's data is masked before it is made,
/// unless the user asked for values.
package struct DatasetProfile: Sendable {
  package var name: String
  package var source: SourceDescription
  package var date: CivilDate
  package var recordCount: Int
  /// Records whose form is damaged, such as too many or too few fields.
  package var damagedRecordCount: Int
  package var fields: [FieldProfile]
  /// What is wrong with the names of the fields.
  package var headerMessages: [LocalizedText]
  /// Why the source was not read to its end; nil where it was.
  package var incompleteReason: LocalizedText?
  /// Different values of a field up to which counts are exact.
  package var exactValueLimit: Int
  /// Records that frequent values are estimated from past that limit.
  package var sampleRecordCount: Int
  package var showsValues: Bool

  package init(
    name: String, source: SourceDescription, date: CivilDate, recordCount: Int,
    damagedRecordCount: Int, fields: [FieldProfile], headerMessages: [LocalizedText],
    incompleteReason: LocalizedText?, exactValueLimit: Int, sampleRecordCount: Int,
    showsValues: Bool
  ) {
    self.name = name
    self.source = source
    self.date = date
    self.recordCount = recordCount
    self.damagedRecordCount = damagedRecordCount
    self.fields = fields
    self.headerMessages = headerMessages
    self.incompleteReason = incompleteReason
    self.exactValueLimit = exactValueLimit
    self.sampleRecordCount = sampleRecordCount
    self.showsValues = showsValues
  }

  /// Whether records are counted in no field, for their cells may be a sensitive field's.
  package var leavesSlippedOut: Bool {
    damagedRecordCount > 0 && fields.contains { $0.isSensitive }
  }
}

/// What a field was found to hold.
package struct FieldProfile: Sendable {
  package var name: String
  /// Cells that are not blank, and the records there are.
  package var filled: Int
  package var recordCount: Int
  package var type: FoundType
  /// How the type is written: `%d/%m/%Y`, `vn-cccd`, `,`; nil where there is one way only.
  package var format: String?
  /// Values that are of the type and format, of those whose form was looked at.
  package var typeCount: Int
  /// Values whose form was looked at: all, or of a field with too many different ones those of a sample of the records.
  ///
  /// Of these are `typeCount`, `kinds`, `identifiers`, `patterns`, `defects` and `years`; all else but `frequent` and
  /// `formats`, which say so themselves, is of all values.
  package var formTotal: Int
  /// Every way that values are written, the most frequent first.
  package var kinds: [NamedCount]
  /// Identifiers that values could be, the most frequent first; a value can be several.
  package var identifiers: [NamedCount]
  /// Named formats that at least half the values have, the most frequent first; a value can have several.
  package var formats: [FormatShare]
  /// The narrowest of those that nine values of ten have; nil where there is none, or digits alone speak for it.
  package var namedFormat: FormatShare?
  package var distinct: Int
  /// False: an estimate with a standard error of 0.81 %.
  package var isDistinctExact: Bool
  package var minimum: String?
  package var maximum: String?
  /// Unicode characters of the shortest and longest value, and of all together.
  package var shortest: Int
  package var longest: Int
  package var characterCount: Int
  /// How many values have so many characters, 0 to 62, and more.
  package var lengths: [Int]
  package var frequent: [FrequentValue]
  /// Of how many values `frequent` counts are: all, or those in the sample.
  package var frequentTotal: Int
  package var patterns: [NamedCount]
  /// There are more patterns than were counted, and none is listed.
  package var patternsAreMany: Bool
  /// Defects of text, by their names; those that occur.
  package var defects: [NamedCount]
  /// Code lists that hold at least half the values, the best first.
  package var codeLists: [NamedCount]
  /// Of dates, in order.
  package var years: [YearCount]
  /// The name says that it holds sensitive personal data: nothing that is made of single values is told of it.
  package var isSensitive = false

  package init(
    name: String, filled: Int, recordCount: Int, type: FoundType, format: String?, typeCount: Int,
    formTotal: Int
  ) {
    self.name = name
    self.filled = filled
    self.recordCount = recordCount
    self.type = type
    self.format = format
    self.typeCount = typeCount
    self.formTotal = formTotal
    kinds = []
    identifiers = []
    formats = []
    distinct = 0
    isDistinctExact = true
    shortest = 0
    longest = 0
    characterCount = 0
    lengths = []
    frequent = []
    frequentTotal = 0
    patterns = []
    patternsAreMany = false
    defects = []
    codeLists = []
    years = []
  }

  package var isFrequentSampled: Bool { frequentTotal < filled }

  package var isFormSampled: Bool { formTotal < filled }

  /// How far a share of the values of a sample may be from that of all, in hundredths of a percentage point, rounded up.
  ///
  /// Two standard errors, 2·√(p(1−p)/n), of the share for which they are greatest, p = ½: 1/√n. 0 where all were looked
  /// at.
  package var formError: Int {
    guard isFormSampled, formTotal > 0 else { return isFormSampled ? 10_000 : 0 }
    let error = 10_000 / Double(formTotal).squareRoot()
    return min(10_000, Int(error.rounded(.up)))
  }

  /// A count of the values whose form was looked at as one of all, rounded half up.
  package func scaled(_ count: Int) -> Int {
    guard isFormSampled, formTotal > 0 else { return count }
    return Int((Int128(count) * Int128(filled) * 2 + Int128(formTotal)) / (2 * Int128(formTotal)))
  }

  /// The mean length in hundredths of a character, rounded half up; nil without values.
  package var meanLengthHundredths: Int? {
    filled > 0 && !isSensitive ? (characterCount * 200 + filled) / (2 * filled) : nil
  }
}

/// Something with a stable name and how often it occurs.
package struct NamedCount: Sendable, Hashable {
  package var name: String
  package var count: Int

  package init(_ name: String, _ count: Int) {
    self.name = name
    self.count = count
  }

  package static func isBefore(_ a: NamedCount, _ b: NamedCount) -> Bool {
    a.count != b.count ? a.count > b.count : a.name.utf8.lexicographicallyPrecedes(b.name.utf8)
  }
}

/// How many of a field's values are of a named format, such as `vn-cccd`.
package struct FormatShare: Sendable, Hashable {
  package var name: String
  package var count: Int
  /// Of how many values: all that are not blank, or those of the sample.
  package var total: Int
  package var isSample: Bool

  package init(name: String, count: Int, total: Int, isSample: Bool) {
    self.name = name
    self.count = count
    self.total = total
    self.isSample = isSample
  }

  /// Nearly every field of numbers or words has these: they say something only where the field's name does.
  package var isCommon: Bool {
    switch name {
    case "vn-integer", "vn-number", "binary", "latitude", "longitude": true
    default: false
    }
  }

  /// By share, so that counts of all values and of a sample can be compared; then by name.
  package static func isBefore(_ a: FormatShare, _ b: FormatShare) -> Bool {
    let (left, right) = (a.count * max(1, b.total), b.count * max(1, a.total))
    return left != right ? left > right : a.name.utf8.lexicographicallyPrecedes(b.name.utf8)
  }
}

package struct FrequentValue: Sendable, Hashable {
  /// As it may be shown.
  package var text: String
  package var count: Int
  package var isMasked: Bool

  package init(text: String, count: Int, isMasked: Bool) {
    self.text = text
    self.count = count
    self.isMasked = isMasked
  }
}

package struct YearCount: Sendable, Hashable {
  package var year: Int
  package var count: Int

  package init(year: Int, count: Int) {
    self.year = year
    self.count = count
  }
}

/// The type that at least nine values of ten have.
package enum FoundType: String, Sendable, CaseIterable {
  case blank, integer, decimal, date, datetime, boolean, identifier, email, code, category, text
  case mixed

  package var title: LocalizedText {
    switch self {
    case .blank: LocalizedText(vi: "trống", en: "blank")
    case .integer: LocalizedText(vi: "số nguyên", en: "integer")
    case .decimal: LocalizedText(vi: "số thập phân", en: "decimal")
    case .date: LocalizedText(vi: "ngày", en: "date")
    case .datetime: LocalizedText(vi: "thời điểm", en: "date and time")
    case .boolean: LocalizedText(vi: "đúng/sai", en: "true/false")
    case .identifier: LocalizedText(vi: "mã số", en: "identifier")
    case .email: LocalizedText(vi: "thư điện tử", en: "e-mail")
    case .code: LocalizedText(vi: "mã", en: "code")
    case .category: LocalizedText(vi: "phân loại", en: "category")
    case .text: LocalizedText(vi: "văn bản", en: "text")
    case .mixed: LocalizedText(vi: "lẫn nhiều kiểu", en: "mixed")
    }
  }
}
