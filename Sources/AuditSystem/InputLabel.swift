package import AuditModel

/// What is told of an input that is not read as it is.
package struct InputLabel: Sendable {
  /// For the source's description, in order.
  package var details: [SourceDescription.Detail] = []
  /// What a standard has against the input; a finding of its header.
  package var remark: LocalizedText?

  package init() {}
}

extension ByteInput {
  /// Of an input in another encoding or compressed; empty for others.
  package var label: InputLabel {
    switch self {
    case .file, .stream, .bytes: return InputLabel()
    case .expanded:
      var label = InputLabel()
      label.details = [SourceDescription.Detail("compression", "gzip")]
      return label
    case .decoded(let input):
      var label = input.label
      let defects = input.defects
      if defects.count > 0 {
        label.details.append(SourceDescription.Detail("undecodable", String(defects.count)))
      }
      label.details += input.base.label.details
      return label
    }
  }
}
