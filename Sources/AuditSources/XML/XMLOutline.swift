/// What the beginning of an XML document shows of its records: which elements they are, and which fields they have.
struct XMLOutline {
  /// As `XMLEventReader` writes a whole document.
  private let written: [UInt8]

  init(_ written: [UInt8]) { self.written = written }

  /// The root element's name; nil where there is none.
  var root: String? {
    var scan = XMLOutlineScan(written)
    while let event = scan.next() {
      if case .start(let name, _) = event { return String(decoding: name, as: UTF8.self) }
    }
    return nil
  }

  // MARK: Which elements are records

  private struct Open {
    var name: [UInt8]
    /// How often each name came within it.
    var names: [[UInt8]: Int] = [:]
    var childCount = 0
    var hasText = false
  }

  /// Names from the root down to the repeated element: the one whose name comes a second time within one parent,
  /// nearest to the root, and the first of those.
  ///
  /// Where none is repeated, the only element of the root, if it has elements or attributes itself: a table of one
  /// record. Nil if there is neither. Empty for a root without elements: a table without records.
  func record() -> [String]? {
    var open: [Open] = []
    var best: [[UInt8]]?
    var scan = XMLOutlineScan(written)
    var only = OnlyChild()
    var hasRoot = false
    while let event = scan.next() {
      switch event {
      case .start(let name, let attributes):
        hasRoot = true
        if let last = open.indices.last {
          open[last].childCount += 1
          open[last].names[name, default: 0] += 1
          if open[last].names[name] == 2, open.count + 1 < best?.count ?? Int.max {
            best = open.map(\.name) + [name]
          }
        }
        only.note(name, hasAttributes: !attributes.isEmpty, depth: open.count)
        open.append(Open(name: name))
      case .end:
        guard !open.isEmpty else { return nil }
        open.removeLast()
      case .text: if open.count == 1 { only.rootHasText = true }
      }
    }
    if let best { return best.map { String(decoding: $0, as: UTF8.self) } }
    guard hasRoot else { return nil }
    return only.path
  }

  /// The root's elements, as far as one of them may be the only record.
  private struct OnlyChild {
    var root: [UInt8] = []
    var name: [UInt8] = []
    var count = 0
    var hasParts = false
    var rootHasText = false

    mutating func note(_ name: [UInt8], hasAttributes: Bool, depth: Int) {
      switch depth {
      case 0: root = name
      case 1:
        self.name = name
        count += 1
        if hasAttributes { hasParts = true }
      case 2: hasParts = true
      default: break
      }
    }

    var path: [String]? {
      if count == 0 { return rootHasText ? nil : [] }
      guard count == 1, hasParts else { return nil }
      return [root, name].map { String(decoding: $0, as: UTF8.self) }
    }
  }

  // MARK: Which fields records have

  /// Paths of fields, in the order in which they first come: elements without elements in them, and attributes.
  ///
  /// `.` is the text of records that are nothing else.
  func fields(of record: [String], limit: Int) -> [String] {
    let steps = record.map { Array($0.utf8) }
    var found = FieldList()
    var open: [Open] = []
    /// Open elements that are the record's path, and the depth of the record.
    var matched = 0
    var scan = XMLOutlineScan(written)
    while let event = scan.next(), found.count < limit {
      switch event {
      case .start(let name, let attributes):
        if matched < steps.count {
          if matched == open.count, steps[matched] == name { matched += 1 }
        } else if let last = open.indices.last {
          open[last].childCount += 1
        }
        open.append(Open(name: name))
        guard matched == steps.count, open.count >= steps.count else { continue }
        found.note(path(open, from: steps.count), attributes.map(\.name))
      case .text: if let last = open.indices.last { open[last].hasText = true }
      case .end:
        guard let last = open.last else { return found.fields }
        if matched == steps.count, open.count >= steps.count, last.childCount == 0,
          open.count > steps.count || last.hasText
        {
          found.noteLeaf(path(open, from: steps.count))
        }
        if matched == open.count { matched -= 1 }
        open.removeLast()
      }
    }
    return found.fields
  }

  private func path(_ open: [Open], from depth: Int) -> String {
    open[depth...].map { String(decoding: $0.name, as: UTF8.self) }.joined(separator: "/")
  }

  /// Fields in the order in which their elements first came.
  private struct FieldList {
    private var order: [String: Int] = [:]
    private var names: [(name: String, isField: Bool)] = []
    var count: Int { names.count }

    mutating func note(_ path: String, _ attributes: [[UInt8]]) {
      let name = path.isEmpty ? "." : path
      if order[name] == nil { add(name, isField: false) }
      for attribute in attributes {
        let text = "@" + String(decoding: attribute, as: UTF8.self)
        let field = path.isEmpty ? text : "\(path)/\(text)"
        if order[field] == nil { add(field, isField: true) }
      }
    }

    private mutating func add(_ name: String, isField: Bool) {
      order[name] = names.count
      names.append((name, isField))
    }

    mutating func noteLeaf(_ path: String) {
      guard let index = order[path.isEmpty ? "." : path] else { return }
      names[index].isField = true
    }

    var fields: [String] { names.filter(\.isField).map(\.name) }
  }
}
