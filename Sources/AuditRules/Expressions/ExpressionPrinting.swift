import AuditKernels
import AuditModel

extension Term: CustomStringConvertible {
  /// Brackets around every operation within another, so that nothing rests on precedence.
  package var description: String {
    switch form {
    case .field(let name): ExpressionName.quoted(name)
    case .text(let text): quoted(text)
    case .number(let number): number.description
    case .date(let date): "date'\(date.iso)'"
    case .truth(let truth): truth ? "true" : "false"
    case .null: "null"
    case .parameter(let name), .name(let name): ExpressionName.quoted(name)
    case .pattern(let pattern): quoted(pattern.source)
    case .and(let a, let b): "\(a.inner) and \(b.inner)"
    case .or(let a, let b): "\(a.inner) or \(b.inner)"
    case .not(let a): "not \(a.inner)"
    case .compare(let comparison, let a, let b): "\(a.inner) \(comparison.sign) \(b.inner)"
    case .calculate(let operation, let a, let b): "\(a.inner) \(operation.sign) \(b.inner)"
    case .negative(let a): "-\(a.inner)"
    case .isNull(let a, let negated): "\(a.inner) is \(negated ? "not " : "")null"
    case .among(let a, let list, let negated):
      "\(a.inner) \(negated ? "not " : "")in (\(list.map(\.description).joined(separator: ", ")))"
    case .between(let a, let low, let high, let negated):
      "\(a.inner) \(negated ? "not " : "")between \(low.inner) and \(high.inner)"
    case .like(let a, let pattern, let negated):
      "\(a.inner) \(negated ? "not " : "")like \(quoted(pattern.source))"
    case .call(let function, let arguments):
      "\(function.rawValue)(\(arguments.map(\.description).joined(separator: ", ")))"
    }
  }

  private var inner: String {
    switch form {
    case .and, .or, .not, .compare, .calculate, .isNull, .among, .between, .like, .negative:
      "(\(description))"
    default: description
    }
  }

  private func quoted(_ text: String) -> String {
    var quoted = "'"
    for scalar in text.unicodeScalars { quoted += scalar == "'" ? "''" : String(scalar) }
    return quoted + "'"
  }
}

enum ExpressionName {
  private static let reserved = ExpressionParser.keywords.union(["true", "false", "null"])

  /// A name as an expression can hold it: in quotes where it is no plain word.
  static func quoted(_ name: String) -> String {
    let isWord =
      !name.isEmpty
      && name.unicodeScalars.enumerated().allSatisfy { index, scalar in
        switch scalar {
        case "a"..."z", "A"..."Z", "_": true
        case "0"..."9": index > 0
        default: false
        }
      }
    guard !isWord || reserved.contains(name.lowercased()) else { return name }
    var quoted = "\""
    for scalar in name.unicodeScalars { quoted += scalar == "\"" ? "\"\"" : String(scalar) }
    return quoted + "\""
  }
}

extension Arithmetic {
  var sign: String {
    switch self {
    case .add: "+"
    case .subtract: "-"
    case .multiply: "*"
    case .divide: "/"
    case .modulo: "%"
    }
  }
}
