import AuditLedger
import AuditModel
import AuditReports
import AuditRules
import AuditSystem

/// The official documents of an inspection that the ledger has kept, made again.
struct KeptDocuments {
  static let detailsName = "details.json"
  static let holidaysName = "holidays.json"

  let input: OfficialInput
  /// What the ledger does not have of what they need.
  let missing: [LocalizedText]

  /// `kinds`: what is to be made, since not every document needs everything.
  init(_ kept: KeptReport, of run: LedgerRun, in ledger: Ledger, for kinds: [DocumentKind]) throws {
    let place = "\(ledger.path)#\(run.number)"
    var missing: [LocalizedText] = []
    let details = try ledger.document(KeptDocuments.detailsName, of: run).map {
      try DetailsFile.read($0, file: place)
    }
    if details == nil { missing.append(.noDetails(run.number)) }
    let holidays = try ledger.document(KeptDocuments.holidaysName, of: run).map {
      try HolidayTable.read($0, file: place)
    }
    if details == nil, holidays == nil { missing.append(.noHolidays(run.number)) }
    if kept.profile.id.isEmpty, kept.result.profile != nil {
      missing.append(.noProfile(run.number))
    } else if kinds.contains(.plan), kept.profile.steps.isEmpty, !kept.profile.id.isEmpty {
      // Earlier versions of the program, and profiles written for them, know of no steps.
      missing.append(.noSteps(run.number))
    }
    var input = OfficialInput(
      result: kept.result, scores: kept.scores, profile: kept.profile,
      details: details?.details ?? DocumentDetails(), holidays: holidays ?? HolidayTable(),
      warnings: details?.warnings ?? [])
    try input.follow(run, in: ledger)
    self.input = input
    self.missing = missing
  }

  /// What an inspection leaves in the ledger for them.
  static func entries(_ legal: LegalFrame) -> [LedgerEntry.Document] {
    let details = DetailsFile(details: legal.details, warnings: legal.warnings)
    var entries = [LedgerEntry.Document(name: detailsName, bytes: details.bytes)]
    if let bytes = legal.holidayBytes {
      entries.append(LedgerEntry.Document(name: holidaysName, bytes: bytes))
    }
    return entries
  }
}

extension OfficialInput {
  /// What the ledger knew when the inspection was recorded: the one before it, and the measures as they stood.
  mutating func follow(_ run: LedgerRun, in ledger: Ledger) throws {
    comparison = try ledger.predecessor(of: run).map {
      try ledger.comparison(earlier: $0.number, later: run.number)
    }
    measures = try ledger.measures(asOf: run)
  }
}

extension LocalizedText {
  fileprivate static func noDetails(_ number: Int) -> LocalizedText {
    LocalizedText(
      vi:
        "sổ không giữ phần \"document\" của lần kiểm tra số \(number): nơi gửi, người ký, đơn vị phụ trách để trống",
      en:
        "the ledger has no \"document\" of inspection \(number): whom it goes to, who signs and who answers are left blank"
    )
  }

  fileprivate static func noHolidays(_ number: Int) -> LocalizedText {
    LocalizedText(
      vi:
        "sổ không giữ bảng ngày nghỉ của lần kiểm tra số \(number): thời hạn chỉ trừ thứ bảy, chủ nhật",
      en: "the ledger has no days off of inspection \(number): deadlines leave out weekends alone")
  }

  fileprivate static func noSteps(_ number: Int) -> LocalizedText {
    LocalizedText(
      vi:
        "hồ sơ pháp lý mà sổ giữ của lần kiểm tra số \(number) không có các bước (\"steps\"): kế hoạch không có bảng tiến độ",
      en:
        "the legal profile that the ledger has of inspection \(number) has no \"steps\": the plan has no schedule"
    )
  }

  fileprivate static func noProfile(_ number: Int) -> LocalizedText {
    LocalizedText(
      vi: "sổ không giữ hồ sơ pháp lý của lần kiểm tra số \(number): văn bản không nêu căn cứ",
      en: "the ledger has no legal profile of inspection \(number): no legal basis is cited")
  }
}
