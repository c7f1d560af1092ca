import AuditModel
import AuditRules

/// What `explain` prints of named formats.
extension RuleManual {
  private func word(_ vi: String, _ en: String) -> String {
    LocalizedText(vi: vi, en: en)[language]
  }

  var formatOverview: [String] {
    let width = ValueFormat.all.map(\.name.utf8.count).max() ?? 0
    return [word("Định dạng có tên (format):", "Named formats (format):")]
      + ValueFormat.all.map { format in
        let gap = String(repeating: " ", count: width - format.name.utf8.count)
        return "  \(format.name)\(gap)  \(format.title[language])"
      }
  }

  var allFormats: String {
    "# " + word("Các định dạng có tên", "Named formats") + "\n\n"
      + ValueFormat.all.map { page(of: $0) }.joined(separator: "\n")
  }

  func page(of format: ValueFormat) -> String {
    var lines = [
      "## \(format.name) - \(format.title[language])", "", format.algorithm[language], "",
    ]
    lines.append(word("Căn cứ: ", "Basis: ") + format.basis[language])
    if let doubt = format.doubt {
      lines.append(word("Chưa chắc: ", "Uncertain: ") + doubt[language])
    }
    lines.append(
      word("Kiểu trường: ", "Field types: ")
        + format.types.map(\.rawValue).joined(separator: ", "))
    lines.append(word("Khi sai, báo: ", "Says of a finding: ") + format.fault[language])
    lines += ["", word("Đúng:", "Valid:"), "", "```"] + format.valid + ["```", ""]
    lines += [
      word(
        "Sai, và điều lời báo nói thêm:", "Not valid, and what the finding adds:"), "", "```",
    ]
    let width = format.invalid.map(\.text.unicodeScalars.count).max() ?? 0
    for value in format.invalid {
      let gap = String(repeating: " ", count: width - value.text.unicodeScalars.count)
      let damage = format.damages.first { $0.name == value.damage }
      lines.append(value.text + (damage.map { "\(gap)  \($0.message[language])" } ?? ""))
    }
    return (lines + ["```"]).joined(separator: "\n") + "\n"
  }
}
