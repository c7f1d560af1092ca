/// One step of a program; operands are indices of earlier steps, or of the program's tables.
enum Operation: Hashable {
  case field(column: Int, missing: Int)
  case textConstant(Int)
  case numberConstant(Decimal)
  case dateConstant(Int64)
  case momentConstant(Int64)
  case truthConstant(UInt8)
  case nullConstant(NodeType)
  case date(text: Int, format: Int)
  case moment(text: Int, format: Int)
  case number(text: Int, format: Int)
  case truthValue(text: Int, trueSet: Int, falseSet: Int)
  case dateOfMoment(Int)
  case isNull(Int)
  case isPresent(Int)
  case blankness(Int)
  case isReadable(text: Int, value: Int)
  case and(Int, Int)
  case or(Int, Int)
  case not(Int)
  case compareText(Comparison, Int, Int)
  case compareNumber(Comparison, Int, Int)
  case compareDay(Comparison, Int, Int)
  case inSet(text: Int, set: Int)
  case matches(text: Int, automaton: Int)
  case digitsOnly(text: Int, count: Int)
  case startsWith(Int, Int)
  case endsWith(Int, Int)
  case contains(Int, Int)
  case characterCount(Int)
  case wordCount(Int)
  case substring(text: Int, start: Int, count: Int)
  case trim(Int)
  case digits(Int)
  case transform(text: Int, transform: Int)
  case classify(text: Int, classifier: Int)
  case diagnose(text: Int, diagnosis: Int)
  case datePart(DatePart, Int)
  case daysBetween(Int, Int)
  case age(Int, Int)
  case arithmetic(Arithmetic, Int, Int)
  case absolute(Int)
  case round(number: Int, digits: Int)
  case coalesce(Int, Int)
  case choose(condition: Int, then: Int, otherwise: Int)
  case weightedSum(text: Int, weights: Int)
  case formatted(NamedFormat, Int)
  case entry(text: Int, table: Int)
  case entryAt(text: Int, day: Int, table: Int, mayHaveEnded: Bool)
  case entryExists(Int)
  case attribute(entry: Int, column: Int, table: Int)
  case keyEntry(parts: Int, index: Int)
  case keyCount(entry: Int, index: Int)
}

extension Operation {
  /// The same for every record: filled in once, when an evaluator is made.
  var isConstant: Bool {
    switch self {
    case .textConstant, .numberConstant, .dateConstant, .momentConstant, .truthConstant: true
    default: false
    }
  }
}
