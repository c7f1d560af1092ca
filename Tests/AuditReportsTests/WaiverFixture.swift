import AuditModel

/// Waivers of each state, and a rule that is switched off.
extension InspectionResult {
  mutating func addExceptions() {
    waiverFiles = [
      MaterialDescription(
        id: "mien-tru.json", version: "", title: LocalizedText(vi: "Miễn trừ", en: "Waivers"),
        path: "mien-tru.json", sha256: Fixture.digest("d4"), count: 4)
    ]
    let known = LocalizedText(vi: "Đang chờ xác minh", en: "Being looked into")
    func waiver(
      _ line: Int, _ rule: String, keys: Int? = nil, matched: Int = 0, waived: Int = 0,
      _ state: WaiverResult.State
    ) -> WaiverResult {
      WaiverResult(
        rule: rule, resource: "ho_gia_dinh", file: "mien-tru.json", line: line, keyCount: keys,
        matchedKeys: matched, reason: known, document: "12/UBND-TP <05/01/2026>",
        approvedBy: "Giám đốc", until: date, waived: waived, state: state)
    }
    waivers = [
      waiver(4, "HG-002", waived: 34, .applied),
      waiver(7, "HG-004", keys: 3, matched: 2, waived: 5, .applied),
      waiver(10, "HG-005", keys: 1, .unmatched), waiver(13, "HG-007", .expired),
      waiver(16, "HG-001", .notJudged),
    ]
    switchedOff = [
      SwitchedOffRule(
        id: "HG-010", resource: "ho_gia_dinh", kind: "assert",
        title: LocalizedText(vi: "Trường số 10 <b>", en: "Field 10 <b>"), severity: .warning,
        pack: "vn.ho-tich", by: "so.khcn")
    ]
  }
}
