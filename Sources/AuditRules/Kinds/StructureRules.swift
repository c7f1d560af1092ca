import AuditModel
import AuditText

extension RuleKind {
  package static let structure = RuleKind(
    name: "structure",
    title: LocalizedText(vi: "Cấu trúc bản ghi", en: "Record structure"),
    form: .implicit,
    dimension: .validity,
    summary: LocalizedText(
      vi:
        "Bản ghi tách được thành các trường: đủ trường, dấu nháy đúng, văn bản UTF-8. Mọi bộ dữ liệu đều có quy tắc này.",
      en:
        "The record can be split into its fields: as many as there should be, quotes in order, text in UTF-8. Every resource has this rule."
    ),
    basis: LocalizedText("RFC 4180, RFC 8259"),
    read: { _ in StructureBody(isHeader: false) })

  package static let header = RuleKind(
    name: "header",
    title: LocalizedText(vi: "Dòng tiêu đề", en: "Header"),
    form: .implicit,
    dimension: .validity,
    unit: .resource,
    summary: LocalizedText(
      vi:
        "Tên trường ở dòng tiêu đề đầy đủ, không trùng và khớp lược đồ. Mọi bộ dữ liệu đều có quy tắc này.",
      en:
        "The header names all fields, none twice, as the schema has them. Every resource has this rule."
    ),
    basis: LocalizedText("RFC 4180"),
    read: { _ in StructureBody(isHeader: true) })
}

package struct StructureBody: RuleBody {
  package let isHeader: Bool

  package var fields: [String] { [] }
  package var message: LocalizedText {
    isHeader
      ? LocalizedText(
        vi: "dòng tiêu đề không đúng lược đồ", en: "the header is not as the schema has it")
      : LocalizedText(
        vi: "bản ghi không tách được đúng các trường",
        en: "the record cannot be split into its fields")
  }

  package func lower(_ rule: RuleSpec, of pack: RulePack, in context: inout LoweringContext)
    -> CheckForm
  {
    isHeader ? .header : .structure
  }
}
