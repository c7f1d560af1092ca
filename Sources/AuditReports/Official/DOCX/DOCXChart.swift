/// A chart part (ECMA-376, part 1, clause 21.2): horizontal bars from 0 on, the first on top.
enum DOCXChart {
  static func write(_ chart: OfficialDocument.Chart) -> [UInt8] {
    var xml = XMLText()
    xml.open(
      "c:chartSpace",
      [
        "xmlns:c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "xmlns:a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "xmlns:r": OfficialDOCX.relationNamespace,
      ])
    xml.raw("<c:date1904 val=\"0\"/><c:roundedCorners val=\"0\"/><c:chart>")
    xml.raw("<c:autoTitleDeleted val=\"1\"/><c:plotArea><c:layout/><c:barChart>")
    xml.raw("<c:barDir val=\"bar\"/><c:grouping val=\"clustered\"/><c:varyColors val=\"0\"/>")
    series(chart, &xml)
    xml.raw("<c:gapWidth val=\"70\"/><c:axId val=\"1001\"/><c:axId val=\"1002\"/></c:barChart>")
    axes(chart, &xml)
    xml.raw("</c:plotArea><c:plotVisOnly val=\"1\"/><c:dispBlanksAs val=\"gap\"/></c:chart>")
    xml.raw("<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>")
    fontProperties(&xml)
    xml.close("c:chartSpace")
    return xml.bytes
  }

  private static func series(_ chart: OfficialDocument.Chart, _ xml: inout XMLText) {
    let last = chart.bars.count + 1
    xml.raw("<c:ser><c:idx val=\"0\"/><c:order val=\"0\"/><c:tx><c:strRef>")
    xml.raw("<c:f>Sheet1!$B$1</c:f><c:strCache><c:ptCount val=\"1\"/><c:pt idx=\"0\">")
    xml.element("c:v", text: OfficialText.composed(chart.caption))
    xml.raw("</c:pt></c:strCache></c:strRef></c:tx>")
    xml.raw("<c:spPr><a:solidFill><a:srgbClr val=\"1F4E79\"/></a:solidFill></c:spPr>")
    xml.raw("<c:invertIfNegative val=\"0\"/><c:cat><c:strRef>")
    xml.element("c:f", text: "Sheet1!$A$2:$A$\(last)")
    xml.raw("<c:strCache>")
    xml.empty("c:ptCount", ["val": String(chart.bars.count)])
    for (index, bar) in chart.bars.enumerated() {
      xml.open("c:pt", ["idx": String(index)])
      xml.element("c:v", text: OfficialText.composed(bar.label))
      xml.close("c:pt")
    }
    xml.raw("</c:strCache></c:strRef></c:cat><c:val><c:numRef>")
    xml.element("c:f", text: "Sheet1!$B$2:$B$\(last)")
    xml.raw("<c:numCache><c:formatCode>General</c:formatCode>")
    xml.empty("c:ptCount", ["val": String(chart.bars.count)])
    for (index, bar) in chart.bars.enumerated() {
      guard let value = bar.value else { continue }
      xml.open("c:pt", ["idx": String(index)])
      xml.element("c:v", text: number(value, chart.unit))
      xml.close("c:pt")
    }
    xml.raw("</c:numCache></c:numRef></c:val></c:ser>")
  }

  /// As the file writes numbers: percent with a decimal point, or a count.
  private static func number(_ value: Int, _ unit: OfficialDocument.Chart.Unit) -> String {
    guard unit == .basisPoints else { return String(value) }
    let rest = value % 100
    return "\(value / 100)" + (rest == 0 ? "" : ".\(rest < 10 ? "0" : "")\(rest)")
  }

  /// Of the numbers along the axis, in Vietnamese (0x042A) whatever the reader's own; quarters of a scale below 4 % have
  /// places.
  private static func format(_ chart: OfficialDocument.Chart) -> String {
    let language = "[$-42A]"
    guard chart.unit == .basisPoints else { return language + "#,##0" }
    let quarter = chart.scale / 4
    return language + (quarter % 100 == 0 ? "0" : quarter % 10 == 0 ? "0.0" : "0.00") + #""%""#
  }

  private static func axes(_ chart: OfficialDocument.Chart, _ xml: inout XMLText) {
    xml.raw("<c:catAx><c:axId val=\"1001\"/><c:scaling><c:orientation val=\"maxMin\"/></c:scaling>")
    xml.raw("<c:delete val=\"0\"/><c:axPos val=\"l\"/>")
    xml.raw("<c:numFmt formatCode=\"General\" sourceLinked=\"0\"/>")
    xml.raw("<c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/>")
    xml.raw("<c:tickLblPos val=\"low\"/><c:crossAx val=\"1002\"/><c:crosses val=\"autoZero\"/>")
    xml.raw("<c:auto val=\"1\"/><c:lblAlgn val=\"ctr\"/><c:lblOffset val=\"100\"/>")
    xml.raw("<c:noMultiLvlLbl val=\"0\"/></c:catAx>")
    xml.raw("<c:valAx><c:axId val=\"1002\"/><c:scaling><c:orientation val=\"minMax\"/>")
    xml.empty("c:max", ["val": number(chart.scale, chart.unit)])
    xml.raw("<c:min val=\"0\"/></c:scaling>")
    xml.raw("<c:delete val=\"0\"/><c:axPos val=\"b\"/><c:majorGridlines><c:spPr><a:ln w=\"6350\">")
    xml.raw("<a:solidFill><a:srgbClr val=\"D0D4DA\"/></a:solidFill></a:ln></c:spPr>")
    xml.raw("</c:majorGridlines>")
    xml.empty("c:numFmt", ["formatCode": format(chart), "sourceLinked": "0"])
    xml.raw("<c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/>")
    xml.raw("<c:tickLblPos val=\"nextTo\"/><c:crossAx val=\"1001\"/><c:crosses val=\"max\"/>")
    xml.raw("<c:crossBetween val=\"between\"/>")
    xml.empty("c:majorUnit", ["val": number(chart.scale / 4, chart.unit)])
    xml.raw("</c:valAx>")
  }

  private static func fontProperties(_ xml: inout XMLText) {
    xml.raw("<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz=\"1100\">")
    xml.raw("<a:solidFill><a:srgbClr val=\"000000\"/></a:solidFill>")
    xml.raw("<a:latin typeface=\"Times New Roman\"/><a:cs typeface=\"Times New Roman\"/>")
    xml.raw("</a:defRPr></a:pPr><a:endParaRPr lang=\"vi-VN\"/></a:p></c:txPr>")
  }
}
