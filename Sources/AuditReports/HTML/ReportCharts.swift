import AuditModel
import AuditScoring

/// Pictures of numbers as inline SVG; each has a title that says the same in words.
///
/// Lengths come from basis points as whole numbers: `pathLength` makes an arc 10000 units long.
extension ReportPage {
  /// A half circle that is full at 100 %, above it the bands of the grades.
  mutating func gauge(_ score: ExactShare?, _ grade: Grade?, bands: [GradeBand]) {
    let points = score?.basisPoints ?? 0
    let figure = score.map(numbers.percent) ?? say("Chưa đánh giá", "Not assessed")
    let name = grade.map { $0.name[language] } ?? ""
    html.open("svg", ["class": "gauge", "viewBox": "0 0 240 136", "role": "img"])
    element("title", say("Điểm chung: ", "Overall score: ") + "\(figure) \(name)")
    var upper = 10_000
    for (rank, band) in bands.enumerated() {
      arc(
        radius: 108, from: band.fromBasisPoints, to: upper,
        style: "band " + gradeClass(rank: rank, of: bands.count))
      upper = band.fromBasisPoints
    }
    arc(radius: 90, from: 0, to: 10_000, style: "track")
    if points > 0 {
      let style = grade.map { gradeClass(rank: $0.rank, of: bands.count) } ?? "none"
      arc(radius: 90, from: 0, to: points, style: "value \(style)")
    }
    let size = figure.unicodeScalars.count > 9 ? "gauge-figure small" : "gauge-figure"
    element("text", ["x": "120", "y": "106", "class": size], figure)
    element("text", ["x": "120", "y": "128", "class": "gauge-name"], clipped(name, 28))
    html.close("svg")
  }

  private mutating func arc(radius: Int, from start: Int, to end: Int, style: String) {
    html.open(
      "path",
      [
        "class": style,
        "d": "M \(120 - radius) 120 A \(radius) \(radius) 0 0 1 \(120 + radius) 120",
        "pathLength": "10000", "stroke-dasharray": "\(max(0, end - start)) 20000",
        "stroke-dashoffset": "\(-start)",
      ])
    html.close("path")
  }

  func gradeClass(rank: Int, of count: Int) -> String {
    if rank == 0 { return "good" }
    return rank == count - 1 ? "bad" : "mid"
  }

  /// A horizontal bar from 0 to 100 %.
  mutating func bar(_ share: ExactShare?, style: String, _ title: String) {
    html.open("svg", Self.barFrame)
    element("title", title)
    rectangle("track", from: 0, width: 1000)
    if let share, !share.isZero {
      rectangle(style, from: 0, width: max(4, share.basisPoints / 10))
    }
    html.close("svg")
  }

  /// Passed, failed and skipped units side by side.
  mutating func stackedBar(_ counts: RuleCounts) {
    let total = counts.evaluated + counts.skipped
    let words = [
      say("đạt", "passed") + " " + numbers.count(counts.passed),
      say("lỗi", "failed") + " " + numbers.count(counts.failed),
      say("bỏ qua", "skipped") + " " + numbers.count(counts.skipped),
    ]
    html.open("svg", Self.barFrame)
    element("title", words.joined(separator: ", "))
    rectangle("track", from: 0, width: 1000)
    // What is there at all is drawn wide enough to be seen; the widest part gives way.
    var widths = [counts.failed, counts.passed, counts.skipped].map { part in
      let share = ExactShare(part, of: total)?.basisPoints ?? 0
      return part == 0 ? 0 : max(12, share / 10)
    }
    if total > 0, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }) {
      widths[widest] += 1000 - widths.reduce(0, +)
      var start = 0
      for (style, width) in zip(["failed", "passed", "skipped"], widths) {
        rectangle(style, from: start, width: width)
        start += width
      }
    }
    html.close("svg")
  }

  private static var barFrame: Attributes {
    ["class": "bar", "viewBox": "0 0 1000 10", "preserveAspectRatio": "none", "role": "img"]
  }

  private mutating func rectangle(_ style: String, from start: Int, width: Int) {
    guard width > 0 else { return }
    html.open(
      "rect", ["class": style, "x": "\(start)", "y": "0", "width": "\(width)", "height": "10"])
    html.close("rect")
  }

  /// What the colours of stacked bars mean.
  mutating func legend() {
    element("p", ["class": "legend"]) { page in
      for (style, word) in [
        ("failed", page.say("lỗi", "failed")), ("passed", page.say("đạt", "passed")),
        ("skipped", page.say("bỏ qua, không đánh giá", "skipped, not assessed")),
      ] {
        page.html.open("svg", ["class": "key", "viewBox": "0 0 10 10", "aria-hidden": "true"])
        page.html.open("rect", ["class": style, "width": "10", "height": "10"])
        page.html.close("rect")
        page.html.close("svg")
        page.element("span", word)
      }
    }
  }

  mutating func badge(_ status: RuleStatus) {
    element("span", ["class": "badge \(status.styleClass)"]) { page in
      page.element("span", ["aria-hidden": "true"], status.sign)
      page.html.text(" " + status.title[page.language])
    }
  }

  mutating func badge(_ grade: Grade) {
    let style = gradeClass(rank: grade.rank, of: card.policy.grades.count)
    element("span", ["class": "badge \(style)"], clipped(grade.name, 60))
  }
}
