import AutoMLModel

extension SchedulerSnapshot: CustomStringConvertible {
  /// The guide's tree, 80 columns wide.
  public var description: String { text() }

  /// The guide's tree: the backend and the queue in a box, then the events with their callbacks,
  /// then a box for each task with its plugins and events.
  ///
  /// A number behind an event says how often it was emitted, one in brackets behind a callback
  /// how often it was called. Hidden callbacks are left out. Names are shortened to the width, and
  /// what a terminal would obey in them is escaped.
  ///
  /// - Parameters:
  ///   - columns: The longest line; not less than 20.
  ///   - rows: The most lines. When there are more, events that never happened and have no
  ///     callbacks are left out first, and then lines at the end, which are counted.
  /// - Returns: The lines, without a line end behind the last.
  public func text(columns: Int = 80, rows: Int? = nil) -> String {
    lines(columns: columns, rows: rows).joined(separator: "\n")
  }

  /// The lines of ``text(columns:rows:)``.
  func lines(columns: Int = 80, rows: Int? = nil) -> [String] {
    let columns = max(20, columns)
    let all = lines(columns, isCompact: false)
    guard let rows, all.count > rows else { return all }
    let compact = lines(columns, isCompact: true)
    guard compact.count > rows else { return compact }
    guard rows > 0 else { return [] }
    return compact.prefix(rows - 1) + ["… \(compact.count - rows + 1) more lines"]
  }

  private func lines(_ columns: Int, isCompact: Bool) -> [String] {
    let room = columns - Branch.cells
    let events = events.flatMap { $0.lines(cells: room, isCompact: isCompact) }
    let tasks = tasks.map { $0.box(cells: room, isCompact: isCompact) }
    return header(columns) + Branch.joined([events] + tasks)
  }

  /// The box of the backend and the queue, side by side.
  private func header(_ columns: Int) -> [String] {
    let inner = columns - 4
    let left = ["Backend"] + backendBox(cells: inner / 2)
    let width = left.reduce(0) { max($0, $1.cellCount) }
    let right = queueLines(cells: inner - width - 2)
    let lines = (0..<max(left.count, right.count)).map { row in
      let beside = row < right.count ? "  " + right[row] : ""
      return DisplayText.padded(row < left.count ? left[row] : "", cells: width) + beside
    }
    return DisplayText.box("Scheduler", lines, cells: columns)
  }

  private func backendBox(cells: Int) -> [String] {
    let details = (["width \(backend.width)"] + backend.details).map {
      DisplayText.line($0, cells: cells - 4)
    }
    let name = DisplayText.line(backend.name, cells: cells - 6)
    let widest = details.reduce(name.cellCount + 2) { max($0, $1.cellCount) }
    return DisplayText.box(name, details, cells: widest + 4)
  }

  private func queueLines(cells: Int) -> [String] {
    let state = executing > 0 ? ", \(executing) being done" : ""
    let more = queueSize - queue.count
    let rows = queue.map { row in
      "\(row.isExecuting ? "▶" : "·") \(row.work.name) #\(row.work.id)"
    }
    return (["Queue: (\(queueSize))\(state)"] + rows + (more > 0 ? ["… \(more) more"] : []))
      .map { DisplayText.line($0, cells: cells) }
  }
}

extension SchedulerSnapshot.Task {
  fileprivate func box(cells: Int, isCompact: Bool) -> [String] {
    let inner = cells - 4
    let queued = queueSize > 0 ? ["Queue: (\(queueSize))"] : []
    let plugins = plugins.flatMap { plugin in
      DisplayText.box(
        "Plugin \(plugin.name)", plugin.details.map { DisplayText.line($0, cells: inner - 4) },
        cells: inner)
    }
    let events = events.flatMap { $0.lines(cells: inner, isCompact: isCompact) }
    return DisplayText.box("Task \(name)", queued + plugins + events, cells: cells)
  }
}

extension EventSummary {
  fileprivate func lines(cells: Int, isCompact: Bool) -> [String] {
    if isCompact, count == 0, callbacks.isEmpty { return [] }
    let number = count > 0 ? " \(count)" : ""
    let name = DisplayText.line(event, cells: cells - 1 - number.cellCount)
    return ["@\(name)\(number)"]
      + callbacks.enumerated().map { index, callback in
        let branch = index == callbacks.count - 1 ? "└── " : "├── "
        let calls = callback.calls > 0 ? " (\(callback.calls))" : ""
        let room = cells - branch.cellCount - calls.cellCount
        return branch + DisplayText.line(callback.label, cells: room) + calls
      }
  }
}

/// The heavy lines that hold the parts of the tree together.
private enum Branch {
  /// How many cells stand before each line of a part.
  static let cells = 4

  static func joined(_ parts: [[String]]) -> [String] {
    let parts = parts.filter { !$0.isEmpty }
    return parts.enumerated().flatMap { index, part in
      let isLast = index == parts.count - 1
      return part.enumerated().map { row, line in
        (row == 0 ? (isLast ? "┗━━ " : "┣━━ ") : (isLast ? "    " : "┃   ")) + line
      }
    }
  }
}
