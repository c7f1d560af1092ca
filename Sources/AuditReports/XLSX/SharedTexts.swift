/// Texts that stand in many cells, kept once in the workbook (ECMA-376-1, 18.4).
///
/// Which texts these are is settled by the order of the cells alone, and there are never more than a few thousand for
/// each column: a column of keys, whose texts hardly ever come again, has its later ones in the cells themselves.
struct SharedTexts {
  private var places: [[UInt8]: Int] = [:]
  private var texts: [[UInt8]] = []
  private var countByColumn: [Int] = []
  /// Columns that had their share and met one more text.
  private var isFull: [Bool] = []

  static let limitByColumn = 4096

  /// The place of an escaped text; nil in a column that has had its share and met one more.
  mutating func place(of markup: [UInt8], column: Int) -> Int? {
    while countByColumn.count <= column {
      countByColumn.append(0)
      isFull.append(false)
    }
    guard !isFull[column] else { return nil }
    if let place = places[markup] { return place }
    guard countByColumn[column] < SharedTexts.limitByColumn else {
      isFull[column] = true
      return nil
    }
    countByColumn[column] += 1
    places[markup] = texts.count
    texts.append(markup)
    return texts.count - 1
  }

  /// The part `xl/sharedStrings.xml`.
  var bytes: [UInt8] {
    var xml = XMLText()
    xml.open("sst", ["xmlns": Workbook.namespace, "uniqueCount": String(texts.count)])
    for text in texts {
      xml.raw("<si><t xml:space=\"preserve\">")
      xml.append(markup: text)
      xml.raw("</t></si>")
    }
    xml.close("sst")
    return xml.bytes
  }
}
