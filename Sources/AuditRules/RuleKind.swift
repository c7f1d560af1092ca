import AuditModel
import AuditText

/// What rule packs can ask for: a kind is a value, one file each in `Kinds/`.
package struct RuleKind: Sendable {
  /// Where a rule of the kind is written.
  package enum Form: Sendable {
    /// In a field's `constraints`, or made from its `type` and `format`.
    case field
    /// In a resource's `schema`.
    case schema
    /// Nowhere: every resource has it.
    case implicit
    /// In a pack's `rules`.
    case listed
  }

  package let name: String
  package let title: LocalizedText
  package let form: Form
  package let dimension: Dimension
  package let unit: RuleUnit
  /// For the manual and `explain`.
  package let summary: LocalizedText
  /// The standard or legal text it comes from.
  package let basis: LocalizedText?
  package let parameters: [RuleParameter]
  package let cost: RuleCost
  package let examples: [RuleExample]
  /// Nil if something is wrong, which is logged.
  let read: @Sendable (RuleReading) -> (any RuleBody)?

  init(
    name: String, title: LocalizedText, form: Form, dimension: Dimension, unit: RuleUnit = .record,
    summary: LocalizedText, basis: LocalizedText? = nil, parameters: [RuleParameter] = [],
    cost: RuleCost = .record, examples: [RuleExample] = [],
    read: @escaping @Sendable (RuleReading) -> (any RuleBody)?
  ) {
    self.name = name
    self.title = title
    self.form = form
    self.dimension = dimension
    self.unit = unit
    self.summary = summary
    self.basis = basis
    self.parameters = parameters
    self.cost = cost
    self.examples = examples
    self.read = read
  }

  package static let all: [RuleKind] = [
    .required, .type, .minLength, .maxLength, .minimum, .maximum, .exclusiveMinimum,
    .exclusiveMaximum,
    .pattern, .enumeration, .unique, .primaryKey, .uniqueKeys, .foreignKeys, .structure, .header,
    .assert, .code, .master, .dependency, .reconcile, .hierarchy, .coverage, .count, .fresh,
    .sequence, .similar, .outlier, .text, .sql, .xsd, .log,
  ]

  package static func named(_ name: String) -> RuleKind? { byName[name] }

  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  /// What `constraints` may hold; `type` is made from the field's type.
  static let constraintNames = all.filter { $0.form == .field && $0.name != "type" }.map(\.name)
  static let listedNames = all.filter { $0.form == .listed }.map(\.name)
}

/// What a kind's rules cost beyond a look at each record.
package enum RuleCost: Sendable {
  case record, keys, groups, blocks, entries, index, document, database

  package var text: LocalizedText {
    switch self {
    case .record:
      LocalizedText(
        vi: "một lượt xét trên mỗi bản ghi, không giữ gì lại",
        en: "one look at each record; nothing is kept")
    case .keys:
      LocalizedText(
        vi:
          "giữ khóa của mỗi bản ghi đến cuối (16 byte, khóa dài thì hơn); quá keyMemoryBytes thì ra đĩa",
        en:
          "each record's key is kept to the end (16 bytes, more for a long one); on the disk beyond keyMemoryBytes"
      )
    case .groups:
      LocalizedText(
        vi:
          "giữ khóa và giá trị của mỗi bản ghi đến cuối (khoảng 50 byte); quá keyMemoryBytes thì ra đĩa; mỗi nhóm được sắp xếp",
        en:
          "each record's key and values are kept to the end (about 50 bytes); on the disk beyond keyMemoryBytes; each group is sorted"
      )
    case .blocks:
      LocalizedText(
        vi: "như trên, và so sánh từng cặp bản ghi trong mỗi khối",
        en: "as of groups, and each pair of records within a block is compared")
    case .entries:
      LocalizedText(
        vi: "một lượt xét trên mỗi bản ghi; bộ nhớ theo số mục của danh mục hoặc số ngày",
        en: "one look at each record; memory by the entries of the list, or the days")
    case .index:
      LocalizedText(
        vi: "đọc bộ dữ liệu được tham chiếu trước; khoảng 40 byte cho mỗi khóa khác nhau",
        en: "the resource referred to is read first; about 40 bytes for each distinct key")
    case .document:
      LocalizedText(
        vi: "đọc cả tài liệu thêm một lần bằng libxml2",
        en: "the document is read once more, by libxml2")
    case .database:
      LocalizedText(
        vi:
          "nạp mọi trường của các bộ dữ liệu vào SQLite tạm trên đĩa (vài giây mỗi triệu bản ghi), rồi chạy truy vấn",
        en:
          "all fields of the resources are loaded into a temporary SQLite database on the disk (some seconds a million records); then the query runs"
      )
    }
  }
}

/// A key of a rule of some kind.
package struct RuleParameter: Sendable {
  package let name: String
  package let description: LocalizedText

  init(_ name: String, vi: String, en: String) {
    self.name = name
    description = LocalizedText(vi: vi, en: en)
  }
}

/// A rule with a small table: each cell after `↓` must be found by it, and no other.
///
/// A finding that is of no record is marked at the first one.
package struct RuleExample: Sendable {
  /// The resource `vi_du` as a pack has it, without its name.
  package let resource: String
  /// An entry of `rules`, for the kinds that are listed.
  package let rule: String?
  /// The entries of a code list `dm` with the columns `ma,ten,cha,tu,den,moi`, a line each.
  package let list: String?
  /// An XML Schema, for a rule about documents: the table is one then, found in each line after `↓`.
  package let schema: String?
  /// The first line names the fields; cells stand between `|`, without the spaces around them.
  package let table: String

  init(
    _ resource: String, rule: String? = nil, list: String? = nil, schema: String? = nil,
    _ table: String
  ) {
    self.resource = resource
    self.rule = rule
    self.list = list
    self.schema = schema
    self.table = table
  }
}

/// What reading a rule may look at.
struct RuleReading {
  let kind: String
  /// All resources, lists and parameters; its `rules` are those read so far.
  let pack: RulePack
  let resource: ResourceSpec
  /// The field of a constraint, or of `on: "resource.field"`.
  let field: FieldSpec?
  /// A constraint's value; for a listed rule its whole object.
  let value: LocatedJSON
  /// A listed rule's keys; what it doesn't ask for is an unknown key.
  let reader: ObjectReader
  /// Of `enum` constraints.
  var compare = TextComparison.exact
  /// All fields that `on` names; none where it names the resource.
  var onFields: [FieldSpec] = []
  let limits: Limits

  var log: MistakeLog { reader.log }

  /// Logs a name that no field of the resource has.
  func field(_ name: Located<String>, of resource: ResourceSpec? = nil) -> FieldSpec? {
    let owner = resource ?? self.resource
    if let field = owner.field(name.value) { return field }
    log.add(.unknown(.field, name.value, at: name.location, among: owner.fieldNames))
    return nil
  }

  /// Logs names that no fields of the resource have; nil if there is one.
  func fields(_ names: [Located<String>], of resource: ResourceSpec? = nil) -> [FieldSpec]? {
    let found = names.map { field($0, of: resource) }
    let all = found.compactMap { $0 }
    return all.count == names.count ? all : nil
  }

  /// Logs a constraint's value of the wrong type.
  func wrongType(_ expected: LocalizedText) -> (any RuleBody)? {
    log.add(.wrongType(kind, value, expected: expected))
    return nil
  }
}
