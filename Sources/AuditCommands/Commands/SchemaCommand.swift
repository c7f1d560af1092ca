import AuditModel
import AuditReports
import AuditRules
import AuditSystem
import AuditText

extension Command {
  static let schema = Command(
    "schema",
    summary: LocalizedText(
      vi: "in JSON Schema của một dạng tệp", en: "print the JSON Schema of a file format"),
    details: LocalizedText(
      vi:
        "JSON Schema 2020-12, làm ra từ chính các danh sách mà chương trình đọc theo. Không nêu DẠNG thì liệt kê. Trình soạn thảo gợi ý và báo lỗi khi tệp ghi \"$schema\".",
      en:
        "JSON Schema 2020-12, made from the lists that the program itself reads by. Without a FORMAT they are listed. Editors complete and check a file that has \"$schema\"."
    ),
    positionals: [
      Positional(
        LocalizedText(vi: "DẠNG", en: "FORMAT"),
        help: LocalizedText(
          vi: "như soat-rules/1, hoặc soat-rules", en: "such as soat-rules/1, or soat-rules"),
        optional: true)
    ],
    examples: [
      Example("soat schema", LocalizedText(vi: "các dạng tệp", en: "the formats")),
      Example(
        "soat schema soat-rules/1",
        LocalizedText(vi: "gói quy tắc", en: "rule packs")),
    ]
  ) { arguments, context in
    guard let name = arguments.positionals.first else {
      for format in FormatSchema.all {
        try context.output.write("\(format.name)  \(format.title[context.language])\n")
      }
      return .done
    }
    guard let format = FormatSchema.named(name) else {
      let known = FormatSchema.all.map(\.name).joined(separator: ", ")
      throw Diagnostic(
        "usage.unknown-format",
        LocalizedText(vi: "không có dạng tệp '\(name)'", en: "there is no format '\(name)'"),
        hint: LocalizedText(vi: "có: \(known)", en: "there are: \(known)"))
    }
    try context.output.write(format.schema.bytes)
    return .done
  }
}

/// A JSON format of the program's own, and what its files look like.
package struct FormatSchema: Sendable {
  package let name: String
  package let title: LocalizedText
  package let schema: JSONSchema

  /// Those that people write, then those that the program writes.
  package static let all = [
    FormatSchema(
      name: Version.projectFormat,
      title: LocalizedText(vi: "dự án kiểm tra, audit.json", en: "audit project, audit.json"),
      schema: .project),
    FormatSchema(
      name: Version.rulesFormat, title: LocalizedText(vi: "gói quy tắc", en: "rule pack"),
      schema: .rules),
    FormatSchema(
      name: Version.waiversFormat, title: LocalizedText(vi: "miễn trừ", en: "waivers"),
      schema: .waivers),
    FormatSchema(
      name: Version.legalProfileFormat,
      title: LocalizedText(vi: "hồ sơ pháp lý", en: "legal profile"), schema: .legalProfile),
    FormatSchema(
      name: Version.agenciesFormat, title: LocalizedText(vi: "sổ cơ quan", en: "agencies"),
      schema: .agencies),
    FormatSchema(
      name: Version.holidaysFormat, title: LocalizedText(vi: "bảng ngày nghỉ", en: "days off"),
      schema: .holidays),
    FormatSchema(
      name: Version.policyFormat,
      title: LocalizedText(vi: "cách tính điểm", en: "way of scoring"), schema: .policy),
    FormatSchema(
      name: Version.resultFormat,
      title: LocalizedText(vi: "kết quả kiểm tra, result.json", en: "result, result.json"),
      schema: .result),
    FormatSchema(
      name: Version.profileResultFormat,
      title: LocalizedText(vi: "kiểm kê, soat profile", en: "profile, soat profile"),
      schema: .profileResult),
  ]

  /// With or without the number after the slash.
  static func named(_ name: String) -> FormatSchema? {
    all.first { $0.name == name || $0.name.hasPrefix(name + "/") }
  }

  /// Of the file in `rules/schemas` that is shipped: `soat-rules-1.schema.json`.
  package var fileName: String {
    String(name.map { $0 == "/" ? "-" : $0 }) + ".schema.json"
  }
}
