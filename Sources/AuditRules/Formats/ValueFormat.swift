import AuditKernels
import AuditModel

/// A form of values that goes by a name in `format`: identifiers of Vietnamese law, dates, numbers, addresses.
///
/// The reader, `explain`, the manual and the tests all go by `all`; a new format is a value and one line there.
package struct ValueFormat: Sendable {
  package let name: String
  package let title: LocalizedText
  /// The legal text or standard it comes from; what is not certain says so in `doubt`.
  package let basis: LocalizedText
  /// What a value has to be, in words.
  package let algorithm: LocalizedText
  /// What of the basis or the algorithm was not read in a source; nil if all was.
  package let doubt: LocalizedText?
  /// What a finding says of a value that is none.
  package let fault: LocalizedText
  package let valid: [String]
  package let invalid: [InvalidValue]
  /// Types of fields that can have the format.
  package let types: [FieldType]
  let test: Test
  /// What may have become of a value that is none, in the order it is looked for.
  package let damages: [FormatDamage]
  /// How fields of the types `number` and `integer` read a value.
  let numberFormat: NumberFormat?

  /// A value that is not of the format, and the name of the damage it shows.
  package struct InvalidValue: Sendable {
    package let text: String
    package let damage: String?
  }

  /// How values are judged: by their bytes, without a copy.
  enum Test: Sendable {
    /// The whole value matches.
    case pattern(String)
    case kernel(NamedFormat)
    /// A real day written so, or a text that matches `unknown`: a day of which a part is not known.
    case date(DateFormat, unknown: String? = nil)
  }

  /// `invalid`: each value with the name of its damage, empty for none that is known.
  init(
    _ name: String, title: LocalizedText, basis: LocalizedText, algorithm: LocalizedText,
    doubt: LocalizedText? = nil, fault: LocalizedText, valid: [String],
    invalid: KeyValuePairs<String, String>, types: [FieldType] = [.string], test: Test,
    damages: [FormatDamage] = [], numberFormat: NumberFormat? = nil
  ) {
    self.name = name
    self.title = title
    self.basis = basis
    self.algorithm = algorithm
    self.doubt = doubt
    self.fault = fault
    self.valid = valid
    self.invalid = invalid.map { InvalidValue(text: $0, damage: $1.isEmpty ? nil : $1) }
    self.types = types
    self.test = test
    self.damages = damages
    self.numberFormat = numberFormat
  }

  package static let all: [ValueFormat] = [
    .citizenNumber, .oldCitizenNumber, .taxNumber, .organisationTaxNumber, .branchTaxNumber,
    .socialInsurance, .healthCard, .phone, .plate, .agency, .oldAgency, .adminUnit, .province,
    .district, .commune, .citizenProvince, .isoProvince, .plateProvince, .industry, .industryClass,
    .industrySubclass, .vietNamLatitude, .vietNamLongitude, .latitude, .longitude, .email, .uri,
    .uuid, .binary, .isoDate, .vietnameseDate, .shortDate, .partialDate, .vietnameseNumber,
    .vietnameseInteger,
  ]

  package static func named(_ name: String) -> ValueFormat? { byName[name] }

  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  static func names(of type: FieldType) -> [String] {
    all.filter { $0.types.contains(type) }.map(\.name)
  }

  var dateFormat: DateFormat? { if case .date(let format, _) = test { format } else { nil } }
}
