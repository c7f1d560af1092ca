@testable import AuditKernels

/// What a record of JSON holds, as the tests compare it.
struct JSONRecord: Equatable {
  enum Cell: Equatable { case absent, null, text([UInt8]) }

  var line: Int
  var cells: [Cell]
  var defects: [DefectEntry]
}

struct JSONResult: Equatable {
  var records: [JSONRecord] = []
  var fault: JSONPlacedFault?
  var emptyLines = 0
}

/// The slow, obvious reading of JSON: the whole text at once, by recursive descent, with trees.
struct JSONTwin {
  var form: JSONFramer.Form
  var fields: [JSONField]
  var separator: [UInt8] = Array("; ".utf8)
  var limits = JSONLimits()

  struct Fault: Error, Equatable {
    var kind: JSONFault
    var at: Int
  }

  func read(_ text: [UInt8]) -> JSONResult {
    let start = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    switch form {
    case .lines: return lines(text, from: start)
    case .list(let goal):
      var document = TwinDocument(twin: self, goal: goal, text: text, position: start)
      document.read()
      return document.result
    }
  }

  private func lines(_ text: [UInt8], from first: Int) -> JSONResult {
    var result = JSONResult()
    var start = first
    var line = 1
    while start < text.count {
      let end = text[start...].firstIndex(of: 0x0A) ?? text.count
      if end - start > limits.recordBytes {
        result.records.append(cut(line: line))
      } else if let content = text[start..<end].firstIndex(where: { !isSpace($0) }) {
        result.records.append(record(Array(text[..<end]), from: content, line: line).record)
      } else if end < text.count {
        result.emptyLines += 1
      }
      start = end + 1
      line += 1
    }
    return result
  }

  func cut(line: Int) -> JSONRecord {
    JSONRecord(
      line: line, cells: fields.map { _ in .absent },
      defects: [DefectEntry(record: 0, defect: .tooLong, detail: fields.count, lineOffset: 0)])
  }

  /// `text` ends where the record must: only white space may follow in lines.
  func record(_ text: [UInt8], from start: Int, line: Int) -> (record: JSONRecord, end: Int?) {
    var walk = TwinWalk(self)
    let root = TwinNode()
    var parser = TwinParser(text: text, position: start, depthLimit: limits.depth)
    parser.memberLimit = limits.members
    parser.keepsWholeWordsOnly = true
    var fault: Fault?
    var end: Int?
    do throws(Fault) {
      try parser.value(root)
      end = parser.position
    } catch {
      fault = error
    }
    walk.lastField = fields.count
    walk.walkRecord(root)
    if let fault {
      if fault.kind != .tooDeep, fault.kind != .secondArray { walk.forget(.notAnObject) }
      switch fault.kind {
      case .tooDeep: walk.note(.tooDeep, walk.lastField, fault.at)
      case .secondArray: walk.note(.tooLong, fields.count, fault.at)
      default: walk.note(.malformedRecord, walk.lastField, fault.at)
      }
    } else if form == .lines, let end,
      let rest = text[end...].firstIndex(where: { !isSpace($0) })
    {
      walk.note(.malformedRecord, fields.count, rest)
    }
    return (walk.record(text, start, line), end)
  }
}

func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

/// A value as it was parsed, or the part of it before a fault.
final class TwinNode {
  enum Kind { case nothing, object, list, string, number, word, null }
  struct Member {
    var name: [UInt8]
    var nameStart: Int
    var flaws: TwinFlaws
    var value: TwinNode
  }

  var kind = Kind.nothing
  var start = 0
  var members: [Member] = []
  var elements: [TwinNode] = []
  var text: [UInt8] = []
  var flaws = TwinFlaws()
  /// The closing bracket was read.
  var isClosed = false
}

struct TwinFlaws {
  var hasLoneSurrogate = false
  var hasNul = false
  var isInvalid = false
}
