import AuditModel
import AuditText

extension ObjectReader {
  /// What a project says of an XML resource.
  ///
  ///     {"record": "/ho_so/p:cong_dan", "namespaces": {"p": "urn:…"}, "repeated": {"con/ten": "join:, "}}
  func xmlOptions() -> ProjectSpec.XML {
    var xml = ProjectSpec.XML()
    guard let reader = object("xml") else { return xml }
    reader.readNamespaces(into: &xml)
    if let record = reader.string("record") {
      xml.record = reader.recordPath(record, prefixes: Set(xml.prefixes.values))
    }
    reader.readRepeated(into: &xml)
    reader.finish()
    return xml
  }

  private func readNamespaces(into xml: inout ProjectSpec.XML) {
    for member in members("namespaces") ?? [] {
      guard isName(member.name[...]), !["xml", "xmlns"].contains(member.name.lowercased()) else {
        log.add(
          .wrongValue(
            "namespaces", member.name, at: member.nameLocation,
            expected: LocalizedText(
              vi: "một tiền tố như \"p\", khác xml và xmlns",
              en: "a prefix such as \"p\", other than xml and xmlns")))
        continue
      }
      guard let namespace = member.value.string, !namespace.isEmpty else {
        log.add(.wrongType(member.name, member.value, expected: .string))
        continue
      }
      if let other = xml.prefixes[namespace] {
        log.add(
          .wrongValue(
            member.name, namespace, at: member.value.location,
            expected: LocalizedText(
              vi: "không gian tên này đã có tiền tố '\(other)'",
              en: "this namespace has the prefix '\(other)' already")))
        continue
      }
      xml.prefixes[namespace] = member.name
    }
  }

  /// Names from the root down to the record.
  private func recordPath(_ text: Located<String>, prefixes: Set<String>) -> [String]? {
    let steps = text.value.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    guard text.value.hasPrefix("/"), steps.count <= 64, steps.allSatisfy({ isStep($0) }) else {
      log.add(
        .wrongValue(
          "record", text.value, at: text.location,
          expected: LocalizedText(
            vi: "đường dẫn từ phần tử gốc, ví dụ \"/ho_so/cong_dan\"",
            en: "a path from the root element, such as \"/ho_so/cong_dan\"")))
      return nil
    }
    for step in steps {
      guard let colon = step.firstIndex(of: ":") else { continue }
      let prefix = String(step[..<colon])
      if !prefixes.contains(prefix) {
        log.add(
          .wrongValue(
            "record", text.value, at: text.location,
            expected: LocalizedText(
              vi: "tiền tố '\(prefix)' phải có trong namespaces",
              en: "the prefix '\(prefix)' must be one of namespaces"),
            among: prefixes.sorted()))
        return nil
      }
    }
    return steps.map(String.init)
  }

  private func readRepeated(into xml: inout ProjectSpec.XML) {
    for member in members("repeated") ?? [] {
      let steps = member.name.split(separator: "/", omittingEmptySubsequences: false)
      guard steps.allSatisfy({ isStep($0) }) else {
        log.add(
          .wrongValue(
            "repeated", member.name, at: member.nameLocation,
            expected: LocalizedText(
              vi: "đường dẫn của phần tử trong bản ghi, ví dụ \"con/ten\"",
              en: "the path of an element within the record, such as \"con/ten\"")))
        continue
      }
      guard let text = member.value.string else {
        log.add(.wrongType(member.name, member.value, expected: .string))
        continue
      }
      take(text, of: member, into: &xml)
    }
  }

  private func take(
    _ text: String, of member: LocatedJSON.Member, into xml: inout ProjectSpec.XML
  ) {
    if text == "records", xml.rows == nil {
      xml.rows = member.name
    } else if text.hasPrefix("join:"), (1...16).contains(text.utf8.count - 5) {
      xml.separators[member.name] = String(text.dropFirst(5))
    } else {
      log.add(
        .wrongValue(
          member.name, text, at: member.value.location,
          expected: text == "records"
            ? LocalizedText(
              vi: "chỉ một phần tử tạo ra bản ghi: '\(xml.rows ?? "")'",
              en: "only one element can make records: '\(xml.rows ?? "")'")
            : LocalizedText(
              vi: "\"join:; \" (nối bằng dấu đã nêu) hoặc \"records\"",
              en: "\"join:; \" (joined by what follows the colon) or \"records\"")))
    }
  }

  private func isStep(_ step: Substring) -> Bool {
    let parts = step.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count <= 2 && parts.allSatisfy { isName($0) }
  }

  /// Near enough to a name of XML: what is none fits no element.
  private func isName(_ text: Substring) -> Bool {
    guard let first = text.unicodeScalars.first, text.utf8.count <= 1_000 else { return false }
    return !"-.0123456789".unicodeScalars.contains(first)
      && text.unicodeScalars.allSatisfy { scalar in
        scalar.value >= 0x80 || scalar.properties.isAlphabetic
          || "-._0123456789".unicodeScalars.contains(scalar)
      }
  }
}
