/// A fault that ends the reading: what stands before it was framed.
package struct JSONPlacedFault: Sendable, Hashable {
  package var fault: JSONFault
  /// Offset within the bytes that were framed last.
  package var offset: Int
}

/// How far a reading goes.
package struct JSONLimits: Sendable, Hashable {
  /// Bytes of a value; a record may have twice as many.
  package var cellBytes = 16 << 20
  package var recordBytes: Int { cellBytes * 2 }
  /// Members of a record, nested ones included.
  package var members = 10_000
  package var depth = 512
  /// Records of a run: what keeps a batch's table of cells small when records are tiny and fields many.
  package var recordsPerFrame = 1 << 20

  package init() {}
}
