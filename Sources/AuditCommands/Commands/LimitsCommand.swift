import AuditModel
import AuditSystem
import AuditText

extension Command {
  static let limits = Command(
    "limits",
    summary: LocalizedText(
      vi: "in mọi giới hạn của chương trình", en: "print every limit of the program"),
    details: LocalizedText(
      vi:
        "Gặp dữ liệu hoặc tệp quy tắc vượt giới hạn, chương trình báo lỗi có mã nêu ở cột cuối, không bao giờ cắt bớt mà không nói.",
      en:
        "What passes a limit is an error with the code in the last column; nothing is ever cut without a word."
    ),
    options: [
      Option(
        "format", choices: ["text", "json"],
        help: LocalizedText(vi: "dạng in ra", en: "how it is printed"), default: "text")
    ],
    examples: [
      Example(
        "soat limits --format json",
        LocalizedText(vi: "cho chương trình khác đọc", en: "for other programs"))
    ]
  ) { arguments, context in
    let limits = Limits()
    if arguments.value("format") == "json" {
      try context.output.write(LimitDescription.json(limits))
    } else {
      try context.output.write(LimitDescription.table(limits, context.language))
    }
    return .done
  }
}

/// What help says of one limit.
struct LimitDescription: Sendable {
  let name: String
  let value: @Sendable (Limits) -> Int
  let meaning: LocalizedText
  /// What happens beyond it: an error's code, or nil if nothing is lost.
  let code: String?

  init(
    _ name: String, _ value: @Sendable @escaping (Limits) -> Int, _ meaning: LocalizedText,
    code: String?
  ) {
    self.name = name
    self.value = value
    self.meaning = meaning
    self.code = code
  }

  static func table(_ limits: Limits, _ language: Language) -> String {
    let header = ["name", "value", "code", "meaning"].map { headings[$0]?[language] ?? $0 }
    let rows = all.map {
      [$0.name, grouped($0.value(limits), language), $0.code ?? "–", $0.meaning[language]]
    }
    let widths = (0..<3).map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
    return ([header] + rows).map { row in
      let cells = (0..<3).map { column in
        let padding = String(repeating: " ", count: widths[column] - row[column].count)
        return column == 1 ? padding + row[column] : row[column] + padding
      }
      return (cells + [row[3]]).joined(separator: "  ") + "\n"
    }.joined()
  }

  static func json(_ limits: Limits) -> [UInt8] {
    var json = JSONWriter(indented: true)
    json.object { json in
      json.array("limits") { json in
        for limit in all {
          json.object { json in
            json.member("name", limit.name)
            json.member("value", limit.value(limits))
            json.member("meaning", limit.meaning)
            json.member("code", limit.code)
          }
        }
      }
    }
    return json.finish()
  }

  private static let headings = [
    "name": LocalizedText(vi: "tên", en: "name"),
    "value": LocalizedText(vi: "giá trị", en: "value"),
    "code": LocalizedText(vi: "mã lỗi", en: "error code"),
    "meaning": LocalizedText(vi: "giới hạn cái gì", en: "what it limits"),
  ]

  private static func grouped(_ number: Int, _ language: Language) -> String {
    let digits = Array(String(number))
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text += language == .vi ? "." : "," }
      text.append(digit)
    }
    return text
  }
}

extension LimitDescription {
  /// Every field of `Limits`, in its order; a test compares the two.
  static let all: [LimitDescription] = [
    LimitDescription(
      "cellBytes", \.cellBytes,
      LocalizedText(
        vi: "byte của một ô dữ liệu; ô có ngoặc kép dài hơn được coi là chưa đóng ngoặc",
        en: "bytes of a cell; a quoted cell that passes it counts as never closed"),
      code: "structure"),
    LimitDescription(
      "fieldsPerRecord", \.fieldsPerRecord,
      LocalizedText(vi: "số trường của một bản ghi", en: "fields of a record"),
      code: "structure"),
    LimitDescription(
      "fieldNameBytes", \.fieldNameBytes,
      LocalizedText(vi: "byte của tên trường", en: "bytes of a field's name"),
      code: "header"),
    LimitDescription(
      "xmlDepth", \.xmlDepth,
      LocalizedText(
        vi: "số tầng phần tử của tài liệu XML", en: "depth of an XML document's elements"),
      code: "source.limit"),
    LimitDescription(
      "xmlAttributes", \.xmlAttributes,
      LocalizedText(
        vi: "số thuộc tính của một phần tử XML", en: "attributes of an element of XML"),
      code: "source.limit"),
    LimitDescription(
      "schemaKeyBytes", \.schemaKeyBytes,
      LocalizedText(
        vi: "byte của tài liệu XML mà lược đồ có xs:key, xs:unique hoặc xs:keyref",
        en: "bytes of an XML document whose schema has xs:key, xs:unique or xs:keyref"),
      code: "xsd"),
    LimitDescription(
      "jsonDepth", \.jsonDepth,
      LocalizedText(
        vi: "số tầng ngoặc của một bản ghi, một tệp JSON",
        en: "depth of brackets in a record or a document of JSON"),
      code: "structure"),
    LimitDescription(
      "expandedBytes", \.expandedBytes,
      LocalizedText(
        vi: "byte mà một tệp nén gzip bung ra", en: "bytes that a gzip file expands to"),
      code: "source.limit"),
    LimitDescription(
      "expansionRatio", \.expansionRatio,
      LocalizedText(
        vi: "số lần tệp nén bung ra lớn hơn chính nó, xét từ 64 MB trở lên",
        en: "how many times its size a gzip file expands to, beyond 64 MB"),
      code: "source.limit"),
    LimitDescription(
      "parts", \.parts,
      LocalizedText(vi: "số tệp phần của một bộ dữ liệu", en: "part files of one resource"),
      code: "source.limit"),
    LimitDescription(
      "querySeconds", \.querySeconds,
      LocalizedText(
        vi: "số giây một truy vấn SQLite được làm việc", en: "seconds that a SQLite query may work"),
      code: "source.limit"),
    LimitDescription(
      "ruleFileBytes", \.ruleFileBytes,
      LocalizedText(
        vi: "byte của tệp dự án, tệp quy tắc", en: "bytes of a project file or a rule file"),
      code: "rule-file.too-large"),
    LimitDescription(
      "ruleFileDepth", \.ruleFileDepth,
      LocalizedText(
        vi: "số tầng ngoặc trong tệp dự án, tệp quy tắc",
        en: "depth of brackets in a project file or a rule file"),
      code: "rule-file.too-deep"),
    LimitDescription(
      "rules", \.rules,
      LocalizedText(
        vi: "số quy tắc của một lần kiểm tra, kể cả ràng buộc của trường",
        en: "rules of a run, fields' constraints included"),
      code: "rule-file.too-many-rules"),
    LimitDescription(
      "codeListEntries", \.codeListEntries,
      LocalizedText(vi: "số mục của một danh mục", en: "entries of a code list"),
      code: "code-list.limit"),
    LimitDescription(
      "patternBytes", \.patternBytes,
      LocalizedText(vi: "byte của một mẫu", en: "bytes of a pattern"),
      code: "rule-file.pattern"),
    LimitDescription(
      "patternStates", \.patternStates,
      LocalizedText(
        vi: "số trạng thái của ô-tô-mát dựng từ mẫu",
        en: "states of the automaton a pattern compiles to"),
      code: "rule-file.pattern"),
    LimitDescription(
      "expressionDepth", \.expressionDepth,
      LocalizedText(vi: "số tầng của một biểu thức", en: "depth of an expression"),
      code: "rule-file.expression"),
    LimitDescription(
      "numberDigits", \.numberDigits,
      LocalizedText(
        vi: "số chữ số có nghĩa của một số; số dài hơn là giá trị sai kiểu",
        en: "significant digits of a number; a longer one is a value of the wrong type"),
      code: "type"),
    LimitDescription(
      "keyMemoryBytes", \.keyMemoryBytes,
      LocalizedText(
        vi: "byte bộ nhớ giữ khóa của quy tắc duy nhất; nhiều hơn thì dùng tệp tạm",
        en: "bytes of memory for keys of uniqueness rules; more of them go to temporary files"),
      code: nil),
    LimitDescription(
      "examplesPerRule", \.examplesPerRule,
      LocalizedText(
        vi: "số ví dụ về lỗi mà báo cáo nêu cho mỗi quy tắc; tệp lỗi vẫn đủ",
        en: "examples a report shows for each rule; the findings file has them all"),
      code: nil),
  ]
}
