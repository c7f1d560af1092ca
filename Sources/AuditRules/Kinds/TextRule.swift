import AuditKernels
import AuditModel
import AuditText

extension RuleKind {
  package static let text = RuleKind(
    name: "text",
    title: LocalizedText(vi: "Văn bản đọc được", en: "Readable text"),
    form: .listed,
    dimension: .validity,
    unit: .value,
    summary: LocalizedText(
      vi:
        "Văn bản ở dạng dựng sẵn, không vỡ phông, không thừa khoảng trắng, không có ký tự điều khiển hay ký tự ẩn, không phải từ giữ chỗ.",
      en:
        "Text is composed, not mojibake or legacy-coded, without stray spaces, control or invisible characters, and no placeholder."
    ),
    basis: LocalizedText(
      vi: "TCVN 6909:2001, Unicode dựng sẵn", en: "TCVN 6909:2001, composed Unicode"),
    parameters: [
      RuleParameter(
        "checks",
        vi:
          "chọn trong: composed, mojibake, control, spaces, invisible, placeholder, legacy, lookalike; mặc định tất cả",
        en:
          "of composed, mojibake, control, spaces, invisible, placeholder, legacy, lookalike; all by default"
      ),
      RuleParameter(
        "placeholders", vi: "các từ giữ chỗ thêm vào danh sách có sẵn",
        en: "placeholder words beside the usual ones"),
    ],
    examples: [
      RuleExample(
        #"{"schema": {"fields": [{"name": "ten"}]}}"#, rule: #"{"kind": "text", "on": "vi_du.*"}"#,
        """
        ten
        Nguyễn Văn An
        ↓Nguyễn  Văn An
        ↓không rõ
        """)
    ],
    read: { reading in
      let reader = reading.reader
      let checks = reader.strings("checks")
      let words = reader.strings("placeholders")?.map(\.value) ?? []
      var defects: ReadableTextDefects =
        checks == nil ? ReadableTextDefects(ReadableTextDefects.all) : []
      for check in checks ?? [] {
        let names = ReadableTextDefects.checks.map(\.name)
        guard let wanted = ReadableTextDefects(check: check.value) else {
          reading.log.add(
            .wrongValue(
              "checks", check.value, at: check.location, expected: .oneOf(names), among: names))
          continue
        }
        defects.formUnion(wanted)
      }
      let names =
        reader.node["on"].map { $0.string.map { [$0] } ?? ($0.array ?? []).compactMap(\.string) }
        ?? []
      let isWhole = names == [reading.resource.name]
      let fields =
        isWhole ? reading.resource.fields.filter { $0.type == .string } : reading.onFields
      return TextBody(textFields: fields, defects: defects, placeholders: words)
    })
}

package struct TextBody: RuleBody {
  package let textFields: [FieldSpec]
  package let defects: ReadableTextDefects
  package let placeholders: [String]

  package var fields: [String] { textFields.map(\.name) }
  package var message: LocalizedText {
    LocalizedText(vi: "văn bản không đọc được đúng", en: "the text is not readable as it should be")
  }

  package func lower(_ rule: RuleSpec, of pack: RulePack, in context: inout LoweringContext)
    -> CheckForm
  {
    lowering { () throws(NotApplicable) in
      let present = textFields.filter { context.resources[rule.resource]?.columns[$0.name] != nil }
      guard !present.isEmpty else {
        throw NotApplicable(
          vi: "nguồn dữ liệu không có trường văn bản nào",
          en: "the source has none of the text fields")
      }
      var legs: [Leg] = []
      for field in present { legs.append(try leg(field, rule, &context)) }
      return .records(legs)
    }
  }

  private func leg(
    _ field: FieldSpec, _ rule: RuleSpec, _ context: inout LoweringContext
  ) throws(NotApplicable) -> Leg {
    let column = try context.column(field.name, of: rule.resource)
    let cell = try context.text(field, of: rule.resource)
    let kind = try context.build(rule.resource) { $0.classify(cell, classifier) }
    let verdict = try context.build(rule.resource) {
      $0.judged($0.compare(.equal, kind, $0.number(Decimal(0))), rule.nulls)
    }
    let messages = ReadableTextDefects.all.map { ReadableText.description(of: $0) }
    return Leg(
      verdict: verdict, column: column, field: field.name, reason: kind,
      messages: [rule.message]
        + (rule.hasOwnMessage ? messages.map { _ in rule.message } : messages),
      explanation: .readable)
  }

  /// The class is the number, from 1, of the first defect in `ReadableTextDefects.all`.
  private var classifier: TextClassifier {
    let words = placeholders.isEmpty ? .standard : PlaceholderWords.standard.adding(placeholders)
    let wanted = defects
    let filter =
      !wanted.contains(.placeholder)
      ? PlainTextFilter.ofDefects
      : placeholders.isEmpty ? .standard : PlainTextFilter(besides: words)
    return TextClassifier(
      name: "readable \(wanted.rawValue) \(placeholders.joined(separator: "\u{0}"))",
      filter: filter
    ) { value in
      let found = ReadableText.defects(in: value, placeholders: words).intersection(wanted)
      guard !found.isEmpty else { return 0 }
      return (ReadableTextDefects.all.firstIndex { !$0.isDisjoint(with: found) } ?? 0) + 1
    }
  }
}

extension PlainTextFilter {
  static let ofDefects = PlainTextFilter(besides: nil)
  static let standard = PlainTextFilter(besides: .standard)

  /// Passes texts without defects: none that is one of the words, or all of these where there are none.
  convenience init(besides words: PlaceholderWords?) {
    self.init(
      isPlain: ReadableText.isPlain, isOfWords: ReadableText.isOfSyllables,
      words: words.map {
        PlainWords(
          longest: $0.longest, kindCount: PlaceholderWords.kindCount,
          kind: PlaceholderWords.kind, lastKinds: $0.lastKinds)
      })
  }
}
