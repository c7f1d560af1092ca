import AuditModel
import AuditText

extension AgencyRegister {
  /// Reads a register of agencies; every mistake of it is in what is thrown.
  package static func read(
    _ bytes: [UInt8], file: String, limits: Limits = Limits()
  ) throws(Diagnostics) -> AgencyRegister {
    try ObjectReader.read(bytes, file: file, Version.agenciesFormat, limits) { $0.register() }
  }
}

extension HolidayTable {
  /// Reads a table of days off; every mistake of it is in what is thrown.
  package static func read(
    _ bytes: [UInt8], file: String, limits: Limits = Limits()
  ) throws(Diagnostics) -> HolidayTable {
    try ObjectReader.read(bytes, file: file, Version.holidaysFormat, limits) { $0.holidays() }
  }
}

extension ObjectReader {
  /// Id, version and title, which files of this kind have.
  private func identity() {
    _ = required("id", name)
    _ = required("version", name)
    _ = text("title")
  }

  fileprivate func register() -> AgencyRegister {
    identity()
    if !has("agencies") { log.add(.missingKey("agencies", at: location)) }
    var seen: [String: SourceLocation] = [:]
    var references: [Located<String>] = []
    let agencies = objects("agencies").compactMap { reader -> AgencyRegister.Agency? in
      let id = reader.required("id", reader.name)
      let name = reader.required("name", reader.text)
      let symbol = reader.name("symbol")
      let superior = reader.name("superior")
      let place = reader.name("place")
      let (from, to) = reader.days()
      let successor = reader.name("successor")
      let certainty = reader.certainty()
      reader.finish()
      references += [superior, successor].compactMap(\.self)
      guard let id, let name else { return nil }
      if let first = seen[id.value] {
        log.add(.duplicate(.agency, id.value, at: id.location, first: first))
        return nil
      }
      seen[id.value] = id.location
      return AgencyRegister.Agency(
        id: id.value, name: name, symbol: symbol?.value, superior: superior?.value,
        place: place?.value, from: from, to: to, successor: successor?.value, certainty: certainty)
    }
    for reference in references where seen[reference.value] == nil {
      log.add(
        .unknown(.agency, reference.value, at: reference.location, among: agencies.map(\.id)))
    }
    return AgencyRegister(agencies: agencies)
  }

  fileprivate func holidays() -> HolidayTable {
    identity()
    let (from, to) = days()
    var table = HolidayTable(from: from, to: to, confirmedTo: date("confirmedTo"))
    for reader in objects("daysOff") {
      let first = reader.required("from", reader.date)
      let last = reader.date("to") ?? first
      _ = reader.text("name")
      reader.finish()
      guard let first, let last else { continue }
      // Tết is the longest; a slip in the year must not make a table of centuries.
      guard first <= last, last.dayNumber - first.dayNumber < 31 else {
        log.add(
          .wrongValue(
            "to", last.iso, at: reader.location,
            expected: LocalizedText(
              vi: "từ 'from' và không quá 31 ngày", en: "from 'from' on, 31 days at most")))
        continue
      }
      for number in first.dayNumber...last.dayNumber {
        if let day = CivilDate(dayNumber: number) { table.daysOff.insert(day) }
      }
    }
    for text in strings("workedDays") ?? [] {
      guard let day = CivilDate(iso: text.value) else {
        log.add(.wrongValue("workedDays", text.value, at: text.location, expected: .isoDate))
        continue
      }
      table.workedDays.insert(day)
    }
    return table
  }
}

/// What a file of registers says that it is.
package enum RegisterForm {
  case agencies, holidays

  /// Nil if it is neither; nothing else of it is looked at.
  package static func of(_ bytes: [UInt8]) -> RegisterForm? {
    switch (try? LocatedJSON.parse(bytes, file: "", syntax: .relaxed))?["format"]?.string {
    case Version.agenciesFormat: .agencies
    case Version.holidaysFormat: .holidays
    default: nil
    }
  }
}
