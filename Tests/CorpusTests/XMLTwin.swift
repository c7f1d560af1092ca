import AuditModel
import AuditSources
import AuditSystem

/// Records of a document by building its whole tree: slow, obvious, and without the splitter.
struct XMLTwin {
  final class Element {
    var name = ""
    var attributes: [(name: String, value: String)] = []
    var children: [Element] = []
    /// Its own text, that of elements within left out.
    var text = ""
    var isNil: Bool { attributes.contains { $0.name == "xml:nil" } }
  }

  let fields: [String]
  var separators: [String: String] = [:]
  var rows: String?

  /// The tree of what libxml2 says of a well-formed document.
  static func tree(_ document: [UInt8], prefixes: [String: String] = [:]) throws -> Element? {
    let reader = try XMLEventReader(
      XMLSelection(record: nil, prefixes: prefixes), path: "t.xml")
    reader.push(document)
    reader.finish()
    guard reader.fault == nil else { return nil }
    var rest = Substring(String(decoding: reader.written, as: UTF8.self))
    let top = Element()
    var open = [top]
    while let start = rest.unicodeScalars.firstIndex(of: "<") {
      open[open.count - 1].text += decoded(rest[..<start])
      guard let end = rest[start...].unicodeScalars.firstIndex(of: ">") else { break }
      let tag = rest[rest.unicodeScalars.index(after: start)..<end]
      rest = rest[rest.unicodeScalars.index(after: end)...]
      if tag.unicodeScalars.first == "/" {
        open.removeLast()
        continue
      }
      let element = element(tag)
      open[open.count - 1].children.append(element)
      open.append(element)
    }
    return top.children.first
  }

  private static func element(_ tag: Substring) -> Element {
    let element = Element()
    let parts = tag.unicodeScalars.split(separator: "\"", omittingEmptySubsequences: false)
    element.name = String(String.UnicodeScalarView(parts[0].prefix { $0 != " " }))
    for index in stride(from: 0, to: parts.count - 1, by: 2) {
      let name = parts[index].split(separator: " ").last ?? []
      element.attributes.append(
        (String(String.UnicodeScalarView(name.dropLast())), decoded(Substring(parts[index + 1]))))
    }
    return element
  }

  private static func decoded(_ text: Substring) -> String {
    var result = String.UnicodeScalarView()
    var rest = text.unicodeScalars
    let named: [String: Unicode.Scalar] = ["lt": "<", "gt": ">", "amp": "&"]
    while let first = rest.popFirst() {
      guard first == "&", let end = rest.firstIndex(of: ";") else {
        result.append(first)
        continue
      }
      let name = String(rest[..<end])
      result.append(named[name] ?? Unicode.Scalar(UInt32(name.dropFirst()) ?? 0) ?? "?")
      rest = rest[rest.index(after: end)...]
    }
    return String(result)
  }

  /// The cells of all records at a path from the root.
  func records(_ root: Element, path: [String]) -> [[String?]] {
    elements(root, path).flatMap { rows(of: $0) }
  }

  /// Which of those records have text that is of no field; of several that one element makes, the first has.
  func strays(_ root: Element, path: [String]) -> [Bool] {
    elements(root, path).flatMap { record in
      [hasStrayText(record, "")] + rows(of: record).dropFirst().map { _ in false }
    }
  }

  private func elements(_ element: Element, _ path: [String]) -> [Element] {
    guard path.first == element.name else { return [] }
    if path.count == 1 { return [element] }
    return element.children.flatMap { elements($0, Array(path.dropFirst())) }
  }

  /// Whether some element of the record that fields are in, and that is none itself, has text of its own.
  private func hasStrayText(_ element: Element, _ path: String) -> Bool {
    let inner = path.isEmpty ? "" : path + "/"
    let isKnown =
      path.isEmpty || rows == path || (fields + [rows ?? ""]).contains { $0.hasPrefix(inner) }
    guard isKnown || fields.contains(path) else { return false }
    if !fields.contains(path.isEmpty ? "." : path), !Self.isBlank(element.text) { return true }
    return element.children.contains { hasStrayText($0, inner + $0.name) }
  }

  private static func isBlank(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { [" ", "\t", "\n", "\r"].contains($0) }
  }

  private func rows(of record: Element) -> [[String?]] {
    guard let rows else { return [fields.map { value($0, in: record, only: nil) }] }
    let steps = rows.split(separator: "/").map(String.init)
    let owners = descendants(record, steps)
    if owners.isEmpty { return [fields.map { value($0, in: record, only: nil) }] }
    return owners.map { owner in
      fields.map { field in
        let isWithin = field == rows || field.hasPrefix(rows + "/")
        return value(field, in: record, only: isWithin ? owner : nil)
      }
    }
  }

  private func descendants(_ element: Element, _ steps: [String]) -> [Element] {
    guard let first = steps.first else { return [element] }
    return element.children.filter { $0.name == first }.flatMap {
      descendants($0, Array(steps.dropFirst()))
    }
  }

  /// - `only`: the one occurrence of the element that makes rows which counts.
  private func value(_ field: String, in record: Element, only: Element?) -> String? {
    var start = record
    var rest = field
    if let only, let rows {
      start = only
      rest = String(field.dropFirst(rows.count).drop { $0 == "/" })
    }
    var steps = rest == "." ? [] : rest.split(separator: "/").map(String.init)
    var values: [String?] = []
    if let last = steps.last, last.hasPrefix("@") {
      steps.removeLast()
      for owner in descendants(start, steps) {
        values += owner.attributes.filter { $0.name == last.dropFirst() }.map(\.value)
      }
    } else {
      for element in descendants(start, steps) {
        if !element.children.isEmpty, Self.isBlank(element.text) { continue }
        values.append(element.isNil && element.text.isEmpty ? nil : element.text)
      }
    }
    let there = values.compactMap { $0 }
    guard there.count > 1 else { return there.first }
    return there.filter { !$0.isEmpty }.joined(separator: separators[field] ?? "; ")
  }
}
