/// A field of JSON records, and where its value may stand.
package struct JSONField: Sendable, Hashable {
  package var name: String
  /// Names of members, from the record inwards; of several ways the first that a record has counts.
  package var paths: [[[UInt8]]]
  /// Declared as text in so many words.
  package var isText = false

  package init(name: String, paths: [[[UInt8]]], isText: Bool = false) {
    self.name = name
    self.paths = paths
    self.isText = isText
  }
}

/// The members that lead to fields, as a tree from the record inwards; shared by all workers, never changed.
final class JSONFieldTree: @unchecked Sendable {
  /// Nodes are numbered so that each is followed by those below it; the record itself is 0.
  struct Node: BitwiseCopyable {
    var parent: Int32 = -1
    /// The first node that is not below this one: its next sibling, if it has one.
    var next: Int32 = 0
    var nameStart: Int32 = 0
    var nameCount: Int32 = 0
    /// -1 where the node only leads to others.
    var field: Int32 = -1
    /// Which of the field's ways this is, from 0.
    var rank: Int32 = 0
    var isText = false

    func hasChildren(_ index: Int) -> Bool { Int(next) > index + 1 }
  }

  static let root = 0
  static let none = -1

  let fieldCount: Int
  /// Some field has more than one way.
  let hasChoices: Bool
  let nodes: Store<Node>
  let nodeCount: Int
  private let arena = ByteArena()
  private let names: Bytes
  /// Open addressing by parent and name; -1 for a free place.
  private let table: Store<Int32>
  private let tableMask: Int

  init(_ fields: [JSONField]) {
    fieldCount = fields.count
    hasChoices = fields.contains { $0.paths.count > 1 }
    var draft = Draft()
    for (number, field) in fields.enumerated() {
      for (rank, path) in field.paths.enumerated() where !path.isEmpty {
        draft.add(path, field: number, rank: rank, isText: field.isText)
      }
    }
    let list = draft.numbered(arena)
    nodeCount = list.count
    nodes = .allocate(list.count, fill: Node())
    for (index, node) in list.enumerated() { nodes[index] = node }
    names = arena.bytes(at: 0, count: arena.count)
    var size = 16
    while size < list.count * 2 { size *= 2 }
    table = .allocate(size, fill: -1)
    tableMask = size - 1
    for node in 1..<max(1, nodeCount) {
      var place = slot(Int(nodes[node].parent), name(of: node))
      while table[place] >= 0 { place = (place + 1) & tableMask }
      table[place] = Int32(node)
    }
  }

  deinit {
    nodes.deallocate()
    table.deallocate()
  }

  func hasChildren(_ node: Int) -> Bool { nodes[node].hasChildren(node) }

  /// The node of a member of a node's object; `none` for members that lead to no field.
  ///
  /// `likely`: the node it is if members come in the order they were found in.
  @inline(__always) func child(of parent: Int, named name: Bytes, likely: Int) -> Int {
    if likely < nodeCount, Int(nodes[likely].parent) == parent, self.name(of: likely).equals(name) {
      return likely
    }
    return find(name, of: parent)
  }

  private func find(_ name: Bytes, of parent: Int) -> Int {
    var place = slot(parent, name)
    while table[place] >= 0 {
      let node = Int(table[place])
      if Int(nodes[node].parent) == parent, self.name(of: node).equals(name) { return node }
      place = (place + 1) & tableMask
    }
    return JSONFieldTree.none
  }

  @inline(__always) private func name(of node: Int) -> Bytes {
    names.slice(Int(nodes[node].nameStart), Int(nodes[node].nameCount))
  }

  private func slot(_ parent: Int, _ name: Bytes) -> Int {
    let hash = KeyCode.hash(name) ^ (UInt64(truncatingIfNeeded: parent) &* 0x9E37_79B9_7F4A_7C15)
    return Int(truncatingIfNeeded: hash >> 20) & tableMask
  }
}

extension JSONFieldTree {
  /// The tree while it is made.
  fileprivate struct Draft {
    private struct Place {
      var name: [UInt8]
      var parent: Int
      var children: [Int] = []
      var node = Node()
    }

    private var places = [Place(name: [], parent: -1)]
    private var known: [[UInt8]: [Int: Int]] = [:]

    /// The first field that claims a path keeps it.
    mutating func add(_ path: [[UInt8]], field: Int, rank: Int, isText: Bool) {
      var place = 0
      for name in path { place = child(of: place, name) }
      guard places[place].node.field < 0 else { return }
      places[place].node.field = Int32(field)
      places[place].node.rank = Int32(rank)
      places[place].node.isText = isText
    }

    private mutating func child(of parent: Int, _ name: [UInt8]) -> Int {
      if let place = known[name]?[parent] { return place }
      places.append(Place(name: name, parent: parent))
      places[parent].children.append(places.count - 1)
      known[name, default: [:]][parent] = places.count - 1
      return places.count - 1
    }

    /// The nodes in their order, names put into the arena.
    func numbered(_ arena: ByteArena) -> [Node] {
      var result: [Node] = []
      var numbers = Array(repeating: -1, count: places.count)
      var open: [(place: Int, child: Int)] = [(0, -1)]
      while let (place, child) = open.last {
        if child < 0 {
          var node = places[place].node
          numbers[place] = result.count
          node.parent = places[place].parent < 0 ? -1 : Int32(numbers[places[place].parent])
          node.nameStart = Int32(arena.append(places[place].name))
          node.nameCount = Int32(places[place].name.count)
          result.append(node)
        }
        open[open.count - 1].child += 1
        if child + 1 < places[place].children.count {
          open.append((places[place].children[child + 1], -1))
        } else {
          result[numbers[place]].next = Int32(result.count)
          open.removeLast()
        }
      }
      return result
    }
  }
}
