import AuditModel

/// A file of an official document: its name and its bytes.
package struct OfficialFile {
  package let name: String
  package let bytes: [UInt8]
}

/// Official documents as files, each as DOCX and as HTML.
package enum OfficialFiles {
  package static func make(
    _ kinds: [DocumentKind], _ input: OfficialInput
  ) throws(Diagnostic) -> [OfficialFile] {
    var files: [OfficialFile] = []
    for kind in DocumentKind.allCases where kinds.contains(kind) {
      for (name, document) in documents(kind, input) {
        files.append(
          OfficialFile(name: name + ".docx", bytes: try OfficialDOCX.render(document)))
        files.append(OfficialFile(name: name + ".html", bytes: OfficialHTML.render(document)))
      }
    }
    return files
  }

  private static func documents(
    _ kind: DocumentKind, _ input: OfficialInput
  ) -> [(String, OfficialDocument)] {
    switch kind {
    case .report: [(kind.fileName, ReportBuilder(input).document())]
    case .plan: [(kind.fileName, PlanBuilder(input).document())]
    case .remedy:
      RemedyBuilder(input).documents().enumerated().map { index, document in
        ("\(kind.fileName)-\(index < 9 ? "0" : "")\(index + 1)", document)
      }
    }
  }
}
