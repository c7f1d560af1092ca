import AuditModel
import Foundation
import XCTest

@testable import AuditReports

/// Charts of official documents, and the workbooks in which a word processor edits their numbers.
final class DocumentChartTests: XCTestCase {
  private struct ReadChart: Decodable {
    let caption: String
    let cached: [[Value]]
    let sheet: String
    let formula: String
    let kept: [[Value]]
  }

  private enum Value: Decodable, Equatable {
    case text(String), number(Double), nothing

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .nothing
      } else if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else {
        self = .text(try container.decode(String.self))
      }
    }
  }

  func testWhatAChartShowsStandsInItsWorkbook() throws {
    let input = OfficialInput(
      result: Fixture.result, scores: Fixture.scores, details: DocumentDetails())
    var document = ReportBuilder(input).document()
    let odd = OfficialDocument.Chart(
      caption: "Biểu đồ thử: =1+1",
      bars: [
        .init(label: "Đủ: 100 %", value: 10_000),
        .init(label: "Không đánh giá", value: nil),
        .init(label: "=CMD()", value: 5), .init(label: "Không: 0 %", value: 0),
      ])
    var counts = odd
    counts.unit = .count
    document.body += [.chart(odd), .chart(counts)]
    let shown = document.body.compactMap { block -> OfficialDocument.Chart? in
      if case .chart(let chart) = block { chart } else { nil }
    }
    XCTAssertGreaterThan(shown.count, 1)

    let folder = try OfficeTools.scratch(self)
    let file = folder.appendingPathComponent("bao-cao.docx")
    try Data(OfficialDOCX.render(document)).write(to: file)
    let script = OfficeTools.root.appendingPathComponent("Tests/Office/read_charts.py").path
    let charts = try JSONDecoder().decode(
      [ReadChart].self, from: OfficeTools.run("python3", [script, file.path]))
    XCTAssertEqual(charts.count, shown.count)
    for (chart, expected) in zip(charts, shown) {
      let caption = OfficialText.composed(expected.caption)
      XCTAssertEqual(chart.caption, caption)
      let rows = expected.bars.map { bar -> [Value] in
        [
          .text(OfficialText.composed(bar.label)),
          bar.value.map { .number(Double($0) / (expected.unit == .count ? 1 : 10_000)) }
            ?? .nothing,
        ]
      }
      XCTAssertEqual(chart.cached, rows)
      XCTAssertEqual(chart.kept, [[.nothing, .text(caption)]] + rows)
      XCTAssertEqual(chart.formula, "\(chart.sheet)!$B$2:$B$\(rows.count + 1)")
    }
  }
}
