import AuditModel
import AuditReports
import AuditSystem

/// A profile for the terminal: a line a field, then each field's particulars.
struct ProfileText {
  let profile: DatasetProfile
  let language: Language
  let terminal: Terminal
  private let numbers: ReportNumbers
  private var text = ""

  init(_ profile: DatasetProfile, language: Language, terminal: Terminal) {
    self.profile = profile
    self.language = language
    self.terminal = terminal
    numbers = ReportNumbers(language)
  }

  static func text(_ profile: DatasetProfile, _ language: Language, _ terminal: Terminal) -> String
  {
    var made = ProfileText(profile, language: language, terminal: terminal)
    made.write()
    return made.text
  }

  private func say(_ vi: String, _ en: String) -> String { language == .vi ? vi : en }

  private mutating func write() {
    let size = "\(numbers.count(profile.recordCount)) \(say("bản ghi", "records"))"
    let fields = "\(numbers.count(profile.fields.count)) \(say("trường", "fields"))"
    line(terminal.styled(Terminal.safe(profile.name), .bold) + " - \(size), \(fields)")
    if profile.damagedRecordCount > 0 {
      let count = numbers.count(profile.damagedRecordCount)
      line(say("\(count) bản ghi thừa hoặc thiếu trường, sai mã ký tự", "\(count) damaged records"))
      if profile.leavesSlippedOut {
        line(
          say(
            "có trường nhạy cảm: bản ghi mà ô có thể lệch trường không được đếm vào các trường",
            "a field is sensitive: records whose cells may have moved are not counted in the fields"
          ))
      }
    }
    for message in profile.headerMessages { line(Terminal.safe(message[language])) }
    if let reason = profile.incompleteReason {
      line(say("Chưa đọc hết: ", "Not read whole: ") + Terminal.safe(reason[language]))
    }
    line("")
    overview()
    for field in profile.fields where field.filled > 0 { particulars(of: field) }
    notes()
  }

  private mutating func overview() {
    var rows = [
      [
        say("trường", "field"), say("kiểu", "type"), say("đúng kiểu", "of type"),
        say("trống", "blank"), say("khác nhau", "distinct"), say("độ dài", "length"),
      ]
    ]
    for field in profile.fields {
      rows.append([
        clipped(field.name, 32), ProfileWords.type(field)[language],
        field.filled > 0 ? sign(field) + share(field.typeCount, of: field.formTotal) : "–",
        share(field.recordCount - field.filled, of: field.recordCount), distinct(field),
        field.filled > 0 && !field.isSensitive ? "\(field.shortest)–\(field.longest)" : "–",
      ])
    }
    let widths = rows[0].indices.map { column in
      rows.map { $0[column].unicodeScalars.count }.max() ?? 0
    }
    for row in rows {
      var cells: [String] = []
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.unicodeScalars.count)
        cells.append(column < 2 ? cell + padding : padding + cell)
      }
      var joined = cells.joined(separator: "  ")
      while joined.hasSuffix(" ") { joined.removeLast() }
      line(joined)
    }
  }

  private mutating func particulars(of field: FieldProfile) {
    line("")
    line(
      terminal.styled(clipped(field.name, 80), .bold) + ": \(ProfileWords.type(field)[language])")
    if field.isSensitive {
      entry(say("lưu ý", "note"), ProfileWords.sensitive[language].replacingNoBreakSpaces)
    }
    if let minimum = field.minimum, let maximum = field.maximum {
      entry(
        say("nhỏ nhất, lớn nhất", "minimum, maximum"),
        "\(clipped(minimum, 40)) … \(clipped(maximum, 40))")
    }
    if let sample = ProfileWords.sample(field, numbers) {
      entry(say("dạng giá trị", "form of values"), sample[language].replacingNoBreakSpaces)
    }
    let language = language
    counts(
      say("cách viết", "written as"), field.kinds.prefix(6).map { ($0.name, $0.count) },
      field.formTotal
    ) {
      ProfileWords.kind($0)[language]
    }
    formats(of: field)
    let isSampled = field.isFrequentSampled
    counts(
      isSampled ? say("hay gặp (mẫu)", "frequent (sample)") : say("hay gặp", "frequent"),
      field.frequent.prefix(5).map { ($0.text, $0.count) }, field.frequentTotal
    ) { $0 }
    if field.patternsAreMany {
      entry(say("mẫu ký tự", "patterns"), say("quá nhiều, không liệt kê", "too many to list"))
    } else {
      counts(
        say("mẫu ký tự", "patterns"),
        field.patterns.prefix(5).map { (ProfileWords.pattern($0.name), $0.count) },
        field.formTotal
      ) { $0 }
    }
    counts(
      say("dạng chữ", "text form"), field.defects.map { ($0.name, $0.count) }, field.formTotal
    ) { ProfileWords.defect($0)[language] }
    counts(
      say("thuộc danh mục", "in code list"), field.codeLists.map { ($0.name, $0.count) },
      field.filled
    ) { $0 }
  }

  /// The narrowest format that fits, then all that half the values have and identifiers that a few could be.
  private mutating func formats(of field: FieldProfile) {
    func shown(_ format: FormatShare) -> String {
      let sample = say(
        " của mẫu \(numbers.count(format.total))", " of a sample of \(numbers.count(format.total))")
      let part = share(format.count, of: format.total)
      return "\(format.name) (\(part)\(format.isSample ? sample.replacingNoBreakSpaces : ""))"
    }
    if let format = field.namedFormat { entry(say("định dạng", "format"), shown(format)) }
    let others = field.formats.filter { $0.name != field.namedFormat?.name && !$0.isCommon }.map(
      shown)
    let known = Set(field.formats.map(\.name))
    let rare = field.identifiers.filter { !known.contains($0.name) }
      .map { "\($0.name) (\(share($0.count, of: field.formTotal)))" }
    guard !others.isEmpty || !rare.isEmpty else { return }
    entry(say("có thể là", "could be"), (others.prefix(6) + rare).joined(separator: " · "))
  }

  private mutating func counts(
    _ title: String, _ counts: [(String, Int)], _ total: Int, _ word: (String) -> String
  ) {
    guard !counts.isEmpty else { return }
    let list = counts.map { name, count in
      "\(clipped(word(name), 48)) (\(share(count, of: total)))"
    }
    entry(title, list.joined(separator: " · "))
  }

  private mutating func notes() {
    line("")
    let limit = numbers.count(profile.exactValueLimit)
    let sample = numbers.count(profile.sampleRecordCount)
    if profile.fields.contains(where: { !$0.isDistinctExact }) {
      line(
        say(
          "≈ là ước lượng, sai số chuẩn 0,81 %: trường có quá \(limit) giá trị khác nhau. Giá trị hay gặp của trường ấy lấy từ mẫu \(sample) bản ghi.",
          "≈ is an estimate with a standard error of 0.81 %: the field has over \(limit) different values. Its frequent values are those of a sample of \(sample) records."
        ))
    }
    if profile.fields.contains(where: \.isFormSampled) {
      line(
        say(
          "Kiểu, cách viết, mẫu ký tự, dạng chữ của trường ấy là của mẫu chọn theo số thứ tự bản ghi; sai số ± ghi ở từng trường. Số ô trống, nhỏ nhất, lớn nhất, độ dài là của mọi giá trị.",
          "Its type, ways of writing, patterns and text form are those of a sample chosen by the records' numbers; each field states the error ±. Blanks, minimum, maximum and length are of all values."
        ))
    }
    if !profile.showsValues {
      line(
        say(
          "Giá trị có thể là dữ liệu cá nhân được che (•••); --show-values ghi giá trị thật.",
          "Values that may be personal data are masked (•••); --show-values writes them."))
    }
  }

  private func distinct(_ field: FieldProfile) -> String {
    (field.isDistinctExact ? "" : "≈ ") + numbers.count(field.distinct)
  }

  private func sign(_ field: FieldProfile) -> String { field.isFormSampled ? "≈ " : "" }

  private func share(_ part: Int, of whole: Int) -> String {
    (numbers.percent(part, of: whole) ?? "–").replacingNoBreakSpaces
  }

  private func clipped(_ text: String, _ limit: Int) -> String {
    let safe = Terminal.safe(text)
    guard safe.unicodeScalars.count > limit else { return safe }
    return String(String.UnicodeScalarView(safe.unicodeScalars.prefix(limit - 1))) + "…"
  }

  private mutating func entry(_ title: String, _ value: String) { line("  \(title): \(value)") }

  private mutating func line(_ line: String) { text += line + "\n" }
}

extension String {
  /// For a terminal, where a no-break space is a character like others.
  fileprivate var replacingNoBreakSpaces: String {
    String(
      String.UnicodeScalarView(unicodeScalars.map { $0.value == 0xA0 ? " " : $0 }))
  }
}
