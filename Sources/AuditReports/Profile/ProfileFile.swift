import AuditModel
import AuditText

/// A profile as JSON, `soat-profile-result/1`: names are stable, counts are exact integers, shares are left to the reader.
package enum ProfileFile {
  /// The file's bytes; equal inputs give equal bytes.
  package static func write(_ profile: DatasetProfile) -> [UInt8] {
    var json = JSONWriter(indented: true)
    json.object { json in
      json.member("format", Version.profileResultFormat)
      json.object("tool") { json in
        json.member("name", "soat")
        json.member("version", Version.tool)
      }
      json.member("date", profile.date.iso)
      json.member("name", profile.name)
      json.object("source") { $0.source(profile.source) }
      json.member("records", profile.recordCount)
      json.member("damagedRecords", profile.damagedRecordCount)
      json.member("complete", profile.incompleteReason == nil)
      json.member("incompleteReason", profile.incompleteReason)
      json.member("valuesShown", profile.showsValues)
      json.object("exactness") { json in
        json.member("exactValues", profile.exactValueLimit)
        json.member("distinctStandardErrorPercent", 81, places: 2)
        json.member("sampleRecords", profile.sampleRecordCount)
      }
      json.array("header") { json in
        for message in profile.headerMessages { json.element(message) }
      }
      json.array("fields") { json in
        for field in profile.fields { json.object { $0.field(field) } }
      }
    }
    return json.finish()
  }
}

extension JSONWriter {
  fileprivate mutating func source(_ source: SourceDescription) {
    member("path", source.path)
    member("format", source.format)
    member("bytes", source.byteCount)
    details(source.details)
    guard !source.parts.isEmpty else { return }
    array("parts") { json in
      for part in source.parts {
        json.object { json in
          json.member("path", part.path)
          json.member("bytes", part.byteCount)
          json.member("records", part.recordCount)
          json.member("problem", part.problem)
        }
      }
    }
  }

  private mutating func details(_ details: [SourceDescription.Detail]) {
    array("details") { json in
      for detail in details {
        json.object { json in
          json.member("name", detail.name)
          json.member("value", detail.value)
        }
      }
    }
  }

  fileprivate mutating func field(_ field: FieldProfile) {
    member("name", field.name)
    member("sensitive", field.isSensitive)
    member("filled", field.filled)
    member("blank", field.recordCount - field.filled)
    member("type", field.type.rawValue)
    member("typeFormat", field.format)
    member("typeCount", field.typeCount)
    object("form") { json in
      json.member("of", field.formTotal)
      json.member("isSample", field.isFormSampled)
      json.member("errorPoints", field.formError, places: 2)
    }
    counts("writtenAs", field.kinds)
    counts("identifiers", field.identifiers)
    array("formats") { json in
      for format in field.formats { json.object { $0.format(format) } }
    }
    if let format = field.namedFormat {
      object("namedFormat") { $0.format(format) }
    } else {
      null("namedFormat")
    }
    member("distinct", field.distinct)
    member("distinctIsExact", field.isDistinctExact)
    member("minimum", field.minimum)
    member("maximum", field.maximum)
    object("length") { json in
      json.member("shortest", field.isSensitive ? nil : field.shortest)
      json.member("longest", field.isSensitive ? nil : field.longest)
      if let mean = field.meanLengthHundredths {
        json.member("mean", mean, places: 2)
      } else {
        json.null("mean")
      }
    }
    object("frequent") { json in
      json.member("of", field.frequentTotal)
      json.member("isSample", field.isFrequentSampled)
      json.array("values") { json in
        for value in field.frequent {
          json.object { json in
            json.member("value", value.text)
            json.member("masked", value.isMasked)
            json.member("count", value.count)
          }
        }
      }
    }
    member("patternsAreMany", field.patternsAreMany)
    counts("patterns", field.patterns)
    counts("textDefects", field.defects)
    counts("codeLists", field.codeLists)
    array("years") { json in
      for year in field.years {
        json.object { json in
          json.member("year", year.year)
          json.member("count", year.count)
        }
      }
    }
  }

  fileprivate mutating func format(_ format: FormatShare) {
    member("name", format.name)
    member("count", format.count)
    member("of", format.total)
    member("isSample", format.isSample)
  }

  private mutating func counts(_ name: String, _ counts: [NamedCount]) {
    array(name) { json in
      for entry in counts {
        json.object { json in
          json.member("name", entry.name)
          json.member("count", entry.count)
        }
      }
    }
  }
}
