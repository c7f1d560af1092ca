/// What an official document needs that data cannot tell: whose it is, who signs, who gets it (`document` of `audit.json`).
///
/// Everything may be missing: what is, is left blank to be filled in by hand.
package struct DocumentDetails: Sendable {
  /// A unit that answers for datasets.
  package struct Unit: Sendable {
    package var name: String
    /// Names of resources as the project calls them.
    package var resources: [String]
    /// The officer who answers there.
    package var officer: String?

    package init(name: String, resources: [String], officer: String?) {
      self.name = name
      self.resources = resources
      self.officer = officer
    }
  }

  package struct Signer: Sendable {
    /// `TM. ỦY BAN NHÂN DÂN`, `KT. GIÁM ĐỐC`, ….
    package var authority: String?
    /// `CHỦ TỊCH`, `PHÓ GIÁM ĐỐC`, ….
    package var position: String?
    package var name: String?

    package init(authority: String?, position: String?, name: String?) {
      self.authority = authority
      self.position = position
      self.name = name
    }
  }

  /// The body directly above the agency, as it is printed.
  package var superior: String?
  /// The agency's name in the lines of the letterhead; nil prints the whole name.
  package var letterhead: [String]
  /// The agency's part of `Số: 07/BC-…`.
  package var symbol: String?
  package var number: Int?
  package var place: String?
  /// The day it is signed; nil leaves day and month blank.
  package var signingDate: CivilDate?
  /// Further lines of legal basis, such as the agency's own regulation.
  package var basis: [String]
  package var recipients: [String]
  package var units: [Unit]
  package var measures: [CorrectiveMeasure]
  package var causes: [String]
  package var recommendations: [String]
  package var signer: Signer
  package var distribution: [String]
  /// After "Lưu: ", such as `VT, VHXH`.
  package var archive: String?

  package init(
    superior: String? = nil, letterhead: [String] = [], symbol: String? = nil, number: Int? = nil,
    place: String? = nil, signingDate: CivilDate? = nil, basis: [String] = [],
    recipients: [String] = [], units: [Unit] = [], measures: [CorrectiveMeasure] = [],
    causes: [String] = [], recommendations: [String] = [],
    signer: Signer = Signer(authority: nil, position: nil, name: nil),
    distribution: [String] = [], archive: String? = nil
  ) {
    self.superior = superior
    self.letterhead = letterhead
    self.symbol = symbol
    self.number = number
    self.place = place
    self.signingDate = signingDate
    self.basis = basis
    self.recipients = recipients
    self.units = units
    self.measures = measures
    self.causes = causes
    self.recommendations = recommendations
    self.signer = signer
    self.distribution = distribution
    self.archive = archive
  }

  /// The unit that answers for a resource; nil where none is named.
  package func unit(of resource: String) -> Unit? {
    units.first { $0.resources.contains(resource) }
  }
}
