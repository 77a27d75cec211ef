#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension ClientInterface {
  /// The call as JavaScript, for a page that a host shows.
  ///
  /// It is an expression in the language of 2009, without line breaks, that can stand in a script, in an HTML page's
  /// `<script>` or behind another statement: nothing in the parameters can end the script or add to it. It calls the
  /// function `postingTo` once, with what came of the call as a JSON text, also when the call fails or the host has no
  /// such function. The page sends that text back to the program, which reads it with ``reply(from:issued:)-(String,_)``.
  ///
  /// - Parameters:
  ///   - host: Where the page is shown.
  ///   - function: A function of the page that takes a text: a name, or names with dots between them, for example
  ///     `webkit.messageHandlers.picker.postMessage`.
  /// - Throws: ``WeDriveError/invalidArgument(_:)`` if a parameter breaks a rule of the documentation, the host does not
  ///   offer the interface, or `function` is no such name; ``WeDriveError/ticket(_:)`` if a ticket among the parameters
  ///   has expired.
  public func javaScript(
    for host: ClientHost, postingTo function: String = "postPickerReply"
  ) throws(WeDriveError) -> String {
    guard Self.hosts.contains(host) else {
      let offered = Self.hosts.map(\.name).joined(separator: ", ")
      throw .invalidArgument(
        InvalidArgument(owner: Self.name, field: "host", reason: "\(host.name) does not offer it, only \(offered)"))
    }
    guard function.wholeMatch(of: /[A-Za-z_$][A-Za-z0-9_$]*(\.[A-Za-z_$][A-Za-z0-9_$]*)*/) != nil else {
      throw .invalidArgument(
        InvalidArgument(owner: Self.name, field: "postingTo", reason: "has to be names with dots between them"))
    }
    let asked = effective()
    do throws(InvalidArgument) {
      try asked.validate()
    } catch {
      throw .invalidArgument(error)
    }
    let document = try WireJSON.document(asked, endpoint: Self.name)
    let now = Date()
    for ticket in document.tickets { try ticket.check(for: Self.name, at: now) }
    let options = try Self.options(document.bytes, for: host)
    let name = JavaScriptText.literal(Self.name)
    let callee = host.function.split(separator: "{name}", omittingEmptySubsequences: false).joined(separator: Self.name)
    let call =
      switch host.style {
      case .callbacks: "options.success = post; options.fail = fail; \(callee)(options);"
      case .promise: "\(callee)(options).then(post, fail);"
      case .invoke: "\(callee)(\(name), options, post);"
      }
    return """
      (function () { \
      var options = \(options), posted = false; \
      function post(reply) { if (!posted) { posted = true; \(function)(JSON.stringify(reply)); } } \
      function fail(error) { post(error && (error.errMsg || error.err_msg) ? error : \
      { \(host.messageField): \(name) + ":fail " + (error && error.message || error) }); } \
      try { \(call) } catch (error) { fail(error); } \
      })()
      """
  }

  /// The parameters as an object literal.
  private static func options(_ document: [UInt8], for host: ClientHost) throws(WeDriveError) -> String {
    let numbers = flagsAsNumbers(for: host)
    guard !numbers.isEmpty else { return JavaScriptText.safe(document) }
    let json: JSONDocument
    do throws(JSONDocument.Malformed) {
      json = try JSONDocument(object: document)
    } catch {
      throw .invalidArgument(InvalidArgument(owner: name, field: "", reason: "the request \(error.reason)"))
    }
    let members = json.members(of: 0).map { (name: json.text(of: $0.name), place: json.range(of: $0.value)) }
    let parts = members.sorted { $0.name < $1.name }.map { name, place in
      let value = JavaScriptText.safe(document[place])
      let isTrue = value == "true"
      return "\(JavaScriptText.literal(name)):\(numbers.contains(name) ? (isTrue ? "1" : "0") : value)"
    }
    return "{\(parts.joined(separator: ","))}"
  }
}

/// Texts as they can stand in a script, whatever page it stands in.
enum JavaScriptText {
  /// JSON as JavaScript: everything that an HTML page, an older engine or an unknown character encoding could take for
  /// something else is escaped. Such characters stand only in strings, where an escape means the same.
  static func safe(_ json: some Sequence<UInt8>) -> String {
    var result = ""
    for unit in String(decoding: Array(json), as: UTF8.self).utf16 {
      switch unit {
      case 0x20...0x7E where !"<>&'".utf16.contains(unit): result.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
      default:
        let digits = String(unit, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    return result
  }

  /// A text in quotes.
  static func literal(_ text: String) -> String {
    let escaped = text.unicodeScalars.reduce(into: "") { result, scalar in
      if scalar == "\"" || scalar == "\\" { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return safe("\"\(escaped)\"".utf8)
  }
}
