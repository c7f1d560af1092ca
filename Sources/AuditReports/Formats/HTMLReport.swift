import AuditModel
import AuditScoring

/// The report as one HTML file: no script, nothing fetched, fit for A4 and for a phone.
///
/// Below 2 MB whatever the data: texts are clipped and lists cut, and each cut is told.
package enum HTMLReport {
  /// Renders the report; equal inputs give equal bytes.
  ///
  /// `examples` are shown with the rule they belong to, in the order given.
  package static func render(
    _ result: InspectionResult, _ scores: AgencyScorecard, examples: [FindingExample] = [],
    language: Language = .vi, examplesPerRule: Int = Limits().examplesPerRule,
    outline: ReportOutline = .unstated
  ) -> [UInt8] {
    precondition(
      scores.resources.count == result.resources.count,
      "\(scores.resources.count) scorecards for \(result.resources.count) resources")
    var page = ReportPage(
      result, scores, examples, language, examplesPerRule: min(examplesPerRule, 50), outline)
    page.html.raw("<!DOCTYPE html>\n")
    page.element("html", ["lang": language.rawValue]) { page in
      page.head()
      page.element("body") { $0.body() }
    }
    page.html.raw("\n")
    return page.html.bytes
  }
}

extension ReportFormat {
  package static let html = ReportFormat(
    name: "html", title: LocalizedText(vi: "Báo cáo HTML", en: "HTML report"),
    fileExtension: "html",
    render: {
      HTMLReport.render(
        $0.result, $0.scores, examples: $0.examples, language: $0.language,
        outline: $0.profile.outline)
    })
}

extension HTMLReport {
  /// Of `report.css`, the one style that the page's browser may apply (Content Security Policy 3, 6.7.3.3).
  ///
  /// A test holds it to the file, and says what it has to be.
  static let styleDigest = "sha256-ecDfCeuGCl5Fq6HSNcDKpxb+EMwcQbDDhLKMEg+RNkc="
}

extension ReportPage {
  fileprivate mutating func head() {
    element("head") { page in
      page.html.open("meta", ["charset": "utf-8"])
      page.html.open(
        "meta",
        [
          "http-equiv": "Content-Security-Policy",
          "content":
            "default-src 'none'; style-src '\(HTMLReport.styleDigest)'; base-uri 'none'; form-action 'none'",
        ])
      page.html.open(
        "meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
      page.html.open("meta", ["name": "referrer", "content": "no-referrer"])
      page.html.open("meta", ["name": "robots", "content": "noindex"])
      page.element(
        "title",
        page.say("Báo cáo kiểm tra dữ liệu – ", "Data inspection report – ")
          + page.clipped(page.result.agencyName, 120))
      page.element("style") { $0.html.raw(styleSheet: PackageResources.report_css) }
    }
  }

  fileprivate mutating func body() {
    element("div", ["class": "sheet"]) { page in
      page.letterhead()
      page.element("main") { page in
        page.summary()
        page.section("noi-dung", page.say("Nội dung kiểm tra, đánh giá", "What was assessed")) {
          $0.outlineTable()
        }
        for part in page.outline.parts { page.part(part) }
        page.exceptions()
        page.unjudged()
        page.materials()
        page.method()
        page.signatures()
      }
      page.colophon()
    }
  }
}
