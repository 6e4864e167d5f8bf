import Synchronization

/// Lets the work of a task talk with the host while it is being done.
///
/// The work calls ``currentChannel()``; what it says comes as events of the task, in this order:
/// submitted, open, messages and requests as they were sent, close, and then the scheduler's and
/// the task's events of the work's end. Close comes once, also for work that throws, is cancelled
/// or whose process dies, and not for work that has said nothing.
///
/// When a callback of these events throws, or the run is asked to stop, requests that wait and
/// later ones throw ``MessagingError/closeRequested``; messages are still delivered. Work that is
/// cancelled gets a `CancellationError` instead.
public final class Messaging: TaskPlugin {
  private struct Key: Hashable {
    let scheduler: ObjectIdentifier
    let work: WorkReference

    init(_ work: WorkReference, on scheduler: Scheduler) {
      self.scheduler = ObjectIdentifier(scheduler)
      self.work = work
    }
  }

  @TaskLocal private static var channel: MessageChannel?

  /// What it is called in descriptions.
  public let name = "messaging"
  private let conversations = Mutex<[Key: Conversation]>([:])

  /// Makes a plugin, which may be given to several tasks.
  public init() {}

  /// The channel of the work that calls this.
  ///
  /// - Throws: ``MessagingError/noChannel`` outside the work of a task with this plugin.
  public static func currentChannel() throws(MessagingError) -> MessageChannel {
    guard let channel else { throw .noChannel }
    return channel
  }

  /// Does something that may talk through a channel, which is closed in the end.
  static func withChannel<Output: Sendable>(
    _ channel: MessageChannel, _ body: @Sendable @concurrent () async throws -> Output
  ) async throws -> Output {
    let result: Result<Output, any Error>
    do {
      result = .success(try await $channel.withValue(channel) { try await body() })
    } catch {
      result = .failure(error)
    }
    await channel.close()
    return try result.get()
  }

  /// Adds the four events.
  ///
  /// - Throws: ``SchedulerError/duplicateEvent(_:)`` for a second plugin of the kind.
  public func attach<Input, Output>(
    to task: ScheduledTask<Input, Output>, of scheduler: Scheduler
  ) throws(SchedulerError) {
    _ = try task.addEvent(.messageOpen)
    _ = try task.addEvent(.message)
    _ = try task.addEvent(.messageRequest)
    _ = try task.addEvent(.messageClose)
    for ended in [task.onDone, task.onCancelled] {
      ended.subscribe(.hidden) { [self] scheduler, work in
        let key = Key(work, on: scheduler)
        conversations.withLock { $0.removeValue(forKey: key) }?.close(on: scheduler)
      }
    }
    scheduler.onStop.subscribe(.hidden) { [weak self] scheduler, _ in
      // A run that does not wait cancels the work, which ends its requests.
      if scheduler.run.waitsForWork { self?.requestCloses(on: scheduler) }
    }
  }

  private func requestCloses(on scheduler: Scheduler) {
    let mine = conversations.withLock { conversations in
      conversations.filter { $0.key.scheduler == ObjectIdentifier(scheduler) }.map(\.value)
    }
    for conversation in mine { conversation.requestClose() }
  }

  /// Gives the work a channel, in this process or through a backend that carries messages.
  public func preSubmit<Input, Output>(
    _ submission: inout Submission<Input, Output>, of task: ScheduledTask<Input, Output>,
    on scheduler: isolated Scheduler
  ) throws -> Bool {
    let conversation = Conversation { scheduler, message in
      task.emitted(message.kind.event(), message, on: scheduler)
    }
    submission.whenAccepted.append { [self] scheduler, work in
      conversation.begins(work)
      conversations.withLock { $0[Key(work, on: scheduler)] = conversation }
    }
    submission.options.messages = MessageRelay { scheduler, utterance, answer in
      conversation.hear(utterance, on: scheduler, answer)
    }
    let (body, host) = (submission.body, scheduler)
    submission.body = { input in
      let channel = MessageChannel(to: conversation, on: host)
      return try await Self.withChannel(channel) { try await body(input) }
    }
    return true
  }
}

extension WorkMessage.Kind {
  fileprivate func event<Input, Output>() -> TaskEvent<Input, Output, WorkMessage> {
    switch self {
    case .open: .messageOpen
    case .message: .message
    case .request: .messageRequest
    case .close: .messageClose
    }
  }
}

extension MessageChannel {
  /// A channel within this process.
  fileprivate convenience init(to conversation: Conversation, on scheduler: Scheduler) {
    self.init(clock: scheduler.clock) { utterance, answer in
      await conversation.hear(utterance, on: scheduler, answer)
    }
  }
}
