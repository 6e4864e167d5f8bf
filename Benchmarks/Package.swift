// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

// A package of its own, so that the product never builds it.
let package = Package(
  name: "automl-benchmarks",
  dependencies: [
    .package(name: "automl", path: ".."),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
  ],
  targets: [
    // The fastest that SQLite can do: the same statements in C, without anything around them.
    .target(name: "CSQLiteLoop", linkerSettings: [.linkedLibrary("sqlite3")]),
    // The store against the C loop, and a database big enough to see whether cost grows.
    .executableTarget(
      name: "store-bench",
      dependencies: [
        "CSQLiteLoop",
        .product(name: "AutoMLModel", package: "automl"),
        .product(name: "AutoMLTracking", package: "automl"),
        .product(name: "AutoMLTrackingSQLite", package: "automl"),
      ],
      path: "Sources/StoreBench",
      swiftSettings: settings),
    // The fastest that processes and pipes can be: the same conversation, in C.
    .target(name: "CPingPong"),
    .executableTarget(name: "ping-child", path: "Sources/CPingChild"),
    // The scheduler against its own backends alone, and against C.
    .executableTarget(
      name: "scheduler-bench",
      dependencies: [
        "CPingPong", "ping-child", .product(name: "AutoMLScheduling", package: "automl"),
      ],
      path: "Sources/SchedulerBench", swiftSettings: settings),
    // The fastest that processes can be begun and waited for.
    .target(name: "CSpawnLoop"),
    // The engine, from recommendation to record: against C, and its memory over a long run.
    .executableTarget(
      name: "engine-bench",
      dependencies: [
        "CSpawnLoop", "CSQLiteLoop",
        .product(name: "AutoMLModel", package: "automl"),
        .product(name: "AutoMLTracking", package: "automl"),
        .product(name: "AutoMLTrackingSQLite", package: "automl"),
        .product(name: "AutoMLScheduling", package: "automl"),
        .product(name: "AutoMLSearch", package: "automl"),
        .product(name: "AutoMLWorkflow", package: "automl"),
        .product(name: "Logging", package: "swift-log"),
      ],
      path: "Sources/EngineBench", swiftSettings: settings),
    // Parameter sweeps: taking and marking against C, by processes together, on long lists.
    .executableTarget(
      name: "sweep-bench",
      dependencies: [
        "CSQLiteLoop",
        .product(name: "AutoMLModel", package: "automl"),
        .product(name: "AutoMLTracking", package: "automl"),
        .product(name: "AutoMLTrackingSQLite", package: "automl"),
        .product(name: "AutoMLSweep", package: "automl"),
      ],
      path: "Sources/SweepBench", swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
