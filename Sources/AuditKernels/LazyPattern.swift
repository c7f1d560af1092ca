internal import Synchronization

/// A pattern of the program's own, compiled when the first value asks for it.
///
/// That all of them compile is a test's to hold.
package final class LazyPattern: Sendable, ExpressibleByStringInterpolation {
  package let source: String
  private let compiled = Mutex<PatternAutomaton?>(nil)

  package init(_ source: String) { self.source = source }

  package convenience init(stringLiteral source: String) { self.init(source) }

  package var automaton: PatternAutomaton {
    compiled.withLock { compiled in
      if let compiled { return compiled }
      do {
        let made = try PatternAutomaton(source)
        compiled = made
        return made
      } catch {
        preconditionFailure("\(source): \(error)")
      }
    }
  }
}
