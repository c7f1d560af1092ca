import AuditKernels
import AuditModel
import AuditSources
import AuditSystem

/// Reads a document in every way there is, and holds the outcomes against each other.
enum XMLAgreement {
  struct Differs: Error, CustomStringConvertible {
    var what: String
    var document: [UInt8]
    var one: XMLReadOutcome
    var other: XMLReadOutcome

    var description: String {
      "\(what)\n\(String(decoding: document, as: UTF8.self).debugDescription)\n\(one)\n\(other)"
    }
  }

  /// Whether the scanner read the document by itself; then libxml2 did so too, with the same outcome.
  ///
  /// - `cuts`: bytes read at a time, for a second reading each.
  @discardableResult
  static func check(
    _ document: [UInt8], cuts: Int, _ change: (inout SourceOptions) -> Void = { _ in }
  )
    throws -> Bool
  {
    var reading = XMLReading()
    change(&reading.options)
    let (library, _) = try reading.outcome(document, plainly: false)
    let (plain, _) = try reading.outcome(document, plainly: true)
    try checkTwin(document, reading.options)
    reading.options.chunkBytes = cuts
    let (cutLibrary, _) = try reading.outcome(document, plainly: false)
    let (cutPlain, _) = try reading.outcome(document, plainly: true)
    guard library == cutLibrary else {
      throw Differs(what: "libxml2, cut", document: document, one: library, other: cutLibrary)
    }
    guard plain == cutPlain else {
      throw Differs(what: "plain, cut", document: document, one: plain, other: cutPlain)
    }
    guard plain != .handedOver else { return false }
    guard plain == library else {
      throw Differs(what: "plain and libxml2", document: document, one: plain, other: library)
    }
    if case .refused = plain { return false }
    return true
  }

  /// Options of several kinds, by number.
  static func vary(_ options: inout SourceOptions, _ number: Int) {
    options.xml = XMLOptions()
    switch number % 6 {
    case 0, 1: break
    case 2:
      options.xml.record = ["ds", "r"]
      options.declared = ["a", "b", ".", "a/b", "@a"].map { DeclaredField(name: $0, isText: true) }
    case 3: options.xml.rows = "a"
    case 4:
      options.xml.rows = "dc"
      options.xml.separators = ["a": "|", "b": ""]
    default: options.xml.prefixes = ["u": "u", "v": "vê", "urn:x": "x"]
    }
  }

  /// What libxml2's reading gives is what its tree says.
  private static func checkTwin(_ document: [UInt8], _ options: SourceOptions) throws {
    var reading = XMLReading()
    reading.options = options
    let (outcome, names) = try reading.outcome(document, plainly: false)
    guard case .read(let records, nil, _) = outcome,
      let root = try XMLTwin.tree(document, prefixes: options.xml.prefixes)
    else { return }
    let source = try XMLSource(.bytes(document), path: "t.xml", options: options)
    var twin = XMLTwin(fields: names)
    twin.separators = options.xml.separators
    twin.rows = options.xml.rows
    let expected = twin.records(root, path: source.selection.record ?? [])
    let strays = records.map { $0.defects.contains { $0.defect == .strayText } }
    guard strays == twin.strays(root, path: source.selection.record ?? []) else {
      throw Differs(
        what: "stray text in libxml2's tree", document: document, one: outcome, other: outcome)
    }
    guard records.map(\.fields) == expected else {
      let other = expected.map { XMLReadRecord(line: 0, fields: $0, defects: []) }
      throw Differs(
        what: "libxml2 and its tree", document: document, one: outcome,
        other: .read(other, faultCode: nil, faultLine: nil))
    }
  }
}
