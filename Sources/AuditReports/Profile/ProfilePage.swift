import AuditModel
import AuditScoring

/// A profile as one HTML file: no script, nothing fetched, fit for A4 and for a phone.
///
/// Below 2 MB whatever the data: texts are clipped, fields past a number have no part of their own, and that is told.
package struct ProfilePage: HTMLPage {
  let profile: DatasetProfile
  let language: Language
  let numbers: ReportNumbers
  var html = HTMLWriter()

  /// Bytes of the file up to which another entry is still written.
  static let overviewBytes = 900_000
  static let fieldBytes = 1_850_000

  /// Equal inputs give equal bytes.
  package static func render(_ profile: DatasetProfile, _ language: Language) -> [UInt8] {
    var page = ProfilePage(profile, language)
    page.html.raw("<!DOCTYPE html>\n")
    page.element("html", ["lang": language.rawValue]) { page in
      page.head()
      page.element("body") { $0.body() }
    }
    page.html.raw("\n")
    return page.html.bytes
  }

  private init(_ profile: DatasetProfile, _ language: Language) {
    self.profile = profile
    self.language = language
    numbers = ReportNumbers(language)
  }

  private mutating func head() {
    element("head") { page in
      page.html.open("meta", ["charset": "utf-8"])
      page.html.open(
        "meta",
        [
          "http-equiv": "Content-Security-Policy",
          "content":
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
        ])
      page.html.open(
        "meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
      page.html.open("meta", ["name": "referrer", "content": "no-referrer"])
      page.html.open("meta", ["name": "robots", "content": "noindex"])
      page.element(
        "title",
        page.say("Kiểm kê dữ liệu – ", "Data inventory – ") + page.clipped(page.profile.name, 120))
      page.element("style") { page in
        page.html.raw(styleSheet: PackageResources.report_css)
        page.html.raw(styleSheet: PackageResources.profile_css)
      }
    }
  }

  private mutating func body() {
    element("div", ["class": "sheet inventory"]) { page in
      page.element("header") { page in
        page.element("h1") { page in
          page.element("span", page.say("KIỂM KÊ DỮ LIỆU", "DATA INVENTORY"))
          page.html.text(page.clipped(page.profile.name))
        }
        page.element(
          "p", ["class": "period"],
          page.say("Ngày lập: ", "Made on ") + page.numbers.date(page.profile.date) + " · "
            + page.say(
              "điểm a khoản 2 Điều 16 Nghị định 47/2020/NĐ-CP",
              "Decree 47/2020/NĐ-CP, Article 16(2)(a)"))
      }
      page.element("main") { page in
        page.alerts()
        page.figures()
        page.section("nguon", page.say("Nguồn dữ liệu", "Source")) { $0.sourceFacts() }
        page.section("cac-truong", page.say("Các trường", "Fields")) { $0.overview() }
        page.section("tung-truong", page.say("Từng trường", "Field by field")) { $0.fieldParts() }
        page.section("cach-dem", page.say("Cách đếm", "How it was counted")) { $0.method() }
      }
      page.element(
        "footer", page.say("Lập bằng ", "Made with ") + "soat \(Version.tool)")
    }
  }

  private mutating func alerts() {
    if let reason = profile.incompleteReason {
      element("p", ["class": "alert bad"]) { page in
        page.element("strong", page.say("Nguồn chưa đọc hết. ", "Source not read whole. "))
        page.html.text(page.clipped(reason))
      }
    }
    if profile.damagedRecordCount > 0 {
      let count = numbers.count(profile.damagedRecordCount)
      element("p", ["class": "alert mid"]) { page in
        page.html.text(
          page.say(
            "\(count) bản ghi hỏng cấu trúc (thừa, thiếu trường, sai mã ký tự); các trường đọc được của chúng vẫn được đếm.",
            "\(count) records are damaged (fields missing or too many, bad characters); what can be read of them is counted."
          ))
        guard page.profile.leavesSlippedOut else { return }
        page.html.text(
          page.say(
            " Tệp có trường nhạy cảm: bản ghi mà ô có thể lệch sang trường khác không được đếm vào các trường.",
            " The file has a sensitive field: records whose cells may be another field's are not counted in the fields."
          ))
      }
    }
    for message in profile.headerMessages.prefix(10) {
      element("p", ["class": "alert mid"], clipped(message))
    }
    if profile.showsValues {
      element(
        "p", ["class": "alert bad"],
        say(
          "Tệp này có giá trị thật, có thể là dữ liệu cá nhân: chỉ dùng nội bộ.",
          "This file holds values that may be personal data: for internal use only."))
    }
  }

  private mutating func figures() {
    let cells = profile.fields.reduce(0) { $0 + $1.recordCount }
    let filled = profile.fields.reduce(0) { $0 + $1.filled }
    let defective = profile.fields.count { !$0.defects.isEmpty }
    let mistyped = profile.fields.reduce(0) { $0 + $1.scaled($1.formTotal - $1.typeCount) }
    let isSampled = profile.fields.contains { $0.isFormSampled && $0.typeCount < $0.formTotal }
    let blank = profile.fields.count { $0.filled == 0 }
    element("ul", ["class": "figures"]) { page in
      page.figure(page.numbers.count(page.profile.recordCount), page.say("bản ghi", "records"), "")
      page.figure(
        page.numbers.count(page.profile.fields.count), page.say("trường", "fields"),
        blank > 0 ? page.say("\(blank) trường trống hết", "\(blank) wholly blank") : "")
      page.figure(
        page.numbers.percent(filled, of: cells) ?? "–", page.say("ô có giá trị", "cells filled"),
        page.say(
          "\(page.numbers.count(cells - filled)) ô trống",
          "\(page.numbers.count(cells - filled)) blank"))
      page.figure(
        (isSampled ? "≈\u{A0}" : "") + page.numbers.count(mistyped),
        page.say("giá trị khác kiểu", "values of another type"),
        page.say("so với kiểu của trường", "than their field's"))
      page.figure(
        page.numbers.count(defective), page.say("trường có lỗi chữ", "fields with text defects"),
        page.say("vỡ phông, mã cũ, dấu tách rời…", "mojibake, legacy codes…"))
    }
  }

  private mutating func figure(_ number: String, _ word: String, _ note: String) {
    element("li") { page in
      page.element("b", number)
      page.element("span", word)
      if !note.isEmpty { page.element("small", note) }
    }
  }

  private mutating func sourceFacts() {
    let source = profile.source
    var entries = [
      (say("Tệp", "File"), clipped(source.path)),
      (say("Định dạng", "Format"), clipped(source.format, 40).uppercased()),
      (say("Kích thước", "Size"), numbers.bytes(source.byteCount)),
    ]
    for detail in source.details.prefix(20) {
      let title = SourceWords.title(detail.name)[language]
      let value = SourceWords.value(detail.value, of: detail.name)[language]
      entries.append((clipped(title, 80), clipped(value, 120)))
    }
    facts(entries)
    let broken = source.parts.filter { $0.problem != nil }
    for part in broken.prefix(10) {
      element(
        "p", ["class": "note"],
        "\(clipped(part.path, 120)): \(part.problem.map { clipped($0) } ?? "")")
    }
  }

  private mutating func method() {
    let limit = numbers.count(profile.exactValueLimit)
    let sample = numbers.count(profile.sampleRecordCount)
    element("ul") { page in
      for text in page.methodNotes(limit, sample) { page.element("li", text) }
    }
  }

  private func methodNotes(_ limit: String, _ sample: String) -> [String] {
    [
      say(
        "Ô trống là ô thiếu, rỗng hoặc chỉ có khoảng trắng. Mọi số đếm đều chính xác trên toàn bộ bản ghi, trừ chỗ có dấu ≈ hoặc ghi “mẫu”.",
        "A blank cell is missing, empty or white space alone. All counts are exact over all records, but for those marked ≈ or “sample”."
      ),
      say(
        "Số giá trị khác nhau đếm chính xác đến \(limit) giá trị mỗi trường; quá số đó là ước lượng HyperLogLog, sai số chuẩn 0,81 %, và giá trị hay gặp lấy từ mẫu \(sample) bản ghi chọn theo số thứ tự, sai số chuẩn của tỷ lệ không quá 0,5/√n.",
        "Different values are counted exactly up to \(limit) a field; past that the count is a HyperLogLog estimate with a standard error of 0.81 %, and frequent values are those of a sample of \(sample) records chosen by their numbers, whose shares have a standard error of at most 0.5/√n."
      ),
      say(
        "Kiểu, cách viết, mẫu ký tự, dạng chữ, năm của trường có quá \(limit) giá trị khác nhau là của mẫu: cứ khoảng 16 bản ghi lấy một, theo số thứ tự (nhiều hơn khi bảng có trên 32 trường; tất cả nếu tệp có không quá 8.192 bản ghi). Tỷ lệ p trên n giá trị có sai số ±2·√(p(1−p)/n), không quá ±1/√n như ghi ở từng trường; lỗi hiếm có thể không có trong mẫu. Số ô trống, nhỏ nhất, lớn nhất, độ dài là của mọi giá trị.",
        "Type, ways of writing, patterns, form of text and years of a field with over \(limit) different values are of a sample: about one record of 16, chosen by their numbers (more in tables of over 32 fields; all of a file of at most 8,192). A share p of n values has an error of ±2·√(p(1−p)/n), at most the ±1/√n that each field states; what is rare may not be in the sample. Blanks, minimum, maximum and length are of all values."
      ),
      say(
        "Kiểu của trường là kiểu của ít nhất 90 % giá trị. Mẫu ký tự: 9(12) là 12 chữ số, A chữ hoa, a chữ thường, Aa+ một từ viết hoa chữ đầu, dấu + là nhiều chữ, ? ký tự khác.",
        "A field's type is that of at least 90 % of its values. Patterns: 9(12) is 12 digits, A a capital, a a small letter, Aa+ a capitalised word, + is several, ? another character."
      ),
      profile.showsValues
        ? say("Giá trị được ghi thật theo yêu cầu.", "Values are shown as asked.")
        : say(
          "Che dữ liệu cá nhân: chỉ hiện giá trị của trường có ít giá trị khác nhau, mỗi giá trị ít nhất 10 bản ghi và không giống họ tên; ngày chỉ hiện năm; còn lại là •••.",
          "Personal data are masked: shown are values of fields with few different ones, each in at least 10 records and unlike a person's name; of dates the year; all else is •••."
        ),
    ]
  }
}
