import AuditModel
import AuditScoring

/// Part a: the resources, how each source was read, and its fields.
extension ReportPage {
  mutating func inventory() {
    var shown = 0
    for (index, resource) in result.resources.enumerated()
    where hasRoom(until: ReportBounds.inventoryBytes) {
      sourceFacts(resource, number: index + 1)
      partTable(resource.source.parts)
      fieldTable(resource)
      shown += 1
    }
    cutNote(shown: shown, of: result.resources.count, say("bộ dữ liệu", "datasets"))
    if result.resources.isEmpty {
      element("p", say("Không có bộ dữ liệu nào.", "There are no datasets."))
    }
  }

  private mutating func sourceFacts(_ resource: ResourceResult, number: Int) {
    let source = resource.source
    element("h4", "\(number). \(clipped(resource.title))")
    var entries = [
      (say("Tên trong dự án", "Name in the project"), clipped(resource.name)),
      (say("Tệp", "File"), clipped(source.path)),
      (say("Định dạng", "Format"), clipped(source.format, 40).uppercased()),
      (say("Kích thước", "Size"), numbers.bytes(source.byteCount)),
      (say("Số bản ghi", "Records"), numbers.count(resource.recordCount)),
      (say("Số trường", "Fields"), numbers.count(resource.fields.count)),
      (
        say("Đọc nguồn", "Reading"),
        resource.complete
          ? say("✓ đọc trọn vẹn", "✓ read whole")
          : "✕ " + say("chưa đọc hết: ", "not read whole: ")
            + (resource.incompleteReason.map { clipped($0) } ?? "")
      ),
    ]
    for detail in source.details.prefix(30) {
      let title = SourceWords.title(detail.name)[language]
      let value = SourceWords.value(detail.value, of: detail.name)[language]
      entries.append((clipped(title, 80), clipped(value, 120)))
    }
    facts(entries)
    element("p", ["class": "digest-line"]) { page in
      page.html.text("SHA-256: ")
      page.element(
        "code", [:], source.sha256.map { page.clipped($0, 64) } ?? page.say("không có", "none"))
    }
  }

  private mutating func partTable(_ parts: [SourceDescription.Part]) {
    guard !parts.isEmpty else { return }
    let titles = [
      Column(say("Tệp phần", "Part file")), Column(say("Số bản ghi", "Records"), "number"),
      Column(say("Kích thước", "Size"), "number"), Column("SHA-256"),
      Column(say("Đọc nguồn", "Reading"), "wide"),
    ]
    // What is wrong comes first where not all have room.
    let ranked = parts.filter { $0.problem != nil } + parts.filter { $0.problem == nil }
    let listed = parts.count > ReportBounds.parts ? ranked : parts
    var shown = 0
    table("parts", caption: say("Các tệp phần", "Part files"), titles) { page in
      for part in listed.prefix(ReportBounds.parts)
      where page.hasRoom(until: ReportBounds.inventoryBytes) {
        page.element("tr") { page in page.partRow(part, titles) }
        shown += 1
      }
    }
    cutNote(shown: shown, of: parts.count, say("tệp phần", "part files"))
  }

  private mutating func partRow(_ part: SourceDescription.Part, _ titles: [Column]) {
    rowHead { page in page.element("code", page.clipped(part.path, 120)) }
    cell(titles[1], numbers.count(part.recordCount))
    cell(titles[2], numbers.bytes(part.byteCount))
    cell(titles[3]) { page in
      page.element("code", ["class": "digest"], part.sha256.map { page.clipped($0, 64) } ?? "–")
    }
    cell(
      titles[4],
      part.problem.map { "✕ " + clipped($0) } ?? say("✓ đọc trọn vẹn", "✓ read whole"))
  }

  private mutating func fieldTable(_ resource: ResourceResult) {
    guard !resource.fields.isEmpty else { return }
    let titles = [
      Column(say("Trường", "Field")), Column(say("Kiểu", "Type")),
      Column(say("Có giá trị", "Filled"), "number"), Column(say("Tỷ lệ", "Share"), "number"),
      Column(say("Biểu đồ", "Chart"), "chart"), Column(say("Quy tắc", "Rules"), "number"),
    ]
    var shown = 0
    table("fields", caption: say("Các trường", "Fields"), titles) { page in
      for field in resource.fields.prefix(ReportBounds.inventoryFields)
      where page.hasRoom(until: ReportBounds.inventoryBytes) {
        page.element("tr") { page in page.fieldRow(field, of: resource.recordCount, titles) }
        shown += 1
      }
    }
    cutNote(shown: shown, of: resource.fields.count, say("trường", "fields"))
  }

  private mutating func fieldRow(_ field: FieldInventory, of records: Int, _ titles: [Column]) {
    let unread = say("chưa đọc", "not read")
    let share = field.filled.flatMap { ExactShare($0, of: records) }
    rowHead { page in
      page.element("code", page.clipped(field.name, 120))
      if let title = field.title { page.element("small", " " + page.clipped(title, 120)) }
    }
    cell(titles[1], field.type.map { clipped($0, 40) } ?? say("không khai báo", "undeclared"))
    cell(titles[2], field.filled.map(numbers.count) ?? unread)
    cell(titles[3], share.map(numbers.percent) ?? "–")
    cell(titles[4]) { page in
      if let share { page.bar(share, style: "value", page.numbers.percent(share)) }
    }
    cell(
      titles[5],
      field.ruleCount > 0 ? numbers.count(field.ruleCount) : say("chưa có", "none"))
  }
}
