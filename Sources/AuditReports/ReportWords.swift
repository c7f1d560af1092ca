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
enum SourceWords {
  static func title(_ name: String) -> LocalizedText {
    known[name] ?? LocalizedText(name)
  }

  /// A value in words where the sign alone can't be seen; other values as they are.
  static func value(_ value: String, of name: String) -> LocalizedText {
    switch (name, value) {
    case ("delimiter", ","): LocalizedText(vi: "dấu phẩy (,)", en: "comma (,)")
    case ("delimiter", ";"): LocalizedText(vi: "dấu chấm phẩy (;)", en: "semicolon (;)")
    case ("delimiter", "|"): LocalizedText(vi: "gạch đứng (|)", en: "bar (|)")
    case ("delimiter", "tab"), ("delimiter", "\t"): LocalizedText(vi: "phím tab", en: "tab")
    case ("delimiterFound", "given"):
      LocalizedText(vi: "dự án khai báo", en: "given by the project")
    case ("delimiterFound", "detected"): LocalizedText(vi: "tự nhận biết", en: "detected")
    default: LocalizedText(value)
    }
  }

  private static let known: [String: LocalizedText] = [
    "delimiter": LocalizedText(vi: "Dấu phân cách", en: "Delimiter"),
    "delimiterFound": LocalizedText(vi: "Cách xác định", en: "Delimiter was"),
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
