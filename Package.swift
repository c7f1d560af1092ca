// swift-tools-version: 6.2
import PackageDescription

/// One list for every product target: see Sources/README.md.
let strict: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]
let relaxed: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: relaxed)
}

let package = Package(
  name: "soat",
  products: [
    .executable(name: "soat", targets: ["soat"]),
    .executable(name: "soat-bench", targets: ["soat-bench"]),
  ],
  targets: [
    .systemLibrary(name: "CDigest"),
    .systemLibrary(
      name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(
      name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    module("AuditModel", []),
    module("AuditKernels", ["AuditModel"]),
    module("AuditText", ["AuditModel"]),
    module("AuditSystem", ["AuditModel", "CDigest", "CLibXML2", "CSQLite"]),
    module("AuditSources", ["AuditModel", "AuditKernels", "AuditText", "AuditSystem"]),
    module("AuditRules", ["AuditModel", "AuditKernels", "AuditText"]),
    module(
      "AuditEngine",
      ["AuditModel", "AuditKernels", "AuditText", "AuditSystem", "AuditSources", "AuditRules"]),
    module("AuditScoring", ["AuditModel"]),
    module("AuditLedger", ["AuditModel", "AuditSystem"]),
    .target(
      name: "AuditReports",
      dependencies: ["AuditModel", "AuditKernels", "AuditText", "AuditScoring"],
      exclude: ["ResultFormat.md"],
      resources: [
        .embedInCode("Templates/report.css"), .embedInCode("Templates/profile.css"),
        .embedInCode("Templates/document.css"),
      ], swiftSettings: strict),
    module(
      "AuditCommands",
      [
        "AuditModel", "AuditKernels", "AuditText", "AuditSystem", "AuditSources", "AuditRules",
        "AuditEngine",
        "AuditScoring", "AuditReports", "AuditLedger",
      ]),
    .executableTarget(name: "soat", dependencies: ["AuditCommands"], swiftSettings: strict),
    .executableTarget(
      name: "soat-bench",
      dependencies: [
        "AuditModel", "AuditKernels", "AuditText", "AuditSystem", "AuditSources", "AuditRules",
        "AuditEngine",
        "AuditScoring", "AuditReports", "AuditCommands",
      ], swiftSettings: strict),
    tests("AuditKernelsTests", ["AuditModel", "AuditKernels"]),
    tests("AuditSystemTests", ["AuditModel", "AuditSystem"]),
    tests("AuditTextTests", ["AuditModel", "AuditText"]),
    tests("AuditRulesTests", ["AuditModel", "AuditText", "AuditKernels", "AuditRules"]),
    tests(
      "AuditEngineTests",
      [
        "CSQLite",
        "AuditModel", "AuditKernels", "AuditText", "AuditSystem", "AuditSources", "AuditRules",
        "AuditEngine",
      ]),
    tests(
      "AuditReportsTests",
      ["AuditModel", "AuditText", "AuditSystem", "AuditScoring", "AuditReports"],
      exclude: ["Snapshots"]),
    tests("AuditLedgerTests", ["CSQLite", "AuditModel", "AuditSystem", "AuditLedger"]),
    tests(
      "CommandLineTests",
      [
        "CSQLite", "AuditModel", "AuditKernels", "AuditText", "AuditSystem", "AuditRules",
        "AuditEngine", "AuditLedger", "AuditCommands",
      ],
      exclude: ["Snapshots"]),
    .testTarget(
      name: "CorpusTests",
      dependencies: [
        "AuditModel", "AuditKernels", "AuditText", "AuditSystem", "AuditSources", "AuditRules",
        "AuditEngine",
        "AuditCommands",
      ],
      exclude: ["README.md", "csv", "json", "xml"], swiftSettings: relaxed),
    tests("ShapeTests", ["AuditModel", "AuditText", "AuditRules", "AuditCommands"]),
  ],
  swiftLanguageModes: [.v6]
)
