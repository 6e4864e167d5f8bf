import DequeModule
import Synchronization

/// Items to be handed out one after the other, of which some may be given back.
///
/// Safe to use from any thread.
public final class Requeue<Element: Sendable>: Sendable {
  private let items: Mutex<Deque<Element>>

  /// Holds items, to be handed out in their order.
  public init(_ items: some Sequence<Element>) {
    self.items = Mutex(Deque(items))
  }

  /// The first item, which is taken out; nil when there is none.
  public func next() -> Element? { items.withLock { $0.popFirst() } }

  /// Puts an item back to the front.
  public func requeue(_ item: Element) { items.withLock { $0.prepend(item) } }

  /// Puts an item to the end.
  public func append(_ item: Element) { items.withLock { $0.append(item) } }

  /// How many items there are.
  public var count: Int { items.withLock { $0.count } }
}
