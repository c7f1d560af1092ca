import AuditText

/// Measurements as a table for people, as Markdown for the README, or as JSON to be kept.
struct Table {
  let rows: [Measurement]
  let cells: Int
  let workers: Int

  private var yardstick: Measurement { rows[0] }

  private var title: String {
    "\(Machine.description); \(cells) cells, \(yardstick.bytes) bytes, \(workers) worker(s); best of runs; "
      + "peak memory \((Machine.peakMemory ?? 0) / 1024) MB"
  }

  private func columns(_ row: Measurement) -> [String] {
    [
      row.stage, milliseconds(row.nanoseconds), grouped(row.recordsPerSecond),
      grouped(row.bytesPerSecond / 1_000_000), hundredths(row.ratio(to: yardstick)),
    ]
  }

  private static let names = ["stage", "ms", "records/s", "MB/s", "x newline count"]

  var text: String {
    let lines = [Table.names] + rows.map(columns)
    let widths = Table.names.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    var text = title + "\n\n"
    for line in lines {
      let cells = line.enumerated().map { column, cell in
        let gap = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 ? cell + gap : gap + cell
      }
      text += cells.joined(separator: "  ") + "\n"
    }
    return text
  }

  var markdown: String {
    var text =
      title + "\n\n| " + Table.names.joined(separator: " | ") + " |\n|---|---:|---:|---:|---:|\n"
    for row in rows { text += "| " + columns(row).joined(separator: " | ") + " |\n" }
    return text
  }

  var json: String {
    var json = JSONWriter(indented: true)
    json.object { json in
      json.member("machine", Machine.description)
      json.member("cells", cells)
      json.member("workers", workers)
      json.member("peakKilobytes", Machine.peakMemory ?? 0)
      json.array("stages") { json in
        for row in rows {
          json.object { json in
            json.member("stage", row.stage)
            json.member("nanoseconds", row.nanoseconds)
            json.member("records", row.records)
            json.member("bytes", row.bytes)
            json.member("hundredthsOfNewlineCount", row.ratio(to: yardstick))
          }
        }
      }
    }
    return String(decoding: json.finish(), as: UTF8.self)
  }

  private func milliseconds(_ nanoseconds: Int) -> String { hundredths(nanoseconds / 10_000) }

  private func hundredths(_ number: Int) -> String {
    "\(number / 100).\(number % 100 < 10 ? "0" : "")\(number % 100)"
  }

  private func grouped(_ number: Int) -> String {
    var text = ""
    for (index, digit) in String(number).reversed().enumerated() {
      if index > 0, index % 3 == 0 { text.append(" ") }
      text.append(digit)
    }
    return String(text.reversed())
  }
}
