import AuditModel
import AuditReports
import AuditRules
import AuditScoring
import AuditSystem
import AuditText

/// What a project's inspection goes by, found in the folders of rules: profile, way of scoring, agencies, days off.
struct LegalFrame {
  var profile = LegalProfile.none
  /// The file the profile was read from, which a ledger keeps; nil where there is none.
  var profileBytes: [UInt8]?
  var policy = ScoringPolicy.standard
  var holidays = HolidayTable()
  /// The file the days off were read from; nil where there is none.
  var holidayBytes: [UInt8]?
  var details = DocumentDetails()
  /// What a legal officer should know before anything is issued.
  var warnings: [LocalizedText] = []
}

/// Reads profiles (`profiles/`) and registers (`registers/`) of the folders of rules.
struct LegalLoader {
  let folders: [String]
  let limits: Limits
  private var profiles: [LegalProfile] = []
  /// The profiles' files, by id.
  private var files: [String: [UInt8]] = [:]
  private var agencies: [AgencyRegister.Agency] = []
  private var holidays = HolidayTable()
  private var holidayBytes: [UInt8]?
  private var mistakes: [Diagnostic] = []

  init(folders: [String], limits: Limits) {
    self.folders = folders
    self.limits = limits
  }

  /// - `profile`: named on the command line; comes before the project's own.
  /// - `needsProfile`: that there is none at all is worth a word.
  mutating func load(
    for project: LoadedProject, profile named: String? = nil, needsProfile: Bool = true
  ) throws -> LegalFrame {
    for folder in folders { try readFolder(folder) }
    if !mistakes.isEmpty { throw Diagnostics(mistakes) }
    let spec = project.spec.document
    let end = project.spec.periodTo ?? project.date
    var frame = LegalFrame()
    frame.holidays = holidays
    frame.holidayBytes = holidayBytes
    let wanted =
      named.map {
        Located(value: $0, location: SourceLocation(file: "--profile", line: 0, column: 0))
      } ?? spec.profile
    if let wanted {
      frame.profile = try profile(wanted, use: .legal)
    } else if let chosen = LegalProfile.chosen(among: profiles, on: end) {
      frame.profile = chosen
    } else if needsProfile || !profiles.isEmpty {
      frame.warnings.append(.noProfile(end))
    }
    frame.profileBytes = files[frame.profile.id]
    frame.warnings += Self.mismatches(frame.profile, periodEnd: end, date: project.date)
    let scoring = try spec.scoring.map { try profile($0, use: .scoring) } ?? frame.profile
    frame.policy = ScoringPolicy(scoring) ?? .standard
    frame.details = try details(spec, on: project.date, &frame.warnings)
    return frame
  }

  private mutating func readFolder(_ folder: String) throws {
    let inner = FilePath.join(folder, "profiles")
    if FileTree.kind(of: inner) == .folder {
      for path in try FileTree.allFiles(under: inner, ending: ".json") { try readProfile(path) }
    }
    let registers = FilePath.join(folder, "registers")
    guard FileTree.kind(of: registers) == .folder else { return }
    for path in try FileTree.allFiles(under: registers, ending: ".json") {
      try readRegister(path)
    }
  }

  private mutating func readProfile(_ path: String) throws {
    let bytes = try InputFile.contents(of: path, limit: limits.ruleFileBytes)
    guard LegalProfile.isProfile(bytes) else { return }
    do {
      var profile = try LegalProfile.read(bytes, file: path, limits: limits)
      guard !profiles.contains(where: { $0.id == profile.id }) else { return }
      profile.material = MaterialDescription(
        id: profile.id, version: profile.version, title: profile.title,
        path: FilePath.name(of: path), sha256: SHA256.hex(digestOf: bytes),
        count: profile.texts.count)
      profiles.append(profile)
      files[profile.id] = bytes
    } catch {
      mistakes += error.all
    }
  }

  private mutating func readRegister(_ path: String) throws {
    let bytes = try InputFile.contents(of: path, limit: limits.ruleFileBytes)
    do {
      switch RegisterForm.of(bytes) {
      case .agencies:
        let found = try AgencyRegister.read(bytes, file: path, limits: limits).agencies
        agencies += found.filter { agency in !agencies.contains { $0.id == agency.id } }
      case .holidays where holidays.from == nil && holidays.daysOff.isEmpty:
        holidays = try HolidayTable.read(bytes, file: path, limits: limits)
        holidayBytes = bytes
      case .holidays, nil: break
      }
    } catch {
      mistakes += error.all
    }
  }

  private func profile(_ name: Located<String>, use: LegalProfile.Use) throws -> LegalProfile {
    let fitting = profiles.filter { $0.use == use }
    if let found = fitting.first(where: { $0.id == name.value }) { return found }
    throw Diagnostic.notFound(
      LocalizedText(vi: "hồ sơ", en: "profile"), "rule-file.unknown-profile", name,
      among: fitting.map(\.id))
  }

  /// Why the profile may not be the one to cite.
  private static func mismatches(
    _ profile: LegalProfile, periodEnd: CivilDate, date: CivilDate
  ) -> [LocalizedText] {
    guard !profile.id.isEmpty else { return [] }
    var warnings: [LocalizedText] = []
    if !profile.isInForce(on: periodEnd) {
      warnings.append(.notInForce(profile, on: periodEnd, isPeriod: true))
    } else if !profile.isInForce(on: date) {
      warnings.append(.notInForce(profile, on: date, isPeriod: false))
    }
    return warnings
  }

  private func details(
    _ spec: ProjectSpec.Document, on date: CivilDate, _ warnings: inout [LocalizedText]
  ) throws -> DocumentDetails {
    var details = spec.details
    details.superior = try spec.superior.map { try name($0, on: date, &warnings) }
    details.recipients = try spec.recipients.map { try name($0, on: date, &warnings) }
    return details
  }

  /// The name as it is on that day, of whoever does the work then.
  private func name(
    _ name: ProjectSpec.AgencyName, on date: CivilDate, _ warnings: inout [LocalizedText]
  ) throws -> String {
    guard case .id(let id) = name else {
      if case .text(let text) = name { return text }
      return ""
    }
    let register = AgencyRegister(agencies: agencies)
    guard let found = register.agency(id.value, on: date) else {
      throw Diagnostic.notFound(
        LocalizedText(vi: "cơ quan", en: "agency"), "rule-file.unknown-agency", id,
        among: agencies.map(\.id))
    }
    if found.id != id.value, let named = register[id.value] {
      warnings.append(
        LocalizedText(
          vi:
            "vào ngày \(date.vietnamese), '\(named.name.vi)' là '\(found.name.vi)': báo cáo ghi tên này",
          en:
            "on \(date.vietnamese) '\(named.name.en)' is '\(found.name.en)': the report has that name"
        ))
    }
    return found.name.vi
  }
}

extension LocalizedText {
  fileprivate static func noProfile(_ day: CivilDate) -> LocalizedText {
    LocalizedText(
      vi:
        "không có hồ sơ pháp lý nào cho kỳ kết thúc ngày \(day.vietnamese) trong các thư mục quy tắc: báo cáo không nêu căn cứ",
      en:
        "the folders of rules have no legal profile for a period that ends on \(day.vietnamese): the report cites no legal basis"
    )
  }

  fileprivate static func notInForce(
    _ profile: LegalProfile, on day: CivilDate, isPeriod: Bool
  ) -> LocalizedText {
    let what =
      isPeriod
      ? LocalizedText(vi: "ngày cuối của kỳ", en: "the last day of the period")
      : LocalizedText(vi: "ngày của báo cáo", en: "the day of the report")
    return LocalizedText(
      vi:
        "hồ sơ pháp lý '\(profile.id)' không có hiệu lực vào \(what.vi), \(day.vietnamese): đối chiếu căn cứ trước khi ban hành",
      en:
        "the legal profile '\(profile.id)' is not in force on \(what.en), \(day.vietnamese): settle the legal basis before issue"
    )
  }
}

extension Diagnostic {
  fileprivate static func notFound(
    _ what: LocalizedText, _ code: String, _ name: Located<String>, among known: [String]
  ) -> Diagnostic {
    let meant = EditDistance.closest(to: name.value, among: known)
    let list = known.sorted().prefix(20).joined(separator: ", ")
    return Diagnostic(
      code,
      LocalizedText(
        vi: "không có \(what.vi) '\(name.value)' dùng được ở đây",
        en: "there is no \(what.en) '\(name.value)' that serves here"),
      at: name.location,
      hint: meant.map {
        LocalizedText(vi: "có phải là '\($0)'?", en: "did you mean '\($0)'?")
      } ?? LocalizedText(vi: "hiện có: \(list)", en: "there are: \(list)"))
  }
}
