import AuditEngine
import AuditModel
import AuditReports
import AuditSystem

extension Command {
  static let profile = Command(
    "profile",
    summary: LocalizedText(
      vi: "kiểm kê dữ liệu: mỗi trường chứa gì", en: "take the inventory of a dataset's fields"),
    details: LocalizedText(
      vi:
        "Với mỗi trường: kiểu tìm thấy, tỷ lệ trống, số giá trị khác nhau, nhỏ nhất, lớn nhất, độ dài, giá trị hay gặp, mẫu ký tự, dạng chữ, danh mục phù hợp (điểm a khoản 2 Điều 16 Nghị định 47/2020/NĐ-CP). Số đếm chính xác; chỗ ước lượng có dấu ≈ và sai số. Giá trị có thể là dữ liệu cá nhân được che.",
      en:
        "For each field: the type found, blank share, distinct values, minimum, maximum, lengths, frequent values, patterns of characters, form of text, fitting code list. Counts are exact; estimates are marked ≈ with their error. Values that may be personal are masked."
    ),
    positionals: [SourceProfiling.file],
    options: [
      Option(
        "format", choices: ["text", "json", "html"],
        help: LocalizedText(vi: "dạng kết quả", en: "the form of the result"), default: "text"),
      Option(
        "output", short: "o", valueName: LocalizedText(vi: "TỆP", en: "FILE"),
        help: LocalizedText(
          vi: "ghi vào tệp này thay vì in ra; tên .html, .json chọn luôn dạng",
          en: "write to this file instead of printing; .html and .json in its name choose the form")
      ),
      .showValues, .date,
    ] + SourceProfiling.options,
    examples: [
      Example(
        "soat profile cong_dan.csv", LocalizedText(vi: "in ra màn hình", en: "print it")),
      Example(
        "soat profile cong_dan.csv -o kiem-ke.html",
        LocalizedText(vi: "trang HTML có hình, in được", en: "an HTML page with pictures")),
      Example(
        "soat profile du_lieu.db --table ho_gia_dinh --format json",
        LocalizedText(vi: "JSON cho chương trình khác", en: "JSON for programs")),
    ]
  ) { arguments, context in
    let path = arguments.positionals[0]
    let showsValues = arguments.flag("show-values")
    let target = arguments.value("output")
    if let target { try arguments.refuseReplacing(target, option: "output") }
    let format = arguments.profileFormat(target)
    if showsValues, target == nil, format != "text" {
      throw Diagnostic(
        "usage.missing-option",
        LocalizedText(
          vi: "--show-values với --format \(format) cần --output, để chỉ người chạy đọc được",
          en: "--show-values with --format \(format) needs --output, so that only you can read it"),
        hint: LocalizedText("--output kiem-ke.\(format)"))
    }
    let file = try target.map {
      try OutputFile($0, access: showsValues ? .ownerOnly : .shared)
    }
    let date = try arguments.date("date") ?? context.today
    let profiling = SourceProfiling(arguments: arguments, context: context)
    let outcome = try profiling.run(profiling.shippedLists())
    let profile = outcome.profile(
      name: SourceProfiling.name(of: path), date: date, showsValues: showsValues)
    let bytes: [UInt8] =
      switch format {
      case "json": ProfileFile.write(profile)
      case "html": ProfilePage.render(profile, context.language)
      default:
        Array(
          ProfileText.text(profile, context.language, target == nil ? context.terminal : .none).utf8
        )
      }
    if let file {
      try file.write(bytes)
      try file.commit()
    } else {
      try context.output.write(bytes)
    }
    if let fault = outcome.fault {
      context.console.report([fault])
      return .source
    }
    return .done
  }
}

extension ParsedArguments {
  /// The form asked for; the output's name says it where the option does not.
  fileprivate func profileFormat(_ target: String?) -> String {
    let asked = value("format") ?? "text"
    guard !wasGiven("format"), let target else { return asked }
    for format in ["html", "json"] where target.hasSuffix("." + format) { return format }
    return asked
  }
}
