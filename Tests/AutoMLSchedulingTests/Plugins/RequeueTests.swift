import AutoMLScheduling
import Testing

@Suite("Requeue")
struct RequeueTests {
  @Test("Items come in their order, given back to the front, or put to the end")
  func order() {
    let items = Requeue(1...3)
    #expect(items.next() == 1)
    items.requeue(1)
    items.append(4)
    #expect(items.count == 4)
    #expect((0..<5).map { _ in items.next() } == [1, 2, 3, 4, nil])
    #expect(items.count == 0)
  }
}
