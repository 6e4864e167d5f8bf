public import Logging

/// Calls the handlers of a workflow, containing whatever they throw.
///
/// What a handler throws is logged and reported as an exception of the context it was called
/// with; the other handlers are called all the same. Safe to use from any task.
public struct HandlerChain: Sendable {
  /// The handlers in order.
  public let handlers: [any Handler]
  private let logger: Logger

  /// Makes a chain.
  ///
  /// - Parameter logger: Receives what handlers throw.
  public init(handlers: [any Handler], logger: Logger = Logger(label: "automl.handlers")) {
    self.handlers = handlers
    self.logger = logger
  }

  /// Fires an event at every handler in order (`fire_event`).
  public func fire(_ event: WorkflowEvent, context: Context) async {
    for handler in handlers {
      await contain(handler, "\(event.rawValue)", context) {
        try await handler.handle(event, context: context)
      }
    }
  }

  /// Starts every handler in order.
  public func startup(context: Context) async {
    for handler in handlers {
      await contain(handler, "startup", context) { try await handler.startup(context: context) }
    }
  }

  /// Shuts every handler down in reverse order.
  public func shutdown(context: Context) async {
    for handler in handlers.reversed() {
      await contain(handler, "shutdown", context) { try await handler.shutdown(context: context) }
    }
  }

  private func contain(
    _ handler: any Handler, _ place: String, _ context: Context, _ body: () async throws -> Void
  ) async {
    do {
      try await body()
    } catch {
      let message = "Handler \(type(of: handler)) failed in \(place): \(error)"
      logger.error("\(message)")
      context.exceptionOccurred(message)
    }
  }
}
