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
  /// The text comes from the page, so anybody who controls that may have written it: what it says is checked for its
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
    let members: [String: Range<Int>]
    do throws(JSONScanner.Malformed) {
      members = try ReplyEnvelope.members(of: posted)
    } catch {
      throw undecodable(nil, error.reason)
    }
    let outcome = try outcome(from: posted, members)
    let code = try (members["errCode"] ?? members["err_code"]).map { (place) throws(WeDriveError) in
      try decode(Int.self, from: posted[place], at: "errCode")
    }
    guard outcome == success else {
      let failure = try decode(Failure.self, from: posted[...], at: nil)
      return ClientReply(outcome: outcome, code: code, answer: nil, failure: failure)
    }
    let answer = try answer(from: posted, members, issued: issued)
    return ClientReply(outcome: outcome, code: code, answer: dated(answer), failure: nil)
  }

  private static func answer(
    from posted: [UInt8], _ members: [String: Range<Int>], issued: Date
  ) throws(WeDriveError) -> Answer {
    let decoded: Result<Answer, WeDriveError> = TicketHistory.$issueTime.withValue(issued) {
      () -> Result<Answer, WeDriveError> in
      do throws(WeDriveError) {
        guard let field = hosts.compactMap(\.resultField).first else {
          return .success(try decode(Answer.self, from: posted[...], at: nil))
        }
        guard let place = members[field] else {
          return .success(try decode(Answer.self, from: Array("{}".utf8)[...], at: field))
        }
        // Some clients give the result as a JSON text.
        if posted[place].first == UInt8(ascii: "\"") {
          let text = try decode(String.self, from: posted[place], at: field)
          return .success(try decode(Answer.self, from: Array(text.utf8)[...], at: field))
        }
        return .success(try decode(Answer.self, from: posted[place], at: field))
      } catch {
        return .failure(error)
      }
    }
    return try decoded.get()
  }

  /// `qy.wedriveSelectDir:fail no permission` → no permission
  private static func outcome(from posted: [UInt8], _ members: [String: Range<Int>]) throws(WeDriveError) -> Outcome {
    guard let field = ["errMsg", "err_msg"].first(where: { members[$0] != nil }), let place = members[field] else {
      throw undecodable("errMsg", "is missing")
    }
    let message = try decode(String.self, from: posted[place], at: field)
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
    _ type: Value.Type, from json: ArraySlice<UInt8>, at path: String?
  ) throws(WeDriveError) -> Value {
    do throws(WeDriveError) {
      return try WireJSON.decode(type, from: Array(json), endpoint: name)
    } catch {
      guard case .undecodableReply(let reply) = error, let path else { throw error }
      throw undecodable(reply.field.map { "\(path).\($0)" } ?? path, reply.reason)
    }
  }

  private static func undecodable(_ field: String?, _ reason: String) -> WeDriveError {
    .undecodableReply(UndecodableReply(endpoint: name, field: field, reason: reason))
  }
}
