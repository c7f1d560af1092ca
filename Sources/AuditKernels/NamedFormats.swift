/// Checks of identifiers fixed by Vietnamese law.
extension Evaluator {
  func testFormat(_ index: Int, _ text: Int, _ format: NamedFormat) {
    let (input, state) = (texts[text], states[index])
    switch format {
    case .citizenNumber:
      for record in range {
        state[record] = truth(input[record]) { NamedFormats.isCitizenNumber($0) }
      }
    case .taxNumber:
      for record in range { state[record] = truth(input[record]) { NamedFormats.isTaxNumber($0) } }
    case .organisationTaxNumber:
      for record in range {
        state[record] = truth(input[record]) { NamedFormats.isOrganisationTaxNumber($0) }
      }
    case .branchTaxNumber:
      for record in range {
        state[record] = truth(input[record]) { NamedFormats.isBranchTaxNumber($0) }
      }
    case .phone:
      for record in range { state[record] = truth(input[record]) { NamedFormats.isPhone($0) } }
    }
  }

  @inline(__always) private func truth(_ cell: Bytes, _ holds: (Bytes) -> Bool) -> UInt8 {
    cell.isNull ? 2 : holds(cell) ? 1 : 0
  }
}

enum NamedFormats {
  static func holds(_ cell: Bytes, _ format: NamedFormat) -> Bool {
    switch format {
    case .citizenNumber: isCitizenNumber(cell)
    case .taxNumber: isTaxNumber(cell)
    case .organisationTaxNumber: isOrganisationTaxNumber(cell)
    case .branchTaxNumber: isBranchTaxNumber(cell)
    case .phone: isPhone(cell)
    }
  }

  /// Twelve digits (NĐ 137/2015/NĐ-CP Điều 13, TT 07/2016/TT-BCA Điều 7).
  ///
  /// There is no public check digit; which
  /// province and country prefixes exist is a code list, not part of the form.
  @inline(__always) static func isCitizenNumber(_ cell: Bytes) -> Bool {
    cell.count == 12 && Evaluator.isDigits(cell)
  }

  /// Ten digits of an organisation or person, thirteen of a branch (`nnnnnnnnnn-nnn`, branch 001 to 999), or the
  /// twelve of a personal identification number (TT 86/2024/TT-BTC, from 01/07/2025).
  @inline(__always) static func isTaxNumber(_ cell: Bytes) -> Bool {
    switch cell.count {
    case 10: return isOrganisationTaxNumber(cell)
    case 12: return Evaluator.isDigits(cell)
    case 14: return isBranchTaxNumber(cell)
    default: return false
    }
  }

  /// Ten digits of the organisation, a dash and 001 to 999.
  @inline(__always) static func isBranchTaxNumber(_ cell: Bytes) -> Bool {
    guard cell.count == 14, cell[10] == 0x2D, isOrganisationTaxNumber(cell.slice(0, 10)) else {
      return false
    }
    let branch = cell.slice(11, 3)
    return Evaluator.isDigits(branch)
      && !(branch[0] == 0x30 && branch[1] == 0x30 && branch[2] == 0x30)
  }

  /// d10 = 10 − (31·d1 + 29·d2 + 23·d3 + 19·d4 + 17·d5 + 13·d6 + 7·d7 + 5·d8 + 3·d9) mod 11, and digits 3 to 9 not
  /// all zero (as python-stdnum's `vn.mst` has it).
  @inline(__always) static func isOrganisationTaxNumber(_ cell: Bytes) -> Bool {
    guard cell.count == 10, Evaluator.isDigits(cell) else { return false }
    @inline(__always) func digit(_ index: Int) -> Int { Int(cell[index] &- 0x30) }
    var sum = digit(0) &* 31 &+ digit(1) &* 29
    let serial = digit(2) &* 23 &+ digit(3) &* 19 &+ digit(4) &* 17 &+ digit(5) &* 13
    sum = sum &+ serial &+ digit(6) &* 7 &+ digit(7) &* 5 &+ digit(8) &* 3
    guard digit(9) == 10 - sum % 11 else { return false }
    return serial != 0 || digit(6) != 0 || digit(7) != 0 || digit(8) != 0
  }

  /// Mobile prefixes in use, bit p for `0p…`: second and third digit (numbering plan since 2018).
  private static let mobilePrefixes: [Bool] = {
    var allowed = Array(repeating: false, count: 100)
    for prefix in [
      32, 33, 34, 35, 36, 37, 38, 39, 52, 55, 56, 58, 59, 70, 76, 77, 78, 79, 81, 82, 83, 84, 85,
      86, 87, 88, 89, 90,
      91, 92, 93, 94, 96, 97, 98, 99,
    ] { allowed[prefix] = true }
    return allowed
  }()

  /// A mobile number of ten digits with a prefix in use, or a fixed line of eleven that begins with 02; `+84` or `84`
  /// may stand for the first 0.
  @inline(__always) static func isPhone(_ cell: Bytes) -> Bool {
    var start = 1
    if cell.count > 0, cell[0] == 0x2B {
      guard cell.count > 3, cell[1] == 0x38, cell[2] == 0x34 else { return false }
      start = 3
    } else if cell.count >= 11, cell[0] == 0x38, cell[1] == 0x34 {
      start = 2
    } else {
      guard cell.count > 0, cell[0] == 0x30 else { return false }
    }
    let rest = cell.slice(start, cell.count - start)
    guard Evaluator.isDigits(rest) else { return false }
    if rest.count == 9 { return mobilePrefixes[Int(rest[0] &- 0x30) &* 10 &+ Int(rest[1] &- 0x30)] }
    return rest.count == 10 && rest[0] == 0x32
  }
}
