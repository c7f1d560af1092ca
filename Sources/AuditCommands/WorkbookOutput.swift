import AuditModel
import AuditReports
import AuditRules
import AuditSystem

extension Option {
  static let workbook = Option(
    "xlsx",
    help: LocalizedText(
      vi: "ghi thêm bảng tính report.xlsx (mặc định: như \"xlsx\" trong \"outputs\" của dự án)",
      en: "write the workbook report.xlsx too (default: as \"xlsx\" in the project's \"outputs\")"))
}

extension AuditOutputs {
  func writesWorkbook(_ project: ProjectSpec) -> Bool {
    arguments.flag("xlsx") || project.outputs.writesWorkbook
  }

  /// The workbook, written and not yet under its name.
  func workbook(_ input: ReportInput, isPrivate: Bool) throws -> OutputFile {
    let file = try OutputFile(
      FilePath.join(folder, "report.xlsx"), access: isPrivate ? .ownerOnly : .shared)
    try ReportFormat.xlsx.write(input) { (bytes) throws(Diagnostic) in try file.write(bytes) }
    return file
  }
}

extension OutputFile {
  /// The findings that were written into the file.
  var findings: FindingsFile {
    FindingsFile(byteCount: byteCount) { (offset, count) throws(Diagnostic) in
      try self.read(at: offset, count: count)
    }
  }
}
