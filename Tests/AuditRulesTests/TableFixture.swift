import AuditKernels
import AuditModel
import AuditRules
import AuditText
import XCTest

/// A table of cells held against one rule: which records pass, fail or are skipped.
struct TableFixture {
  let fields: [String]
  let records: [[String]]

  /// Cells stand between `|`, without the spaces around them; the first line names the fields.
  init(_ text: String) {
    let lines = text.split(separator: "\n").map { line in
      line.split(separator: "|", omittingEmptySubsequences: false).map { TableFixture.trimmed($0) }
    }
    let width = lines[0].count
    fields = lines[0]
    records = lines.dropFirst().map { $0 + Array(repeating: "", count: max(0, width - $0.count)) }
  }

  init(fields: [String], records: [[String]]) {
    self.fields = fields
    self.records = records
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  /// What became of each record: `true`, `false` or nil, and the cells shown of those that failed.
  func judge(
    _ rule: String, of pack: RulePack, tables: [String: CodeTable] = [:],
    dates: [String: CivilDate] = [:]
  ) throws -> (verdicts: [Bool?], messages: [String?], cells: Set<[Int]>) {
    let spec = try XCTUnwrap(pack.rules.first { $0.id == rule }, rule)
    let columns = Dictionary(uniqueKeysWithValues: fields.enumerated().map { ($1, $0) })
    var context = LoweringContext(
      resources: [spec.resource: ResourceBinding(name: spec.resource, columns: columns)],
      tables: tables, dates: dates)
    let form = spec.body.lower(spec, of: pack, in: &context)
    for request in context.indexes { try fill(request) }
    let builder = try XCTUnwrap(context.resources[spec.resource]).builder
    guard case .records(let legs) = form else { return uniqueness(form) }
    return try run(legs, builder)
  }

  private func fill(_ request: LoweringContext.IndexRequest) throws {
    for (number, record) in records.enumerated() {
      let key = try request.fields.map { name in
        Array(record[try XCTUnwrap(fields.firstIndex(of: name))].utf8)
      }
      if !key.contains(where: \.isEmpty) { request.index.insert(parts: key, record: number + 1) }
    }
  }

  private func uniqueness(_ form: CheckForm) -> (
    verdicts: [Bool?], messages: [String?], cells: Set<[Int]>
  ) {
    guard case .unique(_, let columns) = form else {
      XCTFail("\(form)")
      return ([], [], [])
    }
    let keys = records.map { record in columns.map { record[$0] } }
    let verdicts = keys.map { key in key.contains("") ? nil : keys.filter { $0 == key }.count == 1 }
    let cells = verdicts.enumerated().compactMap { $1 == false ? [$0, columns[0]] : nil }
    return (verdicts, verdicts.map { _ in nil }, Set(cells))
  }

  private func run(
    _ legs: [Leg], _ builder: ProgramBuilder
  ) throws -> (verdicts: [Bool?], messages: [String?], cells: Set<[Int]>) {
    let evaluator = Evaluator(Program(builder))
    evaluator.run(batch(), from: 0, count: records.count)
    var verdicts: [Bool?] = []
    var messages: [String?] = []
    var cells: Set<[Int]> = []
    for record in records.indices {
      var verdict: Bool?
      var message: String?
      for leg in legs {
        let truth = evaluator.truth(leg.verdict, record)
        if truth == 2 { continue }
        verdict = (verdict ?? true) && truth == 1
        guard truth == 0 else { continue }
        let reason = leg.reason.flatMap { evaluator.integer($0, record) } ?? 0
        message = message ?? leg.messages[reason].en
        if let column = leg.column { cells.insert([record, column]) }
      }
      verdicts.append(verdict)
      messages.append(message)
    }
    return (verdicts, messages, cells)
  }

  private func batch() -> RecordBatch {
    let lines = records.map { record in
      record.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") + "\n"
    }
    let bytes = Array(lines.joined().utf8)
    let dialect = CSVDialect()
    let batch = RecordBatch(
      dialect: dialect, fieldCount: fields.count, chunkBytes: bytes.count + 64)
    batch.prepare(carry: bytes, readingUpTo: 64)
    let frame = CSVFramer(dialect: dialect).frame(batch, isLast: true)
    _ = batch.take(frame, hasMasks: true)
    CSVSplitter.split(batch)
    return batch
  }
}
