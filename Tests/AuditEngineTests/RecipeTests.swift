import AuditEngine
import AuditKernels
import AuditModel
import AuditRules
import AuditSources
import AuditSystem
import XCTest

/// The recipes of the manual, and the tasks of its guide to packs, do what their tables say.
final class RecipeTests: XCTestCase {
  private struct Recipe {
    var title: String
    var pack = ""
    var tables: [(name: String, text: String)] = []
    var lists: [String: String] = [:]
  }

  /// Each part of the page that shows a piece of a pack.
  ///
  /// Whole files, commands and what they print are tried by `ReadmeTests`.
  private func recipes(of page: String) throws -> [Recipe] {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Sources/AuditRules/AuditRules.docc/\(page)")
    var recipes: [Recipe] = []
    var block: (kind: String, lines: [String])?
    for line in try String(contentsOf: page, encoding: .utf8).components(separatedBy: "\n") {
      if let open = block {
        guard line == "```" else {
          block?.lines.append(line)
          continue
        }
        let text = open.lines.joined(separator: "\n")
        let words = open.kind.split(separator: " ").map(String.init)
        switch words.first {
        case "json": recipes[recipes.count - 1].pack = text
        case "bang": recipes[recipes.count - 1].tables.append((words[1], text))
        case "danh-muc": recipes[recipes.count - 1].lists[words[1]] = text
        case "sh", "jsonc", nil: break
        default: XCTFail("\(recipes.last?.title ?? ""): a block of '\(open.kind)'")
        }
        block = nil
      } else if line.hasPrefix("## ") {
        recipes.append(Recipe(title: String(line.dropFirst(3))))
      } else if line.hasPrefix("```") {
        block = (String(line.dropFirst(3)), [])
      }
    }
    return recipes.filter { !$0.pack.isEmpty }
  }

  func testEachRecipeFindsWhatItsTableMarks() throws {
    for (page, least) in [("Recipes.md", 15), ("WritingPacks.md", 9)] {
      let recipes = try recipes(of: page)
      XCTAssertGreaterThanOrEqual(recipes.count, least, page)
      for recipe in recipes { try check(recipe) }
    }
  }

  private func check(_ recipe: Recipe) throws {
    let text =
      #"{"format": "soat-rules/1", "id": "vi-du", "version": "1.0.0", "title": "Ví dụ","#
      + recipe.pack.dropFirst()
    let place = SourceLocation(file: "test", line: 1, column: 1)
    let pack = try RulePack.load([Located(value: "vi-du.json", location: place)]) { _, _ in
      ("vi-du.json", Array(text.utf8))
    }
    var lists: [String: CodeTable] = [:]
    for spec in pack.codeLists {
      let list = try XCTUnwrap(recipe.lists[spec.name], recipe.title)
      lists[spec.name] = try CodeListFile.read(
        Array((list + "\n").utf8), file: "\(spec.name).csv", as: spec)
    }
    let tables = recipe.tables.map { ($0.name, MarkedTable($0.text)) }
    let requests = try tables.map { name, table in
      ResourceRequest(
        name: name, packName: name, title: nil,
        source: try CSVSource(.bytes(table.csv), path: "\(name).csv", options: SourceOptions()))
    }
    let day = try XCTUnwrap(CivilDate(year: 2026, month: 12, day: 31))
    let plan = AuditPlan(
      pack, requests: requests, tables: lists, dates: ["asOf": day, "period-end": day],
      showsValues: true)
    let sink = FindingsSink(cap: nil, exampleLimit: 1000) { _ in nil }
    let results = try Audit(plan: plan, options: AuditOptions(workers: 2), sink: sink).run()
    for rule in results.flatMap(\.rules) {
      XCTAssertTrue(rule.counts.evaluated > 0, "\(recipe.title): \(rule.id) judged nothing")
    }
    for (name, table) in tables {
      let found = sink.examples.filter { $0.resource == name }
      XCTAssertEqual(
        Set(found.map { max(1, $0.record) }).sorted(), table.marked.keys.sorted(),
        "\(recipe.title): \(found.map(\.message.vi))")
    }
  }
}
