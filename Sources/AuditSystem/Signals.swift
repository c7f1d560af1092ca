internal import Glibc
internal import Synchronization

/// The end of a run that a signal asked for.
package struct Interrupted: Error, Hashable {
  package let signal: Int32

  package init(signal: Int32) { self.signal = signal }
}

/// SIGINT, SIGTERM and SIGHUP end a run in order: the first is noted for loops to see, the second ends at once.
package enum Signals {
  /// Takes the signals over.
  ///
  /// Those that the caller's shell set to be ignored (`nohup`) stay so.
  ///
  /// Called once, from `main`, before any thread.
  package static func install() {
    // Touched here, so that the handler finds them made and needs no lock to make them.
    _ = received.load(ordering: .relaxed)
    TemporaryFiles.prepare()
    for signal in [SIGINT, SIGTERM, SIGHUP] {
      var old = sigaction()
      // SAFETY: both structures live for the time of the calls; the handler does only what handlers may.
      unsafe sigaction(signal, nil, &old)
      if isIgnored(old) { continue }
      var new = sigaction()
      unsafe new.__sigaction_handler.sa_handler = noteSignal
      // No SA_RESTART: a read that waits for a pipe must come back.
      new.sa_flags = 0
      unsafe sigaction(signal, &new, nil)
    }
  }

  /// The signal that asked the run to end; nil while none did.
  ///
  /// Costs one load.
  package static var interrupted: Int32? {
    let signal = received.load(ordering: .relaxed)
    return signal == 0 ? nil : signal
  }

  /// Throws `Interrupted` once a signal has asked the run to end.
  package static func check() throws(Interrupted) {
    if let signal = interrupted { throw Interrupted(signal: signal) }
  }

  /// The signal that a program ends by when nobody reads its output; ours is ignored, but its number told.
  package static let closedPipe = SIGPIPE

  /// Forgets a signal, for tests.
  package static func reset() { received.store(0, ordering: .relaxed) }

  // SAFETY: the handler member of the union is valid whenever SA_SIGINFO is not set, and compared only.
  private static func isIgnored(_ action: sigaction) -> Bool {
    guard action.sa_flags & SA_SIGINFO == 0 else { return false }
    let handler = unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
    return unsafe handler == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}

private let received = Atomic<Int32>(0)

/// Runs between any two instructions: no memory is allocated, no lock taken.
private func noteSignal(_ signal: Int32) {
  let (first, _) = received.compareExchange(expected: 0, desired: signal, ordering: .relaxed)
  guard !first else { return }
  TemporaryFiles.unlinkAll()
  _exit(128 + signal)
}
