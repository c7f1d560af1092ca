import AuditModel
import AuditScoring

/// Tables that repeat their heads on each printed page and become cards on a narrow screen.
extension HTMLPage {
  typealias Column = PageColumn

  mutating func table(
    _ style: String, caption: String, _ columns: [Column], _ body: (inout Self) -> Void
  ) {
    element("table", ["class": style]) { page in
      page.element("caption", caption)
      page.element("thead") { page in
        page.element("tr") { page in
          for column in columns {
            page.element("th", ["scope": "col", "class": column.style], column.title)
          }
        }
      }
      page.element("tbody", [:], body)
    }
  }

  /// A cell; its column's heading goes with it for screens on which the head isn't shown.
  mutating func cell(_ column: Column, _ body: (inout Self) -> Void) {
    element("td", ["data-label": column.title, "class": column.style], body)
  }

  mutating func cell(_ column: Column, _ text: String) {
    cell(column) { $0.html.text(text) }
  }

  /// A heading of a row.
  mutating func rowHead(_ body: (inout Self) -> Void) {
    element("th", ["scope": "row"], body)
  }

  mutating func rowHead(_ text: String) {
    rowHead { $0.html.text(text) }
  }

  /// A list of terms and what they are.
  mutating func facts(_ entries: [(String, String)]) {
    element("dl", ["class": "facts"]) { page in
      for (term, text) in entries where !text.isEmpty {
        page.element("div") { page in
          page.element("dt", term)
          page.element("dd", text)
        }
      }
    }
  }
}

/// A column's heading and whether its cells are numbers.
struct PageColumn {
  let title: String
  let style: String

  init(_ title: String, _ style: String = "") {
    self.title = title
    self.style = style
  }
}
