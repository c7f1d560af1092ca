import AuditModel

/// How a run ended, for the scripts that call it.
///
/// Each kind of error has a number of its own, and 1 is never an error: it is the verdict on the data.
package enum ExitCode: Hashable, Sendable {
  /// Done, and nothing found at or above `--fail-on`.
  case done
  /// Done, with findings at or above `--fail-on`.
  case findings
  /// The command line was mistyped.
  case usage
  /// The project file, a rule file or a code list is wrong, or asks for something outside the project.
  case configuration
  /// A source could not be read whole.
  case source
  /// A report, a findings file, the ledger or standard output could not be written, or the ledger not read.
  case output
  /// A fault of this program.
  case fault
  /// Ended by a signal.
  case signal(Int32)

  /// The exit code of an error, by the part of its code before the dot.
  package init(errorCode: String) {
    switch errorCode.prefix(while: { $0 != "." }) {
    case "usage": self = .usage
    case "source": self = .source
    case "output", "ledger": self = .output
    case "internal": self = .fault
    default: self = .configuration
    }
  }

  package var status: Int32 {
    switch self {
    case .done: 0
    case .findings: 1
    case .usage: 2
    case .configuration: 3
    case .source: 4
    case .output: 5
    case .fault: 70
    case .signal(let number): 128 + number
    }
  }

  package var meaning: LocalizedText {
    switch self {
    case .done:
      LocalizedText(
        vi: "xong; không có lỗi dữ liệu từ mức --fail-on trở lên",
        en: "done; nothing found at or above --fail-on")
    case .findings:
      LocalizedText(
        vi: "xong; dữ liệu có lỗi từ mức --fail-on trở lên",
        en: "done; findings at or above --fail-on")
    case .usage: LocalizedText(vi: "gõ sai dòng lệnh", en: "the command line was mistyped")
    case .configuration:
      LocalizedText(
        vi: "tệp dự án, tệp quy tắc hoặc danh mục có lỗi, hoặc đòi thứ nằm ngoài dự án",
        en:
          "the project file, a rule file or a code list is wrong, or asks for something outside the project"
      )
    case .source:
      LocalizedText(
        vi: "không đọc được trọn vẹn một tệp dữ liệu; mã trong ngoặc vuông cho biết vì sao",
        en: "a source could not be read whole; the code in brackets says why")
    case .output:
      LocalizedText(
        vi: "không ghi được báo cáo, tệp lỗi, sổ theo dõi hoặc đầu ra chuẩn; sổ không đọc được",
        en:
          "a report, a findings file, the ledger or standard output could not be written, or the ledger not read"
      )
    case .fault:
      LocalizedText(
        vi: "lỗi của chính chương trình; xin báo lại", en: "our own fault; please report it")
    case .signal: LocalizedText(vi: "bị dừng bởi tín hiệu n", en: "ended by signal n")
    }
  }

  /// What help prints, in order; 128+n stands for every signal.
  static let documented: [(number: String, code: ExitCode)] = [
    ("0", .done), ("1", .findings), ("2", .usage), ("3", .configuration), ("4", .source),
    ("5", .output),
    ("70", .fault), ("128+n", .signal(0)),
  ]
}
