/// Documents of many kinds, and the same with something changed: the same ones in each run.
struct XMLMutations {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 2 &+ 1 }

  mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }

  /// A seed with one to four changes, most of which leave it well-formed.
  mutating func document() -> [UInt8] {
    var text = Array(XMLMutations.seeds[next(XMLMutations.seeds.count)].utf8)
    for _ in 0..<(1 + next(4)) {
      if next(4) == 0 { change(&text) } else { add(&text) }
    }
    return text
  }

  /// Adds something where it may stand.
  private mutating func add(_ text: inout [UInt8]) {
    let at = next(text.count + 1)
    if next(3) == 0 {
      // In a start tag.
      guard let open = text[at...].firstIndex(of: 0x3C), open + 1 < text.count,
        ![0x2F, 0x21, 0x3F].contains(text[open + 1]),
        let end = text[(open + 1)...].firstIndex(where: { [0x3E, 0x2F, 0x20].contains($0) })
      else { return }
      text.insert(contentsOf: pick(XMLMutations.tagPieces), at: end)
    } else {
      guard let close = text[at...].firstIndex(of: 0x3E) else { return }
      text.insert(contentsOf: pick(XMLMutations.contents), at: close + 1)
    }
  }

  /// Changes something anywhere.
  private mutating func change(_ text: inout [UInt8]) {
    let at = next(text.count + 1)
    switch next(5) {
    case 0: text.insert(contentsOf: pick(XMLMutations.pieces), at: at)
    case 1: text.removeSubrange(at..<min(text.count, at + 1 + next(5)))
    case 2:
      let copied = Array(text[at..<min(text.count, at + next(40))])
      text.insert(contentsOf: copied, at: next(text.count + 1))
    case 3:
      guard at < text.count else { return }
      text[at] ^= UInt8(1 << next(8))
    default:
      // Something that should not be where tags or text are.
      guard let close = text[at...].firstIndex(of: 0x3E) else { return }
      text.insert(contentsOf: pick(XMLMutations.pieces), at: close + next(2))
    }
  }

  private mutating func pick(_ list: [[UInt8]]) -> [UInt8] { list[next(list.count)] }

  static let contents: [[UInt8]] = [
    "&amp;", "&lt;", "&gt;", "&apos;", "&quot;", "&#13;", "&#10;", "&#x1F600;", "&#32;", "]]&gt;",
    "]]", "]",
    "<![CDATA[a\r\nb]]>", "<![CDATA[<r>]]>", "<![CDATA[</r>]]>", "<![CDATA[]]>", "<![CDATA[]]]]>",
    "<!-- chú\nthích -->", "<!---->", "<!--</r><r>-->", "<?p x?>", "<?p </r>?>", "<?p?>", "\n",
    "\r\n", "\t", " ",
    "\r\n  ", "\u{85}", "\u{2028}", "\u{7F}", "<r></r>", "<r/>", "<r a=\">\"/>", "<r>9</r>", "<a/>",
    "<a></a>",
    "<b>2</b>", "<b> 2 </b>", "<b>2<c/>3</b>", "<x><r><a>3</a></r></x>", "<dc><xa>9</xa></dc>",
    "<e>m</e>", "chữ",
    "\u{FEFF}", "ợ", "𝟙", "<é>1</é>", "<một>7</một>", "<ra>1</ra>", "<a.b-c_d>1</a.b-c_d>",
    "<c\n>\n</c\n>",
    "<a><a>1</a></a>", "<con><ten>A</ten></con><con><ten>B</ten></con>", "\u{FFFD}", "\u{E000}",
    "ﬁ",
    "<r a=\"&amp;#38;\"/>", "<a><![CDATA[x]]>y<!-- z -->&#x20;</a>",
  ].map { Array($0.utf8) }

  static let tagPieces: [[UInt8]] = [
    " a=\"1\"", " a='2'", " b=\"x&lt;y\"", " a=\"1\n2\"", " b=\"1\r\n2\"", " c=\"\t\"", " d=\">\"",
    " e='\"'",
    " xml:lang=\"vi\"", " xml:space=\"preserve\"", " f=\"&#10;&amp;&#38;&amp;amp;\"", " g = \"1\"",
    "\n", " ", "\t",
    "\r\n", " h=\"\"", " é=\"ợ\"", " i=\"]]>\"", " j=\"&quot;'\"", " xmlns:k=\"w\"", " xmlns=\"u\"",
    " nil=\"true\"",
  ].map { Array($0.utf8) }

  static let pieces: [[UInt8]] =
    [
      "<", ">", "/", "&", "&#0;", "&#xFFFE;", "&nbsp;", "&#x;", "]]>", "<![CDATA[", "<!--", "-->",
      "<!--a--b-->", "<!--a--->", "<?xml version=\"1.0\"?>", "<?xml-stylesheet href=\"a\"?>", "\"",
      "'", "=",
      "\r", " c=\"<\"", " p:a=\"1\"", "p:", " xsi:nil=\"true\"", " q:nil=\"true\"", "<r>", "</r>",
      "<a>", "</a>",
      "<b>", "<p:a>", "</p:a>", "</ds>", "<ds>", "<!DOCTYPE ds>",
      "<!DOCTYPE ds [<!ENTITY e \"x\">]>",
      "<-a/>", "<a-/>", "<1/>", "<a b/>", "<a b=1/>", "<a  >", "<a:/>", "<:a/>", "<a:b:c/>",
      "<a b=\"1\"c=\"2\"/>",
      "<a b=\"1\" b=\"2\"/>", "<·/>", "<a· ·b=\"1\"/>", "<?x:y?>", "<?Xml?>", "< a/>", "</ a>",
      "<a / >", "\u{1}",
    ].map { Array($0.utf8) } + [
      [0], [0x1F], [0xFF], [0xC3], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80],
      [0xEF, 0xBF, 0xBE], [0xEF, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF0, 0x9F, 0x98, 0x80],
    ]

  static let seeds = [
    "<ds><r><a>1</a><b>hai</b></r><r><a>3</a><b>bốn</b></r></ds>",
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ds>\n  <r>\n    <a>Nguyễn Văn An</a>\n    <b/>\n  </r>\n  <r>\n    <a>Trần</a>\n    <b>2</b>\n  </r>\n</ds>\n",
    "<ds><r a=\"1\" b=\"x &amp; y\"/><r a='2' b='&#x41;'><c>&lt;đ&gt;</c></r><r a=\"3\"></r></ds>",
    "<ds xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><r><a xsi:nil=\"true\"/><b>1</b></r><r><a>x</a><b xsi:nil=\"1\"></b></r></ds>",
    "<ds xmlns=\"u\" xmlns:p=\"v\"><r><p:a>1</p:a><b p:c=\"2\">3</b></r>\r\n<r><p:a>4</p:a>\r\n<b c=\"5\">6\r\n7</b></r></ds>",
    "<q:ds xmlns:q=\"urn:x\"><q:r><q:a>1</q:a></q:r><!-- giữa --><q:r><q:a>2</q:a><q:a>3</q:a></q:r></q:ds>",
    "<ds><r><a><![CDATA[x<y]]></a><b>p<!-- c -->q<?i j?>r</b></r><r><a>]]&gt;</a><b> </b></r></ds>",
    "<t><x><r><a>1</a></r><r><a>2</a></r></x><y n=\"1\"/><x><r><a>3</a></r></x></t>",
    "<ds><r><dc><xa>01</xa><so k=\"n\">12</so></dc><e>a<f>b</f>c</e></r><r><dc><xa/></dc><e><f>1</f></e></r></ds>",
    "<ds><r><r>trong</r></r><r/><r><r/></r></ds>",
    "\u{FEFF}<ds><r><một>1</một><hai>2</hai></r><r><hai>3</hai><một>4</một></r></ds>",
    "<?xml version='1.0' standalone='yes'?><!-- đầu --><?p đầu?><ds>chữ<r><a>1</a></r>giữa<r><a>2</a></r><![CDATA[cuối]]></ds><!-- hết --><?p?>",
    "<ds><r><tên_trường_dài_hơn_ba_mươi_hai_byte>1</tên_trường_dài_hơn_ba_mươi_hai_byte><a>2</a></r><r><tên_trường_dài_hơn_ba_mươi_hai_byte>3</tên_trường_dài_hơn_ba_mươi_hai_byte></r></ds>",
    "<ds><r><a>1</a><a>2</a><b>x</b><a/><b>y</b></r><r><b></b><a> \n </a></r></ds>",
    "<ds><r>một</r><r>hai &amp; ba</r><r/></ds>",
  ]
}
