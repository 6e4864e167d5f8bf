/// Where the engine and its controller run; nothing of theirs is ever concurrent.
///
/// The counterpart of the programming guide's main thread.
@globalActor
public actor EngineActor {
  /// The one instance.
  public static let shared = EngineActor()
}
