import AuditModel

/// A document of a state agency, in the parts that Nghị định 30/2020/NĐ-CP (phụ lục I) gives it; rendered as DOCX and as HTML.
///
/// Its texts are in Vietnamese and final: a renderer adds none and leaves none out, so that both forms say the same.
package struct OfficialDocument: Sendable {
  /// What stands above the title (ô số 1 to 4).
  package struct Letterhead: Sendable {
    var superior: [String]
    var agency: [String]
    /// `Số: 07/BC-UBND`.
    var number: String
    var nation: String
    var motto: String
    var placeAndDate: String
  }

  /// What stands below the text (ô số 7 and 9b).
  package struct Signature: Sendable {
    var distributionTitle: String
    var distribution: [String]
    var roles: [String]
    /// Empty leaves the place for it.
    var name: String
  }

  package struct Annex: Sendable {
    /// `Phụ lục I`, or `Phụ lục` where there is one only.
    var label: String
    /// As it is listed; its heading has it in capitals.
    var name: String
    var title: String
    var note: String
    var blocks: [Block]
  }

  package enum Block: Sendable {
    /// 1 is `I. …`, 2 is `1. …`, 3 is `a) …`.
    case heading(Int, String)
    case paragraph(String)
    /// A dash and a line of its own.
    case item(String)
    /// Smaller and slanted: a remark on what stands above.
    case note(String)
    case table(Table)
    case chart(Chart)
  }

  package struct Table: Sendable {
    package enum Alignment: Sendable { case text, number, centre }

    package struct Column: Sendable {
      var title: String
      /// Parts of the table's width; those of all columns make it up.
      var width: Int
      var alignment: Alignment

      init(_ title: String, _ width: Int, _ alignment: Alignment = .text) {
        self.title = title
        self.width = width
        self.alignment = alignment
      }
    }

    package struct Row: Sendable {
      var cells: [String]
      /// Set in bold: a sum, or a line over those that follow.
      var isStrong = false

      init(_ cells: [String], isStrong: Bool = false) {
        self.cells = cells
        self.isStrong = isStrong
      }
    }

    /// Stands above it, and is what a screen reader calls it.
    var caption: String
    var columns: [Column]
    var rows: [Row]

    init(_ caption: String, _ columns: [Column], _ rows: [Row]) {
      let widths = Set(rows.map(\.cells.count)).union([columns.count])
      precondition(widths.count == 1, "\(caption): rows of \(widths.sorted()) cells")
      self.caption = caption
      self.columns = columns
      self.rows = rows
    }

    /// A table so short is not parted between pages.
    var isWhole: Bool { rows.count <= 8 }
  }

  /// Horizontal bars that begin at 0 and end at the scale's last value, so that lengths compare.
  package struct Chart: Sendable {
    package struct Bar: Sendable {
      /// With the figure in it: what a bar says stands beside it as text.
      var label: String
      /// In the chart's unit; nil draws no bar.
      var value: Int?
    }

    package enum Unit: Sendable {
      /// Hundredths of a percent.
      case basisPoints
      case count
    }

    var caption: String
    var bars: [Bar]
    var unit = Unit.basisPoints

    /// Where the axis ends: 100 % for shares that reach half of it, else the least of 4, 8, 12 and 20, or of these with
    /// zeros behind, that no bar is above; a quarter of it is a whole number.
    ///
    /// On an axis to 100 % shares of a thousandth and of a hundredth look alike.
    var scale: Int {
      let most = bars.compactMap(\.value).max() ?? 0
      if unit == .basisPoints, most > 5_000 { return 10_000 }
      var step = unit == .basisPoints ? 10 : 1
      while step * 20 < most { step *= 10 }
      return [4, 8, 12, 20].map { $0 * step }.first { $0 >= most } ?? 20 * step
    }

    /// The chart in words, for those who do not see it.
    var description: String { caption + ": " + bars.map(\.label).joined(separator: "; ") }
  }

  /// `BÁO CÁO`.
  var kind: String
  var subject: String
  var letterhead: Letterhead
  /// Ô số 9a; empty where the document is addressed to nobody.
  var recipients: [String]
  var basis: [String]
  var body: [Block]
  var signature: Signature
  var annexes: [Annex]
  /// Whose document it is and of which day, for the file's properties.
  var author: String
  var date: CivilDate

  package var title: String { "\(kind) \(subject)" }

  /// The annexes by their titles; empty where there is one or none, which nobody has to look for.
  ///
  /// They stand right below the signature. The form (phụ lục I of the decree) has a document run from ô số 1 to the
  /// signature with nothing between, so that a list of contents has no place before its text; the text is short enough to
  /// be read through, and its parts are headings that a word processor lists. What a reader of the paper looks for are the
  /// annexes. The list has no page numbers, since the decree has each annex numbered from 1.
  var annexList: [String] {
    guard annexes.count > 1 else { return [] }
    return OfficialDocument.closed(annexes.map { "\($0.label). \($0.name)" })
  }
}

extension OfficialDocument {
  /// Items of a list begin with them: a b c d đ e g h i k … (the Vietnamese alphabet has no f, j, w, z).
  static func letter(_ index: Int) -> String {
    let letters = [
      "a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t",
      "u", "v", "x", "y",
    ]
    return letters[index % letters.count]
      + (index < letters.count ? "" : String(index / letters.count))
  }

  /// I, II, III, … up to 39.
  static func roman(_ number: Int) -> String {
    let tens = ["", "X", "XX", "XXX"]
    let units = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
    precondition((1...39).contains(number), "no Roman number for \(number)")
    return tens[number / 10] + units[number % 10]
  }

  /// Its lines over and below the title, as they are addressed: one beside the word, several below it.
  var addressLines: [String] {
    guard recipients.count != 1 else { return ["Kính gửi: \(recipients[0])."] }
    guard let last = recipients.last else { return [] }
    return ["Kính gửi:"] + recipients.dropLast().map { "- \($0);" } + ["- \(last)."]
  }

  /// A list of lines that ends as the decree has it: `;` after each, `.` after the last.
  static func closed(_ lines: [String]) -> [String] {
    lines.enumerated().map { index, line in
      let bare = line.last.map { ".;".contains($0) } == true ? String(line.dropLast()) : line
      return bare + (index == lines.count - 1 ? "." : ";")
    }
  }

  /// Tables and charts numbered in their order: captions that begin with `Bảng #.` or `Biểu đồ #.` get their numbers.
  ///
  /// A chart without a bar is left out.
  static func numbered(_ blocks: [Block]) -> [Block] {
    var (tables, charts) = (0, 0)
    return blocks.compactMap { block in
      switch block {
      case .table(var table) where table.caption.hasPrefix("Bảng #."):
        tables += 1
        table.caption = "Bảng \(tables)." + table.caption.dropFirst("Bảng #.".count)
        return .table(table)
      case .chart(let chart) where chart.bars.isEmpty: return nil
      case .chart(var chart) where chart.caption.hasPrefix("Biểu đồ #."):
        charts += 1
        chart.caption = "Biểu đồ \(charts)." + chart.caption.dropFirst("Biểu đồ #.".count)
        return .chart(chart)
      default: return block
      }
    }
  }

  static func tableCount(_ blocks: [Block]) -> Int {
    blocks.count { if case .table = $0 { true } else { false } }
  }
}
