package struct PatternAutomaton: Sendable { 
 let p: String
 package init(_ p: String) throws { self.p = p }
 package var fixedDigits: Int? { p == "[0-9]{12}" ? 12 : p == "[0-9]{10}" ? 10 : nil }; func matches(_ p: UnsafePointer<UInt8>, _ n: Int) -> Bool { n > 5 } }
enum Utf8Kernel { static func firstInvalid(_ p: UnsafePointer<UInt8>, _ n: Int) -> Int? { nil } }
