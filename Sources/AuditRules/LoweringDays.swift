import AuditKernels
import AuditModel

extension CodeListSpec {
  /// Its entries are in force from a day, or to one.
  var isDated: Bool { from != nil || to != nil }
}

extension CodeTable {
  /// `date`: nil for a list whose entries are always in force.
  func isInForce(_ entry: Int, on date: CivilDate?) -> Bool {
    guard let date else { return true }
    let validity = validity(of: entry)
    return (validity.from ?? date) <= date && date <= (validity.to ?? date)
  }
}

extension LoweringContext {
  /// The day itself, where it is no field.
  func date(of day: CodeBody.Day, _ pack: RulePack) throws(NotApplicable) -> CivilDate {
    switch day {
    case .fixed(let fixed): fixed
    case .parameter(let name): try date(name, of: pack)
    case .run, .field: try runDate(pack)
    }
  }

  /// The day of validity as a node of the resource's program.
  mutating func day(
    _ day: CodeBody.Day, of resource: String, _ pack: RulePack
  ) throws(NotApplicable) -> Node {
    if case .field(let field) = day { return try value(field, of: resource) }
    let date = try date(of: day, pack)
    return try build(resource) { $0.date(date) }
  }

  /// The code's entry in the list; in a dated list the one in force on the day.
  mutating func entry(
    _ code: Node, in list: CodeListSpec, on day: CodeBody.Day, of resource: String,
    _ pack: RulePack
  ) throws(NotApplicable) -> Node {
    let table = try table(list.name)
    guard list.isDated else { return try build(resource) { $0.entry(code, in: table) } }
    let date = try self.day(day, of: resource, pack)
    return try build(resource) { $0.entry(code, on: date, in: table) }
  }
}
