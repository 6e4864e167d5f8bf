import AutoMLModel
import AutoMLScheduling
import Foundation

/// Functions that talk with the host while they are computed.
enum Talk {
  static let functions: [FunctionServer.Served] = [
    send.served, ask.served, fail.served, die.served,
  ]

  /// Opens, sends 0, 1, …, and closes.
  static let send = Function<Int, Int>("talk-send") { count in
    let channel = try Messaging.currentChannel()
    try await channel.open("hello", waitForAcknowledgement: true)
    for number in 0..<count { try await channel.send(.integer(Int64(number))) }
    await channel.close()
    return count
  }

  /// Asks for the answers to 1, 2, …, which it gives back.
  static let ask = Function<Int, [Double]>("talk-ask") { count in
    let channel = try Messaging.currentChannel()
    var answers: [Double] = []
    for number in 1...count {
      let answer = try await channel.request(.integer(Int64(number)), timeout: .seconds(30))
      answers.append(answer.double ?? .nan)
    }
    return answers
  }

  /// Speaks and throws.
  static let fail = Function<Int, Int>("talk-fail") { _ in
    try await Messaging.currentChannel().send(nil)
    throw ComputeError.thrown(type: "TalkFault", message: "spoken")
  }

  /// Speaks and dies.
  static let die = Function<Int, Int>("talk-die") { _ in
    try await Messaging.currentChannel().send(nil)
    kill(getpid(), SIGKILL)
    return 0
  }
}
