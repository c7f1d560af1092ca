import AuditModel
import AuditScoring

/// What was not assessed, what the inspection rests on, how the figures are made, and who signs.
extension ReportPage {
  mutating func unjudged() {
    let members = rules.filter { $0.card.score == nil }
    section("chua-danh-gia", say("Chưa đánh giá", "Not assessed")) { page in
      guard !members.isEmpty else {
        page.element(
          "p", page.say("Mọi quy tắc đều đã được đánh giá.", "Every rule was assessed."))
        return
      }
      page.element(
        "p",
        page.say(
          "Các quy tắc sau được để ngoài mọi điểm số: không tính là 0 %, cũng không tính là 100 %.",
          "These rules are kept out of every score: counted neither as 0 % nor as 100 %."))
      page.unjudgedTable(members)
    }
  }

  private mutating func unjudgedTable(_ members: [RankedRule]) {
    let titles = [
      Column(say("Tình trạng", "State")), Column(say("Quy tắc", "Rule"), "wide"),
      Column(say("Tiêu chí", "Criterion")), Column(say("Bỏ qua", "Skipped"), "number"),
      Column(say("Lý do", "Reason"), "wide"),
    ]
    var shown = 0
    let caption = say("Quy tắc chưa đánh giá và lý do", "Rules not assessed, and why")
    table("unjudged-rules", caption: caption, titles) { page in
      for ranked in members where page.hasRoom(until: ReportBounds.unjudgedBytes) {
        page.element("tr") { page in
          page.cell(titles[0]) { $0.badge(ranked.unjudgedStatus) }
          page.cell(titles[1]) { page in
            page.element("span", ["class": "name"], page.clipped(ranked.rule.title, 160))
            page.element(
              "small",
              "\(page.clipped(ranked.rule.id, 100)) · \(page.clipped(ranked.resource.title, 80))")
          }
          page.cell(titles[2], ranked.rule.dimension.title[page.language])
          page.cell(titles[3], page.numbers.count(ranked.rule.counts.skipped))
          page.cell(titles[4], ranked.card.exclusion.map { page.clipped($0) } ?? "")
        }
        shown += 1
      }
    }
    cutNote(shown: shown, of: members.count, say("quy tắc", "rules"))
  }

  mutating func materials() {
    section("can-cu-ky-thuat", say("Bộ quy tắc và danh mục đã dùng", "Rule packs and code lists")) {
      page in
      page.materialTable(
        page.result.packs, page.say("Bộ quy tắc", "Rule packs"),
        page.say("Số quy tắc", "Rules"))
      page.materialTable(
        page.result.codeLists, page.say("Danh mục dùng chung", "Code lists"),
        page.say("Số mục", "Entries"))
      guard !page.result.waiverFiles.isEmpty else { return }
      page.materialTable(
        page.result.waiverFiles, page.say("Tệp miễn trừ", "Files of waivers"),
        page.say("Số miễn trừ", "Waivers"))
    }
  }

  private mutating func materialTable(
    _ materials: [MaterialDescription], _ title: String, _ count: String
  ) {
    element("h3", title)
    guard !materials.isEmpty else { return element("p", say("Không có.", "None.")) }
    let titles = [
      Column(say("Tên", "Name"), "wide"), Column(say("Phiên bản", "Version")),
      Column(count, "number"), Column(say("Tệp và mã băm SHA-256", "File and SHA-256"), "wide"),
    ]
    var shown = 0
    table("materials", caption: title, titles) { page in
      for material in materials where page.hasRoom(until: ReportBounds.materialBytes) {
        page.element("tr") { page in
          page.cell(titles[0]) { page in
            let name = material.title.map { page.clipped($0) } ?? page.clipped(material.id)
            page.element("span", ["class": "name"], name)
            page.element("small", page.clipped(material.id))
          }
          page.cell(titles[1], page.clipped(material.version, 60))
          page.cell(titles[2], page.numbers.count(material.count))
          page.cell(titles[3]) { page in
            page.html.text(page.clipped(material.path))
            page.element("code", ["class": "digest"], page.clipped(material.sha256, 64))
          }
        }
        shown += 1
      }
    }
    cutNote(shown: shown, of: materials.count, title)
  }

  mutating func method() {
    section("phuong-phap", say("Phương pháp và giới hạn", "Method and limits")) { page in
      page.element("ul") { page in
        for note in MethodNotes.all { page.element("li", note[page.language]) }
      }
      page.weights()
    }
  }

  private mutating func weights() {
    let criteria = card.criteria.filter { $0.weight != 1 }.map {
      "\($0.dimension.title[language]): \(numbers.count($0.weight))"
    }
    let resources = zip(result.resources, card.resources).filter { $0.1.weight != 1 }
      .prefix(50).map { "\(clipped($0.0.title, 80)): \(numbers.count($0.1.weight))" }
    let all = criteria + resources
    element(
      "p",
      say("Cách tính điểm: ", "Scoring: ")
        + "\(clipped(card.policy.title)) (\(clipped(card.policy.id, 80))). "
        + (all.isEmpty
          ? say("Mọi trọng số bằng 1.", "All weights are 1.")
          : say("Trọng số khác 1: ", "Weights other than 1: ") + all.joined(separator: "; ") + "."))
  }

  mutating func signatures() {
    element("section", ["class": "signatures"]) { page in
      for title in [
        page.say("NGƯỜI LẬP BÁO CÁO", "PREPARED BY"),
        page.say("THỦ TRƯỞNG CƠ QUAN", "HEAD OF THE AGENCY"),
      ] {
        page.element("div") { page in
          page.element(
            "p", ["class": "place"],
            page.say("Ngày …… tháng …… năm ……", "Date ……………………"))
          page.element("p", ["class": "role"], title)
          page.element(
            "p", ["class": "hint"],
            page.say("(Ký, ghi rõ họ tên)", "(Signature and full name)"))
          page.element("p", ["class": "line"], "")
        }
      }
    }
  }

  mutating func colophon() {
    element("footer") { page in
      page.element(
        "p",
        page.say("Lập bằng Soát ", "Made with Soát ") + page.clipped(page.result.toolVersion, 40)
          + page.say(
            ". Cùng dữ liệu, bộ quy tắc và danh mục thì cho ra cùng báo cáo. Mã cơ quan: ",
            ". The same data, packs and lists give the same report. Agency: ")
          + page.clipped(page.result.agencyID, 80) + ".")
    }
  }
}

extension RankedRule {
  /// A rule whose source was not read whole is incomplete, whatever its own status says.
  fileprivate var unjudgedStatus: RuleStatus {
    switch rule.status {
    case .error, .incomplete, .notApplicable, .waived: rule.status
    default: .incomplete
    }
  }
}
