import AuditModel
import AuditScoring
import AuditText

/// A way of scoring as a file (`soat-policy/1`), with the members that `score.policy` of `result.json` has.
package enum PolicyFile {
  package static func read(_ bytes: [UInt8], file: String) throws -> ScoringPolicy {
    let root = ResultReader(
      try LocatedJSON.parse(bytes, file: file, syntax: .relaxed, codes: "result-file"))
    if try root.text("format") == Version.resultFormat {
      return try ResultFile.readPolicy(bytes, file: file)
    }
    guard try root.text("format") == Version.policyFormat else {
      throw Diagnostic(
        "result-file.format",
        LocalizedText(
          vi: "tệp không phải dạng \(Version.policyFormat)",
          en: "the file's format is not \(Version.policyFormat)"), at: root.json.location,
        hint: LocalizedText(
          vi: "Ledger.md nêu cách viết tệp cách tính điểm",
          en: "Ledger.md tells how a way of scoring is written"))
    }
    return try root.policy()
  }
}
