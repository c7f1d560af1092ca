import XCTest

@testable import AuditKernels

/// The rewriter against a slow twin that reads a line character by character.
final class RowRewriterTests: XCTestCase {
  private let frame = RowRewriter.Frame(
    rowStart: Array("[".utf8), rowEnd: Array("]".utf8), numberStart: Array("#".utf8),
    numberEnd: Array(";".utf8))

  func testEveryShortLineIsRewritten() {
    let fields = ["12", "", "\"\"", "\"a\"", "\"a,b\"", "\"a\"\"b\"", "\"\"\"\"", "\"đọc, viết\""]
    for first in fields {
      for second in fields {
        for end in ["\r\n", "\n", ""] {
          let line = "\(first),\(second)\(end)"
          XCTAssertEqual(rewrite(line), "[\(shown(first, 0))\(shown(second, 1))]", line)
        }
      }
    }
  }

  func testTheResultDoesNotDependOnThePieces() {
    let lines = (0..<50).map {
      "\"ho \($0 % 3)\",\($0),\"khóa, \($0)\",\"\"\"\($0 % 5)\"\"\"\r\n"
    }
    let text = lines.joined()
    let whole = rewrite(text)
    XCTAssertEqual(whole.filter { $0 == "[" }.count, 50)
    for size in 1...90 { XCTAssertEqual(rewrite(text, pieceSize: size), whole, "\(size)") }
    for limit in [1, 3, 49, 50, 51] {
      XCTAssertEqual(rewrite(text, limit: limit), whole, "\(limit)")
    }
  }

  /// Texts of one column only, so many that what is remembered is thrown away several times.
  func testWhatIsForgottenIsMadeAgain() {
    let long = String(repeating: "x", count: 3000)
    let text = (0..<6000).map { "\"\(long)\($0 % 1500)\"\n" }.joined()
    var made = 0
    let rewriter = RowRewriter(frame)
    rewriter.take(Array(text.utf8), isLast: true)
    var output: [UInt8] = []
    var count = 0
    while rewriter.hasLine {
      count += rewriter.rewrite(atMost: .max, to: &output) { field, _ in
        made += 1
        return (Array(field.suffix(6)), true)
      }
    }
    XCTAssertEqual(count, 6000)
    XCTAssertGreaterThan(made, 1500)
    let expected = (0..<6000).map { "[" + "\(long)\($0 % 1500)\"".suffix(6) + "]" }.joined()
    XCTAssertTrue(output == Array(expected.utf8))
  }

  func testATextIsAskedForOnceInEachColumn() {
    let rewriter = RowRewriter(frame)
    rewriter.take(Array(String(repeating: "\"a\",\"a\",\"b\"\n", count: 9).utf8), isLast: true)
    var asked: [String] = []
    var output: [UInt8] = []
    _ = rewriter.rewrite(atMost: .max, to: &output) { field, column in
      asked.append("\(column)\(String(decoding: field, as: UTF8.self))")
      return (field, true)
    }
    XCTAssertEqual(asked, ["0\"a\"", "1\"a\"", "2\"b\""])
  }

  func testAQuoteThatIsNeverClosedEndsWithTheFile() {
    XCTAssertEqual(rewrite("\"a\n"), "[<0\"a\n>]")
    XCTAssertEqual(rewrite("\"a\"x,1\n"), "[<0\"a\">]")
  }

  private func rewrite(_ text: String, pieceSize: Int? = nil, limit: Int = .max) -> String {
    let bytes = Array(text.utf8)
    let rewriter = RowRewriter(frame)
    var output: [UInt8] = []
    var start = 0
    repeat {
      let end = min(start + (pieceSize ?? bytes.count), bytes.count)
      rewriter.take(Array(bytes[start..<end]), isLast: end == bytes.count)
      start = end
      while rewriter.hasLine {
        _ = rewriter.rewrite(atMost: limit, to: &output) { field, column in
          (Array("<\(column)".utf8) + field + [0x3E], column == 0)
        }
      }
    } while start < bytes.count
    return String(decoding: output, as: UTF8.self)
  }

  private func shown(_ field: String, _ column: Int) -> String {
    field.hasPrefix("\"") ? "<\(column)\(field)>" : "#\(field);"
  }
}
