import XCTest

@testable import AuditKernels

/// Cells of JSON as a program's texts: a column that is read without a look at its bytes against every cell by itself.
final class JSONBlankTests: XCTestCase {
  private static let values = [
    #""a""#, #""Nguyễn Thị Ánh""#, #""""#, #"" ""#, #""   ""#, #"" x""#, #""\t""#, #""\u0020""#,
    #""\u0020 y""#, "null",
    "7", "true", #"["a","b"]"#, "[]", #"[" "]"#,
    #"" dài hơn ba mươi hai byte, rồi dài hơn nữa, và hơn nữa""#,
    #""                                             ""#, #""dài hơn mười sáu byte""#,
    #"" Đà Nẵng, Huế""#,
  ]

  private func batch(_ lines: [String], fields: [String]) -> RecordBatch {
    let batch = RecordBatch(fieldCount: fields.count, chunkBytes: 64)
    batch.prepare(carry: Array(lines.joined(separator: "\n").utf8), readingUpTo: 0)
    var framer = JSONFramer(.lines, limits: JSONLimits())
    let frame = framer.frame(batch, isLast: true)
    _ = batch.take(frame, hasMasks: false)
    let splitter = JSONSplitter(
      fields: fields.map { JSONField(name: $0, paths: [[Array($0.utf8)]]) }, isLines: true,
      separator: [], limits: JSONLimits())
    XCTAssertTrue(splitter.split(batch))
    XCTAssertEqual(batch.recordCount, lines.count)
    return batch
  }

  func testBlankCellsAreThoseThatALookAtEachSays() {
    var random = Lottery(11)
    let names = (0..<12).map { "truong_\($0)" }
    var plainColumns = 0
    for round in 0..<60 {
      // Some columns have every kind of value, others those alone that begin with no space.
      let choices = names.indices.map { column in
        column % 3 == 0
          ? JSONBlankTests.values : round % 2 == 0 ? [#""a""#, "null"] : [#""""#, "12"]
      }
      let lines = (0..<70).map { record in
        let members = names.indices.map {
          "\"\(names[$0])\":\(choices[$0][random.next(choices[$0].count)])"
        }
        // Records of another order are read strictly.
        return "{" + (record % 9 == 8 ? members.reversed() : members).joined(separator: ",") + "}"
      }
      let batch = batch(lines, fields: names)
      guard let table = batch.table else { return XCTFail("a batch of JSON without a table") }
      plainColumns += names.indices.count { table.mayBeBlank[$0] == 0 }
      var builder = ProgramBuilder()
      let fields = names.indices.map { builder.field($0) }
      let evaluator = Evaluator(Program(builder))
      evaluator.run(batch, from: 0, count: batch.recordCount)
      for (column, node) in fields.enumerated() {
        var filled = 0
        for record in 0..<batch.recordCount {
          let cell = table.cell(column, of: record, in: batch.bytes)
          let expected = Evaluator.isBlank(cell) ? nil : cell.array
          XCTAssertEqual(evaluator.text(node, record), expected, lines[record])
          filled += expected == nil ? 0 : 1
        }
        XCTAssertEqual(evaluator.filled[column], filled)
      }
    }
    XCTAssertGreaterThan(plainColumns, 200)
  }
}
