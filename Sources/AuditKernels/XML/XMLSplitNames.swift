/// Elements that were not the expected ones, and attributes.
extension XMLSplitRun {
  /// The entry of the start tag at the position; nil when its name cannot be.
  mutating func find(
    in parent: Int, after previous: Int, _ expected: Int, _ splitter: XMLSplitter
  ) -> Int? {
    let owner = names.entries[parent].node
    // One that came several times, or after some that this record does not have.
    if previous >= 0, names.entries[previous].owner == owner, isTag(previous) { return previous }
    var next = expected
    for _ in 0..<8 where next >= 0 {
      next = Int(names.entries[next].next)
      if next >= 0, names.entries[next].owner == owner, isTag(next) { return next }
    }
    let end = XMLMarkup.name(bytes, position + 1)
    guard end >= 0 else { return nil }
    let before = names.count
    guard
      let entry = splitter.learn(bytes.slice(position + 1, end - position - 1), in: parent, &names)
    else { return nil }
    if names.count > before, names.entries[entry].owner == owner {
      let isAfter = previous >= 0 && names.entries[previous].owner == owner
      if isAfter || previous < 0 { names.expect(entry, after: previous, in: parent) }
    }
    return entry
  }

  /// Reads the attributes that follow the name at the position, and the tag's end.
  mutating func readAttributes(
    of entry: Int, _ splitter: XMLSplitter, _ isEmpty: inout Bool, _ isNil: inout Bool
  ) -> Bool {
    let end = scratch.tag.readAttributes(bytes, position)
    guard end >= 0 else { return false }
    lines &+= XMLCharacters.lineCount(bytes.slice(position, end - position))
    position = end
    isEmpty = scratch.tag.isEmpty
    var known = Int(names.entries[entry].firstAttribute)
    for index in scratch.tag.attributes.indices {
      let attribute = scratch.tag.attributes[index]
      let (found, column, isNilName) = meaning(of: attribute, on: entry, from: &known, splitter)
      guard found else { return false }
      let value = bytes.slice(attribute.valueStart, attribute.valueCount)
      if isNilName { isNil = isTrue(value) }
      guard column >= 0 else { continue }
      guard attribute.needsCopy else {
        cells.put(column, start: attribute.valueStart, count: attribute.valueCount)
        continue
      }
      let beside = cells.table.beside
      let offset = beside.count
      XMLTag.append(value, to: beside)
      cells.putBeside(column, offset: offset, count: beside.count - offset)
    }
    return true
  }

  /// Boolean of XML Schema (part 2, 3.2.2).
  private func isTrue(_ value: Bytes) -> Bool {
    value.array == [0x31] || value.array == Array("true".utf8)
  }

  /// - `known`: the attribute expected here, as an entry; becomes the one expected next.
  private mutating func meaning(
    of attribute: XMLTag.Attribute, on element: Int, from known: inout Int, _ splitter: XMLSplitter
  ) -> (found: Bool, column: Int, isNil: Bool) {
    var last = -1
    // From the expected one to the last, then those before.
    for start in [known, Int(names.entries[element].firstAttribute)] {
      var candidate = start
      for _ in 0..<XMLMarkup.attributeLimit where candidate >= 0 {
        let entry = names.entries[candidate]
        if Int(entry.count) == attribute.nameCount,
          names.isName(candidate, bytes, attribute.nameStart)
        {
          known = Int(entry.next)
          return (true, Int(entry.column), entry.flags & XMLLearnedNames.Entry.isNil != 0)
        }
        last = candidate
        candidate = Int(entry.next)
      }
    }
    let name = bytes.slice(attribute.nameStart, attribute.nameCount)
    guard let (column, isNil) = splitter.attribute(name, on: element, names) else {
      return (false, -1, false)
    }
    known = -1
    // A list that is too long is not made longer.
    guard splitter.mayLearn(names), last < 0 || names.entries[last].next < 0 else {
      return (true, column, isNil)
    }
    var entry = XMLLearnedNames.Entry()
    entry.owner = -2
    entry.column = Int32(column)
    entry.flags = isNil ? XMLLearnedNames.Entry.isNil : 0
    let made = names.add(name, entry, isAttribute: true)
    if last >= 0 { names.setNext(last, made) } else { names.setFirstAttribute(element, made) }
    return (true, column, isNil)
  }
}
