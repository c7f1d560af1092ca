package import AuditModel

/// What can be wrong with a header; each is a finding, none stops the reading.
package enum HeaderDefect: Sendable, Hashable {
  case emptyName(column: Int)
  case duplicateName(String, column: Int)
  case strayName(String, column: Int)
  case nameTooLong(column: Int)
  /// Names, or members that lead to one, longer than the limit: such members are no fields.
  case passedOverName(limit: Int)
  /// There are more members than fields may be; the rest are no fields.
  case tooManyNames(limit: Int)

  /// From 0.
  package var column: Int {
    switch self {
    case .emptyName(let column), .duplicateName(_, let column), .strayName(_, let column),
      .nameTooLong(let column):
      column
    case .passedOverName, .tooManyNames: 0
    }
  }

  package var message: LocalizedText { message(naming: true) }

  /// `naming`: false where what stands in the place of names may be values of a record.
  package func message(naming: Bool) -> LocalizedText {
    func shown(_ name: String) -> String { naming ? name : "•••" }
    return switch self {
    case .emptyName(let column):
      LocalizedText(vi: "cột \(column + 1) không có tên", en: "column \(column + 1) has no name")
    case .duplicateName(let name, let column):
      LocalizedText(
        vi:
          "cột \(column + 1) trùng tên “\(shown(name))” với cột trước; được đọc là tên có số thứ tự",
        en:
          "column \(column + 1) repeats the name '\(shown(name))'; it is read under a numbered name"
      )
    case .strayName(let name, let column):
      LocalizedText(
        vi: "tên cột \(column + 1) (“\(shown(name))”) có khoảng trắng hoặc ký tự ẩn thừa",
        en:
          "the name of column \(column + 1) ('\(shown(name))') has stray spaces or invisible characters"
      )
    case .nameTooLong(let column):
      LocalizedText(
        vi: "tên cột \(column + 1) quá dài, bị cắt",
        en: "the name of column \(column + 1) is too long and was cut")
    case .passedOverName(let limit):
      LocalizedText(
        vi: "có thành phần mà tên (kể cả các tên dẫn tới nó) dài quá \(limit) byte, không được đọc",
        en: "a member whose name, with those that lead to it, has over \(limit) bytes was not read")
    case .tooManyNames(let limit):
      LocalizedText(
        vi: "các bản ghi có hơn \(limit) tên thành phần, phần còn lại không được đọc",
        en: "the records have more than \(limit) names of members; the rest were not read")
    }
  }
}

/// The names of a source's fields, and what is wrong with them.
package struct SourceHeader: Sendable {
  package let names: [String]
  package let defects: [HeaderDefect]
  /// The line the names stand on, from 1; 0 without a header.
  package let line: Int
  /// Columns of declared fields that the head of the input does not show, and perhaps no record has.
  package let unseen: Set<Int>

  /// Names that records give: those found in the head of an input, and then those only declared.
  package init(found: [String], declared: [String], defects: [HeaderDefect] = []) {
    let known = Set(found)
    let added = declared.filter { !known.contains($0) }
    names = found + added
    unseen = Set(found.count..<found.count + added.count)
    self.defects = defects
    line = 0
  }

  /// Names for a table without a header: `f1`, `f2` ….
  init(fieldCount: Int) {
    names = (1...max(1, fieldCount)).map { "f\($0)" }
    defects = []
    line = 0
    unseen = []
  }

  /// Names out of a table's header.
  ///
  /// `records`: the header records, cells as bytes; the last that has a name for a column gives it.
  init(records: [[[UInt8]]], line: Int, nameLimit: Int) {
    var names: [String] = []
    var defects: [HeaderDefect] = []
    var seen: [String: Int] = [:]
    for column in 0..<(records.map(\.count).max() ?? 0) {
      let cell = records.reversed().lazy.compactMap {
        column < $0.count && !$0[column].isEmpty ? $0[column] : nil
      }.first
      var name = trimmed(cell ?? [])
      if let cell, !name.isEmpty, name.utf8.count != cell.count {
        defects.append(.strayName(name, column: column))
      }
      if name.utf8.count > nameLimit {
        name = String(name.prefix(nameLimit / 4))
        defects.append(.nameTooLong(column: column))
      }
      if name.isEmpty {
        defects.append(.emptyName(column: column))
        name = "f\(column + 1)"
      }
      if seen[name] != nil {
        defects.append(.duplicateName(name, column: column))
        var number = 2
        while seen["\(name)_\(number)"] != nil { number += 1 }
        name = "\(name)_\(number)"
      }
      seen[name] = column
      names.append(name)
    }
    self.names = names
    self.defects = defects
    self.line = line
    unseen = []
  }
}

/// Without white space, no-break and zero-width spaces at both ends; line ends inside become spaces.
func trimmed(_ bytes: [UInt8]) -> String {
  let text = String(decoding: bytes, as: UTF8.self)
  func isStray(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar.value == 0xFEFF
      || (0x200B...0x200F).contains(scalar.value)
  }
  var scalars = Array(text.unicodeScalars)[...]
  while let first = scalars.first, isStray(first) { scalars = scalars.dropFirst() }
  while let last = scalars.last, isStray(last) { scalars = scalars.dropLast() }
  var result = String.UnicodeScalarView()
  for scalar in scalars {
    result.append(scalar.value == 0x0A || scalar.value == 0x0D ? " " : scalar)
  }
  return String(result)
}
