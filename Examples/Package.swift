// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that the product never builds it.
let programs = [
  "G1-collatz", "G2-submit", "G3-max-calls", "G4-every", "G5-stop", "G6-exceptions",
  "G7-task-events", "G8-two-tasks", "G9-limiter", "G10-requeue",
]

// The programs of the AutoML programming guide, each called guide-NAME.
let guide = ["dummy-controller", "stats-handler", "test-executor", "create-your-own-automl"]

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .treatAllWarnings(as: .error),
]

let libraries: [Target.Dependency] = [
  "AutoMLModel", "AutoMLTracking", "AutoMLTrackingSQLite", "AutoMLWorkflow",
].map { .product(name: $0, package: "automl") }

let package = Package(
  name: "automl-examples",
  dependencies: [
    .package(name: "automl", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    // What each program checks itself with at its end.
    .target(name: "Checks", path: "scheduler/Checks", swiftSettings: settings),
    // The components of the programming guide, and what puts a workflow together.
    .target(
      name: "Guide", dependencies: libraries, path: "guide/Guide", swiftSettings: settings),
  ]
    // The programs of the scheduling guide: g1, g2, …, g10.
    + programs.map { folder in
      .executableTarget(
        name: folder.prefix { $0 != "-" }.lowercased(),
        dependencies: ["Checks", .product(name: "AutoMLScheduling", package: "automl")],
        path: "scheduler/\(folder)", swiftSettings: settings)
    }
    + guide.map { folder in
      .executableTarget(
        name: "guide-\(folder)",
        dependencies: libraries + [
          "Checks", "Guide", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        ],
        path: "guide/\(folder)", swiftSettings: settings)
    },
  swiftLanguageModes: [.v6]
)
