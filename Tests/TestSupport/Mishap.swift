/// How an exchange goes wrong, in such a way that whatever could be repeated of it is: all that was sent, and secrets of the
/// server's own under the names that services give them. Every one of these holds ``word``.
public enum Mishap: String, CaseIterable, Sendable {
  /// What no error and no log may hold.
  public static let word = "PLANTED"

  // The reply is of no use.
  case page, brokenJSON, list, otherTypes, otherNames, textBefore, textBehind, byteOrderMark, severalObjects
  // The service says no.
  case refusal, refusalInWords, forbidden, busy, error
  // It leads elsewhere.
  case redirect, redirectToNowhere, redirectInCircles
  // It ends too early, or not at all.
  case cut, cutHead, reset, silence
  // There is no connection.
  case tls, unreachable
  // The head.
  case longHeader, oddHead
}

extension Mishap {
  /// Answers a request so. For ``tls`` and ``unreachable`` the test sees to it that there is no connection.
  ///
  /// - Throws: ``ServerConnection/Ended`` where the connection is to end.
  public func answer(_ request: ReceivedRequest, by connection: ServerConnection) throws {
    let headers = request.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\r\n")
    let all = "\(request.method) \(request.target) \(headers) \(String(decoding: request.body, as: UTF8.self))"
    let quoted = all.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\r\n", with: " ")
    let own = """
      "access_token":"PLANTED-own","cookie_name":"PLANTED","cookie_value":"PLANTED-own","download_url":"https://h/?PLANTED",\
      "upload_key":"PLANTED-own","authorization":"PLANTED-own","token":"PLANTED-own","selected_ticket":["PLANTED-own"],\
      "permanent_code":"PLANTED-own"
      """
    let json = #"{"errcode":0,\#(own),"words":"\#(quoted)"}"#
    let target = "/elsewhere?code=PLANTED-code"
    switch self {
    case .page:
      try connection.reply(headers: ["Content-Type: text/html"], text: "<html>\(all) <a title='PLANTED'></html>")
    case .brokenJSON: try connection.reply(text: String(json.dropLast(3)))
    case .list: try connection.reply(text: "[\(json)]")
    case .otherTypes:
      try connection.reply(
        text:
          #"{"errcode":0,"file_info":"\#(quoted)","access_token":["PLANTED"],"expires_in":"PLANTED","download_url":{"PLANTED":1},"upload_key":1}"#
      )
    case .otherNames: try connection.reply(text: #"{"errcode":"\#(quoted)","other":"PLANTED"}"#)
    case .textBefore: try connection.reply(text: "Notice: line 3\n\(json)")
    case .textBehind: try connection.reply(text: "\(json)\n<!-- \(all) -->")
    case .byteOrderMark: try connection.reply(text: "\u{FEFF}\(json.dropLast(1))")
    case .severalObjects: try connection.reply(text: json + json)
    case .refusal: try connection.reply(text: #"{"errcode":640004,"errmsg":"\#(quoted)"}"#)
    case .refusalInWords:
      try connection.reply(
        text: #"{"errcode":99999,"errmsg":"cookie_value=PLANTED-own, token: PLANTED-own, \#(quoted)"}"#)
    case .forbidden: try connection.reply(403, headers: ["X-Why: PLANTED"], text: all)
    case .busy: try connection.reply(503, headers: ["Retry-After: PLANTED"], text: json)
    case .error: try connection.reply(500, text: json)
    case .redirect: try connection.reply(302, headers: ["Location: http://example.invalid\(target)"], text: all)
    case .redirectToNowhere:
      try connection.reply(307, headers: ["Location: https://user:PLANTED@127.0.0.1:1/"], text: all)
    case .redirectInCircles: try connection.reply(302, headers: ["Location: \(request.target)"], text: all)
    case .cut:
      try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 999999\r\nSet-Cookie: a=PLANTED\r\n\r\n\(json)")
      throw ServerConnection.Ended()
    case .cutHead:
      try connection.send("HTTP/1.1 200 OK\r\nSet-Cookie: a=PLANTED")
      throw ServerConnection.Ended()
    case .reset: connection.reset()
    case .silence: connection.waitForEnd()
    case .tls, .unreachable: throw ServerConnection.Ended()
    case .longHeader:
      try connection.send("HTTP/1.1 200 OK\r\nX-PLANTED: \(String(repeating: "PLANTED", count: 20_000))\r\n\r\n")
      throw ServerConnection.Ended()
    case .oddHead:
      try connection.send("PLANTED \(request.target)\r\nPLANTED\r\n\r\n\(json)")
      throw ServerConnection.Ended()
    }
  }
}
