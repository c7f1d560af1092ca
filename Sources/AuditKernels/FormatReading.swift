import AuditModel

/// Single values read as a batch's are: bounds and listed values of a schema.
extension DateFormat {
  /// The day that the text says; nil if it is not written so, or no real day.
  package func day(_ text: String) -> CivilDate? {
    let day = withBytes(of: text) { DateKernel.day($0, self, shape) }
    return day == absent ? nil : civilDate(day)
  }

  /// Seconds since 1970 in UTC.
  package func seconds(_ text: String) -> Int? {
    let moment = withBytes(of: text) { DateKernel.moment($0, self, shape) }
    return moment == absent ? nil : Int(moment)
  }
}

extension NumberFormat {
  package func decimal(_ text: String) -> Decimal? {
    var scale: UInt8 = 0
    let number = withBytes(of: text) { NumberKernel.parse($0, self, scale: &scale) }
    return number == absent ? nil : Decimal(number, scale: scale)
  }
}

private func withBytes(of text: String, _ body: (Bytes) -> Int64) -> Int64 {
  let arena = ByteArena(capacity: 64)
  _ = arena.append(Array(text.utf8))
  // The arena must outlive the bytes that are cut from it.
  return withExtendedLifetime(arena) { body(arena.bytes(at: 0, count: arena.count)) }
}
