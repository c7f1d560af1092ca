@testable import AuditKernels

/// Takes cells and defects out of a parsed record.
struct TwinWalk {
  private let twin: JSONTwin
  private var cells: [JSONRecord.Cell]
  private var ranks: [Int?]
  private var notes: [(defect: RecordDefect, field: Int, at: Int)] = []
  var lastField: Int

  init(_ twin: JSONTwin) {
    self.twin = twin
    cells = twin.fields.map { _ in .absent }
    ranks = twin.fields.map { _ in nil }
    lastField = twin.fields.count
  }

  private var none: Int { twin.fields.count }

  mutating func note(_ defect: RecordDefect, _ field: Int, _ at: Int) {
    notes.append((defect, field, at))
  }

  mutating func forget(_ defect: RecordDefect) { notes.removeAll { $0.defect == defect } }

  func record(_ text: [UInt8], _ start: Int, _ line: Int) -> JSONRecord {
    var first: [String: (RecordDefect, Int, Int)] = [:]
    for note in notes {
      let key = "\(note.defect) \(note.field)"
      if let known = first[key], known.2 <= note.at { continue }
      first[key] = (note.defect, note.field, note.at)
    }
    let defects = first.values.map { defect, field, at in
      DefectEntry(
        record: 0, defect: defect, detail: field,
        lineOffset: text[start..<at].filter { $0 == 0x0A }.count)
    }.sorted { ($0.defect.rawValue, $0.detail) < ($1.defect.rawValue, $1.detail) }
    return JSONRecord(line: line, cells: cells, defects: defects)
  }

  // MARK: Fields

  private struct Claim {
    var field: Int
    var rank: Int
  }

  /// The field whose way ends at a path; the first that claims it.
  private func claim(_ path: [[UInt8]]) -> Claim? {
    for (field, known) in twin.fields.enumerated() {
      if let rank = known.paths.firstIndex(of: path) { return Claim(field: field, rank: rank) }
    }
    return nil
  }

  /// Claims below a path, the one of the path itself left out, in the order of the tree.
  private func claims(below path: [[UInt8]]) -> [Claim] {
    var names: [[UInt8]] = []
    for known in twin.fields {
      for way in known.paths where way.count > path.count && way.starts(with: path) {
        if !names.contains(way[path.count]) { names.append(way[path.count]) }
      }
    }
    return names.flatMap { name in
      let inner = path + [name]
      return [claim(inner)].compactMap { $0 } + claims(below: inner)
    }
  }

  private mutating func admits(_ claim: Claim) -> Bool {
    if let rank = ranks[claim.field], rank < claim.rank { return false }
    ranks[claim.field] = claim.rank
    return true
  }

  // MARK: Values

  mutating func walkRecord(_ root: TwinNode) {
    if root.kind == .object {
      members(root, path: [])
    } else {
      note(.notAnObject, none, root.start)
      value(root, path: nil)
    }
  }

  private mutating func members(_ node: TwinNode, path: [[UInt8]]?) {
    for (index, member) in node.members.enumerated() {
      let inner = path.map { $0 + [member.name] }
      let isKnown = inner.map { claim($0) != nil || !claims(below: $0).isEmpty } ?? false
      let isRepeated = node.members[..<index].contains { $0.name == member.name }
      if member.flaws.hasLoneSurrogate { note(.loneSurrogate, none, member.nameStart) }
      if member.flaws.hasNul { note(.nulByte, none, member.nameStart) }
      if member.flaws.isInvalid { note(.invalidUTF8, none, member.nameStart) }
      let field = inner.flatMap { claim($0)?.field } ?? none
      if isRepeated, isKnown || node.isClosed {
        note(.duplicateMember, isKnown ? field : none, member.nameStart)
      }
      lastField = isRepeated ? none : field
      value(member.value, path: isKnown && !isRepeated ? inner : nil)
    }
  }

  private mutating func value(_ node: TwinNode, path: [[UInt8]]?) {
    switch node.kind {
    case .nothing: break
    case .object: object(node, path)
    case .list: list(node, path)
    case .null:
      guard let path else { break }
      for claim in [claim(path)].compactMap({ $0 }) + claims(below: path) where admits(claim) {
        cells[claim.field] = .null
      }
    default: scalar(node, path)
    }
  }

  private mutating func object(_ node: TwinNode, _ path: [[UInt8]]?) {
    guard let path else { return members(node, path: nil) }
    guard claims(below: path).isEmpty else { return members(node, path: path) }
    if let claim = claim(path), admits(claim) {
      note(.wrongNesting, claim.field, node.start)
      cells[claim.field] = .null
    }
    members(node, path: nil)
  }

  private mutating func flaws(of node: TwinNode, _ field: Int) {
    if node.flaws.hasLoneSurrogate { note(.loneSurrogate, field, node.start) }
    if node.flaws.hasNul { note(.nulByte, field, node.start) }
    if node.flaws.isInvalid { note(.invalidUTF8, field, node.start) }
  }

  private mutating func scalar(_ node: TwinNode, _ path: [[UInt8]]?) {
    flaws(of: node, path.flatMap { claim($0)?.field } ?? none)
    guard let path else { return }
    guard let claim = claim(path) else {
      note(.wrongNesting, claims(below: path).first?.field ?? none, node.start)
      return
    }
    guard admits(claim) else { return }
    if node.kind == .number, twin.fields[claim.field].isText {
      note(.numberForText, claim.field, node.start)
    }
    cells[claim.field] = .text(limited(node.text, claim.field, node.start))
  }

  private mutating func list(_ node: TwinNode, _ path: [[UInt8]]?) {
    var joined: Claim?
    if let path {
      if let claim = claim(path) {
        if admits(claim) { joined = claim }
      } else {
        note(.wrongNesting, claims(below: path).first?.field ?? none, node.start)
      }
    }
    var texts: [[UInt8]] = []
    var isBroken = false
    for element in node.elements {
      switch element.kind {
      case .object, .list:
        if let joined {
          note(.wrongNesting, joined.field, element.start)
          isBroken = true
        }
        value(element, path: nil)
      case .nothing: break
      default:
        flaws(of: element, joined?.field ?? none)
        if let joined, element.kind == .number, twin.fields[joined.field].isText {
          note(.numberForText, joined.field, element.start)
        }
        texts.append(element.kind == .null ? [] : element.text)
      }
    }
    guard let joined, node.isClosed else { return }
    cells[joined.field] =
      isBroken
      ? .null
      : .text(limited(Array(texts.joined(separator: twin.separator)), joined.field, node.start))
  }

  private mutating func limited(_ text: [UInt8], _ field: Int, _ at: Int) -> [UInt8] {
    guard text.count > twin.limits.cellBytes else { return text }
    note(.tooLong, field, at)
    var count = twin.limits.cellBytes
    for _ in 0..<3 where count > 0 && text[count] & 0xC0 == 0x80 { count -= 1 }
    return Array(text[..<count])
  }
}
