internal import AuditModel
internal import AuditSources
internal import AuditSystem
internal import AuditText

/// Rules about a whole XML document.
extension ResourcePass {
  private static let pieceBytes = 256 << 10

  /// Reads each document once more, against its schema; its places are told in the document's order, as they are found.
  func validate(_ check: Int, _ topic: Int, against schema: XMLSchema) throws {
    var verdicts = RuleCounts()
    for (part, input) in resource.source.documents {
      guard let isValid = try isValid(input, part: part, check, topic, schema) else { return }
      if isValid { verdicts.passed += 1 } else { verdicts.failed += 1 }
    }
    counts[check] = verdicts
    if verdicts.failed > 0 { _ = waive(check, count: verdicts.failed) }
  }

  /// Nil where it could not be told; why is noted.
  private func isValid(
    _ input: ByteInput, part: Int, _ check: Int, _ topic: Int, _ schema: XMLSchema
  ) throws -> Bool? {
    if let limit = schema.documentLimit, input.byteCount ?? Int.max > limit {
      reasons[check] = .tooLargeForKeys
      return nil
    }
    defer { if part >= 0 { input.park() } }
    let validator = try XMLSchemaValidator(schema)
    var isValid = true
    var offset = 0
    while true {
      try audit.checkpoint()
      let piece = try input.bytes(at: offset, count: ResourcePass.pieceBytes)
      offset += piece.count
      validator.push(piece)
      let isLast = piece.count < ResourcePass.pieceBytes
      if isLast, !validator.finish() { reasons[check] = .schemaNotFollowed }
      let found = validator.takeFindings()
      if !found.isEmpty {
        isValid = false
        try write(found, part: part, check, topic)
      }
      if isLast { break }
    }
    return reasons[check] == nil ? isValid : nil
  }

  private func write(
    _ found: [SchemaFinding], part: Int, _ check: Int, _ topic: Int
  ) throws {
    var output = BatchOutput()
    for place in found {
      var finding = FindingFormat.Particulars(topic: topic, reason: Int(place.defect.rawValue))
      finding.part = part
      finding.lineOffset = place.line
      finding.field = place.place
      finding.value = place.value.map { shown(Array($0.utf8), of: place.place) }
      finding.expected = Array(place.expected.utf8)
      finding.waiver = resource.waivers?.ofRule(check)
      job.write(finding, check, with: format, to: &output)
    }
    try take(output)
  }

  /// The value of an element that may be no field, so that no field's mask is for it.
  private func shown(_ value: [UInt8], of place: String) -> [UInt8] {
    var value = value
    FindingFormat.shorten(&value)
    let isShown = resource.showsValues && !SensitiveNames.holds(place)
    return isShown ? value : Mask.all.apply(value)
  }
}
