#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What came of a call that a page made.
public struct ClientReply<Interface: ClientInterface>: Sendable {
  /// How it ended; an outcome that the documentation does not list is as the app wrote it.
  public let outcome: Interface.Outcome
  /// The number that some hosts give besides.
  public let code: Int?
  /// What was answered; nil unless the call succeeded.
  public let answer: Interface.Answer?
  /// What was answered instead; nil if the call succeeded.
  public let failure: Interface.Failure?
}

extension ClientInterface {
  /// Reads what a page posted.
  ///
  /// The text comes from the page, which is not trusted: what it says is checked for its
  /// form, and whether a ticket in it is good, only the service can tell.
  ///
  /// - Parameters:
  ///   - posted: The JSON text that ``javaScript(for:postingTo:)`` posts.
  ///   - issued: When the tickets in it were issued.
  /// - Throws: ``WeDriveError/undecodableReply(_:)`` if it is not an answer of this interface.
  public static func reply(from posted: String, issued: Date = Date()) throws(WeDriveError) -> ClientReply<Self> {
    try reply(from: Array(posted.utf8), issued: issued)
  }

  /// Reads what a page posted, from UTF-8.
  ///
  /// See ``reply(from:issued:)-(String,_)``.
  public static func reply(from posted: [UInt8], issued: Date = Date()) throws(WeDriveError) -> ClientReply<Self> {
    let json: JSONDocument
    do throws(JSONDocument.Malformed) {
      json = try JSONDocument(object: posted)
    } catch {
      throw undecodable(nil, error.reason)
    }
    let outcome = try outcome(from: json)
    let code = try (json.member("errCode") ?? json.member("err_code")).map { (value) throws(WeDriveError) in
      try decode(Int.self, from: json, at: value)
    }
    guard outcome == success else {
      return ClientReply(outcome: outcome, code: code, answer: nil, failure: try decode(Failure.self, from: json))
    }
    let answer = try answer(from: json, issued: issued)
    return ClientReply(outcome: outcome, code: code, answer: dated(answer), failure: nil)
  }

  private static func answer(from json: JSONDocument, issued: Date) throws(WeDriveError) -> Answer {
    let decoded: Result<Answer, WeDriveError> = TicketHistory.$issueTime.withValue(issued) {
      () -> Result<Answer, WeDriveError> in
      do throws(WeDriveError) {
        guard let field = hosts.compactMap(\.resultField).first else {
          return .success(try decode(Answer.self, from: json))
        }
        guard let value = json.member(field) else {
          return .success(try decode(Answer.self, fromText: "{}", in: field))
        }
        // Some clients give the result as a JSON text.
        if json.tokens[value].kind == .text {
          return .success(try decode(Answer.self, fromText: json.text(of: value), in: field))
        }
        return .success(try decode(Answer.self, from: json, at: value))
      } catch {
        return .failure(error)
      }
    }
    return try decoded.get()
  }

  /// `qy.wedriveSelectDir:fail no permission` → no permission
  private static func outcome(from json: JSONDocument) throws(WeDriveError) -> Outcome {
    let field = json.member("errMsg") == nil ? "err_msg" : "errMsg"
    guard let value = json.member(field) else { throw undecodable("errMsg", "is missing") }
    let message = try decode(String.self, from: json, at: value)
    guard let colon = message.firstIndex(of: ":") else { throw undecodable(field, "does not say how the call ended") }
    let names = [name] + hosts.map { $0.messagePrefix + name }
    guard names.contains(String(message[..<colon])) else { throw undecodable(field, "is about another call") }
    let tail = String(message[message.index(after: colon)...])
    // Some clients leave out the word, and others add it.
    let fail = "fail "
    let readings = [tail, fail + tail, tail.hasPrefix(fail) ? String(tail.dropFirst(fail.count)) : tail]
    let known = readings.map(Outcome.init(rawValue:)).first { $0.isKnown && ($0 != success || $0.rawValue == tail) }
    return known ?? Outcome(rawValue: tail)
  }

  private static func decode<Value: Decodable>(
    _ type: Value.Type, from json: JSONDocument, at value: Int = 0
  ) throws(WeDriveError) -> Value {
    do {
      return try json.decode(type, at: value)
    } catch {
      throw .undecodableReply(UndecodableReply(endpoint: name, decoding: error))
    }
  }

  private static func decode<Value: Decodable>(
    _ type: Value.Type, fromText text: String, in field: String
  ) throws(WeDriveError) -> Value {
    do throws(WeDriveError) {
      return try WireJSON.decode(type, from: Array(text.utf8), endpoint: name)
    } catch {
      guard case .undecodableReply(let reply) = error else { throw error }
      throw undecodable(reply.field.map { "\(field).\($0)" } ?? field, reply.reason)
    }
  }

  private static func undecodable(_ field: String?, _ reason: String) -> WeDriveError {
    .undecodableReply(UndecodableReply(endpoint: name, field: field, reason: reason))
  }
}
