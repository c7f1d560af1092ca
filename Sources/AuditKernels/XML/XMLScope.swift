/// Namespaces in force where records stand, and what names are called there (Namespaces in XML 1.0).
package struct XMLScope: Sendable, Hashable {
  struct Binding: Sendable, Hashable {
    var prefix: [UInt8]
    var namespace: [UInt8]
  }

  enum Name: Sendable, Equatable {
    /// As paths have it.
    case named([UInt8])
    /// `xsi:nil`.
    case isNil
    /// Of the namespaces that tell how to read a document: no data.
    case ignored
  }

  /// Innermost last.
  private var bindings: [Binding] = []
  /// The project's prefixes by namespace.
  private let prefixes: [[UInt8]: [UInt8]]
  /// Names are called what they are written as: the output of `XMLEventReader`.
  let isResolved: Bool

  static let xmlNamespace = Array("http://www.w3.org/XML/1998/namespace".utf8)
  static let xmlnsNamespace = Array("http://www.w3.org/2000/xmlns/".utf8)
  private static let instanceNamespace = Array("http://www.w3.org/2001/XMLSchema-instance".utf8)
  private static let xml = Array("xml".utf8)

  /// The scope of a document's root, nothing declared; `prefixes` are the project's by namespace.
  package init(prefixes: [String: String]) {
    self.prefixes = Dictionary(
      prefixes.map { (Array($0.key.utf8), Array($0.value.utf8)) }
    ) { first, _ in first }
    isResolved = false
  }

  private init() {
    prefixes = [:]
    isResolved = true
  }

  /// Where every name is already what paths call it.
  package static let resolved = XMLScope()

  var bindingCount: Int { bindings.count }

  mutating func bind(_ prefix: [UInt8], to namespace: [UInt8]) {
    bindings.append(Binding(prefix: prefix, namespace: namespace))
  }

  mutating func unbind(to count: Int) { bindings.removeLast(bindings.count - count) }

  /// Nil for a prefix that is not declared.
  private func namespace(of prefix: [UInt8]) -> [UInt8]? {
    if prefix == XMLScope.xml { return XMLScope.xmlNamespace }
    if let binding = bindings.last(where: { $0.prefix == prefix }) { return binding.namespace }
    return prefix.isEmpty ? [] : nil
  }

  func element(_ raw: Bytes) -> Name? {
    if isResolved { return .named(raw.array) }
    let (prefix, local) = XMLScope.parts(raw.array)
    guard let namespace = namespace(of: prefix) else { return nil }
    return .named(called(local, namespace))
  }

  /// An attribute without a prefix is of no namespace, whatever the element's is.
  func attribute(_ raw: Bytes) -> Name? {
    let (prefix, local) = XMLScope.parts(raw.array)
    if isResolved {
      guard prefix == XMLScope.xml else { return .named(raw.array) }
      return local == Array("nil".utf8) ? .isNil : .ignored
    }
    if prefix.isEmpty { return .named(local) }
    guard let namespace = namespace(of: prefix) else { return nil }
    switch namespace {
    case XMLScope.xmlNamespace: return .ignored
    case XMLScope.instanceNamespace: return local == Array("nil".utf8) ? .isNil : .ignored
    default: return .named(called(local, namespace))
    }
  }

  private func called(_ local: [UInt8], _ namespace: [UInt8]) -> [UInt8] {
    guard let prefix = prefixes[namespace] else { return local }
    return prefix + [0x3A] + local
  }

  /// What stands before and after the colon.
  static func parts(_ raw: [UInt8]) -> (prefix: [UInt8], local: [UInt8]) {
    guard let colon = raw.firstIndex(of: 0x3A) else { return ([], raw) }
    return (Array(raw[..<colon]), Array(raw[(colon + 1)...]))
  }
}
