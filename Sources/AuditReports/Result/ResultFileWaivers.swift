import AuditModel
import AuditText

/// What was accepted and what was switched off: no report is without it.
extension JSONWriter {
  mutating func waivers(_ result: InspectionResult) {
    object("waivers") { json in
      json.materials("files", result.waiverFiles)
      json.array("list") { json in
        for waiver in result.waivers { json.object { $0.waiver(waiver) } }
      }
    }
  }

  private mutating func waiver(_ waiver: WaiverResult) {
    member("rule", waiver.rule)
    member("resource", waiver.resource)
    member("file", waiver.file)
    member("line", waiver.line)
    member("keys", waiver.keyCount)
    member("matchedKeys", waiver.matchedKeys)
    member("reason", waiver.reason)
    member("document", waiver.document)
    member("approvedBy", waiver.approvedBy)
    member("until", waiver.until.iso)
    member("waived", waiver.waived)
    member("state", waiver.state.rawValue)
  }

  mutating func switchedOff(_ rule: SwitchedOffRule) {
    member("id", rule.id)
    member("resource", rule.resource)
    member("kind", rule.kind)
    member("title", rule.title)
    member("severity", rule.severity.rawValue)
    member("pack", rule.pack)
    member("by", rule.by)
  }
}

/// Files of before there were waivers have none of this.
extension ResultReader {
  func waiverFiles() throws -> [MaterialDescription] {
    json["waivers"] == nil ? [] : try object("waivers").materials("files")
  }

  func waivers() throws -> [WaiverResult] {
    guard json["waivers"] != nil else { return [] }
    return try object("waivers").array("list").map { entry in
      guard let until = try entry.date("until") else { throw entry.missing("until") }
      return WaiverResult(
        rule: try entry.text("rule"), resource: try entry.text("resource"),
        file: try entry.text("file"), line: try entry.count("line"),
        keyCount: try entry.optionalCount("keys"), matchedKeys: try entry.count("matchedKeys"),
        reason: try entry.localized("reason"), document: try entry.text("document"),
        approvedBy: try entry.text("approvedBy"), until: until,
        waived: try entry.count("waived"), state: try entry.word("state"))
    }
  }

  func switchedOff() throws -> [SwitchedOffRule] {
    guard json["switchedOff"] != nil else { return [] }
    return try array("switchedOff").map {
      SwitchedOffRule(
        id: try $0.text("id"), resource: try $0.text("resource"), kind: try $0.text("kind"),
        title: try $0.localized("title"), severity: try $0.word("severity"),
        pack: try $0.text("pack"), by: try $0.text("by"))
    }
  }
}
