import AuditKernels
import AuditModel
import AuditText

extension RuleKind {
  package static let sql = RuleKind(
    name: "sql",
    title: LocalizedText(vi: "Truy vấn SQL", en: "SQL query"),
    form: .listed,
    dimension: .consistency,
    unit: .row,
    summary: LocalizedText(
      vi:
        "Một câu SELECT của SQLite trên các bộ dữ liệu không trả về dòng nào; mỗi dòng trả về là một lỗi. Bộ dữ liệu được nạp vào cơ sở dữ liệu tạm: mỗi bộ một bảng, mỗi trường một cột văn bản, ô trống là NULL, cột _ban_ghi là số thứ tự bản ghi. Câu truy vấn trả về cột _ban_ghi thì lỗi được ghi cho bản ghi đó của bộ dữ liệu ở 'on'.",
      en:
        "A SELECT of SQLite over the resources returns no row; each row is a finding. Resources are loaded into a temporary database: a table each, a text column for each field, NULL for a blank cell, and the column _ban_ghi with the record's number. A query that returns _ban_ghi finds that record of the resource of 'on'."
    ),
    parameters: [
      RuleParameter("query", vi: "một câu SELECT", en: "one SELECT"),
      RuleParameter(
        "resources", vi: "các bộ dữ liệu mà câu truy vấn dùng; mặc định bộ dữ liệu của 'on'",
        en: "the resources that the query uses; by default that of 'on'"),
      RuleParameter(
        "seconds", vi: "thời gian chạy lớn nhất, mặc định 60 giây",
        en: "the time it may take, 60 seconds by default"),
    ],
    cost: .database,
    examples: [
      RuleExample(
        #"{"schema": {"fields": [{"name": "ma"}, {"name": "so"}]}}"#,
        rule:
          #"{"kind": "sql", "on": "vi_du", "query": "select _ban_ghi from vi_du group by ma having sum(so) > 10"}"#,
        """
        ma | so
        ↓a | 6
        a  | 5
        b  | 10
        c  |
        """)
    ],
    read: { SQLBody($0) })
}

package struct SQLBody: RuleBody {
  package let query: String
  package let resources: [String]
  package let seconds: Int

  package var fields: [String] { [] }
  package var text: String? { query }
  package var message: LocalizedText {
    LocalizedText(vi: "truy vấn trả về dòng này", en: "the query returns this row")
  }

  fileprivate init?(_ reading: RuleReading) {
    let reader = reading.reader
    let query = reader.required("query", reader.name)
    let names = reader.strings("resources")
    seconds = reader.integer("seconds", 1...3600) ?? 60
    let resources = (names ?? []).compactMap { reading.resource($0)?.name }
    guard let query, resources.count == names?.count ?? 0 else { return nil }
    guard reading.onFields.isEmpty else {
      reading.log.add(
        .wrongValue(
          "on", reader.node["on"]?.string ?? "", at: reader.node["on"]?.location ?? reader.location,
          expected: LocalizedText(vi: "tên một bộ dữ liệu", en: "the name of a resource")))
      return nil
    }
    self.query = query.value
    self.resources =
      [reading.resource.name] + resources.filter { $0 != reading.resource.name }
  }

  package func lower(_ rule: RuleSpec, of pack: RulePack, in context: inout LoweringContext)
    -> CheckForm
  {
    lowering { () throws(NotApplicable) in
      for name in resources where context.resources[name] == nil {
        throw NotApplicable(
          vi: "bộ dữ liệu '\(name)' không có trong đợt kiểm tra",
          en: "the resource '\(name)' is not part of this inspection")
      }
      return .query(
        QueryRule(sql: query, resources: resources, seconds: seconds, message: rule.message))
    }
  }
}

/// A query over resources by the names packs have for them.
package struct QueryRule: Sendable {
  package var sql: String
  package var resources: [String]
  package var seconds: Int
  package var message: LocalizedText
}
