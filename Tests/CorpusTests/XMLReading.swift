import AuditKernels
import AuditModel
import AuditSources
import AuditSystem

/// A record as a reading gave it.
struct XMLReadRecord: Equatable {
  var line: Int
  /// Nil for a field that is absent or null.
  var fields: [String?]
  var defects: [DefectEntry]
}

/// What became of a document.
enum XMLReadOutcome: Equatable {
  /// Not even its records were found.
  case refused(code: String, line: Int)
  /// Not plain XML, or not well-formed: libxml2 has to say.
  case handedOver
  case read([XMLReadRecord], faultCode: String?, faultLine: Int?)
}

/// Reads documents the way the engine does.
struct XMLReading {
  var options = SourceOptions()

  /// `plainly`: by our own scanner, else by libxml2.
  func outcome(_ document: [UInt8], plainly: Bool) throws -> (XMLReadOutcome, names: [String]) {
    let source: any Source
    do throws(Diagnostic) {
      let made = try XMLSource(.bytes(document), path: "t.xml", options: options)
      if plainly, made.fallback == nil { return (.handedOver, []) }
      source = plainly ? made : made.fallback ?? made
    } catch {
      return (.refused(code: error.code, line: error.location?.line ?? 0), [])
    }
    var reader = source.makeReader(digesting: false)
    let batch = source.makeBatch()
    var records: [XMLReadRecord] = []
    var locations: [RecordLocations?] = []
    do {
      while try reader.next(into: batch) {
        try source.split(batch)
        locations.append(batch.locations)
        collect(batch, into: &records)
      }
    } catch is SourceFallback {
      return (.handedOver, source.header.names)
    }
    let fault = reader.fault
    try checkNumbers(reader, records.count)
    try checkReloads(source, reader, records, locations)
    return (
      .read(records, faultCode: fault?.code, faultLine: fault?.location?.line), source.header.names
    )
  }

  struct Miscounted: Error { var counted: Int, found: Int }

  private func checkNumbers(_ reader: any RecordReader, _ count: Int) throws {
    guard reader.recordCount == count else {
      throw Miscounted(counted: reader.recordCount, found: count)
    }
  }

  struct ReloadDiffers: Error { var record: XMLReadRecord, found: [XMLReadRecord] }

  /// Each record, read again alone and with its batch, is the same.
  private func checkReloads(
    _ source: any Source, _ reader: any RecordReader, _ records: [XMLReadRecord],
    _ locations: [RecordLocations?]
  ) throws {
    let batch = source.makeBatch()
    for (index, record) in records.enumerated() {
      let number = reader.batchNumber(of: index + 1)
      try reader.reload(number, into: batch)
      try source.split(batch)
      var found: [XMLReadRecord] = []
      collect(batch, into: &found)
      let within = index + 1 - batch.firstRecord
      guard within < found.count, found[within] == record else {
        throw ReloadDiffers(record: record, found: found)
      }
      guard let places = locations[number] else { continue }
      try reader.reload(record: index + 1, of: number, places, into: batch)
      try source.split(batch)
      found = []
      collect(batch, into: &found)
      guard found == [record] else { throw ReloadDiffers(record: record, found: found) }
    }
  }

  func collect(_ batch: RecordBatch, into records: inout [XMLReadRecord]) {
    let arena = StableArena()
    for record in 0..<batch.recordCount {
      let fields = (0..<batch.fieldCount).map { column in
        batch.value(column, of: record, arena: arena).map { String(decoding: $0, as: UTF8.self) }
      }
      var defects = batch.defects.filter { $0.record == record }
      for index in defects.indices { defects[index].record = 0 }
      records.append(
        XMLReadRecord(line: batch.line(of: record), fields: fields, defects: defects))
    }
  }
}
