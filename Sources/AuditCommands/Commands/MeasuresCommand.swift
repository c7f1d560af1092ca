import AuditLedger
import AuditModel
import AuditSystem

extension Command {
  static let measures = Command(
    "measures",
    summary: LocalizedText(
      vi: "theo dõi biện pháp khắc phục: thêm, đổi trạng thái, xem quá hạn",
      en: "follow corrective measures: add, set a status, see what is overdue"),
    details: LocalizedText(
      vi:
        "VIỆC là list (mặc định), add, set MÃ, show MÃ. Trạng thái: new (mới), in-progress (đang xử lý), to-verify (chờ xác minh), done (hoàn thành), withdrawn (không thực hiện). Mỗi lần đổi là một dòng mới trong sổ; dòng cũ còn nguyên. Đừng ghi tên hay số của công dân vào đây.",
      en:
        "ACTION is list (the default), add, set ID, show ID. A status is new, in-progress, to-verify, done or withdrawn. Each change is a new row of the ledger, and the old ones stay. Write no citizen's name or number here."
    ),
    positionals: [
      Positional(
        LocalizedText(vi: "VIỆC", en: "ACTION"),
        help: LocalizedText(vi: "list, add, set hoặc show", en: "list, add, set or show"),
        optional: true),
      Positional(
        LocalizedText(vi: "MÃ", en: "ID"),
        help: LocalizedText(
          vi: "mã biện pháp, của set và show", en: "the measure's id, of set and show"),
        optional: true),
    ],
    options: [
      .ledger,
      Option(
        "id", valueName: LocalizedText(vi: "MÃ", en: "ID"),
        help: LocalizedText(
          vi:
            "mã của biện pháp được thêm, như trong báo cáo (mặc định: BP- và số thứ tự trong sổ, như BP-05 khi sổ đã có bốn)",
          en:
            "of a measure that is added, as the report has it (default: BP- and its place in the ledger, such as BP-05 where there are four)"
        )),
      Option(
        "title", valueName: LocalizedText(vi: "NỘI_DUNG", en: "TEXT"),
        help: LocalizedText(vi: "việc phải làm", en: "what is to be done")),
      Option(
        "unit", valueName: LocalizedText(vi: "ĐƠN_VỊ", en: "UNIT"),
        help: LocalizedText(vi: "đơn vị chịu trách nhiệm", en: "who answers for it")),
      Option(
        "rule", valueName: LocalizedText(vi: "QUY_TẮC", en: "RULE"),
        help: LocalizedText(
          vi: "mã quy tắc mà biện pháp khắc phục", en: "id of a rule whose findings it mends"),
        repeatable: true),
      Option(
        "deadline", valueName: LocalizedText(vi: "NGÀY", en: "DAY"),
        help: LocalizedText(vi: "ngày cuối cùng phải xong", en: "the last day to be done by")),
      Option(
        "working-days", valueName: LocalizedText("N"),
        help: LocalizedText(
          vi: "thời hạn là N ngày làm việc kể từ hôm nay, theo bảng ngày nghỉ trong registers",
          en: "the deadline is N working days from today, by the table of days off in registers")),
      .root, .rulesFolder,
      Option(
        "status", choices: CorrectiveMeasure.Status.allCases.map(\.rawValue),
        help: LocalizedText(
          vi: "trạng thái mới; với list: chỉ những biện pháp ở trạng thái này",
          en: "the new status; of list: those with this one only")),
      Option(
        "run", valueName: LocalizedText(vi: "LẦN", en: "RUN"),
        help: LocalizedText(
          vi: "số của lần kiểm tra mà biện pháp trả lời",
          en: "number of the inspection that it answers")),
      Option(
        "note", valueName: LocalizedText(vi: "GHI_CHÚ", en: "TEXT"),
        help: LocalizedText(vi: "ghi chú kèm theo", en: "a remark to go with it")),
      Option(
        "overdue",
        help: LocalizedText(
          vi: "chỉ liệt kê biện pháp đã quá hạn mà chưa xong",
          en: "list only those whose day has passed and that are not done")),
      .now,
      Option(
        "format", choices: ["text", "json"],
        help: LocalizedText(vi: "dạng in ra", en: "how it is printed"), default: "text"),
    ],
    examples: [
      Example(
        "soat measures add --title 'Bổ sung số' --unit 'Ban A' --deadline 2027-03-31",
        LocalizedText(vi: "thêm một biện pháp", en: "add a measure")),
      Example(
        "soat measures set BP-01 --status in-progress --note 'Công văn 12/UBND'",
        LocalizedText(vi: "đổi trạng thái", en: "set a status")),
      Example(
        "soat measures --overdue",
        LocalizedText(vi: "biện pháp quá hạn hôm nay", en: "what is overdue today")),
    ]
  ) { arguments, context in
    let context = try arguments.settingNow(context)
    let ledger = try arguments.openLedger()
    let action = MeasureAction(arguments: arguments, context: context, ledger: ledger)
    let name = arguments.positionals.first ?? "list"
    if name != "add" { try action.requireNothingOfAdding() }
    switch name {
    case "list":
      try action.requireNoID()
      try action.list()
    case "add":
      try action.requireNoID()
      try action.add()
    case "set": try action.set()
    case "show": try action.show()
    case let other: throw action.unknown(other)
    }
    return .done
  }
}

/// What the command does, with what it was given.
private struct MeasureAction {
  let arguments: ParsedArguments
  let context: CommandContext
  let ledger: Ledger

  func list() throws {
    let day = context.today
    let status = arguments.value("status").flatMap(CorrectiveMeasure.Status.init(rawValue:))
    let measures = try ledger.measureHistories().filter { history in
      (!arguments.flag("overdue") || history.measure.isOverdue(on: day))
        && (status == nil || history.measure.status == status)
    }
    let view = MeasuresView(measures: measures, day: day)
    try arguments.value("format") == "json"
      ? context.output.write(view.json) : context.output.write(view.text(context.language))
  }

  func add() throws {
    for name in ["title", "unit"] where !arguments.wasGiven(name) {
      throw Diagnostic(
        "usage.missing-option",
        LocalizedText(vi: "thiếu tùy chọn '--\(name)'", en: "the option '--\(name)' is missing"),
        hint: ArgumentParser.seeHelp("measures"))
    }
    let measure = CorrectiveMeasure(
      id: try text("id") ?? "", title: try text("title") ?? "", unit: try text("unit") ?? "",
      rules: try rules() ?? [], deadline: try deadline(),
      status: status ?? .new, statusDate: context.today)
    try say(
      ledger.add(
        measure, run: arguments.integer("run", in: 1...1_000_000), note: text("note") ?? "",
        recorded: context.now.iso))
  }

  func set() throws {
    let id = try id()
    let (title, unit, rules) = (try text("title"), try text("unit"), try rules())
    let deadline = try deadline()
    let note = try text("note") ?? ""
    guard
      title != nil || unit != nil || rules != nil || deadline != nil || status != nil
        || !note.isEmpty
    else {
      throw Diagnostic(
        "usage.missing-option",
        LocalizedText(
          vi: "chưa nêu đổi gì: --status, --deadline, --unit, --title, --rule hoặc --note",
          en: "say what is to change: --status, --deadline, --unit, --title, --rule or --note"),
        hint: ArgumentParser.seeHelp("measures"))
    }
    let day = context.today
    let changed = try ledger.change(id, note: note, recorded: context.now.iso) { measure in
      measure.title = title ?? measure.title
      measure.unit = unit ?? measure.unit
      measure.rules = rules ?? measure.rules
      measure.deadline = deadline ?? measure.deadline
      guard let status, status != measure.status else { return }
      measure.status = status
      measure.statusDate = day
    }
    try say(changed)
  }

  func show() throws {
    let id = try id()
    let all = try ledger.measureHistories()
    guard let history = all.first(where: { $0.measure.id == id }) else {
      throw try ledger.unknownMeasure(id)
    }
    let view = MeasuresView(measures: [history], day: context.today)
    try arguments.value("format") == "json"
      ? context.output.write(view.json) : context.output.write(view.history(context.language))
  }

  private func deadline() throws -> CivilDate? {
    let day = try arguments.date("deadline")
    guard let count = try arguments.integer("working-days", in: 1...10_000) else { return day }
    guard day == nil else {
      throw Diagnostic(
        "usage.unfit-option",
        LocalizedText(
          vi: "chỉ một trong hai: --deadline, --working-days",
          en: "only one of --deadline and --working-days"),
        hint: ArgumentParser.seeHelp("measures"))
    }
    var folders = arguments.values("rules-folder")
    if let more = context.environment["SOAT_RULES"], !more.isEmpty { folders.append(more) }
    folders.append(FilePath.join(arguments.value("root") ?? ".", "rules"))
    let found = try WorkingDays(folders: folders).day(count, after: context.today)
    if let warning = found.warning { context.console.warn(warning) }
    return found.day
  }

  private func say(_ measure: CorrectiveMeasure) throws {
    let status = measure.status.title[context.language]
    try context.output.write(Terminal.safe("\(measure.id): \(status)") + "\n")
  }

  private var status: CorrectiveMeasure.Status? {
    arguments.value("status").flatMap(CorrectiveMeasure.Status.init(rawValue:))
  }

  /// Nil where the option was not given; without spaces around it, on one line, and not blank unless it is a remark.
  private func text(_ name: String) throws(Diagnostic) -> String? {
    guard let given = arguments.value(name) else { return nil }
    let value = trimmed(given)
    guard !value.isEmpty || name == "note" else {
      throw arguments.bad(
        name, given.utf8.contains { $0 < 0x20 } ? "…" : String(given.prefix(20)),
        LocalizedText(vi: "không có chữ nào", en: "is blank"))
    }
    guard value.utf8.count <= 1_000, !value.utf8.contains(where: { $0 < 0x20 }) else {
      throw arguments.bad(
        name, String(value.prefix(20)) + "…",
        LocalizedText(
          vi: "phải ở trên một dòng, không quá 1000 byte",
          en: "must be one line of 1000 bytes at most"))
    }
    return value
  }

  private func trimmed(_ text: String) -> String {
    var rest = Substring(text)
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }

  /// Nil where none was given.
  ///
  /// One that no inspection had may be a slip, or a rule of the next one: it is taken, and said.
  private func rules() throws -> [String]? {
    guard arguments.wasGiven("rule") else { return nil }
    let rules = arguments.values("rule").map(trimmed).filter { !$0.isEmpty }
    for rule in rules where rule.utf8.contains(where: { $0 < 0x20 }) {
      throw arguments.bad(
        "rule", "…", LocalizedText(vi: "không phải mã quy tắc", en: "is no rule's id"))
    }
    for rule in rules where try !ledger.knows(rule: rule) {
      context.console.warn(
        LocalizedText(
          vi: "không lần kiểm tra nào trong sổ có quy tắc '\(rule)'",
          en: "no inspection of the ledger has a rule '\(rule)'"),
        hint: LocalizedText(
          vi:
            "`soat report --format json` có mã của mọi quy tắc; gõ sai thì sửa bằng `soat measures set MÃ --rule …`",
          en:
            "`soat report --format json` has the ids of all rules; mend a slip by `soat measures set ID --rule …`"
        ))
    }
    return rules
  }

  private func id() throws(Diagnostic) -> String {
    guard arguments.positionals.count > 1 else {
      throw Diagnostic(
        "usage.missing-argument",
        LocalizedText(vi: "thiếu mã biện pháp", en: "the measure's id is missing"),
        hint: ArgumentParser.seeHelp("measures"))
    }
    return arguments.positionals[1]
  }

  func requireNothingOfAdding() throws(Diagnostic) {
    for name in ["run", "id"] where arguments.wasGiven(name) {
      throw Diagnostic(
        "usage.unfit-option",
        LocalizedText(
          vi: "'--\(name)' chỉ dùng khi thêm biện pháp",
          en: "'--\(name)' is for adding a measure only"),
        hint: ArgumentParser.seeHelp("measures"))
    }
  }

  func requireNoID() throws(Diagnostic) {
    guard arguments.positionals.count > 1 else { return }
    throw Diagnostic(
      "usage.unexpected-argument",
      LocalizedText(
        vi: "thừa đối số '\(arguments.positionals[1])'",
        en: "there is an argument too many: '\(arguments.positionals[1])'"),
      hint: ArgumentParser.seeHelp("measures"))
  }

  func unknown(_ action: String) -> Diagnostic {
    Diagnostic(
      "usage.bad-value",
      LocalizedText(
        vi: "'\(action)' không có trong: list, add, set, show",
        en: "'\(action)' is none of: list, add, set, show"),
      hint: ArgumentParser.seeHelp("measures"))
  }
}
