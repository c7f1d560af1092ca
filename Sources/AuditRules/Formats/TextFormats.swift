import AuditKernels
import AuditModel

/// Addresses and codes of the Internet's standards: those of Table Schema.
extension ValueFormat {
  static let email = ValueFormat(
    "email", title: LocalizedText(vi: "Thư điện tử", en: "E-mail address"),
    basis: LocalizedText("Frictionless Table Schema v2; RFC 5321, RFC 5322"),
    algorithm: LocalizedText(
      vi: "tên@tên-miền: tên gồm chữ không dấu, số và ._%+-; tên miền có ít nhất một dấu chấm",
      en: "name@domain: ASCII letters, digits and ._%+- in the name, a point or more in the domain"),
    fault: LocalizedText(vi: "không phải địa chỉ thư điện tử", en: "is no e-mail address"),
    valid: ["a@b.vn", "nguyen.van-a@example.com"],
    invalid: [
      "a@b": "", "a b@c.vn": "", "nguyễn@c.vn": "", "a@b.vn; c@d.vn": "several-values",
      " a@b.vn": "stray-spaces", "a@b.vn ": "stray-spaces",
    ],
    test: .pattern(address),
    damages: [
      FormatDamage(
        "stray-spaces", vi: "thừa khoảng trắng ở đầu hoặc cuối", en: "with spaces around it",
        .pattern("[ \\t\\u{A0}]*\(address)[ \\t\\u{A0}]*")),
      FormatDamage(
        "several-values", vi: "nhiều địa chỉ trong một ô", en: "several addresses in one cell",
        .pattern("\(address)([ ,;/\\n]+\(address))+[ ,;]*")),
    ])

  private static let address =
    #"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,}"#

  static let uri = ValueFormat(
    "uri", title: LocalizedText(vi: "Địa chỉ tài nguyên (URI)", en: "Resource address (URI)"),
    basis: LocalizedText("Frictionless Table Schema v2; RFC 3986, RFC 3987"),
    algorithm: LocalizedText(
      vi: "giao thức, dấu hai chấm, rồi các ký tự không trống",
      en: "a scheme, a colon, then characters other than spaces"),
    fault: LocalizedText(vi: "không phải địa chỉ URI", en: "is no URI"),
    valid: ["https://a.vn/x", "urn:isbn:0451450523"],
    invalid: ["a.vn": "scheme-missing", "www.a.vn/x": "scheme-missing", "x y:z": ""],
    test: .pattern(#"[A-Za-z][A-Za-z0-9+.\-]*:[!-~\u{A1}-\u{D7FF}]+"#),
    damages: [
      FormatDamage(
        "scheme-missing", vi: "thiếu giao thức như https://", en: "without a scheme as in https://",
        .pattern(#"[A-Za-z0-9\-]+(\.[A-Za-z0-9\-]+)+(\/[!-~\u{A1}-\u{D7FF}]*)?"#))
    ])

  static let uuid = ValueFormat(
    "uuid", title: LocalizedText(vi: "Mã UUID", en: "UUID"),
    basis: LocalizedText("Frictionless Table Schema v2; RFC 9562"),
    algorithm: LocalizedText(
      vi: "32 chữ số thập lục phân chia nhóm 8-4-4-4-12 bằng dấu gạch",
      en: "32 hexadecimal digits in groups of 8-4-4-4-12, with dashes"),
    fault: LocalizedText(vi: "không phải mã UUID", en: "is no UUID"),
    valid: ["123e4567-e89b-12d3-a456-426614174000"],
    invalid: [
      "123e4567": "", "123e4567e89b12d3a456426614174000": "dashes-lost",
      "{123e4567-e89b-12d3-a456-426614174000}": "braces",
    ],
    test: .pattern("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),
    damages: [
      FormatDamage(
        "dashes-lost", vi: "thiếu các dấu gạch", en: "without its dashes",
        .pattern("[0-9A-Fa-f]{32}")),
      FormatDamage(
        "braces", vi: "thừa dấu ngoặc nhọn", en: "in braces",
        .pattern(#"\{[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}"#)),
    ])

  static let binary = ValueFormat(
    "binary", title: LocalizedText(vi: "Dữ liệu nhị phân Base64", en: "Binary data in Base64"),
    basis: LocalizedText("Frictionless Table Schema v2; RFC 4648 §4"),
    algorithm: LocalizedText(
      vi: "nhóm bốn ký tự A-Z a-z 0-9 + /, nhóm cuối có thể đệm dấu =",
      en: "groups of four of A-Z a-z 0-9 + /, the last one padded with ="),
    fault: LocalizedText(vi: "không phải dữ liệu Base64", en: "is not Base64"),
    valid: ["YWI=", "YWJj"], invalid: ["YWI": "", "a*==": ""],
    test: .pattern("([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"))
}
