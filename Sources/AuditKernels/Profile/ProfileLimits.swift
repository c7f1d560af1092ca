/// How much a profile keeps of each field: bounds that depend on the number of fields alone.
package struct ProfileLimits: Sendable, Hashable {
  /// Different values of a field that are counted exactly, and their bytes.
  package var exactValues: Int
  package var exactBytes: Int
  /// Different patterns of characters.
  package var patterns: Int
  /// Records that frequent values are estimated from where there are too many different ones.
  package var sampleRecords: Int
  /// Fields are so few that each may have memory for its speed.
  package var isRoomy: Bool

  /// Of so many records as a power of two one is in the sample that is tallied: at most 4, one of 16.
  ///
  /// More of them where fewer different values fit in the table, so that whenever they do not, about 4,096 values or more
  /// are in the sample; 0 where that takes all records.
  package var tallyShift: Int {
    var shift = 4
    while shift > 0, exactValues >> shift < 4_096 { shift -= 1 }
    return shift
  }

  /// All records are in the sample that is tallied.
  var talliesAll: Bool { tallyShift == 0 }

  package init(fieldCount: Int) {
    let fields = max(1, fieldCount)
    exactValues = min(65_536, max(256, (2 << 20) / fields))
    exactBytes = min(4 << 20, max(16 << 10, (128 << 20) / fields))
    patterns = fields <= 256 ? 512 : 64
    sampleRecords = min(4_096, max(64, (1 << 18) / fields))
    isRoomy = fields <= 64
  }
}
