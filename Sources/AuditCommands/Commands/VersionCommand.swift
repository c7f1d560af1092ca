import AuditModel
import AuditSystem
import AuditText

extension Command {
  static let version = Command(
    "version",
    summary: LocalizedText(
      vi: "in phiên bản và các định dạng tệp đọc, ghi được",
      en: "print the version and the file formats it speaks"),
    options: [
      Option(
        "format", choices: ["text", "json"],
        help: LocalizedText(vi: "dạng in ra", en: "how it is printed"), default: "text")
    ]
  ) { arguments, context in
    let formats = [Version.projectFormat, Version.rulesFormat, Version.resultFormat]
    if arguments.value("format") == "json" {
      var json = JSONWriter(indented: true)
      json.object { json in
        json.member("name", "soat")
        json.member("version", Version.tool)
        json.member("formats", formats)
      }
      try context.output.write(json.finish())
    } else {
      try context.output.write("soat \(Version.tool)\n" + formats.map { "  \($0)\n" }.joined())
    }
    return .done
  }
}
