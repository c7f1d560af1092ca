import AuditModel

/// Words for the values of the model, as reports print them.
extension RuleStatus {
  var title: LocalizedText {
    switch self {
    case .error: LocalizedText(vi: "Không chạy được", en: "Could not run")
    case .incomplete: LocalizedText(vi: "Chưa trọn vẹn", en: "Incomplete")
    case .notApplicable: LocalizedText(vi: "Không áp dụng", en: "Not applicable")
    case .failed: LocalizedText(vi: "Không đạt", en: "Failed")
    case .warned: LocalizedText(vi: "Cảnh báo", en: "Warned")
    case .passed: LocalizedText(vi: "Đạt", en: "Passed")
    case .waived: LocalizedText(vi: "Miễn trừ", en: "Waived")
    }
  }

  /// A sign beside the word, so that colour is not the only carrier.
  var sign: String {
    switch self {
    case .error: "!"
    case .incomplete: "◐"
    case .notApplicable: "–"
    case .failed: "✕"
    case .warned: "▲"
    case .passed: "✓"
    case .waived: "◇"
    }
  }

  /// Its class in the style sheet.
  var styleClass: String {
    switch self {
    case .failed, .error: "bad"
    case .warned, .incomplete: "mid"
    case .passed: "good"
    case .notApplicable, .waived: "none"
    }
  }
}

extension RuleUnit {
  /// The unit after a number.
  func title(_ count: Int) -> LocalizedText {
    switch self {
    case .record: LocalizedText(vi: "bản ghi", en: count == 1 ? "record" : "records")
    case .value: LocalizedText(vi: "giá trị", en: count == 1 ? "value" : "values")
    case .group: LocalizedText(vi: "nhóm", en: count == 1 ? "group" : "groups")
    case .row: LocalizedText(vi: "dòng", en: count == 1 ? "row" : "rows")
    case .node: LocalizedText(vi: "nút", en: count == 1 ? "node" : "nodes")
    case .resource: LocalizedText(vi: "bộ dữ liệu", en: count == 1 ? "dataset" : "datasets")
    case .document: LocalizedText(vi: "tài liệu", en: count == 1 ? "document" : "documents")
    case .expectedKey:
      LocalizedText(vi: "khóa cần có", en: count == 1 ? "expected key" : "expected keys")
    }
  }
}

/// Words for the names of a source's details; a name not listed is printed as it is.
package enum SourceWords {
  package static func title(_ name: String) -> LocalizedText {
    known[name] ?? LocalizedText(name)
  }

  /// A value in words where the sign alone can't be seen; other values as they are.
  package static func value(_ value: String, of name: String) -> LocalizedText {
    switch (name, value) {
    case ("delimiter", ","): LocalizedText(vi: "dấu phẩy (,)", en: "comma (,)")
    case ("delimiter", ";"): LocalizedText(vi: "dấu chấm phẩy (;)", en: "semicolon (;)")
    case ("delimiter", "|"): LocalizedText(vi: "gạch đứng (|)", en: "bar (|)")
    case ("delimiter", "tab"), ("delimiter", "\t"): LocalizedText(vi: "phím tab", en: "tab")
    case ("delimiterFound", "given"), ("recordFound", "given"), ("encodingFound", "declared"):
      LocalizedText(vi: "được khai báo", en: "declared")
    case ("delimiterFound", "detected"), ("recordFound", "detected"):
      LocalizedText(vi: "tự nhận biết", en: "detected")
    case ("encodingFound", "byte-order-mark"):
      LocalizedText(vi: "theo dấu thứ tự byte", en: "by the byte-order mark")
    case ("encodingFound", "zero-bytes"):
      LocalizedText(vi: "theo các byte 0", en: "by its zero bytes")
    case ("encodingFound", "words"):
      LocalizedText(vi: "theo các từ có dấu", en: "by its words with marks")
    case ("reading", "plain"): LocalizedText(vi: "bằng mọi lõi máy", en: "by all cores")
    case ("reading", "libxml2"): LocalizedText(vi: "qua libxml2", en: "through libxml2")
    case ("arrays", _) where value.hasPrefix("join:"):
      LocalizedText(
        vi: "nối bằng “\(value.dropFirst(5))”", en: "joined by “\(value.dropFirst(5))”")
    case ("arrays", _) where value.hasPrefix("records:"):
      LocalizedText(
        vi: "mỗi phần tử của \(value.dropFirst(8)) một bản ghi",
        en: "a record for each of \(value.dropFirst(8))")
    case ("checked", "quick_check"): LocalizedText(vi: "cả tệp", en: "the whole file")
    case ("checked", "pages"): LocalizedText(vi: "các trang đã đọc", en: "the pages that were read")
    default: LocalizedText(value)
    }
  }

  private static let known: [String: LocalizedText] = [
    "delimiter": LocalizedText(vi: "Dấu phân cách", en: "Delimiter"),
    "delimiterFound": LocalizedText(vi: "Cách xác định dấu phân cách", en: "Delimiter was"),
    "record": LocalizedText(vi: "Nơi có bản ghi", en: "Records are at"),
    "recordFound": LocalizedText(vi: "Cách xác định nơi ấy", en: "Their place was"),
    "reading": LocalizedText(vi: "Cách đọc", en: "Read"),
    "arrays": LocalizedText(vi: "Danh sách trong bản ghi", en: "Lists in records"),
    "encodingFound": LocalizedText(vi: "Cách xác định bảng mã", en: "Encoding was found"),
    "compression": LocalizedText(vi: "Nén", en: "Compression"),
    "undecodable": LocalizedText(vi: "Byte không giải mã được", en: "Bytes that say nothing"),
    "table": LocalizedText(vi: "Bảng", en: "Table"),
    "view": LocalizedText(vi: "Khung nhìn", en: "View"),
    "query": LocalizedText(vi: "Câu hỏi SQL", en: "Query"),
    "checked": LocalizedText(vi: "Phần được kiểm tra nguyên vẹn", en: "Checked for damage"),
    "journal": LocalizedText(vi: "Nhật ký giao dịch", en: "Journal"),
    "skippedLines": LocalizedText(vi: "Dòng đầu bỏ qua", en: "Lines skipped"),
    "parts": LocalizedText(vi: "Số tệp phần", en: "Part files"),
    "skippedFiles": LocalizedText(vi: "Tệp không đọc", en: "Files passed over"),
    "encoding": LocalizedText(vi: "Bảng mã", en: "Encoding"),
    "lineEnd": LocalizedText(vi: "Ký tự kết thúc dòng", en: "Line ends"),
    "lineEnds": LocalizedText(vi: "Ký tự kết thúc dòng", en: "Line ends"),
    "header": LocalizedText(vi: "Dòng tiêu đề", en: "Header"),
    "headerRecords": LocalizedText(vi: "Số dòng tiêu đề", en: "Header records"),
    "byteOrderMark": LocalizedText(vi: "Dấu thứ tự byte (BOM)", en: "Byte-order mark"),
    "bom": LocalizedText(vi: "Dấu thứ tự byte (BOM)", en: "Byte-order mark"),
    "quote": LocalizedText(vi: "Dấu bao giá trị", en: "Quote"),
    "raggedRecords": LocalizedText(vi: "Bản ghi lệch số trường", en: "Ragged records"),
    "badUTF8": LocalizedText(vi: "Bản ghi sai UTF-8", en: "Records that are not UTF-8"),
    "emptyLines": LocalizedText(vi: "Dòng trống", en: "Empty lines"),
    "duplicateHeaders": LocalizedText(vi: "Tiêu đề trùng", en: "Duplicate headers"),
    "unclosedQuote": LocalizedText(vi: "Dấu bao không đóng", en: "Unclosed quote"),
  ]
}
