import AuditModel

/// How a value is written; each value has one kind.
package enum ValueKind: Int, CaseIterable, Sendable {
  case integer, decimalPoint, decimalComma
  /// Days as they are written in Viet Nam and in ISO 8601, each with those that look so and are no real day.
  case dayMonthYear, dayMonthYearUnreal, isoDay, isoDayUnreal
  case dashedDay, dashedDayUnreal, dottedDay, dottedDayUnreal
  /// `1/7/2025`: of `dd/MM/yyyy` but for leading zeros.
  case looseDay, looseDayUnreal
  case isoMoment, isoMomentUnreal, spacedMoment, spacedMomentUnreal
  case slashedMoment, slashedMomentUnreal
  case email, text

  /// The kind for what looks the same and is no real day or time; nil where there is none.
  package var unreal: ValueKind? {
    switch self {
    case .dayMonthYear, .isoDay, .dashedDay, .dottedDay, .looseDay, .isoMoment, .spacedMoment,
      .slashedMoment:
      ValueKind(rawValue: rawValue + 1)
    default: nil
    }
  }
}

/// Identifiers that are counted while values are read; each is tested on every value of its length.
package enum ProfiledFormat: Int, CaseIterable, Sendable {
  case citizenNumber, taxNumber, organisationTaxNumber, phone

  /// As rule packs write it.
  package var name: String {
    switch self {
    case .citizenNumber: "vn-cccd"
    case .taxNumber: "vn-mst"
    case .organisationTaxNumber: "vn-mst-10"
    case .phone: "vn-phone"
    }
  }
}

/// Reads a value as the kind its characters allow.
final class KindReading: Sendable {
  private let iso = DateFormat.isoDate
  private let isoMoment = DateFormat.isoDateTime
  private let comma = NumberFormat(decimalMark: 0x2C)
  let spaced: DateFormat
  let slashed: DateFormat
  let dashed: DateFormat
  let dotted: DateFormat

  init() {
    spaced = KindReading.format("%Y-%m-%d %H:%M:%S")
    slashed = KindReading.format("%d/%m/%Y %H:%M:%S")
    dashed = KindReading.format("%d-%m-%Y")
    dotted = KindReading.format("%d.%m.%Y")
  }

  private static func format(_ text: String) -> DateFormat {
    guard let format = try? DateFormat(text) else { preconditionFailure(text) }
    return format
  }

  /// What was read: the kind, and the day or the number that goes with it.
  struct Outcome {
    var kind: ValueKind
    /// A packed day, or `absent`.
    var day = absent
    /// A coefficient, or `absent`, with its scale.
    var number = absent
    var scale: UInt8 = 0
  }

  func read(_ cell: Bytes, _ contents: UInt32) -> Outcome {
    typealias Has = ValueContents
    guard contents & Has.digit != 0 else {
      return Outcome(kind: isEmail(cell, contents) ? .email : .text)
    }
    switch contents & ~Has.digit {
    case Has.minus: return cell[0] == 0x2D ? number(cell, .number, .integer) : dashes(cell)
    case Has.plus: return number(cell, .number, .integer)
    case Has.slash: return slashes(cell)
    case Has.point, Has.point | Has.minus:
      if cell.count == 10, cell[2] == 0x2E, cell[5] == 0x2E {
        return general(cell, dotted, .dottedDay)
      }
      return number(cell, .number, .decimalPoint)
    case Has.comma, Has.comma | Has.minus:
      return number(cell, comma, .decimalComma)
    default:
      if contents & Has.colon != 0 { return moment(cell) }
      return Outcome(kind: isEmail(cell, contents) ? .email : .text)
    }
  }

  private func number(_ cell: Bytes, _ format: NumberFormat, _ kind: ValueKind) -> Outcome {
    var outcome = Outcome(kind: kind)
    outcome.number = NumberKernel.parse(cell, format, scale: &outcome.scale)
    return outcome.number == absent ? Outcome(kind: .text) : outcome
  }

  private func dashes(_ cell: Bytes) -> Outcome {
    guard cell.count == 10 else { return Outcome(kind: .text) }
    if cell[4] == 0x2D, cell[7] == 0x2D {
      return found(DateKernel.day(cell, iso, .yearMonthDay), .isoDay)
    }
    guard cell[2] == 0x2D, cell[5] == 0x2D else { return Outcome(kind: .text) }
    return general(cell, dashed, .dashedDay)
  }

  private func slashes(_ cell: Bytes) -> Outcome {
    if cell.count == 10, cell[2] == 0x2F, cell[5] == 0x2F {
      return found(DateKernel.day(cell, iso, .dayMonthYear), .dayMonthYear)
    }
    return loose(cell)
  }

  /// One or two digits, one or two digits, four digits, with two slashes.
  private func loose(_ cell: Bytes) -> Outcome {
    guard cell.count >= 8, cell.count <= 9 else { return Outcome(kind: .text) }
    var parts = [0, 0, 0]
    var lengths = [0, 0, 0]
    var part = 0
    for index in 0..<cell.count {
      if cell[index] == 0x2F {
        part += 1
        guard part < 3 else { return Outcome(kind: .text) }
      } else {
        parts[part] = parts[part] * 10 + Int(cell[index] &- 0x30)
        lengths[part] += 1
      }
    }
    guard part == 2, lengths[0] > 0, lengths[1] > 0, lengths[0] < 3, lengths[1] < 3, lengths[2] == 4
    else { return Outcome(kind: .text) }
    return found(packedDay(year: parts[2], month: parts[1], day: parts[0]), .looseDay)
  }

  private func general(_ cell: Bytes, _ format: DateFormat, _ kind: ValueKind) -> Outcome {
    let moment = DateKernel.general(cell, format)
    return found(moment.isValid ? moment.day : absent, kind)
  }

  private func found(_ day: Int64, _ kind: ValueKind) -> Outcome {
    guard day != absent else { return Outcome(kind: kind.unreal ?? kind) }
    return Outcome(kind: kind, day: day)
  }

  private func moment(_ cell: Bytes) -> Outcome {
    guard cell.count >= 19, cell.count <= 40 else { return Outcome(kind: .text) }
    let isYearFirst = cell[4] == 0x2D && cell[7] == 0x2D
    switch cell[10] {
    case 0x54 where isYearFirst:
      return moment(cell, isoMoment, .isoMoment, iso, .yearMonthDay)
    case 0x20 where isYearFirst && cell.count == 19:
      return moment(cell, spaced, .spacedMoment, iso, .yearMonthDay)
    case 0x20 where cell[2] == 0x2F && cell[5] == 0x2F && cell.count == 19:
      return moment(cell, slashed, .slashedMoment, iso, .dayMonthYear)
    default: return Outcome(kind: .text)
    }
  }

  private func moment(
    _ cell: Bytes, _ format: DateFormat, _ kind: ValueKind, _ date: DateFormat,
    _ shape: DateFormat.Shape
  ) -> Outcome {
    guard DateKernel.moment(cell, format, format.shape) != absent else {
      return Outcome(kind: kind.unreal ?? kind)
    }
    return found(DateKernel.day(cell.slice(0, 10), date, shape), kind)
  }

  /// One @ with something before it, and a point within what follows; no space, no letter past ASCII.
  private func isEmail(_ cell: Bytes, _ contents: UInt32) -> Bool {
    guard contents & ValueContents.at != 0,
      contents & (ValueContents.space | ValueContents.wide | ValueContents.control) == 0
    else { return false }
    var (at, point) = (-1, -1)
    for index in 0..<cell.count {
      if cell[index] == 0x40 {
        guard at < 0 else { return false }
        at = index
      } else if cell[index] == 0x2E, at >= 0, index > at + 1 {
        point = index
      }
    }
    return at > 0 && point > at && point < cell.count - 2
  }
}
