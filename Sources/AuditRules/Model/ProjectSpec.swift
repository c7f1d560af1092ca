import AuditModel
import AuditText

/// An audit project, `audit.json`: whose data, which packs, which outputs (`soat-project/1`).
///
/// Paths are as written, with their places; whoever opens them checks that they stay in the project.
package struct ProjectSpec: Sendable {
  package struct Agency: Sendable {
    package var id: String
    package var name: LocalizedText
  }

  package struct Resource: Sendable {
    package var name: String
    package var location: SourceLocation
    /// A file, `-` for standard input, a folder or a pattern; or several files, whose records are one table.
    package var paths: [Located<String>]
    /// The resource's name in the packs; `name` unless said otherwise.
    package var packName: Located<String>
    /// Where paths begin, as seen from the project's folder.
    package var folder = "."
    package var title: LocalizedText?
    /// Nil is found out from the content.
    package var format: String?
    package var csv = CSV()
    package var json = JSON()
    package var xml = XML()
    /// Nil is found out from the content.
    package var encoding: TextEncoding?
    /// Of a SQLite database: a table or view, or a query; neither means the resource's own.
    package var table: String?
    package var query: String?
    /// Keys that are for sources of some formats only, with their places: `csv`, `json/record`.
    package var formatKeys: [Located<String>] = []
  }

  package struct CSV: Sendable, Hashable {
    /// Nil is found out from the file.
    package var delimiter: UInt8?
    /// False reads `"` as an ordinary character.
    package var hasQuotes = true
    /// Records that name the fields.
    ///
    /// With none, fields are named `f1`, `f2` and so on.
    package var headerRecords = 1
    /// Lines before the header.
    package var skippedLines = 0
  }

  package struct JSON: Sendable, Hashable {
    /// Names that lead to the list of records; nil is found out from the file.
    package var path: [String]?
    /// Stands between the elements of a list that is one field's value.
    package var separator: String?
    /// A field whose elements make a record each.
    package var spreadField: String?
  }

  package struct XML: Sendable, Hashable {
    /// Names from the root down to the record; nil is found out from the file.
    package var record: [String]?
    /// Prefixes that the project uses, by namespace.
    package var prefixes: [String: String] = [:]
    /// Stands between the values of a field that comes again, by the field's path.
    package var separators: [String: String] = [:]
    /// The path of an element each of which makes a record.
    package var rows: String?
  }

  package struct Outputs: Sendable {
    package var folder: Located<String>?
    package var language: Language?
    package var writesFindings = true
    /// Whether there is a workbook beside the other reports.
    package var writesWorkbook = false
    package var maximumFindingsPerRule: Int?
    /// Official documents to be written.
    package var documents: [DocumentKind] = []
  }

  /// What official documents need to know; names of agencies may be ids of a register.
  package struct Document: Sendable {
    package var details = DocumentDetails()
    package var superior: AgencyName?
    package var recipients: [AgencyName] = []
    /// Nil where the profile is chosen by the period.
    package var profile: Located<String>?
    package var scoring: Located<String>?
  }

  package enum AgencyName: Sendable {
    case text(String)
    /// Of a register of agencies.
    case id(Located<String>)
  }

  package var agency: Agency
  package var periodFrom: CivilDate?
  package var periodTo: CivilDate?
  package var date: CivilDate?
  /// Paths relative to the project's folder, or ids.
  package var packs: [Located<String>]
  package var resources: [Resource]
  /// Typed when the packs are read.
  package var parameters: [(name: Located<String>, value: LocatedJSON)]
  package var outputs: Outputs
  /// Files of waivers, relative to the project's folder.
  package var waivers: [Located<String>] = []
  /// The file that each inspection is recorded in, relative to the project's folder; nil where none is kept.
  package var ledger: Located<String>?
  package var document = Document()
  /// A Data Package whose resources are the project's, relative to the project's folder.
  package var dataPackage: Located<String>?
}

extension ProjectSpec {
  /// A project of no file: what is checked ad hoc.
  package init(agencyID: String, agencyName: LocalizedText) {
    self.init(
      agency: Agency(id: agencyID, name: agencyName), packs: [], resources: [], parameters: [],
      outputs: Outputs())
  }
}
