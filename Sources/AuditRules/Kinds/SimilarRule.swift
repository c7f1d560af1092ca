import AuditKernels
import AuditModel
import AuditText

extension RuleKind {
  package static let similar = RuleKind(
    name: "similar",
    title: LocalizedText(vi: "Gần trùng", en: "Near-duplicates"),
    form: .listed,
    dimension: .uniqueness,
    summary: LocalizedText(
      vi:
        "Trong từng khối cùng giá trị ở 'block', không có hai bản ghi mà văn bản ở các trường của 'on' giống nhau từ mức 'least' trở lên. So sánh theo bậc thang chữ Việt (không bỏ dấu thanh); mức giống nhau = 1 − số sửa đổi / độ dài. Khối lớn hơn 'limit' bản ghi không được so sánh và quy tắc được ghi là chưa trọn vẹn.",
      en:
        "Within each block of equal values in 'block', no two records have texts in the fields of 'on' that are similar from 'least' on. Texts are compared after the match ladder (tones are kept); similarity = 1 − edits / length. Blocks of more than 'limit' records are not compared, and the rule is called incomplete then."
    ),
    parameters: [
      RuleParameter(
        "block", vi: "trường hoặc các trường của khối", en: "field or fields of the block"),
      RuleParameter(
        "least", vi: "mức giống nhau bị nêu, mặc định \"90%\"",
        en: "the similarity that is a finding, \"90%\" by default"),
      RuleParameter(
        "limit",
        vi:
          "số bản ghi lớn nhất của một khối, mặc định 2000; khối nhiều hơn, hay có văn bản dài đến mức cần quá 10 tỷ bước so sánh, được bỏ qua và quy tắc là chưa trọn vẹn",
        en:
          "records of a block at most, 2000 by default; a block of more, or of texts so long that comparing them takes more than 10 billion steps, is skipped, and the rule is incomplete"
      ),
    ],
    cost: .blocks,
    examples: [
      RuleExample(
        #"{"schema": {"fields": [{"name": "xa"}, {"name": "ten"}]}}"#,
        rule: #"{"kind": "similar", "on": "vi_du.ten", "block": "xa"}"#,
        """
        xa | ten
        1  | ↓Nguyễn Thị Hồng Hạnh
        1  | Trần Văn Bình
        1  | ↓Nguyễn Thị  Hồng Hanh
        2  | Nguyễn Thị Hồng Hạnh
        1  | Nguyễn Thị Lan Hương
        1  |
        """)
    ],
    read: { SimilarBody($0) })
}

package struct SimilarBody: RuleBody {
  package let compared: [FieldSpec]
  package let block: [FieldSpec]
  /// Edits allowed of so many characters make the similarity.
  package let least: Share
  package let limit: Int

  package var fields: [String] { compared.map(\.name) + block.map(\.name) }
  package var text: String? {
    "\(compared.map(\.name).joined(separator: " + ")) ≥ \(least.numerator)/\(least.denominator)"
  }
  package var message: LocalizedText {
    LocalizedText(
      vi: "gần trùng với bản ghi khác cùng khối", en: "is nearly the same as another of its block")
  }

  fileprivate init?(_ reading: RuleReading) {
    let reader = reading.reader
    let names = reader.required("block", reader.strings)
    let block = reading.fields(names ?? [])
    let share = reader.string("least")
    limit = reader.integer("limit", 2...20_000) ?? 2_000
    var least = Share(9, of: 10)
    if let share {
      guard let given = Share(percent: share.value), given.numerator > 0,
        given.numerator <= given.denominator
      else {
        reading.log.add(
          .wrongValue(
            "least", share.value, at: share.location,
            expected: LocalizedText(
              vi: "tỷ lệ trên 0 đến 100, viết như \"90%\"",
              en: "a share above 0 and up to 100, written as \"90%\"")))
        return nil
      }
      least = given
    }
    guard let block, !block.isEmpty else { return nil }
    guard !reading.onFields.isEmpty else {
      _ = reading.fieldOfOn()
      return nil
    }
    guard reading.onFields.count <= GroupCollector.mostParts else {
      reading.log.add(
        .wrongValue(
          "on", "\(reading.onFields.count)", at: reader.node["on"]?.location ?? reader.location,
          expected: LocalizedText(
            vi: "không quá \(GroupCollector.mostParts) trường",
            en: "\(GroupCollector.mostParts) fields at most")))
      return nil
    }
    compared = reading.onFields
    self.block = block
    self.least = least
  }

  package func lower(_ rule: RuleSpec, of pack: RulePack, in context: inout LoweringContext)
    -> CheckForm
  {
    lowering { () throws(NotApplicable) in
      let columns = try context.columns(compared.map(\.name), of: rule.resource)
      let keys = try context.texts(block, of: rule.resource)
      let texts = try context.texts(compared, of: rule.resource)
      let (least, limit) = (self.least, self.limit)
      return try context.groups(
        GroupRule(
          keys: keys, parts: texts.map { .text($0) }, optional: 1, least: 2, column: columns[0],
          field: compared.map(\.name).joined(separator: ", "), messages: [rule.message],
          judge: { SimilarBody.judge($0, texts.count, least, limit, &$1) }), rule)
    }
  }

  private static func judge(
    _ group: GroupRecords, _ parts: Int, _ least: Share, _ limit: Int,
    _ findings: inout GroupFindings
  ) {
    guard group.count <= limit else {
      findings.skipped += group.count
      findings.limit = LocalizedText(
        vi: "có khối hơn \(limit) bản ghi không được so sánh",
        en: "some block of more than \(limit) records was not compared")
      return
    }
    var texts: [[UInt32]] = []
    for number in 0..<group.count {
      // Each part at its own place, so that no field's text is held against another's.
      let folded = (0..<parts).map { TextLadder.key(group.text(number, $0) ?? []) }
      texts.append(UTF8Text.scalars(of: Array(folded.joined(separator: [0x1F]))) ?? [])
    }
    var best = [(edits: Int, length: Int, other: Int)?](repeating: nil, count: group.count)
    var distance = EditBand(steps: SimilarBody.steps)
    for a in 0..<texts.count {
      for b in 0..<a {
        let length = max(texts[a].count, texts[b].count)
        let most = length * (least.denominator - least.numerator) / least.denominator
        let edits = distance.between(texts[a], texts[b], most: most)
        guard !distance.isExhausted else {
          findings.skipped += group.count
          findings.limit = .tooLong
          return
        }
        guard let edits else { continue }
        for (one, other) in [(a, b), (b, a)] where isBetter(edits, length, best[one]) {
          best[one] = (edits, length, other)
        }
      }
    }
    for (number, found) in best.enumerated() {
      guard let found else { continue }
      let percent = found.length == 0 ? 100 : (found.length - found.edits) * 100 / found.length
      findings.add(
        group.record(number), expected: Array("(\(percent) %)".utf8),
        peer: group.record(found.other))
    }
  }

  /// Of one block: some ten seconds, so that a few cells of megabytes do not take days.
  private static let steps = 10_000_000_000

  private static func isBetter(
    _ edits: Int, _ length: Int, _ known: (edits: Int, length: Int, other: Int)?
  ) -> Bool {
    guard let known else { return true }
    return edits * max(1, known.length) < known.edits * max(1, length)
  }
}

/// Levenshtein's distance, as far as it matters: rows are kept from call to call.
struct EditBand {
  private var row: [Int] = []
  /// Cells of the table of all texts together that may still be worked out.
  private var steps: Int

  init(steps: Int = Int.max) { self.steps = steps }

  /// The steps did not do: what was answered last says nothing.
  var isExhausted: Bool { steps < 0 }

  /// Nil for more than `most` edits.
  mutating func between(_ a: [UInt32], _ b: [UInt32], most: Int) -> Int? {
    guard abs(a.count - b.count) <= most else { return nil }
    guard a != b else { return 0 }
    guard most > 0, !a.isEmpty, !b.isEmpty else {
      let edits = max(a.count, b.count)
      return edits <= most ? edits : nil
    }
    let far = most + 1
    if row.count < b.count + 1 { row = Array(repeating: 0, count: b.count + 1) }
    for column in 0...b.count { row[column] = min(column, far) }
    for line in 1...a.count {
      let (low, high) = (max(1, line - most), min(b.count, line + most))
      guard low <= high else { return nil }
      steps -= high - low + 1
      guard !isExhausted else { return nil }
      var diagonal = row[low - 1]
      row[low - 1] = low == 1 ? min(line, far) : far
      var least = row[low - 1]
      for column in low...high {
        let above = column == line + most ? far : row[column]
        let edits = min(
          diagonal + (a[line - 1] == b[column - 1] ? 0 : 1), min(above, row[column - 1]) + 1)
        diagonal = row[column]
        row[column] = min(edits, far)
        least = min(least, row[column])
      }
      if least > most { return nil }
    }
    return row[b.count] <= most ? row[b.count] : nil
  }
}

extension LocalizedText {
  fileprivate static let tooLong = LocalizedText(
    vi: "có khối gồm văn bản quá dài nên không được so sánh",
    en: "some block was not compared: its texts are too long")
}
