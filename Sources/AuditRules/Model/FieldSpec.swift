import AuditKernels
import AuditModel

/// The types of Table Schema v2.
package enum FieldType: String, Sendable, CaseIterable {
  case string, number, integer, boolean, date, time, datetime, year, yearmonth, duration, geopoint
  case object, array, list, geojson, any

  /// What an expression sees of such a field.
  package var valueType: ValueType {
    switch self {
    case .number, .integer, .year: .number
    case .date: .date
    case .datetime: .moment
    case .boolean: .truth
    default: .text
    }
  }
}

/// The types of expressions.
package enum ValueType: String, Sendable, Hashable {
  case text, number, date, truth
  /// A date with a time.
  case moment = "datetime"
  /// The literal `null`, which goes with every type.
  case null

  package var title: LocalizedText {
    switch self {
    case .text: LocalizedText(vi: "văn bản", en: "text")
    case .number: LocalizedText(vi: "số", en: "number")
    case .date: LocalizedText(vi: "ngày", en: "date")
    case .moment: LocalizedText(vi: "thời điểm", en: "date and time")
    case .truth: LocalizedText(vi: "đúng/sai", en: "true/false")
    case .null: LocalizedText("null")
    }
  }
}

/// A field as the schema declares it: how its cells are read.
package struct FieldSpec: Sendable {
  package let name: String
  package let location: SourceLocation
  package var title: LocalizedText?
  package var type = FieldType.string
  /// The schema says the type in so many words.
  package var isTypeStated = false
  /// Table Schema's `format`; `default` unless said otherwise.
  package var format = "default"
  /// Where `format` stands, if it does.
  package var formatLocation: SourceLocation?
  /// Of dates, times and datetimes.
  package var dateFormat: DateFormat?
  /// Of numbers, integers and years.
  package var numberFormat = NumberFormat.number
  package var trueValues = FieldSpec.defaultTrue
  package var falseValues = FieldSpec.defaultFalse
  /// Cells that count as blank, beside the empty ones.
  package var missing: [[UInt8]] = []
  /// Of lists.
  package var delimiter = ","

  static let defaultTrue = ["true", "True", "TRUE", "1"].map { Array($0.utf8) }
  static let defaultFalse = ["false", "False", "FALSE", "0"].map { Array($0.utf8) }

  package init(name: String, location: SourceLocation) {
    self.name = name
    self.location = location
  }

  /// The format that goes by a name of its own, if `format` says one that the type can have.
  package var valueFormat: ValueFormat? {
    ValueFormat.named(format).flatMap { $0.types.contains(type) ? $0 : nil }
  }

  /// False where every text is a value of the type.
  package var hasTypeRule: Bool {
    switch type {
    case .any: false
    case .string: format != "default"
    default: true
    }
  }
}
