import AuditModel
import AuditScoring

/// The table of all fields, a line each.
extension ProfilePage {
  mutating func overview() {
    guard !profile.fields.isEmpty else {
      element("p", say("Không có trường nào.", "There are no fields."))
      return
    }
    let titles = [
      Column(say("Trường", "Field")), Column(say("Kiểu tìm thấy", "Type found"), "type"),
      Column(say("Có giá trị", "Filled"), "share"),
      Column(say("Đúng kiểu", "Of the type"), "number"),
      Column(say("Khác nhau", "Distinct"), "number"), Column(say("Độ dài", "Length"), "number"),
      Column(say("Đáng chú ý", "Notable"), "remarks"),
    ]
    var shown = 0
    table("fields-overview", caption: say("Mỗi trường một dòng", "A line a field"), titles) {
      page in
      for (index, field) in page.profile.fields.enumerated()
      where page.hasRoom(until: ProfilePage.overviewBytes) {
        page.element("tr") { page in page.line(field, index, titles) }
        shown += 1
      }
    }
    cutNote(shown, say("trường", "fields"))
  }

  mutating func cutNote(_ shown: Int, _ what: String) {
    guard shown < profile.fields.count else { return }
    let (part, whole) = (numbers.count(shown), numbers.count(profile.fields.count))
    element(
      "p", ["class": "cut"],
      say(
        "Hiển thị \(part) trong \(whole) \(what); đủ cả ở --format json.",
        "Showing \(part) of \(whole) \(what); all are in --format json."))
  }

  private mutating func line(_ field: FieldProfile, _ index: Int, _ titles: [Column]) {
    rowHead { page in
      page.element("a", ["href": "#t\(index + 1)"]) { page in
        page.element("code", page.clipped(field.name, 80))
      }
    }
    cell(titles[1], ProfileWords.type(field)[language])
    cell(titles[2]) { page in
      page.html.text(page.numbers.percent(field.filled, of: field.recordCount) ?? "–")
      page.bar(field.filled, of: field.recordCount, style: "value")
    }
    cell(
      titles[3], approximate(field) + (numbers.percent(field.typeCount, of: field.formTotal) ?? "–")
    )
    cell(titles[4], distinct(field))
    cell(titles[5], field.filled > 0 && !field.isSensitive ? length(field) : "–")
    cell(titles[6]) { page in
      for remark in page.remarks(on: field) {
        page.element("span", ["class": remark.isFault ? "attention" : ""], remark.text)
      }
    }
  }

  func distinct(_ field: FieldProfile) -> String {
    (field.isDistinctExact ? "" : "≈\u{A0}") + numbers.count(field.distinct)
  }

  /// What stands before a figure that is drawn from a sample.
  func approximate(_ field: FieldProfile) -> String { field.isFormSampled ? "≈\u{A0}" : "" }

  func length(_ field: FieldProfile) -> String {
    field.shortest == field.longest
      ? numbers.count(field.longest)
      : "\(numbers.count(field.shortest))–\(numbers.count(field.longest))"
  }

  /// What whoever keeps the data should see first.
  private func remarks(on field: FieldProfile) -> [(text: String, isFault: Bool)] {
    guard field.filled > 0 else { return [(say("trống hết", "wholly blank"), true)] }
    var remarks: [(String, Bool)] = []
    if field.isSensitive { remarks.append((say("nhạy cảm", "sensitive"), false)) }
    if field.isDistinctExact, field.distinct == field.filled, field.filled > 1 {
      remarks.append((say("không trùng", "unique"), false))
    }
    if field.distinct == 1, field.filled > 1 {
      remarks.append((say("một giá trị", "one value"), false))
    }
    if let list = field.codeLists.first {
      let share = numbers.percent(list.count, of: field.filled) ?? ""
      remarks.append(("\(say("danh mục", "list")) \(clipped(list.name, 40)) \(share)", false))
    }
    func whole(_ count: Int) -> String {
      approximate(field) + numbers.count(field.scaled(count))
    }
    let other = field.formTotal - field.typeCount
    if other > 0 {
      remarks.append((say("\(whole(other)) khác kiểu", "\(whole(other)) of another type"), true))
    }
    for defect in field.defects.prefix(3) {
      remarks.append(
        ("\(ProfileWords.defect(defect.name)[language]): \(whole(defect.count))", true))
    }
    return remarks
  }
}

/// Pictures of numbers as inline SVG; each has a title that says the same in words.
extension ProfilePage {
  /// A horizontal bar from 0 to the whole.
  mutating func bar(_ part: Int, of whole: Int, style: String) {
    html.open(
      "svg",
      ["class": "bar", "viewBox": "0 0 1000 10", "preserveAspectRatio": "none", "role": "img"])
    element("title", numbers.percent(part, of: whole) ?? "–")
    rectangle("track", 0, 0, 1000, 10)
    if part > 0, let share = ExactShare(part, of: whole) {
      rectangle(style, 0, 0, max(4, share.basisPoints / 10), 10)
    }
    html.close("svg")
  }

  /// Columns side by side, the highest as high as the picture.
  ///
  /// - `labels`: at most a few columns have one.
  mutating func histogram(
    _ columns: [(label: String, count: Int, title: String)], _ title: String
  ) {
    let most = columns.map(\.count).max() ?? 0
    guard most > 0 else { return }
    let (width, height) = (480, 110)
    let step = max(1, width / max(1, columns.count))
    html.open(
      "svg", ["class": "histogram", "viewBox": "0 0 500 150", "role": "img"])
    element("title", title)
    for (index, column) in columns.enumerated() where column.count > 0 {
      let tall = max(2, column.count * height / most)
      html.open(
        "rect",
        [
          "x": "\(10 + index * step)", "y": "\(20 + height - tall)",
          "width": "\(max(1, step > 4 ? step - 2 : step - (step > 2 ? 1 : 0)))",
          "height": "\(tall)",
        ])
      element("title", column.title)
      html.close("rect")
    }
    html.open("line", ["x1": "10", "y1": "\(20 + height)", "x2": "490", "y2": "\(20 + height)"])
    html.close("line")
    element("text", ["x": "10", "y": "13"], say("cao nhất: ", "highest: ") + numbers.count(most))
    for (index, column) in columns.enumerated() where !column.label.isEmpty {
      element(
        "text",
        [
          "x": "\(10 + index * step + step / 2)", "y": "\(20 + height + 15)",
          "text-anchor": "middle",
        ],
        column.label)
    }
    html.close("svg")
  }

  private mutating func rectangle(_ style: String, _ x: Int, _ y: Int, _ width: Int, _ height: Int)
  {
    html.open(
      "rect",
      ["class": style, "x": "\(x)", "y": "\(y)", "width": "\(width)", "height": "\(height)"])
    html.close("rect")
  }
}
