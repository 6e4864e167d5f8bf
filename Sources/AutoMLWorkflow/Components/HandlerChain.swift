/// Calls the handlers of a workflow, containing whatever they throw.
struct HandlerChain: Sendable {
  let handlers: [any Handler]

  /// Fires an event at every handler in order (`fire_event`).
  func fire(_ event: WorkflowEvent, context: Context) async {
    for handler in handlers {
      await contain(handler, "\(event.rawValue)", context) {
        try await handler.handle(event, context: context)
      }
    }
  }

  /// Starts every handler in order.
  func startup(context: Context) async {
    for handler in handlers {
      await contain(handler, "startup", context) { try await handler.startup(context: context) }
    }
  }

  /// Shuts every handler down in reverse order.
  func shutdown(context: Context) async {
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
      context.exceptionOccurred("Handler \(type(of: handler)) failed in \(place): \(error)")
    }
  }
}
