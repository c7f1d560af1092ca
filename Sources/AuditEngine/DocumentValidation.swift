internal import AuditModel
internal import AuditSources
internal import AuditSystem

/// Rules about a whole XML document.
extension ResourcePass {
  /// Findings of a document that are told; all of them are counted.
  private static let findingLimit = 10_000
  private static let pieceBytes = 256 << 10

  /// Reads the document once more, against its schema; its places are told in the document's order.
  func validate(_ check: Int, against schema: XMLSchema, _ output: inout BatchOutput) throws {
    let validator = try XMLSchemaValidator(schema, limit: ResourcePass.findingLimit)
    let input = resource.source.input
    var offset = 0
    while true {
      try audit.checkpoint()
      let piece = try input.bytes(at: offset, count: ResourcePass.pieceBytes)
      validator.push(piece)
      offset += piece.count
      if piece.count < ResourcePass.pieceBytes { break }
    }
    guard validator.finish() else { throw input.changed }
    counts[check] = RuleCounts(
      passed: validator.count == 0 ? 1 : 0, failed: validator.count == 0 ? 0 : 1)
    let topic = job.topic(of: check)
    for found in validator.findings {
      var finding = FindingFormat.Particulars(topic: topic, reason: Int(found.defect.rawValue))
      finding.lineOffset = found.line
      finding.value = Array(found.place.utf8)
      finding.expected = Array(found.expected.utf8)
      job.write(finding, check, with: format, to: &output)
    }
  }
}
