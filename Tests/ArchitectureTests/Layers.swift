/// Who may import what: the table of the architecture, as data.
///
/// An edge that is not here is a mistake, in the code or in the architecture; adding one is a
/// decision, not a fix.
enum Layers {
  struct Module: Sendable, CustomStringConvertible {
    /// The module's name, as others import it.
    let name: String
    /// The folder of its sources.
    let folder: String
    /// The modules of this package that it may import.
    let modules: Set<String>
    /// The modules of other packages that it may import.
    let packages: Set<String>

    init(
      _ name: String, folder: String? = nil, imports modules: Set<String> = [],
      packages: Set<String> = []
    ) {
      self.name = name
      self.folder = folder ?? "Sources/\(name)"
      self.modules = modules
      self.packages = packages
    }

    var description: String { name }
  }

  static let modules: [Module] = [
    Module("AutoMLModel"),
    Module("AutoMLTracking", imports: ["AutoMLModel"]),
    Module("AutoMLMigrations", folder: "migrations"),
    Module("AutoMLQueries", folder: "sql"),
    Module("CLogIndex"),
    Module(
      "AutoMLTrackingSQLite",
      imports: [
        "AutoMLModel", "AutoMLTracking", "AutoMLMigrations", "AutoMLQueries", "CLogIndex",
      ],
      packages: ["GRDB", "GRDBSQLite"]),
    Module("CProcesses"),
    Module(
      "AutoMLScheduling", imports: ["AutoMLModel", "CProcesses"],
      packages: ["DequeModule", "Logging"]),
    Module("AutoMLSearch", imports: ["AutoMLModel"]),
    Module("AutoMLSweep", imports: ["AutoMLModel", "AutoMLTracking"]),
    Module(
      "AutoMLWorkflow",
      imports: [
        "AutoMLModel", "AutoMLTracking", "AutoMLScheduling", "AutoMLSearch", "AutoMLSweep",
      ],
      packages: ["DequeModule", "Logging", "Yams"]),
    Module("AutoMLReporting", imports: ["AutoMLModel", "AutoMLTracking"]),
    Module(
      "AutoMLExperimentRun", imports: ["AutoMLModel", "CProcesses"],
      packages: ["ArgumentParser", "Logging"]),
    Module(
      "AutoMLCommands",
      imports: [
        "AutoMLModel", "AutoMLTracking", "AutoMLTrackingSQLite", "AutoMLScheduling",
        "AutoMLSearch", "AutoMLSweep", "AutoMLWorkflow", "AutoMLReporting", "AutoMLExperimentRun",
      ],
      packages: ["ArgumentParser", "Logging", "UnixSignals"]),
    Module("automl", imports: ["AutoMLCommands"]),
    Module("automl-db", imports: ["AutoMLCommands"]),
    Module("EmbedSQL", packages: ["PackagePlugin"]),
  ]

  /// What comes with the system or the compiler, and is no edge.
  static let system: Set<String> = [
    "Darwin", "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Musl", "Swift",
    "Synchronization",
  ]
}
