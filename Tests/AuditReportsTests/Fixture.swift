import AuditModel
import AuditScoring

/// An invented inspection of an invented department: three resources, some forty rules.
enum Fixture {
  static let result: InspectionResult = {
    var result = inspection
    result.addExceptions()
    return result
  }()

  private static let inspection = InspectionResult(
    toolVersion: "2026.1.0", agencyID: "H00.99",
    agencyName: LocalizedText(
      vi: "Sở Khoa học và Công nghệ tỉnh Hoa Ban",
      en: "Department of Science and Technology of Hoa Ban Province"),
    periodFrom: CivilDate(iso: "2025-12-15"), periodTo: CivilDate(iso: "2026-12-14"),
    date: day,
    packs: [
      MaterialDescription(
        id: "vn.chung", version: "2026.1.0",
        title: LocalizedText(vi: "Quy tắc dùng chung", en: "Common rules"),
        path: "rules/chung.json", sha256: digest("a1"), count: 12),
      MaterialDescription(
        id: "vn.ho-tich", version: "2026.1.2",
        title: LocalizedText(vi: "Cơ sở dữ liệu hộ tịch", en: "Civil status register"),
        path: "rules/ho-tich.json", sha256: digest("b2"), count: 31),
    ],
    codeLists: [
      MaterialDescription(
        id: "don-vi-hanh-chinh", version: "QĐ 19/2025/QĐ-TTg",
        title: LocalizedText(vi: "Đơn vị hành chính", en: "Administrative units"),
        path: "codelists/don-vi-hanh-chinh.csv", sha256: digest("c3"), count: 3_321)
    ],
    resources: [births, marriages, households])

  static let scores = Scoring.scorecard(of: result)

  static func digest(_ two: String) -> String { String(repeating: two, count: 32) }

  private static let day = civilDate(2026, 12, 15)

  private static func civilDate(_ year: Int, _ month: Int, _ day: Int) -> CivilDate {
    guard let date = CivilDate(year: year, month: month, day: day) else {
      preconditionFailure("no day \(year)-\(month)-\(day)")
    }
    return date
  }

  static let examples: [FindingExample] = {
    var all: [FindingExample] = []
    for number in 1...10 {
      all.append(
        FindingExample(
          resource: "khai_sinh", ruleID: "HT-001", record: number * 1_137, line: number * 1_137 + 1,
          field: "so_dinh_danh", key: "•••••••••0\(number % 10)1", value: "",
          expected: "có giá trị", message: message("Số định danh để trống")))
      all.append(
        FindingExample(
          resource: "khai_sinh", ruleID: "HT-011", record: number * 211, line: number * 211 + 1,
          field: "ma_xa", key: "•••••••••0\(number % 10)2", value: "2154\(number % 10)",
          expected: "mã đang có hiệu lực tại ngày đăng ký, trong danh mục đơn vị hành chính",
          message: message("Mã xã đã hết hiệu lực từ 01/7/2025, mã thay thế: 21550")))
    }
    all.append(
      FindingExample(
        resource: "ho_gia_dinh", ruleID: "HG-006", record: 7, line: 9, field: "<b>ghi_chu</b>",
        key: "\u{202E}cod.exe", value: "<script>alert('x')</script>\u{0}\u{7}\"&",
        expected: String(repeating: "dài ", count: 200), message: message("]]> <!-- -->")))
    return all
  }()

  static func message(_ text: String) -> LocalizedText { LocalizedText(vi: text, en: text) }
}

extension Fixture {
  private static let law = LegalReference(
    id: "LHT-16",
    cite: LocalizedText(
      vi: "Điều 16 Luật Hộ tịch số 60/2014/QH13 ngày 20/11/2014",
      en: "Article 16 of the Law on Civil Status 60/2014/QH13"))
  private static let lists = LegalReference(
    id: "QD-19",
    cite: LocalizedText(
      vi: "Quyết định số 19/2025/QĐ-TTg về bảng danh mục và mã số các đơn vị hành chính",
      en: "Decision 19/2025/QĐ-TTg on the list and codes of administrative units"))

  private static func fields(
    _ records: Int, _ names: [(String, String, String, Int?, Int)]
  ) -> [FieldInventory] {
    names.map { name, title, type, blank, rules in
      FieldInventory(
        name: name, title: LocalizedText(title), type: type.isEmpty ? nil : type,
        filled: blank.map { records - $0 }, ruleCount: rules)
    }
  }

  private static func rule(
    _ id: String, _ kind: String, _ vi: String, _ en: String, _ dimension: Dimension,
    _ severity: Severity, _ fields: [String], _ counts: RuleCounts, text: String? = nil,
    legal: [LegalReference] = [], unit: RuleUnit = .record, weight: Int = 1,
    failAt: Tolerance? = nil
  ) -> RuleResult {
    var rule = RuleResult(
      id: id, kind: kind, title: LocalizedText(vi: vi, en: en), dimension: dimension,
      severity: severity, weight: weight, fields: fields, unit: unit, legal: legal,
      message: LocalizedText(vi: "Không đáp ứng: " + vi.lowercased(), en: "Not met: " + en),
      text: text, counts: counts, status: .passed, failAt: failAt,
      findingsWritten: counts.failed)
    rule.decideStatus()
    return rule
  }

  private static func counts(_ total: Int, failed: Int, skipped: Int = 0) -> RuleCounts {
    RuleCounts(passed: total - failed - skipped, failed: failed, skipped: skipped)
  }

  static let births: ResourceResult = {
    let n = 1_234_567
    var rules = [
      rule(
        "HT-001", "required", "Số định danh cá nhân phải có", "Personal number is present",
        .completeness, .blocking, ["so_dinh_danh"], counts(n, failed: 11_370), legal: [law]),
      rule(
        "HT-002", "required", "Họ, chữ đệm, tên phải có", "Full name is present",
        .completeness, .error, ["ho_ten"], counts(n, failed: 3), legal: [law]),
      rule(
        "HT-003", "required", "Ngày sinh phải có", "Date of birth is present",
        .completeness, .error, ["ngay_sinh"], counts(n, failed: 0), legal: [law]),
      rule(
        "HT-004", "type", "Số định danh đúng cấu trúc 12 chữ số",
        "Personal number has its structure",
        .validity, .error, ["so_dinh_danh"], counts(n, failed: 1_029, skipped: 11_370)),
      rule(
        "HT-005", "type", "Ngày sinh viết theo dd/MM/yyyy", "Date of birth is written dd/MM/yyyy",
        .validity, .error, ["ngay_sinh"], counts(n, failed: 45_678), legal: [law],
        failAt: .share(Share(5, of: 1000))),
      rule(
        "HT-006", "type", "Ngày đăng ký viết theo dd/MM/yyyy",
        "Registration date is written dd/MM/yyyy",
        .validity, .error, ["ngay_dang_ky"], counts(n, failed: 512, skipped: 20),
        failAt: .share(Share(5, of: 1000))),
      rule(
        "HT-007", "enum", "Giới tính là Nam, Nữ hoặc Khác", "Sex is one of the list",
        .validity, .warning, ["gioi_tinh"], counts(n, failed: 8_812, skipped: 17)),
      rule(
        "HT-008", "unique", "Số định danh không trùng", "Personal number is unique",
        .uniqueness, .blocking, ["so_dinh_danh"], counts(n, failed: 246, skipped: 11_370),
        legal: [law]),
      rule(
        "HT-009", "unique", "Số và quyển đăng ký không trùng", "Registration number is unique",
        .uniqueness, .error, ["so_dang_ky", "quyen"], counts(n, failed: 0, skipped: 4)),
      rule(
        "HT-010", "assert", "Ngày đăng ký không trước ngày sinh", "Registered after birth",
        .consistency, .error, ["ngay_sinh", "ngay_dang_ky"], counts(n, failed: 74, skipped: 45_698),
        text: "when present(ngay_dang_ky)\nassert ngay_sinh <= ngay_dang_ky", legal: [law],
        weight: 2),
      rule(
        "HT-011", "code", "Mã xã thuộc danh mục tại ngày đăng ký",
        "Commune code is in the list at the date",
        .conformance, .error, ["ma_xa", "ngay_dang_ky"], counts(n, failed: 98_304, skipped: 46_190),
        legal: [lists]),
      rule(
        "HT-012", "code", "Tên xã khớp với mã xã", "Commune name agrees with its code",
        .conformance, .warning, ["ma_xa", "ten_xa"], counts(n, failed: 20_110, skipped: 46_190),
        legal: [lists]),
      rule(
        "HT-013", "text", "Họ tên viết bằng chữ dựng sẵn, không lỗi phông",
        "Name is readable composed text",
        .validity, .warning, ["ho_ten"], counts(n, failed: 2_345, skipped: 3), unit: .value),
      rule(
        "HT-014", "outlier", "Số đăng ký theo ngày không bất thường",
        "Registrations a day are not unusual",
        .anomaly, .note, ["ngay_dang_ky"], counts(366, failed: 4), unit: .group),
      rule(
        "HT-015", "fresh", "Cập nhật trong 5 ngày làm việc", "Entered within five working days",
        .timeliness, .error, ["ngay_dang_ky", "ngay_cap_nhat"],
        counts(n, failed: 150_001, skipped: 20),
        text: "ngay_cap_nhat - ngay_dang_ky <= 5"),
      rule(
        "HT-016", "log", "Nhật ký cập nhật đủ các trường bắt buộc", "The update log has its fields",
        .timeliness, .warning, ["nhat_ky"], counts(0, failed: 0)),
      rule(
        "HT-017", "master", "Họ tên khớp dữ liệu chủ dân cư",
        "Name agrees with the population register",
        .accuracy, .error, ["so_dinh_danh", "ho_ten"], counts(0, failed: 0)),
    ]
    rules[16].status = .error
    rules[16].statusReason = LocalizedText(
      vi: "không có nguồn dữ liệu chủ để đối chiếu", en: "there is no master data to compare with")
    rules[10].acceptedWithRemark = 5_120
    rules[10].findingsWritten = 50_000
    return ResourceResult(
      name: "khai_sinh", title: LocalizedText(vi: "Đăng ký khai sinh", en: "Birth registrations"),
      source: SourceDescription(
        path: "du-lieu/khai_sinh.csv", format: "csv", byteCount: 187_654_321, sha256: digest("d4"),
        details: [
          .init("delimiter", ","), .init("lineEnds", "CRLF"), .init("header", "1"),
          .init("byteOrderMark", "có"), .init("raggedRecords", "0"),
        ]),
      recordCount: n,
      fields: fields(
        n,
        [
          ("so_dinh_danh", "Số định danh cá nhân", "vn-cccd", 11_370, 4),
          ("ho_ten", "Họ, chữ đệm, tên", "string", 3, 3), ("ngay_sinh", "Ngày sinh", "date", 0, 3),
          ("gioi_tinh", "Giới tính", "string", 17, 1), ("so_dang_ky", "Số đăng ký", "string", 2, 1),
          ("quyen", "Quyển số", "string", 2, 1), ("ma_xa", "Mã xã", "string", 46_170, 2),
          ("ten_xa", "Tên xã", "string", 46_170, 1),
          ("ngay_dang_ky", "Ngày đăng ký", "date", 20, 5),
          ("ngay_cap_nhat", "Ngày cập nhật", "date", 0, 1), ("nhat_ky", "Nhật ký", "", nil, 1),
          ("ghi_chu", "Ghi chú", "", nil, 0),
        ]),
      rules: rules, recordsJudged: n, complete: true)
  }()

  static let marriages: ResourceResult = {
    let n = 48_210
    let subjects: [(String, String)] = [
      ("chồng", "husband"), ("vợ", "wife"),
    ]
    var rules: [RuleResult] = []
    for (index, (vi, en)) in subjects.enumerated() {
      let field = index == 0 ? "chong" : "vo"
      rules += [
        rule(
          "KH-1\(index)1", "required", "Họ tên \(vi) phải có", "Name of the \(en) is present",
          .completeness, .error, ["ho_ten_\(field)"], counts(n, failed: 0), legal: [law]),
        rule(
          "KH-1\(index)2", "required", "Ngày sinh \(vi) phải có",
          "Birth date of the \(en) is present",
          .completeness, .error, ["ngay_sinh_\(field)"], counts(n, failed: index * 2), legal: [law]),
        rule(
          "KH-1\(index)3", "type", "Số định danh \(vi) đúng cấu trúc",
          "Number of the \(en) is well formed",
          .validity, .error, ["so_dinh_danh_\(field)"], counts(n, failed: index, skipped: 1_200)),
        rule(
          "KH-1\(index)4", "foreignKeys", "Số định danh \(vi) có trong sổ khai sinh",
          "Number of the \(en) is in the birth register", .integrity, .warning,
          ["so_dinh_danh_\(field)"], counts(n, failed: 913 + index, skipped: 1_200 + index)),
        rule(
          "KH-1\(index)5", "assert", "Tuổi \(vi) khi kết hôn đủ theo luật",
          "Age of the \(en) at marriage is lawful",
          .consistency, .error, ["ngay_sinh_\(field)", "ngay_ket_hon"],
          counts(n, failed: 0, skipped: 8),
          text: "age(ngay_sinh_\(field), ngay_ket_hon) >= \(index == 0 ? 20 : 18)"),
      ]
    }
    rules += [
      rule(
        "KH-201", "unique", "Số đăng ký kết hôn không trùng", "Marriage number is unique",
        .uniqueness, .error, ["so_dang_ky"], counts(n, failed: 0)),
      rule(
        "KH-202", "count", "Số bản ghi không giảm quá 10 % so với năm trước",
        "Record count fell by 10 % at most", .anomaly, .warning, [], counts(1, failed: 0),
        unit: .resource),
      rule(
        "KH-203", "coverage", "Đủ các xã có đăng ký trong kỳ", "Every commune has registered",
        .completeness, .error, ["ma_xa"], counts(135, failed: 0), legal: [lists], unit: .expectedKey
      ),
    ]
    return ResourceResult(
      name: "ket_hon", title: LocalizedText(vi: "Đăng ký kết hôn", en: "Marriage registrations"),
      source: SourceDescription(
        path: "du-lieu/ket_hon.csv", format: "csv", byteCount: 6_200_100, sha256: digest("e5"),
        details: [.init("delimiter", ";"), .init("lineEnds", "LF"), .init("header", "1")]),
      recordCount: n,
      fields: fields(
        n,
        [
          ("so_dang_ky", "Số đăng ký", "string", 0, 1),
          ("ho_ten_chong", "Họ tên chồng", "string", 0, 1),
          ("ngay_sinh_chong", "Ngày sinh chồng", "date", 0, 2),
          ("so_dinh_danh_chong", "Số định danh chồng", "vn-cccd", 1_200, 2),
          ("ho_ten_vo", "Họ tên vợ", "string", 0, 1),
          ("ngay_sinh_vo", "Ngày sinh vợ", "date", 2, 2),
          ("so_dinh_danh_vo", "Số định danh vợ", "vn-cccd", 1_200, 2),
          ("ngay_ket_hon", "Ngày kết hôn", "date", 8, 2), ("ma_xa", "Mã xã", "string", 0, 1),
        ]),
      rules: rules, recordsJudged: n, complete: true)
  }()

  /// Partly unreadable, with texts that try to be more than text.
  static let households: ResourceResult = {
    let n = 5_000
    let hostile = "Ghi chú <script>alert(1)</script> \u{202E}đảo\u{2066} \"nháy\" & 'nháy đơn'"
    var rules: [RuleResult] = []
    for number in 1...9 {
      let failed = number % 3 * 17
      let severity: Severity = number == 9 ? .note : .error
      rules.append(
        rule(
          "HG-00\(number)", "required", "Trường số \(number) phải có",
          "Field \(number) is present", .completeness, severity, ["truong_\(number)"],
          counts(n, failed: failed, skipped: number)))
    }
    rules[5] = rule(
      "HG-006", "pattern", hostile, "Field 6 has its shape", .validity, .error, ["truong_6"],
      counts(n, failed: 1_234, skipped: 6), text: "^[^<>]*$</style><style>body{display:none}")
    rules[0].status = .incomplete
    rules[0].statusReason = LocalizedText(
      vi: "bộ nhớ cho phép đã hết ở bản ghi 4.100", en: "the memory allowed ended at record 4,100")
    rules[1].status = .waived
    rules[1].counts.waive(rules[1].counts.failed)
    rules[3].counts.waive(5)
    let columns = (1...9).map { number in
      FieldInventory(
        name: "truong_\(number)", type: number == 3 ? nil : "string", filled: n - number * 17,
        ruleCount: 1)
    }
    return ResourceResult(
      name: "ho_gia_dinh",
      title: LocalizedText(
        vi:
          "Danh sách hộ gia đình thuộc diện theo dõi của chương trình mục tiêu quốc gia giai đoạn "
          + "2026–2030 trên địa bàn tỉnh", en: "Households followed by the national programme"),
      source: SourceDescription(
        path: "du-lieu/ho_gia_dinh \"2026\" <bản cuối>.csv", format: "csv", byteCount: 812_345,
        sha256: digest("f6"),
        details: [
          .init("delimiter", "tab"), .init("raggedRecords", "12"), .init("encoding", "UTF-8"),
        ]),
      recordCount: n,
      fields: columns,
      rules: rules, recordsJudged: 4_990, complete: true)
  }()
}
