// Does what the sanitizer must report (`race`), or what it must not (`mutex`).

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif
import Synchronization

final class Shared: @unchecked Sendable {
  let locked = Mutex(0)
  let isHeld = Atomic(false)
  var unlocked = 0
}

let shared = Shared()

typealias ThreadBody = @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer?

func run(_ bodies: ThreadBody...) {
  let threads = bodies.map { body in
    var thread = pthread_t()
    precondition(pthread_create(&thread, nil, body, nil) == 0)
    return thread
  }
  for thread in threads { pthread_join(thread, nil) }
}

switch CommandLine.arguments.last {
case "race":
  let body: ThreadBody = { _ in
    shared.unlocked += 1
    return nil
  }
  run(body, body)
case "mutex":
  run(
    { _ in
      shared.locked.withLock {
        shared.isHeld.store(true, ordering: .releasing)
        // Long enough for the other to give up spinning and wait in the kernel.
        usleep(200_000)
        $0 += 1
      }
      return nil
    },
    { _ in
      while !shared.isHeld.load(ordering: .acquiring) { usleep(1_000) }
      shared.locked.withLock { $0 += 1 }
      return nil
    })
default: fatalError("race or mutex")
}
