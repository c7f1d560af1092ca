package struct PatternAutomaton: Sendable { package var fixedDigits: Int? { nil }; func matches(_ p: UnsafePointer<UInt8>, _ n: Int) -> Bool { false } }
enum Utf8Kernel { static func firstInvalid(_ p: UnsafePointer<UInt8>, _ n: Int) -> Int? { nil } }
