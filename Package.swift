// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "automl",
  products: [
    .executable(name: "automl", targets: ["automl"]),
    .executable(name: "automl-db", targets: ["automl-db"]),
    .library(name: "AutoMLModel", targets: ["AutoMLModel"]),
    .library(name: "AutoMLTracking", targets: ["AutoMLTracking"]),
    .library(name: "AutoMLTrackingSQLite", targets: ["AutoMLTrackingSQLite"]),
    .library(name: "AutoMLScheduling", targets: ["AutoMLScheduling"]),
    .library(name: "AutoMLSearch", targets: ["AutoMLSearch"]),
    .library(name: "AutoMLWorkflow", targets: ["AutoMLWorkflow"]),
    .library(name: "AutoMLSweep", targets: ["AutoMLSweep"]),
    .library(name: "AutoMLReporting", targets: ["AutoMLReporting"]),
    .library(name: "AutoMLExperimentRun", targets: ["AutoMLExperimentRun"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    // Values only: ids, statuses, scores, parameters, search spaces. Imports nothing of ours.
    .target(name: "AutoMLModel"),
    // The Connector contract: roles, requests, records, errors.
    .target(name: "AutoMLTracking", dependencies: ["AutoMLModel"]),
    // The SQL text of each schema step, embedded in the binary.
    .target(name: "AutoMLMigrations", path: "migrations", plugins: ["EmbedSQL"]),
    // The SQL text of each statement, embedded in the binary.
    .target(name: "AutoMLQueries", path: "sql", plugins: ["EmbedSQL"]),
    // The index of SQLite's log in shared memory, and sleeping until it changes.
    .target(name: "CLogIndex"),
    // The Connector over one SQLite file. The only place that knows GRDB.
    .target(
      name: "AutoMLTrackingSQLite",
      dependencies: [
        "AutoMLModel", "AutoMLTracking", "AutoMLMigrations", "AutoMLQueries", "CLogIndex",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]),
    // The system calls for processes that Swift does not import.
    .target(name: "CProcesses"),
    // Events, work and compute backends, subprocesses included.
    .target(
      name: "AutoMLScheduling",
      dependencies: [
        "AutoMLModel", "CProcesses",
        .product(name: "DequeModule", package: "swift-collections"),
        .product(name: "Logging", package: "swift-log"),
      ]),
    // Search algorithms as pure, seeded values.
    .target(name: "AutoMLSearch", dependencies: ["AutoMLModel"]),
    // Parameter sweeps: combinations, progressions, slugs, statistics.
    .target(name: "AutoMLSweep", dependencies: ["AutoMLModel", "AutoMLTracking"]),
    // The engine: context, controller, executor, handlers, experiment files.
    .target(
      name: "AutoMLWorkflow",
      dependencies: [
        "AutoMLModel", "AutoMLTracking", "AutoMLScheduling", "AutoMLSearch", "AutoMLSweep",
        .product(name: "DequeModule", package: "swift-collections"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Yams", package: "Yams"),
      ]),
    // Reports and tables out of what a Connector remembers.
    .target(name: "AutoMLReporting", dependencies: ["AutoMLModel", "AutoMLTracking"]),
    // Programs that are experiments: options, a directory for results, kept output, stages.
    .target(
      name: "AutoMLExperimentRun",
      dependencies: [
        "AutoMLModel", "CProcesses",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ]),
    // Every command; the one place where stores, engine and reports meet.
    .target(
      name: "AutoMLCommands",
      dependencies: [
        "AutoMLModel", "AutoMLTracking", "AutoMLTrackingSQLite", "AutoMLScheduling",
        "AutoMLSearch", "AutoMLSweep", "AutoMLWorkflow", "AutoMLReporting", "AutoMLExperimentRun",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ]),
    // The two programs, one file each.
    .executableTarget(name: "automl", dependencies: ["AutoMLCommands"]),
    .executableTarget(name: "automl-db", dependencies: ["AutoMLCommands"]),

    // Turns a folder of .sql files into Swift string literals at build time.
    .executableTarget(name: "embed-sql", path: "Sources/EmbedSQL/Tool"),
    .plugin(
      name: "EmbedSQL", capability: .buildTool(), dependencies: ["embed-sql"],
      path: "Sources/EmbedSQL/Plugin"),

    // Test kits: what every implementation of a contract must pass.
    .target(
      name: "AutoMLTrackingTestKit", dependencies: ["AutoMLModel", "AutoMLTracking"],
      path: "Tests/AutoMLTrackingTestKit"),
    .target(
      name: "AutoMLSchedulingTestKit", dependencies: ["AutoMLScheduling"],
      path: "Tests/AutoMLSchedulingTestKit"),
    // Processes that tests start and kill, and what must be true of a database file after that.
    .target(
      name: "AutoMLProcessTestKit",
      dependencies: [.product(name: "GRDB", package: "GRDB.swift")],
      path: "Tests/AutoMLProcessTestKit"),
    // What a power cut would leave of SQLite's files.
    .target(
      name: "CPowerCut", path: "Tests/CPowerCut", linkerSettings: [.linkedLibrary("sqlite3")]),
    // A process that works on a database file and may be killed at any moment.
    .executableTarget(
      name: "tracking-probe",
      dependencies: ["AutoMLModel", "AutoMLTracking", "AutoMLTrackingSQLite"],
      path: "Tests/TrackingProbe"),
    // A process that works off a sweep and may be killed at any moment.
    .executableTarget(
      name: "sweep-probe",
      dependencies: ["AutoMLModel", "AutoMLTracking", "AutoMLTrackingSQLite", "AutoMLSweep"],
      path: "Tests/SweepProbe"),
    // A process that computes the functions of the scheduling tests by name, or is interrupted.
    .executableTarget(
      name: "scheduling-probe", dependencies: ["AutoMLScheduling", "AutoMLSchedulingTestKit"],
      path: "Tests/SchedulingProbe"),
    // An experiment that prints in many ways, and may be killed at any moment.
    .executableTarget(
      name: "experiment-probe",
      dependencies: [
        "AutoMLExperimentRun",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      path: "Tests/ExperimentProbe"),

    .testTarget(name: "AutoMLModelTests", dependencies: ["AutoMLModel"]),
    .testTarget(name: "AutoMLTrackingTests", dependencies: ["AutoMLModel", "AutoMLTracking"]),
    .testTarget(
      name: "AutoMLTrackingSQLiteTests",
      dependencies: [
        "AutoMLTrackingSQLite", "AutoMLTrackingTestKit", "AutoMLProcessTestKit",
        "AutoMLMigrations", "AutoMLQueries", "CPowerCut", "tracking-probe",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "AutoMLSchedulingTests",
      dependencies: [
        "AutoMLModel", "AutoMLScheduling", "AutoMLSchedulingTestKit", "scheduling-probe",
      ]),
    .testTarget(name: "AutoMLSearchTests", dependencies: ["AutoMLModel", "AutoMLSearch"]),
    .testTarget(
      name: "AutoMLSweepTests",
      dependencies: [
        "AutoMLModel", "AutoMLTracking", "AutoMLSweep", "AutoMLTrackingSQLite",
        "AutoMLTrackingTestKit", "AutoMLProcessTestKit", "sweep-probe",
      ]),
    .testTarget(
      name: "AutoMLWorkflowTests",
      dependencies: [
        "AutoMLWorkflow", "AutoMLTrackingSQLite", "AutoMLTrackingTestKit",
        "AutoMLSchedulingTestKit",
      ]),
    .testTarget(
      name: "AutoMLReportingTests",
      dependencies: ["AutoMLReporting", "AutoMLTrackingSQLite"]),
    .testTarget(
      name: "AutoMLExperimentRunTests",
      dependencies: [
        "AutoMLModel", "AutoMLExperimentRun", "experiment-probe",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ]),
    .testTarget(name: "ArchitectureTests", dependencies: ["AutoMLQueries", "AutoMLMigrations"]),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "automl", "automl-db", "AutoMLSchedulingTestKit",
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      exclude: ["Fixtures"]),
  ],
  swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .plugin {
  target.swiftSettings = [
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
    .enableUpcomingFeature("ExistentialAny"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
    .enableUpcomingFeature("InternalImportsByDefault"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
    .enableUpcomingFeature("MemberImportVisibility"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0461-async-function-isolation.md
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0470-isolated-conformances.md
    .enableUpcomingFeature("InferIsolatedConformances"),
    .treatAllWarnings(as: .error),
  ]
}
