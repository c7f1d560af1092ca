/// A run of whole records at the beginning of what was read.
package struct RecordFrame: Sendable, Hashable {
  /// Bytes before the run that are no part of any record, to be passed over, and the line ends among them.
  package var skippedCount = 0
  package var skippedLines = 0
  /// Bytes of the run; 0 when more must be read before a record ends, unless some were passed over.
  package var byteCount = 0
  package var recordCount = 0
  /// Line ends within the run.
  package var lineCount = 0
  package var emptyLineCount = 0
  /// Every quote stands where RFC 4180 has it, so that masks of bits find each field.
  package var isRegular = true
  package var hasCarriageReturn = false
  /// Some byte is zero.
  package var hasNul = false
  /// The run is one record cut at the record limit; the rest of its line must be passed over.
  package var isCut = false
  /// What a format's framer tells its splitter about the run, such as a position within the document.
  package var mark = 0

  /// Lines were taken for records by their first and last bytes: whoever splits them finds whether they are.
  package var isGuessed = false

  /// Bytes of the input that the records come from, where the run is not those bytes themselves; 0 where it is.
  package var placedByteCount = 0

  /// Single records cannot be read again by where they lie, such as several made of one; the whole run can.
  package var isIndivisible = false

  package init() {}

  /// Nothing was found, nor passed over.
  package var isEmpty: Bool { skippedCount == 0 && byteCount == 0 }
}
