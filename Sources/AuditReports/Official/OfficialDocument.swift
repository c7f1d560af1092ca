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
  }

  /// Horizontal bars from 0 to 100 %.
  package struct Chart: Sendable {
    package struct Bar: Sendable {
      /// With the figure in it: what a bar says stands beside it as text.
      var label: String
      /// Hundredths of a percent; nil draws no bar.
      var basisPoints: Int?
    }

    var caption: String
    var bars: [Bar]

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
  /// Headings of the text and annexes, listed before the annexes; empty where the document is short.
  var contents: [String]
  var annexes: [Annex]
  /// Whose document it is and of which day, for the file's properties.
  var author: String
  var date: CivilDate

  package var title: String { "\(kind) \(subject)" }
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
