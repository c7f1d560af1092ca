import AuditModel

extension LocatedJSON {
  /// The same value with other texts, each at its old place; `within` is the name of the member that a text is in.
  ///
  /// Names of members are changed too. Columns within a text that changed are those of the text as it was written.
  package func mapTexts(
    within name: String? = nil, _ change: (_ text: String, _ within: String?) -> String
  ) -> LocatedJSON {
    switch value {
    case .null, .truth, .number: self
    case .string(let text): LocatedJSON(.string(change(text, name)), at: location)
    case .array(let elements):
      LocatedJSON(.array(elements.map { $0.mapTexts(within: name, change) }), at: location)
    case .object(let members):
      LocatedJSON(
        .object(
          members.map { member in
            Member(
              name: change(member.name, nil), nameLocation: member.nameLocation,
              value: member.value.mapTexts(within: member.name, change))
          }), at: location)
    }
  }

  /// The object without a member.
  package func without(_ name: String) -> LocatedJSON {
    guard case .object(let members) = value else { return self }
    return LocatedJSON(.object(members.filter { $0.name != name }), at: location)
  }
}
