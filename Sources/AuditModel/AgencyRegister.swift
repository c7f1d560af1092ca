/// Who is who over time (`soat-agencies/1`): names, superiors and seats of agencies, and who followed whom.
package struct AgencyRegister: Sendable {
  package struct Agency: Sendable {
    package var id: String
    package var name: LocalizedText
    /// In the symbol of its documents, such as `UBND`.
    package var symbol: String?
    /// The id of the body directly above it.
    package var superior: String?
    /// The place that its documents are dated at.
    package var place: String?
    /// The first day it is there under this name; nil is since ever.
    package var from: CivilDate?
    package var to: CivilDate?
    /// The id of the agency that took over its work.
    package var successor: String?
    package var certainty: Certainty

    package init(
      id: String, name: LocalizedText, symbol: String?, superior: String?, place: String?,
      from: CivilDate?, to: CivilDate?, successor: String?, certainty: Certainty
    ) {
      self.id = id
      self.name = name
      self.symbol = symbol
      self.superior = superior
      self.place = place
      self.from = from
      self.to = to
      self.successor = successor
      self.certainty = certainty
    }
  }

  package var agencies: [Agency]

  package init(agencies: [Agency]) { self.agencies = agencies }

  package subscript(id: String) -> Agency? { agencies.first { $0.id == id } }

  /// The agency that does its work on a day: itself, or who followed it, or whom it followed.
  ///
  /// Nil if the register has no such agency, or none that is there on that day.
  package func agency(_ id: String, on day: CivilDate) -> Agency? {
    guard let start = self[id] else { return nil }
    var seen: Set = [id]
    var agency = start
    while let end = agency.to, day > end {
      guard let next = agency.successor, seen.insert(next).inserted, let found = self[next] else {
        return nil
      }
      agency = found
    }
    while let begin = agency.from, day < begin {
      // Of several that were merged none is the one that is meant.
      let before = agencies.filter { $0.successor == agency.id }
      guard before.count == 1, seen.insert(before[0].id).inserted else { return nil }
      agency = before[0]
    }
    return agency
  }
}
