import AutoMLModel

/// One line of the conversation between a pool and a worker; see docs/worker-protocol.md.
enum WorkerLine: Hashable {
  /// What a worker says about the call of a number.
  case reply(call: Int, WorkerReply)
  /// A line that is not of the protocol: something the worker printed.
  case other
}

/// What a worker says about a call.
enum WorkerReply: Hashable {
  case result(JSONValue)
  case failure(type: String, message: String)
  case utterance(MessageRelay.Utterance)
}

extension WorkerLine {
  /// The request that asks a worker to compute something.
  static func request(call: Int, _ function: FunctionCall) throws -> [UInt8] {
    var line: [UInt8] = []
    line.reserveCapacity(function.callee.requestPart.count + 96)
    line += requestBegin
    line.appendDigits(of: call)
    line += function.callee.requestPart
    try function.callee.append(function.boxedInput, to: &line)
    line += requestEnd
    return line
  }

  private static let requestBegin = Array(#"{"id":"#.utf8)
  private static let requestEnd = Array("}\n".utf8)

  /// What stands between the number of a call and its input.
  static func requestPart(naming function: String) -> [UInt8] {
    Array(#","function":\#(JSONValue.string(function).serialized()),"input":"#.utf8)
  }

  /// What answers an utterance of a worker.
  static func answer(call: Int, _ answer: MessageRelay.Answer) -> [UInt8] {
    let members: [JSONValue.Member]
    switch answer {
    case .response(let data, let number):
      members = [.init("response", .integer(Int64(number))), .init("data", data)]
    case .closeRequest: members = [.init("closeRequest", true)]
    }
    let line = JSONValue.object([.init("id", .integer(Int64(call)))] + members)
    return Array("\(line.serialized())\n".utf8)
  }

  /// What a worker says about the call that it is at.
  static func utterance(_ utterance: MessageRelay.Utterance, of call: JSONValue) -> [UInt8] {
    var members: [JSONValue.Member] = [.init("id", call)]
    switch utterance {
    case .open(let data, let number):
      members.append(.init("open", data))
      if let number { members.append(.init("acknowledge", .integer(Int64(number)))) }
    case .message(let data): members.append(.init("message", data))
    case .request(let data, let number):
      members += [.init("request", data), .init("number", .integer(Int64(number)))]
    case .close: members.append(.init("close", true))
    }
    return Array("\(JSONValue.object(members).serialized())\n".utf8)
  }

  /// Reads a line without its line break.
  init(_ line: ArraySlice<UInt8>) {
    if let result = Self.plainResult(line) {
      self = result
      return
    }
    guard line.first == UInt8(ascii: "{"), let value = try? JSONValue(parsingUTF8: line),
      case .integer(let id)? = value["id"], let call = Int(exactly: id),
      let reply = WorkerReply(value)
    else {
      self = .other
      return
    }
    self = .reply(call: call, reply)
  }

  /// The line of a result in the form that is written most often, `{"id":7,"result":…}`, which
  /// need not be taken apart as a document.
  private static func plainResult(_ line: ArraySlice<UInt8>) -> WorkerLine? {
    let (begin, middle) = resultBegin
    guard line.count > begin.count + middle.count + 2, line[line.endIndex - 1] == UInt8(ascii: "}"),
      line.holds(begin, at: line.startIndex)
    else { return nil }
    var place = line.startIndex + begin.count
    var call = 0
    while place < line.endIndex, case let digit = line[place] &- UInt8(ascii: "0"), digit < 10 {
      let (tens, overflow) = call.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      call = tens &+ Int(digit)
      place += 1
    }
    guard line.holds(middle, at: place) else { return nil }
    let document = line[(place + middle.count)..<(line.endIndex - 1)]
    guard let value = try? JSONValue(parsingUTF8: document) else { return nil }
    return .reply(call: call, .result(value))
  }

  private static let resultBegin = (Array(#"{"id":"#.utf8), Array(#","result":"#.utf8))
}

extension WorkerReply {
  fileprivate init?(_ line: JSONValue) {
    if let result = line["result"] {
      self = .result(result)
    } else if let error = line["error"] {
      self = .failure(
        type: error["type"]?.text ?? "Error", message: error["message"]?.text ?? error.serialized())
    } else if let data = line["open"] {
      self = .utterance(.open(data, acknowledge: line["acknowledge"]?.number))
    } else if let data = line["message"] {
      self = .utterance(.message(data))
    } else if let data = line["request"], let number = line["number"]?.number {
      self = .utterance(.request(data, number: number))
    } else if line["close"] != nil {
      self = .utterance(.close)
    } else {
      return nil
    }
  }
}

extension MessageRelay.Answer {
  /// Reads what ``WorkerLine/answer(call:_:)`` writes.
  init?(_ line: JSONValue) {
    if let number = line["response"]?.number {
      self = .response(line["data"] ?? .null, number: number)
    } else if line["closeRequest"] != nil {
      self = .closeRequest
    } else {
      return nil
    }
  }
}

extension JSONValue {
  fileprivate var number: Int? {
    if case .integer(let value) = self { Int(exactly: value) } else { nil }
  }
}

extension ArraySlice<UInt8> {
  /// Whether some bytes stand at a place.
  fileprivate func holds(_ bytes: [UInt8], at place: Int) -> Bool {
    guard endIndex - place >= bytes.count else { return false }
    for offset in 0..<bytes.count where self[place + offset] != bytes[offset] { return false }
    return true
  }
}

extension [UInt8] {
  /// Appends a number that is not negative, in decimal.
  fileprivate mutating func appendDigits(of number: Int) {
    let start = count
    var rest = number
    repeat {
      append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    self[start...].reverse()
  }
}
