import Synchronization
import Testing

@testable import AutoMLWorkflow

@Suite("The gate to resources")
struct ResourceGateTests {
  /// So many resources that are taken and given back.
  final class Shelf: Sendable {
    private let free: Mutex<Int>
    private let tries = Mutex(0)
    private let (stream, feed) = AsyncStream.makeStream(of: Int.self)

    init(_ count: Int) { free = Mutex(count) }

    func take() -> Int? {
      tries.withLock { tries in
        tries += 1
        feed.yield(tries)
      }
      return free.withLock { free in
        guard free > 0 else { return nil }
        free -= 1
        return free
      }
    }

    func giveBack() { free.withLock { $0 += 1 } }

    /// Waits until somebody has tried so often.
    func tried(_ count: Int) async {
      for await tries in stream where tries >= count { return }
    }
  }

  @Test("Who finds resources passes at once")
  func free() async {
    let gate = ResourceGate()
    let shelf = Shelf(1)
    #expect(await gate.enter { shelf.take() } == 0)
    #expect(!gate.hasWaiters)
    #expect(gate.hasHolders)
  }

  @Test("Who finds none tries again when somebody leaves, and not before")
  func waits() async {
    let gate = ResourceGate()
    let shelf = Shelf(1)
    #expect(await gate.enter { shelf.take() } == 0)
    async let second = gate.enter { shelf.take() }
    // At the door, and once more in its turn.
    await shelf.tried(3)
    #expect(gate.hasWaiters)
    shelf.giveBack()
    gate.left()
    #expect(await second == 0)
  }

  @Test("They pass in the order in which they came")
  func order() async {
    let gate = ResourceGate()
    let shelf = Shelf(0)
    let order = Lines()
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<5 {
        group.addTask {
          _ = await gate.enter {
            guard let taken = shelf.take() else { return Int?.none }
            order.add("\(number)")
            return taken
          }
        }
        // Only the first one tries in its turn; the others stand behind it without trying.
        if number == 0 { await shelf.tried(2) } else { await gate.waiting(number + 1) }
      }
      for _ in 0..<5 {
        shelf.giveBack()
        gate.resourcesMayBeFree()
      }
    }
    #expect(order.all == ["0", "1", "2", "3", "4"])
  }

  @Test("A cancelled task leaves without resources, and the next one has its turn")
  func cancellation() async {
    let gate = ResourceGate()
    let shelf = Shelf(0)
    let first = Task { await gate.enter { shelf.take() } }
    await shelf.tried(2)
    let second = Task { await gate.enter { shelf.take() } }
    await gate.waiting(2)
    first.cancel()
    #expect(await first.value == nil)
    shelf.giveBack()
    gate.resourcesMayBeFree()
    #expect(await second.value == 0)
  }
}

extension ResourceGate {
  /// Waits until so many tasks stand at the gate.
  fileprivate func waiting(_ count: Int) async {
    while waiterCount < count { await Task.yield() }
  }
}
