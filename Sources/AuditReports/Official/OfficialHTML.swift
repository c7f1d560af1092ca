import AuditModel
import AuditText

/// An official document as one HTML file: no script, nothing fetched, its form kept when it is printed on A4.
package enum OfficialHTML {
  /// Of `document.css`, the one style that the page's browser may apply (Content Security Policy 3, 6.7.3.3).
  ///
  /// A test holds it to the file, and says what it has to be.
  static let styleDigest = "sha256-DuIDzmqJ0mXV/ZihKEmRODLduDUyViK3II9PIity0GE="

  /// Renders the document; equal documents give equal bytes.
  package static func render(_ document: OfficialDocument) -> [UInt8] {
    var page = OfficialPage()
    page.html.raw("<!DOCTYPE html>\n")
    page.html.open("html", ["lang": "vi"])
    page.head(document)
    page.html.open("body")
    page.html.open("div", ["class": "sheet"])
    page.letterhead(document)
    page.blocks(document.body)
    page.signature(document.signature)
    page.annexList(document.annexList)
    page.annexes(document.annexes)
    page.html.close("div")
    page.html.close("body")
    page.html.close("html")
    page.html.raw("\n")
    return page.html.bytes
  }
}

/// The page while it is written.
private struct OfficialPage {
  var html = HTMLWriter()
  var tables = 0

  mutating func element(_ tag: StaticString, _ text: String) { element(tag, [:], text) }

  mutating func element(
    _ tag: StaticString, _ attributes: HTMLWriter.Attributes, _ text: String
  ) {
    html.open(tag, attributes)
    html.text(OfficialText.composed(text))
    html.close(tag)
  }

  mutating func head(_ document: OfficialDocument) {
    html.open("head")
    html.open("meta", ["charset": "utf-8"])
    html.open(
      "meta",
      [
        "http-equiv": "Content-Security-Policy",
        "content":
          "default-src 'none'; style-src '\(OfficialHTML.styleDigest)'; base-uri 'none'; form-action 'none'",
      ])
    html.open("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
    html.open("meta", ["name": "referrer", "content": "no-referrer"])
    html.open("meta", ["name": "robots", "content": "noindex"])
    element("title", document.title)
    html.open("style")
    html.raw(styleSheet: PackageResources.document_css)
    html.close("style")
    html.close("head")
  }

  mutating func letterhead(_ document: OfficialDocument) {
    let head = document.letterhead
    html.open("div", ["class": "head"])
    html.open("div", ["class": "issuer"])
    for line in head.superior { element("p", ["class": "superior"], line) }
    for line in head.agency { element("p", ["class": "agency"], line) }
    rule()
    element("p", ["class": "number"], head.number)
    html.close("div")
    html.open("div", ["class": "nation"])
    element("p", ["class": "republic"], head.nation)
    html.open("p", ["class": "motto"])
    element("span", head.motto)
    html.close("p")
    element("p", ["class": "place"], head.placeAndDate)
    html.close("div")
    html.close("div")
    element("h1", document.kind)
    element("p", ["class": "subject"], document.subject)
    rule()
    address(document.addressLines)
    for line in document.basis { element("p", ["class": "basis"], line) }
  }

  private mutating func rule() {
    html.open("div", ["class": "rule"])
    html.close("div")
  }

  private mutating func address(_ lines: [String]) {
    guard lines.count != 1 else { return element("p", ["class": "address"], lines[0]) }
    guard !lines.isEmpty else { return }
    html.open("div", ["class": "addresses"])
    for line in lines { element("p", line) }
    html.close("div")
  }

  mutating func blocks(_ blocks: [OfficialDocument.Block]) {
    var followsHeading = false
    for block in blocks {
      defer { if case .heading = block { followsHeading = true } else { followsHeading = false } }
      switch block {
      case .heading(1, let text): element("h2", text)
      case .heading(2, let text): element("h3", text)
      case .heading(_, let text): element("h4", text)
      case .paragraph(let text): element("p", text)
      case .item(let text): element("p", ["class": "item"], "- " + text)
      case .note(let text): element("p", ["class": followsHeading ? "note cite" : "note"], text)
      case .table(let table): self.table(table)
      case .chart(let chart): self.chart(chart)
      }
    }
  }

  private mutating func table(_ table: OfficialDocument.Table) {
    // Not a caption element: a browser that prints may part one from its table.
    tables += 1
    element("p", ["class": "caption", "id": "b\(tables)"], table.caption)
    html.open(
      "table", ["class": table.isWhole ? "data whole" : "data", "aria-labelledby": "b\(tables)"])
    let whole = table.columns.reduce(0) { $0 + $1.width }
    html.open("colgroup")
    for column in table.columns {
      html.open("col", ["width": "\(column.width * 100 / max(1, whole))%"])
    }
    html.close("colgroup")
    html.open("thead")
    html.open("tr")
    for column in table.columns { element("th", ["scope": "col"], column.title) }
    html.close("tr")
    html.close("thead")
    html.open("tbody")
    for row in table.rows {
      html.open("tr", row.isStrong ? ["class": "strong"] : [:])
      for (cell, column) in zip(row.cells, table.columns) { self.cell(cell, column.alignment) }
      html.close("tr")
    }
    html.close("tbody")
    html.close("table")
  }

  private mutating func cell(_ text: String, _ alignment: OfficialDocument.Table.Alignment) {
    switch alignment {
    case .text: html.open("td")
    case .number: html.open("td", ["class": "number"])
    case .centre: html.open("td", ["class": "centre"])
    }
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if index > 0 { html.open("br") }
      html.text(OfficialText.composed(String(line)))
    }
    html.close("td")
  }

  /// Bars of 20 units each, labels above them, on a field 600 wide.
  private mutating func chart(_ chart: OfficialDocument.Chart) {
    html.open("figure")
    element("figcaption", chart.caption)
    let height = chart.bars.count * 34 + 4
    html.open("svg", ["viewBox": "0 0 600 \(height)", "role": "img"])
    element("title", chart.description)
    for (index, bar) in chart.bars.enumerated() {
      let top = index * 34
      element("text", ["x": "4", "y": "\(top + 13)"], bar.label)
      // Where the axis ends at 100 %, what is missing is seen too.
      if chart.unit == .basisPoints, chart.scale == 10_000 {
        rectangle("track", top + 18, 10_000, of: 10_000)
      }
      if let value = bar.value, value > 0 { rectangle("bar", top + 18, value, of: chart.scale) }
    }
    html.open("line", ["class": "axis", "x1": "4", "y1": "0", "x2": "4", "y2": "\(height)"])
    html.close("line")
    html.close("svg")
    html.close("figure")
  }

  private mutating func rectangle(_ style: String, _ top: Int, _ value: Int, of scale: Int) {
    // What is more than nothing is seen.
    let width = max(1, value * 590 / scale)
    html.open(
      "rect", ["class": style, "x": "4", "y": "\(top)", "width": "\(width)", "height": "12"])
    html.close("rect")
  }

  mutating func signature(_ signature: OfficialDocument.Signature) {
    html.open("div", ["class": "tail"])
    html.open("div", ["class": "receivers"])
    element("p", ["class": "title"], signature.distributionTitle)
    for line in signature.distribution { element("p", line) }
    html.close("div")
    html.open("div", ["class": "signer"])
    for line in signature.roles { element("p", ["class": "role"], line) }
    element("p", ["class": "name"], signature.name)
    html.close("div")
    html.close("div")
  }

  mutating func annexList(_ entries: [String]) {
    guard !entries.isEmpty else { return }
    html.open("nav", ["class": "contents"])
    element("p", ["class": "title"], OfficialText.annexListTitle)
    for (index, entry) in entries.enumerated() {
      html.open("p", ["class": "entry"])
      element("a", ["href": "#p\(index + 1)"], entry)
      html.close("p")
    }
    html.close("nav")
  }

  mutating func annexes(_ annexes: [OfficialDocument.Annex]) {
    for (index, annex) in annexes.enumerated() {
      html.open("section", ["class": "annex", "id": "p\(index + 1)"])
      element("p", ["class": "label"], annex.label)
      element("p", ["class": "title"], annex.title)
      element("p", ["class": "note of"], annex.note)
      blocks(annex.blocks)
      html.close("section")
    }
  }
}

/// What both forms do with text.
enum OfficialText {
  static let annexListTitle = "DANH MỤC PHỤ LỤC"

  /// In Unicode's composed form (TCVN 6909:2001), whatever the form of what was read.
  static func composed(_ text: String) -> String {
    String(decoding: VietnameseText.composed(Array(text.utf8)), as: UTF8.self)
  }
}
