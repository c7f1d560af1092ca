import AuditModel

/// How a date or time is written, after the `%` directives of Table Schema (C's `strptime`), each of fixed width but
/// for `%-d` and `%-m`.
package struct DateFormat: Hashable, Sendable {
  enum Element: Hashable, Sendable {
    case year, month, day, hour, minute, second
    /// One digit or two.
    case shortMonth, shortDay
    /// A point and one or more digits, or nothing.
    case optionalFraction
    /// `Z` or `±HH:mm`.
    case zone
    case optionalZone
    case literal(UInt8)
  }

  let elements: [Element]
  let shape: Shape

  /// The shapes that have loops of their own.
  enum Shape: Hashable, Sendable {
    case dayMonthYear, yearMonthDay
    /// `yyyy-MM-ddTHH:mm:ss` with an offset that must or may follow.
    case isoMoment
    case general
  }

  private init(_ elements: [Element]) {
    self.elements = elements
    switch elements {
    case [.day, .literal(0x2F), .month, .literal(0x2F), .year]: shape = .dayMonthYear
    case [.year, .literal(0x2D), .month, .literal(0x2D), .day]: shape = .yearMonthDay
    case DateFormat.isoMoment + [.zone], DateFormat.isoMoment + [.optionalFraction, .optionalZone]:
      shape = .isoMoment
    default: shape = .general
    }
  }

  /// The same in memory of its own: see `Program.separate`.
  func separate() -> DateFormat { DateFormat(elements.map { $0 }) }

  private static let isoMoment: [Element] = [
    .year, .literal(0x2D), .month, .literal(0x2D), .day, .literal(0x54), .hour, .literal(0x3A),
    .minute, .literal(0x3A), .second,
  ]

  /// `%Y-%m-%d`, Table Schema's default.
  package static let isoDate = DateFormat([.year, .literal(0x2D), .month, .literal(0x2D), .day])

  /// XML Schema's `dateTime`: `2025-07-01T08:00:00`, a fraction and an offset if there are any.
  package static let isoDateTime = DateFormat(
    [
      .year, .literal(0x2D), .month, .literal(0x2D), .day, .literal(0x54), .hour, .literal(0x3A),
      .minute,
      .literal(0x3A), .second, .optionalFraction, .optionalZone,
    ])

  /// `%H:%M:%S`.
  package static let isoTime = DateFormat([.hour, .literal(0x3A), .minute, .literal(0x3A), .second])

  package enum Failure: Error, Hashable {
    /// The directive at this UTF-8 offset is not one of `%Y %m %d %-m %-d %H %M %S %f %z %%`.
    case unknownDirective(offset: Int)
    case noDirective
  }

  /// - Throws: `Failure` when a directive is unknown or there is none.
  package init(_ pattern: String) throws(Failure) {
    var elements: [Element] = []
    let bytes = Array(pattern.utf8)
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "%") else {
        elements.append(.literal(bytes[index]))
        index += 1
        continue
      }
      switch index + 1 < bytes.count ? bytes[index + 1] : 0 {
      case UInt8(ascii: "Y"): elements.append(.year)
      case UInt8(ascii: "m"): elements.append(.month)
      case UInt8(ascii: "d"): elements.append(.day)
      case UInt8(ascii: "H"): elements.append(.hour)
      case UInt8(ascii: "M"): elements.append(.minute)
      case UInt8(ascii: "S"): elements.append(.second)
      case UInt8(ascii: "f"): elements.append(.optionalFraction)
      case UInt8(ascii: "z"): elements.append(.zone)
      case UInt8(ascii: "%"): elements.append(.literal(UInt8(ascii: "%")))
      case UInt8(ascii: "-"):
        switch index + 2 < bytes.count ? bytes[index + 2] : 0 {
        case UInt8(ascii: "m"): elements.append(.shortMonth)
        case UInt8(ascii: "d"): elements.append(.shortDay)
        default: throw .unknownDirective(offset: index)
        }
        index += 1
      default: throw .unknownDirective(offset: index)
      }
      index += 2
    }
    guard elements.contains(where: { if case .literal = $0 { false } else { true } }) else {
      throw .noDirective
    }
    self.init(elements)
  }
}

/// No value: what the kernels return for a text that is no date, time or number.
let absent = Int64.min

@inline(__always) func packedDay(_ day: CivilDate) -> Int64 {
  Int64(day.year * 512 + day.month * 32 + day.day)
}

@inline(__always) func packedDay(year: Int, month: Int, day: Int) -> Int64 {
  guard year >= 1, UInt(bitPattern: month &- 1) < 12, day >= 1 else { return absent }
  if day > 28, day > CivilDate.length(ofMonth: month, year: year) { return absent }
  return Int64(year &* 512 &+ month &* 32 &+ day)
}

/// The day that a packed one is.
func civilDate(_ packed: Int64) -> CivilDate? {
  CivilDate(year: Int(packed >> 9), month: Int(packed >> 5) & 15, day: Int(packed) & 31)
}

/// The packed day of a day number; years 1 to 9999.
func packedDay(dayNumber: Int) -> Int64 {
  CivilDate(dayNumber: dayNumber).map { packedDay($0) } ?? absent
}

/// The inverse, for a packed day that is one; see `CivilDate.dayNumber`.
func dayNumber(packed: Int64) -> Int {
  let month = Int(packed >> 5) & 15
  let year = Int(packed >> 9) &- (month <= 2 ? 1 : 0)
  let era = (year >= 0 ? year : year &- 399) / 400
  let yearOfEra = year &- era &* 400
  let dayOfYear = (153 &* (month &+ (month > 2 ? -3 : 9)) &+ 2) / 5 &+ (Int(packed) & 31) &- 1
  let dayOfEra = yearOfEra &* 365 &+ yearOfEra / 4 &- yearOfEra / 100 &+ dayOfYear
  return era &* 146_097 &+ dayOfEra &- 719_468
}

/// Seconds by which Viet Nam's time is ahead of UTC.
let vietNamOffset: Int64 = 7 * 3600

enum DateKernel {
  /// The packed day, or `absent`; ten bytes in the two common shapes, digit by digit.
  @inline(__always) static func day(_ text: Bytes, _ format: DateFormat, _ shape: DateFormat.Shape)
    -> Int64
  {
    switch shape {
    case .dayMonthYear:
      guard text.count == 10, text[2] == 0x2F, text[5] == 0x2F else { return absent }
      return day(text, 6, 3, 0)
    case .yearMonthDay:
      guard text.count == 10, text[4] == 0x2D, text[7] == 0x2D else { return absent }
      return day(text, 0, 5, 8)
    case .isoMoment, .general:
      let moment = general(text, format)
      return moment.isValid ? moment.day : absent
    }
  }

  /// Ten bytes with the year's four digits, the month's and the day's two at the given places.
  @inline(__always) private static func day(_ text: Bytes, _ y: Int, _ m: Int, _ d: Int) -> Int64 {
    // The two marks become zeros, so that all ten bytes can be tested as digits together.
    let low = text.word(at: 0)
    let high = text.word(at: 2)
    let marks: UInt64 = y == 6 ? 0x0000_FF00_00FF_0000 : 0xFF00_00FF_0000_0000
    let zeros: UInt64 = 0x3030_3030_3030_3030
    guard isDigits(low & ~marks | zeros & marks),
      isDigits(high & 0xFFFF_0000_0000_0000 | zeros >> 16)
    else { return absent }
    @inline(__always) func digit(_ index: Int) -> Int { Int(text[index] &- 0x30) }
    let year = digit(y) &* 1000 &+ digit(y + 1) &* 100 &+ digit(y + 2) &* 10 &+ digit(y + 3)
    let month = digit(m) &* 10 &+ digit(m + 1)
    let day = digit(d) &* 10 &+ digit(d + 1)
    return packedDay(year: year, month: month, day: day)
  }

  @inline(__always) private static func isDigits(_ word: UInt64) -> Bool {
    (word & 0xF0F0_F0F0_F0F0_F0F0) == 0x3030_3030_3030_3030
      && ((word &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0) == 0x3030_3030_3030_3030
  }

  /// Seconds since 1970 UTC, or `absent`.
  @inline(__always) static func moment(
    _ text: Bytes, _ format: DateFormat, _ shape: DateFormat.Shape
  ) -> Int64 {
    if shape == .isoMoment {
      let moment = isoMoment(text)
      if moment != absent { return moment }
    }
    return moment(text, format)
  }

  /// The usual forms `yyyy-MM-ddTHH:mm:ssZ` and `…±HH:mm`; `absent` leaves it to the general way.
  @inline(__always) private static func isoMoment(_ text: Bytes) -> Int64 {
    guard text.count == 25 || text.count == 20 else { return absent }
    let date = text.word(at: 0)
    let middle = text.word(at: 8)
    let zeros: UInt64 = 0x3030_3030_3030_3030
    guard date & 0xFF00_00FF_0000_0000 == 0x2D00_002D_0000_0000,
      middle & 0x0000_FF00_00FF_0000 == 0x0000_3A00_0054_0000, text[16] == 0x3A,
      isDigits(date & 0x00FF_FF00_FFFF_FFFF | zeros & 0xFF00_00FF_0000_0000),
      isDigits(middle & 0xFFFF_00FF_FF00_FFFF | zeros & 0x0000_FF00_00FF_0000)
    else { return absent }
    @inline(__always) func two(_ index: Int) -> Int {
      Int(text[index] &- 0x30) &* 10 &+ Int(text[index &+ 1] &- 0x30)
    }
    @inline(__always) func isTwo(_ index: Int) -> Bool {
      text[index] &- 0x30 < 10 && text[index &+ 1] &- 0x30 < 10
    }
    let day = packedDay(year: two(0) &* 100 &+ two(2), month: two(5), day: two(8))
    let (hour, minute, second) = (two(11), two(14), two(17))
    guard day != absent, hour < 24, minute < 60, isTwo(17), second < 60 else { return absent }
    var offset = 0
    if text.count == 25 {
      guard text[19] == 0x2B || text[19] == 0x2D, isTwo(20), text[22] == 0x3A, isTwo(23) else {
        return absent
      }
      let (hours, minutes) = (two(20), two(23))
      guard hours < 24, minutes < 60 else { return absent }
      offset = (hours &* 3600 &+ minutes &* 60) &* (text[19] == 0x2D ? -1 : 1)
    } else if text[19] != 0x5A {
      return absent
    }
    let time = hour &* 3600 &+ minute &* 60 &+ second &- offset
    return Int64(dayNumber(packed: day) &* 86_400 &+ time)
  }

  private static func moment(_ text: Bytes, _ format: DateFormat) -> Int64 {
    let moment = general(text, format)
    guard moment.isValid else { return absent }
    let days = moment.hasDay ? dayNumber(packed: moment.day) : 0
    return Int64(days) * 86_400 + moment.seconds - (moment.offset ?? vietNamOffset)
  }

  struct Moment {
    var isValid = false
    var hasDay = false
    var day: Int64 = 0
    var seconds: Int64 = 0
    var offset: Int64?
  }

  static func general(_ text: Bytes, _ format: DateFormat) -> Moment {
    var reading = Reading(text: text)
    for element in format.elements {
      guard reading.take(element) else { return Moment() }
    }
    return reading.result
  }

  /// A walk through one text; what it holds is gathered on the way.
  private struct Reading {
    let text: Bytes
    var position = 0
    var year = 1970
    var month = 1
    var day = 1
    var moment = Moment()

    init(text: Bytes) { self.text = text }

    var result: Moment {
      guard position == text.count else { return Moment() }
      let packed = packedDay(year: year, month: month, day: day)
      guard packed != absent else { return Moment() }
      var result = moment
      result.day = packed
      result.isValid = true
      return result
    }

    /// False when the text does not go on as the element has it.
    @inline(__always) mutating func take(_ element: DateFormat.Element) -> Bool {
      switch element {
      case .literal(let wanted): return byte(wanted)
      case .year:
        moment.hasDay = true
        year = two() &* 100
        let rest = two()
        year &+= rest
        return rest >= 0 && year >= 0
      case .month:
        moment.hasDay = true
        month = two()
        return month >= 0
      case .day:
        moment.hasDay = true
        day = two()
        return day >= 0
      case .shortMonth:
        moment.hasDay = true
        month = oneOrTwo()
        return month >= 0
      case .shortDay:
        moment.hasDay = true
        day = oneOrTwo()
        return day >= 0
      case .hour: return add(3600, 23)
      case .minute: return add(60, 59)
      case .second: return add(1, 59)
      case .optionalFraction:
        guard byte(0x2E) else { return true }
        let start = position
        while position < text.count, text[position] &- 0x30 < 10 { position &+= 1 }
        return position > start
      case .zone: return zone()
      case .optionalZone: return position == text.count || zone()
      }
    }

    /// The number of two digits at the position; far below zero for none.
    @inline(__always) private mutating func two() -> Int {
      guard position &+ 2 <= text.count else { return -1_000_000 }
      let high = text[position] &- 0x30
      let low = text[position &+ 1] &- 0x30
      guard high < 10, low < 10 else { return -1_000_000 }
      position &+= 2
      return Int(high) &* 10 &+ Int(low)
    }

    private mutating func oneOrTwo() -> Int {
      let both = two()
      guard both < 0, position < text.count, text[position] &- 0x30 < 10 else { return both }
      position &+= 1
      return Int(text[position &- 1] &- 0x30)
    }

    @inline(__always) private mutating func add(_ unit: Int64, _ maximum: Int) -> Bool {
      let value = two()
      moment.seconds &+= Int64(value) &* unit
      return value >= 0 && value <= maximum
    }

    @inline(__always) private mutating func byte(_ wanted: UInt8) -> Bool {
      guard position < text.count, text[position] == wanted else { return false }
      position &+= 1
      return true
    }

    /// Z or ±HH:mm.
    private mutating func zone() -> Bool {
      if byte(UInt8(ascii: "Z")) {
        moment.offset = 0
        return true
      }
      let isNegative = byte(UInt8(ascii: "-"))
      guard isNegative || byte(UInt8(ascii: "+")) else { return false }
      let hours = two()
      guard hours >= 0, hours <= 23, byte(0x3A) else { return false }
      let minutes = two()
      guard minutes >= 0, minutes <= 59 else { return false }
      moment.offset = Int64(hours * 3600 + minutes * 60) * (isNegative ? -1 : 1)
      return true
    }
  }
}
