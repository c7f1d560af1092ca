/// A table written with `|` between its cells, as CSV, and which fields of which records are marked with `↓`.
struct MarkedTable {
  var csv: [UInt8] = []
  var document: [UInt8] = []
  var marked: [Int: Set<String>] = [:]

  init(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.split(separator: "|", omittingEmptySubsequences: false).map { cell in
        var cell = cell[...]
        while cell.first == " " { cell = cell.dropFirst() }
        while cell.last == " " { cell = cell.dropLast() }
        return String(cell)
      }
    }
    document = Array(text.filter { $0 != "↓" }.utf8)
    for (number, cells) in lines.enumerated() {
      let plain = cells.enumerated().map { column, cell in
        guard cell.first == "↓" else { return cell }
        marked[number, default: []].insert(lines[0][column])
        return String(cell.dropFirst())
      }
      csv += Array(plain.map { "\"" + $0 + "\"" }.joined(separator: ",").utf8) + [0x0A]
    }
  }
}
