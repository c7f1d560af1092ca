import AuditModel
import AuditRules
import AuditSystem

/// Deadlines in working days, by the table of days off that the folders of rules have.
struct WorkingDays {
  let folders: [String]

  /// The day that many working days after another, and what to be told where the days off are not known to that end.
  func day(_ count: Int, after start: CivilDate) throws -> (
    day: CivilDate, warning: LocalizedText?
  ) {
    let table = try holidays()
    guard let day = (table ?? HolidayTable()).day(count, workingDaysAfter: start) else {
      throw Diagnostic(
        "usage.bad-value",
        LocalizedText(
          vi: "không có ngày nào sau \(count) ngày làm việc",
          en: "there is no day so many working days on"))
    }
    guard let table else { return (day, .weekendsOnly) }
    return (day, table.isConfirmed(from: start, to: day) ? nil : .notAnnounced(day))
  }

  private func holidays() throws -> HolidayTable? {
    for folder in folders {
      let inner = FilePath.join(folder, "registers")
      guard FileTree.kind(of: inner) == .folder else { continue }
      for path in try FileTree.allFiles(under: inner, ending: ".json") {
        let bytes = try InputFile.contents(of: path, limit: Limits().ruleFileBytes)
        guard case .holidays = RegisterForm.of(bytes) else { continue }
        return try HolidayTable.read(bytes, file: path)
      }
    }
    return nil
  }
}

extension LocalizedText {
  fileprivate static let weekendsOnly = LocalizedText(
    vi: "không thấy bảng ngày nghỉ trong các thư mục quy tắc: chỉ trừ thứ bảy, chủ nhật",
    en: "the folders of rules have no table of days off: weekends alone are left out")

  fileprivate static func notAnnounced(_ day: CivilDate) -> LocalizedText {
    LocalizedText(
      vi: "lịch nghỉ đến ngày \(day.vietnamese) chưa được công bố đủ: kiểm tra lại thời hạn",
      en: "days off up to \(day.vietnamese) are not all announced: look at the deadline again")
  }
}
