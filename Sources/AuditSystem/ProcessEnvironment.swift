package import AuditModel
internal import Glibc

/// What the process gets from outside beside its files; asked in `main` and handed on as values.
package enum ProcessEnvironment {
  /// A variable's value; nil if it is not set.
  package static subscript(_ name: String) -> String? {
    // SAFETY: getenv gives nil or a C string, copied before anything could change the environment.
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }

  /// The variables of these names that are set.
  package static func values(of names: [String]) -> [String: String] {
    var values: [String: String] = [:]
    for name in names { values[name] = self[name] }
    return values
  }

  /// Processors this process may use.
  package static var coreCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// Settings every run begins with, before it opens anything.
  ///
  /// No core dump, which would hold personal data; a closed pipe and a file size limit are errors to be
  /// reported, not the end; and descriptors 0 to 2 are taken, so that no output file becomes "standard
  /// output" when that was closed.
  package static func prepare() {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    // SAFETY: the structure lives for the time of the call.
    _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    _ = signal(SIGPIPE, SIG_IGN)
    _ = signal(SIGXFSZ, SIG_IGN)
    // Opened the wrong way round, so that writing to a closed output still fails and is reported.
    for (descriptor, flags) in [(Int32(0), O_WRONLY), (1, O_RDONLY), (2, O_RDONLY)]
    where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
      // SAFETY: a constant path. The lowest free number is taken, which is this one.
      _ = unsafe open("/dev/null", flags)
    }
  }

  /// This moment in Viet Nam, which is UTC+7 all year; nil before year 1 or after 9999.
  package static func nowInVietNam() -> Moment? {
    let secondsADay = 86_400
    let seconds = Int(time(nil)) + 7 * 3600
    let day = seconds >= 0 ? seconds / secondsADay : (seconds - secondsADay + 1) / secondsADay
    return CivilDate(dayNumber: day).map { Moment(date: $0, second: seconds - day * secondsADay) }
  }

  /// A clock that never goes back, in nanoseconds from some moment.
  package static func monotonicNanoseconds() -> Int {
    var now = timespec()
    // SAFETY: the structure lives for the time of the call.
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &now)
    return Int(now.tv_sec) * 1_000_000_000 + Int(now.tv_nsec)
  }

  /// Ends the process with a status, without running anything else.
  package static func exit(_ status: Int32) -> Never { Glibc.exit(status) }
}
