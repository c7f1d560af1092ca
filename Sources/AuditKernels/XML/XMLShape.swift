/// Where in a record of XML each field lies: a tree of the elements that fields are in.
///
/// Paths are as projects and packs write them, from the record down: `ma_xa`, `dia_chi/ma_xa`, `@ma`,
/// `dia_chi/@ma`; `.` is the text of the record itself.
package struct XMLShape: Sendable {
  struct Node: Sendable {
    /// The column of its text; -1 for none.
    var column = -1
    /// Columns of its attributes, and elements within it, by name.
    var attributes: [[UInt8]: Int] = [:]
    var children: [[UInt8]: Int] = [:]
    /// The element is one of those that make records of their own.
    var makesRows = false
  }

  /// The first is the record.
  private(set) var nodes = [Node()]
  package let fieldCount: Int
  /// What stands between the values of a repeated field, by column.
  let separators: [[UInt8]]
  /// Columns that lie within the element which makes records; empty when none does.
  private(set) var rowColumns: [Bool] = []

  package static let defaultSeparator = "; "

  /// - `separators`: by field, where it is not `; `.
  /// - `rows`: the path of an element each of which makes a record of its own.
  package init(fields: [String], separators: [String: String] = [:], rows: String? = nil) {
    fieldCount = fields.count
    self.separators = fields.map { Array((separators[$0] ?? XMLShape.defaultSeparator).utf8) }
    for (column, field) in fields.enumerated() { add(field, column) }
    guard let rows else { return }
    let node = element(rows.split(separator: "/").map { Array($0.utf8) })
    nodes[node].makesRows = true
    rowColumns = Array(repeating: false, count: fieldCount)
    markRows(node)
  }

  private mutating func add(_ field: String, _ column: Int) {
    var steps = field.split(separator: "/").map { Array($0.utf8) }
    guard let last = steps.last else { return }
    if last.first == 0x40 {
      steps.removeLast()
      let node = element(steps)
      nodes[node].attributes[Array(last.dropFirst())] = column
    } else if field == "." {
      nodes[0].column = column
    } else {
      nodes[element(steps)].column = column
    }
  }

  private mutating func element(_ steps: [[UInt8]]) -> Int {
    var node = 0
    for step in steps {
      if let known = child(of: node, step) {
        node = known
        continue
      }
      nodes.append(Node())
      nodes[node].children[step] = nodes.count - 1
      node = nodes.count - 1
    }
    return node
  }

  /// The element of that name within another; nil if no field is in one.
  func child(of node: Int, _ name: [UInt8]) -> Int? {
    nodes[node].children[name]
  }

  private mutating func markRows(_ node: Int) {
    if nodes[node].column >= 0 { rowColumns[nodes[node].column] = true }
    for column in nodes[node].attributes.values { rowColumns[column] = true }
    for child in nodes[node].children.values { markRows(child) }
  }

  /// Whether one record of the document can make several of the table.
  package var makesRows: Bool { !rowColumns.isEmpty }
}
