internal import AuditKernels
internal import AuditModel

/// The fields of JSON records: members found in the head of the input, then those only declared.
struct JSONFields {
  let list: [JSONField]
  let header: SourceHeader

  static let none = JSONFields(list: [], header: SourceHeader(found: [], declared: []))

  private init(list: [JSONField], header: SourceHeader) {
    self.list = list
    self.header = header
  }

  init(_ names: JSONNames, declared: [DeclaredField], limits: Limits) {
    var found = JSONFields.merged(names.paths)
    JSONFields.adopt(declared, &found)
    JSONFields.settle(declared, &found)
    JSONFields.addLiterals(&found)
    var defects = JSONFields.name(&found)
    if names.hasLongName { defects.append(.passedOverName(limit: limits.fieldNameBytes)) }
    if names.isOverLimit { defects.append(.tooManyNames(limit: limits.fieldsPerRecord)) }
    header = SourceHeader(
      found: found.map(\.name), declared: declared.map(\.name), defects: defects)
    let texts = Set(declared.filter(\.isText).map(\.name))
    list = header.names.enumerated().map { index, name in
      let paths =
        index < found.count
        ? found[index].paths : [JSONPath.literal(name)] + JSONPath.nested(name)
      return JSONField(name: name, paths: paths, isText: texts.contains(name))
    }
  }

  fileprivate struct Found {
    var name: String
    var paths: [[[UInt8]]]
  }

  /// Members by dotted name: a name with dots that is a member's own comes before the nested members it could mean.
  private static func merged(_ paths: [[[UInt8]]]) -> [Found] {
    var found: [Found] = []
    var known: [String: Int] = [:]
    for path in paths {
      let name = path.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ".")
      if let index = known[name] {
        found[index].paths.append(path)
      } else {
        known[name] = found.count
        found.append(Found(name: name, paths: [path]))
      }
    }
    return found
  }

  /// Gives found members the names under which they are declared, such as `dia_chi/ma_xa`.
  private static func adopt(_ declared: [DeclaredField], _ found: inout [Found]) {
    let names = Set(found.map(\.name))
    let places = Dictionary(
      found.enumerated().flatMap { index, field in field.paths.map { ($0, index) } }
    ) { first, _ in first }
    for field in declared where !names.contains(field.name) {
      guard let place = JSONPath.nested(field.name).lazy.compactMap({ places[$0] }).first else {
        continue
      }
      found[place].name = field.name
    }
  }
}

extension JSONFields {
  /// Where records have now a single value and now an object, the declared fields decide which of the two is meant.
  private static func settle(_ declared: [DeclaredField], _ found: inout [Found]) {
    let names = Set(declared.map(\.name))
    let wanted = found.filter { names.contains($0.name) }.flatMap(\.paths)
    var above: Set<[[UInt8]]> = []
    for path in wanted {
      for count in 1..<max(1, path.count) { above.insert(Array(path[..<count])) }
    }
    let single = Set(wanted).subtracting(above)
    let lengths = Set(single.map(\.count))
    found.removeAll { field in
      guard !names.contains(field.name) else { return false }
      return field.paths.allSatisfy { path in
        above.contains(path)
          || lengths.contains { $0 < path.count && single.contains(Array(path[..<$0])) }
      }
    }
  }

  /// A member whose own name is the field's comes before those that its dots could mean.
  private static func addLiterals(_ found: inout [Found]) {
    for index in found.indices {
      let literal = JSONPath.literal(found[index].name)
      if !found[index].paths.contains(literal) { found[index].paths.append(literal) }
      found[index].paths.sort { $0.count < $1.count }
    }
  }
}

extension JSONFields {
  /// Gives a name to members whose name is empty, and drops stray spaces where no other member has the name without them.
  private static func name(_ found: inout [Found]) -> [HeaderDefect] {
    var names = Set(found.map(\.name))
    var defects: [HeaderDefect] = []
    for column in found.indices {
      let name = found[column].name
      let plain = trimmed(Array(name.utf8))
      guard plain.utf8.count != name.utf8.count || name.isEmpty else { continue }
      defects.append(
        plain.isEmpty ? .emptyName(column: column) : .strayName(plain, column: column))
      var given = plain.isEmpty ? "f\(column + 1)" : plain
      if plain.isEmpty { while names.contains(given) { given += "_2" } }
      if names.insert(given).inserted { found[column].name = given }
    }
    return defects
  }
}

/// Names of members that lead to something.
enum JSONPath {
  static func literal(_ name: String) -> [[UInt8]] { [Array(name.utf8)] }

  /// What a name with slashes or dots can mean.
  static func nested(_ name: String) -> [[[UInt8]]] {
    ["/", "."].compactMap { (separator: Character) in
      let parts = name.split(separator: separator, omittingEmptySubsequences: false)
      return parts.count > 1 && parts.allSatisfy { !$0.isEmpty }
        ? parts.map { Array($0.utf8) } : nil
    }
  }

  /// A name as a part of a JSON Pointer (RFC 6901, section 3).
  static func escaped(_ name: String) -> String {
    String(
      name.flatMap { character -> String in
        character == "~" ? "~0" : character == "/" ? "~1" : String(character)
      })
  }
}
