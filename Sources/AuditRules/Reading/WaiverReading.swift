import AuditModel
import AuditText

extension WaiverFile {
  /// Reads a file of waivers for the rules of a pack.
  ///
  /// Every mistake of it is in what is thrown; none of them shows a key.
  package static func read(
    _ bytes: [UInt8], file: String, pack: RulePack, limits: Limits = Limits()
  ) throws(Diagnostics) -> WaiverFile {
    let root = try LocatedJSON.parse(
      bytes, file: file, syntax: .relaxed, depth: limits.ruleFileDepth,
      byteLimit: limits.ruleFileBytes)
    let log = MistakeLog()
    var result: WaiverFile?
    if let reader = ObjectReader(root, named: "{ }", log), reader.formatIs(Version.waiversFormat) {
      let title = reader.text("title")
      let nodes = reader.required("waivers", reader.list) ?? []
      let waivers = nodes.compactMap {
        ObjectReader($0, named: "waivers", log)?.waiver(of: pack)
      }
      reader.finish()
      result = WaiverFile(path: file, title: title, bytes: bytes, waivers: waivers)
    }
    try log.throwIfAny()
    guard let result else { throw Diagnostics([.missingKey("format", at: root.location)]) }
    return result
  }
}

extension ObjectReader {
  fileprivate func waiver(of pack: RulePack) -> WaiverSpec? {
    let rule = required("rule", name)
    let resource = name("resource")
    let reason = required("reason", text)
    let document = required("document", name)
    let approvedBy = required("approvedBy", name)
    let until = required("until", date)
    let target = rule.flatMap { self.rule($0, in: resource, of: pack) }
    let scope = scope(target.flatMap { pack.resource($0.resource) })
    finish()
    guard let target, let scope, let reason, let document, let approvedBy, let until else {
      return nil
    }
    return WaiverSpec(
      rule: target.id, location: location, resource: target.resource, scope: scope, reason: reason,
      document: document.value, approvedBy: approvedBy.value, until: until)
  }

  private func rule(
    _ id: Located<String>, in resource: Located<String>?, of pack: RulePack
  ) -> RuleSpec? {
    guard let rule = pack.rules.first(where: { $0.id == id.value }) else {
      log.add(.unknown(.rule, id.value, at: id.location, among: pack.rules.map(\.id)))
      return nil
    }
    guard let resource, resource.value != rule.resource else { return rule }
    log.add(
      .wrongValue(
        "resource", resource.value, at: resource.location,
        expected: LocalizedText(
          vi: "quy tắc '\(rule.id)' là của bộ dữ liệu '\(rule.resource)'",
          en: "the rule '\(rule.id)' is of the resource '\(rule.resource)'")))
    return nil
  }

  /// Exactly one of `all`, `keys` and `keyHashes`: a whole rule is never waived by leaving something out.
  private func scope(_ resource: ResourceSpec?) -> WaiverSpec.Scope? {
    let isWhole = truth("all")
    let (keys, hashes) = (list("keys"), list("keyHashes"))
    let given = [has("all"), has("keys"), has("keyHashes")].count { $0 }
    guard given == 1, isWhole != false else {
      log.add(
        Diagnostic(
          "rule-file.waiver-scope",
          LocalizedText(
            vi: "phải nêu đúng một trong: keys, keyHashes, \"all\": true",
            en: "exactly one of keys, keyHashes and \"all\": true has to be given"), at: location,
          hint: LocalizedText(
            vi:
              "keys: khóa của từng bản ghi được chấp nhận; \"all\": true: mọi lỗi của quy tắc",
            en: "keys: the keys of the records accepted; \"all\": true: all that fails the rule")))
      return nil
    }
    if isWhole == true { return .wholeRule }
    guard let resource, let nodes = keys ?? hashes else { return nil }
    guard !resource.keys.isEmpty else {
      log.add(
        Diagnostic(
          "rule-file.waiver-keys",
          LocalizedText(
            vi: "gói quy tắc không nêu 'keys' của bộ dữ liệu '\(resource.name)'",
            en: "the rule pack gives the resource '\(resource.name)' no 'keys'"), at: location,
          hint: LocalizedText(
            vi: "thêm \"keys\" vào bộ dữ liệu trong gói, hoặc dùng \"all\": true",
            en: "add \"keys\" to the resource in the pack, or use \"all\": true")))
      return nil
    }
    guard !nodes.isEmpty else {
      log.add(
        .wrongValue(
          keys == nil ? "keyHashes" : "keys", "[]", at: location,
          expected: LocalizedText(vi: "ít nhất một khóa", en: "one key at least")))
      return nil
    }
    let read = nodes.map { keys == nil ? hash($0) : key($0, fields: resource.keys) }
    let all = read.compactMap(\.self)
    return all.count == nodes.count ? .keys(all) : nil
  }

  /// A string, or a list of strings where the resource has several key fields.
  private func key(_ node: LocatedJSON, fields: [String]) -> WaiverKey? {
    let parts = node.string.map { [$0] } ?? (node.array ?? []).compactMap(\.string)
    guard parts.count == fields.count, node.array.map({ $0.count == parts.count }) ?? true,
      !parts.allSatisfy(\.isEmpty)
    else {
      let names = fields.joined(separator: ", ")
      log.add(
        Diagnostic(
          "rule-file.waiver-keys",
          LocalizedText(
            vi: "khóa này không có đủ các trường: \(names)",
            en: "this key is not one value for each of: \(names)"), at: node.location,
          hint: fields.count == 1
            ? LocalizedText(
              vi: "viết một chuỗi: \"…\"", en: "write one string: \"…\"")
            : LocalizedText(
              vi: "viết danh sách \(fields.count) chuỗi: [\"…\", \"…\"]",
              en: "write a list of \(fields.count) strings: [\"…\", \"…\"]")))
      return nil
    }
    return .value(Array(parts.map { Array($0.utf8) }.joined(separator: [WaiverKey.separator])))
  }

  private func hash(_ node: LocatedJSON) -> WaiverKey? {
    let forms: [(String, ([UInt8]) -> WaiverKey)] = [
      ("sha256:", WaiverKey.digest), ("hmac-sha256:", WaiverKey.keyedDigest),
    ]
    for (prefix, make) in forms {
      guard let text = node.string, text.hasPrefix(prefix),
        let bytes = digest(text.dropFirst(prefix.utf8.count))
      else { continue }
      return make(bytes)
    }
    log.add(
      Diagnostic(
        "rule-file.waiver-hash",
        LocalizedText(
          vi: "không phải mã băm của một khóa", en: "this is no digest of a key"),
        at: node.location,
        hint: LocalizedText(
          vi:
            "\"sha256:\" hoặc \"hmac-sha256:\" rồi 64 chữ số hex; `soat waiver-hash` tính ra chúng",
          en: "\"sha256:\" or \"hmac-sha256:\" and 64 hex digits; `soat waiver-hash` makes them")))
    return nil
  }

  private func digest(_ text: Substring) -> [UInt8]? {
    let digits = text.utf8.compactMap { byte -> UInt8? in
      switch byte {
      case 0x30...0x39: byte - 0x30
      case 0x61...0x66: byte - 0x61 + 10
      default: nil
      }
    }
    guard digits.count == 64, text.utf8.count == 64 else { return nil }
    return stride(from: 0, to: 64, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }
}
