/// Finds the members of records that can be fields: those that hold single values, or lists of such.
///
/// Members of objects within lists are none: no path leads to them. A record that is not well-formed is looked at up to
/// its fault.
package struct JSONNames {
  private struct Place {
    var name: [UInt8]
    var parent: Int
    /// Bytes of the names that lead here.
    var wayLength: Int
    var children: [[UInt8]: Int] = [:]
    /// The place of the name that came next where this one stood last; -1 for none.
    var follower = -1
    var holdsValue = false
    var holdsNull = false
    var holdsObject = false
    var holdsList = false
    /// Some list had a list or an object in it.
    var holdsNestedList = false

    /// A member that was null wherever it was seen is taken for a single value.
    var isField: Bool {
      holdsValue || (holdsList && !holdsNestedList) || (holdsNull && !holdsObject && !holdsList)
    }
  }

  private struct Open {
    var isList: Bool
    /// The place of the object, or of the list; -1 for what no path leads to.
    var place: Int
  }

  private var places = [Place(name: [], parent: -1, wayLength: 0)]
  private var open: [Open] = []
  private let limit: Int
  private let wayLimit: Int
  private let depthLimit: Int
  /// There were more members than the limit.
  package private(set) var isOverLimit = false
  /// Some member has a name that is too long, or too many that lead to it.
  package private(set) var hasLongName = false

  /// - `limit`: members taken in, those that only lead to others included.
  /// - `wayLimit`: bytes of the names that lead to one.
  package init(limit: Int, wayLimit: Int, depthLimit: Int) {
    self.limit = limit
    self.wayLimit = wayLimit
    self.depthLimit = depthLimit
  }

  /// Names from the record inwards that lead to fields, in the order in which they were first seen.
  package var paths: [[[UInt8]]] {
    places.indices.dropFirst().filter { places[$0].isField }.map { index in
      var path: [[UInt8]] = []
      var place = index
      while place > 0 {
        path.append(places[place].name)
        place = places[place].parent
      }
      return path.reversed()
    }
  }

  /// Looks at the records of a batch that a framer filled.
  package mutating func take(_ batch: RecordBatch, isLines: Bool) {
    let bytes = batch.bytes
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      if JSONBytes.isSpace(byte) || byte == JSONBytes.comma && !isLines {
        position += 1
        continue
      }
      let lineEnd = isLines ? JSONBytes.lineEnd(bytes, position, bytes.count) : nil
      let closed =
        byte == JSONBytes.openObject ? record(bytes, position, lineEnd ?? bytes.count) : nil
      position = isLines ? lineEnd ?? bytes.count : closed ?? elementEnd(bytes, position)
    }
  }

  private func elementEnd(_ bytes: Bytes, _ start: Int) -> Int {
    guard case .end(let end) = JSONElement.end(bytes, from: start) else { return bytes.count }
    return end
  }

  /// Looks at a record's members; the byte after it, nil where it does not end as one.
  private mutating func record(_ bytes: Bytes, _ start: Int, _ end: Int) -> Int? {
    open = [Open(isList: false, place: 0)]
    var position = start + 1
    var place = -1
    var previous = 0
    var isName = true
    while position < end, let top = open.last {
      let byte = bytes[position]
      switch byte {
      case JSONBytes.openObject, JSONBytes.openArray:
        guard open.count < depthLimit else { return nil }
        push(byte == JSONBytes.openArray, top, place)
        isName = byte == JSONBytes.openObject
        place = -1
      case JSONBytes.closeObject, JSONBytes.closeArray: open.removeLast()
      case JSONBytes.comma: isName = !top.isList
      case JSONBytes.quote:
        guard let close = stringEnd(bytes, position, end) else { return nil }
        if isName {
          place = self.place(
            of: bytes.slice(position + 1, close - position - 1), in: top.place, after: previous)
          previous = max(0, place)
          isName = false
        } else if !top.isList, place >= 0 {
          places[place].holdsValue = true
        }
        position = close
      case JSONBytes.colon, 0...0x20: break
      default:
        if !top.isList, place >= 0 {
          if byte == 0x6E {
            places[place].holdsNull = true
          } else {
            places[place].holdsValue = true
          }
        }
        while position + 1 < end, isWord(bytes[position + 1]) { position += 1 }
      }
      position += 1
    }
    return open.isEmpty ? position : nil
  }

  private mutating func push(_ isList: Bool, _ top: Open, _ place: Int) {
    if top.isList {
      if top.place >= 0 { places[top.place].holdsNestedList = true }
      open.append(Open(isList: isList, place: -1))
      return
    }
    if place >= 0 {
      if isList { places[place].holdsList = true } else { places[place].holdsObject = true }
    }
    open.append(Open(isList: isList, place: place))
  }

  /// The place of a name as it is written, which mostly is the one that came after the last name before, too.
  private mutating func place(of written: Bytes, in parent: Int, after previous: Int) -> Int {
    let guess = places[previous].follower
    if guess >= 0, places[guess].parent == parent, isName(of: guess, written) { return guess }
    let place = place(of: JSONEscape.undone(written.array), in: parent)
    if place >= 0 { places[previous].follower = place }
    return place
  }

  /// Whether the name is written without escapes and is the place's.
  private func isName(of place: Int, _ written: Bytes) -> Bool {
    guard places[place].name.count == written.count else { return false }
    for index in 0..<written.count {
      guard places[place].name[index] == written[index], written[index] != JSONBytes.backslash
      else { return false }
    }
    return true
  }

  private mutating func place(of name: [UInt8], in parent: Int) -> Int {
    guard parent >= 0 else { return -1 }
    if let known = places[parent].children[name] { return known }
    guard places.count <= limit else {
      isOverLimit = true
      return -1
    }
    let wayLength = places[parent].wayLength + name.count + 1
    guard wayLength <= wayLimit + 1 else {
      hasLongName = true
      return -1
    }
    places.append(Place(name: name, parent: parent, wayLength: wayLength))
    places[parent].children[name] = places.count - 1
    return places.count - 1
  }

  private func stringEnd(_ bytes: Bytes, _ start: Int, _ end: Int) -> Int? {
    let stop = JSONEscape.stop(bytes, start + 1, end)
    return stop < end && bytes[stop] == JSONBytes.quote ? stop : nil
  }

  private func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0...0x20, JSONBytes.comma, JSONBytes.colon, JSONBytes.closeArray, JSONBytes.closeObject,
      JSONBytes.openArray, JSONBytes.openObject, JSONBytes.quote:
      false
    default: true
    }
  }
}
