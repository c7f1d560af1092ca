/// The functions of the language.
package enum ExpressionFunction: String, Sendable, CaseIterable {
  case present, valid
  case hasFormat = "has_format"
  case length, lower, upper, trim, substr, matches, digits, words, normalize, text
  case date, number, year, month, day, days, age, round, abs, mod, coalesce, `if`
  case lookup
  case nameOf = "name_of"
  case parentOf = "parent_of"
  case countOf = "count_of"
  case weightedSum = "weighted_sum"
  case startsWith = "starts_with"
  case endsWith = "ends_with"
  case contains

  /// What an argument has to be.
  enum Argument: Sendable {
    case any, field, text, number, date, truth
    /// Of the same type as the other arguments like this one.
    case same
    /// Written out: `'[0-9]+'`, `'%d/%m/%Y'`, `'vn-mst'`, `2`.
    case pattern, dateFormat, format, digitCount, integer
    /// A name, plain or in quotes.
    case list, column, resource, keyField
  }

  /// Arguments that must be there, those that may, and one that may be repeated after them.
  struct Signature {
    let required: [Argument]
    var optional: [Argument] = []
    var repeated: Argument?
  }

  var signature: Signature {
    switch self {
    case .present: Signature(required: [.any])
    case .valid: Signature(required: [.list, .text], optional: [.date])
    case .length, .lower, .upper, .trim, .digits, .words, .normalize: Signature(required: [.text])
    case .text: Signature(required: [.field])
    case .substr: Signature(required: [.text, .number], optional: [.number])
    case .matches: Signature(required: [.text, .pattern])
    case .hasFormat: Signature(required: [.text, .format])
    case .startsWith, .endsWith, .contains: Signature(required: [.text, .text])
    case .date: Signature(required: [.any], optional: [.dateFormat])
    case .number: Signature(required: [.any])
    case .year, .month, .day: Signature(required: [.date])
    case .days: Signature(required: [.date, .date])
    case .age: Signature(required: [.date], optional: [.date])
    case .round: Signature(required: [.number], optional: [.digitCount])
    case .abs: Signature(required: [.number])
    case .mod: Signature(required: [.number, .number])
    case .coalesce: Signature(required: [.same, .same], repeated: .same)
    case .if: Signature(required: [.truth, .same, .same])
    case .lookup: Signature(required: [.list, .text], optional: [.column])
    case .nameOf, .parentOf: Signature(required: [.list, .text])
    case .countOf: Signature(required: [.resource, .keyField, .text])
    case .weightedSum: Signature(required: [.text, .integer], repeated: .integer)
    }
  }

  /// Nil where it is that of the arguments.
  var result: ValueType? {
    switch self {
    case .present, .valid, .hasFormat, .matches, .startsWith, .endsWith, .contains: .truth
    case .lower, .upper, .trim, .substr, .digits, .normalize, .text, .lookup, .nameOf, .parentOf:
      .text
    case .length, .words, .number, .year, .month, .day, .days, .age, .round, .abs, .mod, .countOf,
      .weightedSum:
      .number
    case .date: .date
    case .coalesce, .if: nil
    }
  }

  /// How it is called, for hints and the manual.
  package var usage: String {
    switch self {
    case .present: "present(x)"
    case .valid: "valid(list, code[, day]) | valid(field)"
    case .hasFormat: "has_format(text, 'vn-mst')"
    case .length: "length(text)"
    case .lower: "lower(text)"
    case .upper: "upper(text)"
    case .trim: "trim(text)"
    case .substr: "substr(text, start[, count])"
    case .matches: "matches(text, 'pattern')"
    case .digits: "digits(text)"
    case .words: "words(text)"
    case .normalize: "normalize(text)"
    case .text: "text(field)"
    case .date: "date(text[, '%d/%m/%Y'])"
    case .number: "number(text)"
    case .year: "year(date)"
    case .month: "month(date)"
    case .day: "day(date)"
    case .days: "days(from, to)"
    case .age: "age(birth[, day])"
    case .round: "round(number[, digits])"
    case .abs: "abs(number)"
    case .mod: "mod(a, b)"
    case .coalesce: "coalesce(a, b, …)"
    case .if: "if(condition, a, b)"
    case .lookup: "lookup(list, code[, column])"
    case .nameOf: "name_of(list, code)"
    case .parentOf: "parent_of(list, code)"
    case .countOf: "count_of(resource, field, value)"
    case .weightedSum: "weighted_sum(text, w1, w2, …)"
    case .startsWith: "starts_with(text, part)"
    case .endsWith: "ends_with(text, part)"
    case .contains: "contains(text, part)"
    }
  }
}
