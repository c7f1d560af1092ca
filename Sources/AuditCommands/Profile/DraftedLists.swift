import AuditModel
import AuditReports
import AuditRules

/// What a draft says of code lists and of formats.
extension PackDraft {
  /// The declarations of the lists that rules use.
  func declaredLists(_ used: [ShippedList]) -> [String] {
    var lines: [String] = []
    for list in lists(used) {
      guard let path = listPaths[list.spec.name] else { continue }
      lines.append("    \(PackDraft.json(list.spec.name)): \(list.declaration(path)),")
    }
    guard !lines.isEmpty else { return [] }
    let words = say(
      "danh mục của gói \(ShippedList.pack)", "code lists of the pack \(ShippedList.pack)")
    return PackDraft.comments([words], indent: 2) + ["  \"codeLists\": {"] + lines + ["  },"]
  }

  /// Each once, by name.
  private func lists(_ used: [ShippedList]) -> [ShippedList] {
    let named = Dictionary(used.map { ($0.spec.name, $0) }) { first, _ in first }
    return named.values.sorted { $0.spec.name < $1.spec.name }
  }

  func remarks(on variant: CodeVariant) -> [String] {
    var remarks: [String] = []
    if let day = variant.day {
      remarks.append(
        say(
          "mã của danh mục '\(variant.list.spec.name)' có hiệu lực ngày \(day.vietnamese): khớp hơn ngày chốt",
          "codes of the list '\(variant.list.spec.name)' in force on \(day.iso): they fit better than those of the cut-off day"
        ))
    }
    if variant.acceptsPast {
      remarks.append(
        say(
          "lẫn mã còn và hết hiệu lực của danh mục '\(variant.list.spec.name)': nên chuyển sang mã mới rồi bỏ accept",
          "codes of the list '\(variant.list.spec.name)' that are and are no longer in force: convert them, then drop accept"
        ))
    }
    if let name = variant.name {
      remarks.append(
        say("tên đi cùng mã ở trường \(name)", "the name that goes with the code is in \(name)"))
    }
    if let parent = variant.parent {
      remarks.append(say("mã cấp trên ở trường \(parent)", "the parent code is in \(parent)"))
    }
    return remarks
  }

  /// Said where the format is not drafted itself.
  func remark(on format: FormatShare) -> String {
    let (count, total) = (numbers.count(format.count), numbers.count(format.total))
    let sample = format.isSample ? say(" của mẫu", " of the sample") : ""
    return say(
      "\(count) / \(total) giá trị\(sample) đúng định dạng \(format.name)",
      "\(count) / \(total) values\(sample) are of the format \(format.name)")
  }
}
