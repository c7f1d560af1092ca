import AuditText
import XCTest

final class CSVWriterTests: XCTestCase {
  func testPlainTextIsQuoted() {
    XCTAssertEqual(field("Nguyễn Văn An"), #""Nguyễn Văn An""#)
    XCTAssertEqual(field(""), #""""#)
    XCTAssertEqual(field(#"a "b" c"#), #""a ""b"" c""#)
    XCTAssertEqual(field("Ea H'leo, Đắk Lắk"), #""Ea H'leo, Đắk Lắk""#)
  }

  func testWhatWouldBeAFormulaGetsAnApostrophe() {
    let texts = [
      "=1+1", "+cmd", "-2+3", "@SUM(A1)", "  =1", "＝1", "＋1", "－1", " ＠x", "-", "+", "--1",
    ]
    for text in texts {
      XCTAssertEqual(field(text), "\"'\(text)\"")
    }
    XCTAssertEqual(field("\t=1"), #""'\u{9}=1""#)
    XCTAssertEqual(field("\r=1"), #""'\u{D}=1""#)
    XCTAssertEqual(field("\n=1"), #""'\u{A}=1""#)
    XCTAssertEqual(field("\u{0}=1"), #""'\u{0}=1""#)
  }

  func testPlainNumbersAreLeftAlone() {
    for text in ["-12", "+5,3", "-1.234.567,89", "12", "0912", " -3"] {
      XCTAssertEqual(field(text), "\"\(text)\"")
    }
    for text in ["-1,", "-,1", "-1..2", "-1e5", "+1 2", "-1+1", "-1;2"] {
      XCTAssertEqual(field(text), "\"'\(text)\"")
    }
  }

  func testAnApostropheGetsOneMore() {
    XCTAssertEqual(field("'=1"), #""''=1""#)
    XCTAssertEqual(field("'"), #""''""#)
  }

  func testHiddenCharactersAreShown() {
    XCTAssertEqual(field("a\u{202E}b\u{200B}\u{FEFF}"), #""a\u{202E}b\u{200B}\u{FEFF}""#)
    XCTAssertEqual(field("a\r\nb\u{1B}[2J\u{7F}\u{85}"), #""a\u{D}\u{A}b\u{1B}[2J\u{7F}\u{85}""#)
    XCTAssertEqual(field(#"\u{41} \n"#), #""\u{5C}u{41} \n""#)
  }

  func testBytesThatAreNotTextAreShown() {
    var output: [UInt8] = []
    CSVWriter.appendText([0x61, 0xC3, 0x28, 0xE1, 0xBA], to: &output)
    XCTAssertEqual(String(decoding: output, as: UTF8.self), #""a\x{C3}(\x{E1}\x{BA}""#)
  }

  func testNumbersAndRecords() {
    var output: [UInt8] = []
    for number in [0, -7, 120, Int.min] {
      CSVWriter.appendNumber(number, to: &output)
      CSVWriter.appendComma(to: &output)
    }
    CSVWriter.appendRecord(["a", "=b"], to: &output)
    CSVWriter.appendRaw([0x3D, 0x22, 0xFF][...], to: &output)
    XCTAssertEqual(
      output, Array("0,-7,120,-9223372036854775808,\"a\",\"'=b\"\r\n\"=\"\"".utf8) + [0xFF, 0x22])
  }

  func testTerminalTextHasNoControls() {
    XCTAssertEqual(
      CSVWriter.terminalSafe("\u{1B}]0;x\u{7}\nĐ\u{2028}\""), #"\u{1B}]0;x\u{7}\u{A}Đ\u{2028}""#)
    XCTAssertEqual(CSVWriter.terminalSafe("=1"), "=1")
  }

  /// All values up to four bytes of those that matter: each reads back, none begins a formula.
  func testTheEscapeIsReversible() {
    let alphabet: [UInt8] = [
      0x00, 0x09, 0x20, 0x22, 0x27, 0x2B, 0x2C, 0x31, 0x3D, 0x5C, 0x75, 0x7B, 0xC3, 0xA0,
    ]
    let formulaStarts: [UInt8] = [0x3D, 0x40, 0x09, 0x0D, 0x0A, 0x00]
    var values: [[UInt8]] = [[]]
    var longest = values
    for _ in 0..<4 {
      longest = longest.flatMap { value in alphabet.map { value + [$0] } }
      values += longest
    }
    values += [#"\u{5C}"#, #"\x{FF}"#, #"'\u{27}"#, "\u{202E}=1"].map { Array($0.utf8) }
    for value in values {
      var output: [UInt8] = []
      CSVWriter.appendText(value, to: &output)
      let text = String(decoding: output, as: UTF8.self)
      let shown = output.dropFirst().first { $0 != 0x20 }
      guard Array(text.utf8) == output, original(ofField: output) == value,
        let shown, !formulaStarts.contains(shown)
      else { return XCTFail("\(value) is written \(text)") }
    }
  }

  private func field(_ text: String) -> String {
    var output: [UInt8] = []
    CSVWriter.appendText(text, to: &output)
    return String(decoding: output, as: UTF8.self)
  }
}

/// The way back that `CSVWriter` documents.
private func original(ofField field: [UInt8]) -> [UInt8] {
  var text: [UInt8] = []
  var index = 1
  while index < field.count - 1 {
    if field[index] == 0x22 { index += 1 }
    text.append(field[index])
    index += 1
  }
  if text.first == 0x27 { text.removeFirst() }
  var value: [UInt8] = []
  var rest = text[...]
  while let first = rest.first {
    let isScalar = rest.starts(with: #"\u{"#.utf8)
    guard isScalar || rest.starts(with: #"\x{"#.utf8), let end = rest.firstIndex(of: 0x7D),
      let number = UInt32(
        String(decoding: rest[(rest.startIndex + 3)..<end], as: UTF8.self), radix: 16)
    else {
      value.append(first)
      rest = rest.dropFirst()
      continue
    }
    if isScalar, let scalar = UnicodeScalar(number) {
      value += Array(String(Character(scalar)).utf8)
    } else {
      value.append(UInt8(number))
    }
    rest = rest[(end + 1)...]
  }
  return value
}
