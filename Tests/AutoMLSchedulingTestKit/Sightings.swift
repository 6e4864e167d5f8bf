import Synchronization

/// What callbacks have seen, in order.
public final class Sightings<Element: Sendable>: Sendable {
  private let elements: Mutex<[Element]>

  /// Holds nothing, or what is given.
  public init(_ elements: [Element] = []) { self.elements = Mutex(elements) }

  /// Adds something at the end.
  public func add(_ element: Element) { elements.withLock { $0.append(element) } }

  /// Everything so far.
  public var all: [Element] { elements.withLock { $0 } }

  /// How much there is so far.
  public var count: Int { elements.withLock { $0.count } }
}
