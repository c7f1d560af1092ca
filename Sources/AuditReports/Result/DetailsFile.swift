import AuditModel
import AuditText

/// What official documents need besides the results, as a file (`soat-details/1`): what a ledger keeps beside
/// `result.json`, so that the same documents can be made again.
///
/// Agencies stand in it by the names they had on the day. Words are the project's own: who signs, who answers, what is to be
/// done; nothing of the data.
package struct DetailsFile: Sendable {
  package var details: DocumentDetails
  /// What a legal officer was told.
  package var warnings: [LocalizedText]

  package init(details: DocumentDetails, warnings: [LocalizedText]) {
    self.details = details
    self.warnings = warnings
  }

  package var bytes: [UInt8] {
    var json = JSONWriter(indented: false)
    json.object { json in
      json.member("format", Version.detailsFormat)
      json.member("superior", details.superior)
      json.member("letterhead", details.letterhead)
      json.member("symbol", details.symbol)
      json.member("number", details.number)
      json.member("place", details.place)
      json.member("date", details.signingDate?.iso)
      json.member("basis", details.basis)
      json.member("to", details.recipients)
      json.array("units") { json in
        for unit in details.units { json.object { $0.unit(unit) } }
      }
      json.array("measures") { json in
        for measure in details.measures {
          json.object { json in
            json.member("id", measure.id)
            json.measure(measure)
          }
        }
      }
      json.member("causes", details.causes)
      json.member("recommendations", details.recommendations)
      json.object("signer") { json in
        json.member("authority", details.signer.authority)
        json.member("position", details.signer.position)
        json.member("name", details.signer.name)
      }
      json.member("distribution", details.distribution)
      json.member("archive", details.archive)
      json.array("warnings") { json in
        for warning in warnings { json.element(warning) }
      }
    }
    return json.finish()
  }

  package static func read(_ bytes: [UInt8], file: String) throws -> DetailsFile {
    let root = ResultReader(
      try LocatedJSON.parse(
        bytes, file: file, byteLimit: ResultFile.byteLimit, codes: "result-file"))
    guard try root.text("format") == Version.detailsFormat else { throw root.missing("format") }
    let signer = try root.object("signer")
    return DetailsFile(
      details: DocumentDetails(
        superior: try root.optionalText("superior"), letterhead: try root.texts("letterhead"),
        symbol: try root.optionalText("symbol"), number: try root.optionalCount("number"),
        place: try root.optionalText("place"), signingDate: try root.date("date"),
        basis: try root.texts("basis"), recipients: try root.texts("to"),
        units: try root.array("units").map { try $0.unit() },
        measures: try root.array("measures").map { try $0.measure() },
        causes: try root.texts("causes"), recommendations: try root.texts("recommendations"),
        signer: DocumentDetails.Signer(
          authority: try signer.optionalText("authority"),
          position: try signer.optionalText("position"), name: try signer.optionalText("name")),
        distribution: try root.texts("distribution"), archive: try root.optionalText("archive")),
      warnings: try root.array("warnings").map { entry in
        LocalizedText(vi: try entry.text("vi"), en: try entry.text("en"))
      })
  }
}

extension JSONWriter {
  fileprivate mutating func unit(_ unit: DocumentDetails.Unit) {
    member("name", unit.name)
    member("resources", unit.resources)
    member("officer", unit.officer)
  }

  /// Members of a measure, but for its id.
  package mutating func measure(_ measure: CorrectiveMeasure) {
    member("title", measure.title)
    member("unit", measure.unit)
    member("rules", measure.rules)
    member("deadline", measure.deadline?.iso)
    member("status", measure.status.rawValue)
    member("since", measure.statusDate.iso)
  }
}

extension ResultReader {
  fileprivate func unit() throws -> DocumentDetails.Unit {
    DocumentDetails.Unit(
      name: try text("name"), resources: try texts("resources"),
      officer: try optionalText("officer"))
  }

  fileprivate func measure() throws -> CorrectiveMeasure {
    guard let since = try date("since") else { throw missing("since") }
    return CorrectiveMeasure(
      id: try text("id"), title: try text("title"), unit: try text("unit"),
      rules: try texts("rules"), deadline: try date("deadline"), status: try word("status"),
      statusDate: since)
  }
}
