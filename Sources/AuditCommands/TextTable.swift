/// Rows of cells as lines for a terminal, columns as wide as their widest cell.
struct TextTable {
  /// Columns whose cells stand at the right: numbers.
  var numeric: Set<Int>
  private(set) var rows: [[String]] = []

  init(numeric: Set<Int>) { self.numeric = numeric }

  mutating func add(_ row: [String]) { rows.append(row) }

  /// Lines with so many spaces before each, none after the last cell.
  func lines(indent: Int = 0) -> [String] {
    var widths: [Int] = []
    for row in rows {
      for (column, cell) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], cell.unicodeScalars.count)
      }
    }
    return rows.map { row in
      var line = String(repeating: " ", count: indent)
      for (column, cell) in row.enumerated() {
        let gap = String(repeating: " ", count: widths[column] - cell.unicodeScalars.count)
        let isLast = column == row.count - 1
        line += numeric.contains(column) ? gap + cell : cell + (isLast ? "" : gap)
        if !isLast { line += "  " }
      }
      while line.hasSuffix(" ") { line.removeLast() }
      return line
    }
  }
}
