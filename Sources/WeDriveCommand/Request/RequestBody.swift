import Foundation
import WeDrive

/// The body of a call as it was given on a command line, checked as the client checks its own.
struct RequestBody: Equatable {
  /// What is sent: exactly what was given, fields that are not documented included.
  let bytes: [UInt8]
  /// Fields that the catalog does not know.
  let undocumented: [String]

  /// From fields, each read as the request's type wants it. They were on the command line, which every user of the
  /// machine can read, so none of them may be secret.
  init(_ fields: [Assignment], for route: Route<some Sendable>) throws(ErrorReport) {
    var fields = fields
    var last: String?
    while true {
      var secret: String?
      let object = "{" + fields.map { JSONText.string($0.key) + ":" + $0.value }.joined(separator: ",") + "}"
      do throws(WeDriveError) {
        let bytes = Array(object.utf8)
        secret = route.secretFields(bytes).sorted().first
        if secret == nil {
          try self.init(bytes: bytes, route)
          return
        }
      } catch {
        guard case .undecodableReply(let failure) = error, let index = Self.index(of: failure.field, in: fields),
          fields[index].reread()
        else { throw Self.report(error, suspect: last) }
        last = fields[index].key
      }
      if let secret { throw Self.visible(secret) }
    }
  }

  /// From JSON.
  ///
  /// - Parameter isVisible: Whether it was on the command line itself, so that nothing in it may be secret.
  init(json: [UInt8], for route: Route<some Sendable>, isVisible: Bool = false) throws(ErrorReport) {
    do throws(JSONDocument.Malformed) {
      _ = try JSONDocument(object: json)
    } catch {
      let place = error.offset.map { ", " + JSONText.place(of: $0, in: json) } ?? ""
      throw ErrorReport(.usage, "what was given with --json\(place), \(error.reason)")
    }
    if isVisible, let secret = route.secretFields(json).sorted().first { throw Self.visible(secret) }
    do throws(WeDriveError) {
      try self.init(bytes: json, route)
    } catch {
      throw Self.report(error, suspect: nil)
    }
  }

  private init(bytes: [UInt8], _ route: Route<some Sendable>) throws(WeDriveError) {
    let documented = JSONText.keys(try route.check(bytes)) ?? []
    self.bytes = bytes
    undocumented = (JSONText.keys(bytes) ?? []).subtracting(documented).sorted()
  }

  private static func visible(_ field: String) -> ErrorReport {
    ErrorReport(
      .usage, "\(field) is secret, and others on this machine can read the command line",
      advice: "Give the request with --json @FILE, or with --json - on standard input.")
  }

  /// The field in which something cannot be read: `auth_info[2].auth` is in `auth_info`.
  private static func index(of path: String?, in fields: [Assignment]) -> Int? {
    guard let path else { return nil }
    return fields.firstIndex { path == $0.key || path.hasPrefix($0.key + "[") || path.hasPrefix($0.key + ".") }
  }

  /// What does not fit the request was given on the command line, not by the service.
  ///
  /// - Parameter suspect: The field to blame for a number that is out of bounds: a decoder does not say which one it was.
  private static func report(_ error: WeDriveError, suspect: String?) -> ErrorReport {
    guard case .undecodableReply(let failure) = error else { return ErrorReport(error) }
    if let field = failure.field { return ErrorReport(.usage, "\(failure.endpoint): \(field) \(failure.reason)") }
    return ErrorReport(.usage, "\(failure.endpoint): \(suspect ?? "the request") does not have a value that fits")
  }
}

/// JSON that stays text.
enum JSONText {
  /// Whether `text` is one JSON value.
  static func isValid(_ text: String) -> Bool {
    (try? JSONDecoder().decode(Anything.self, from: Data(text.utf8))) != nil
  }

  /// `text` as a JSON string.
  static func string(_ text: String) -> String {
    // Every Swift string is a JSON string.
    (try? JSONEncoder().encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
  }

  /// Where a byte is, as an editor counts: `line 2, column 14`.
  static func place(of offset: Int, in text: [UInt8]) -> String {
    let before = String(decoding: text.prefix(offset), as: UTF8.self)
    let line = before.split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
    return "line \(before.utf8.count { $0 == 0x0A } + 1), column \(line.count + 1)"
  }

  /// The names of an object's fields; nil for anything else.
  static func keys(_ object: [UInt8]) -> Set<String>? {
    (try? JSONDecoder().decode([String: Anything].self, from: Data(object))).map { Set($0.keys) }
  }

  /// Any JSON value. Numbers are looked at, because a decoder checks them only when they are read.
  private struct Anything: Decodable {
    init(from decoder: any Decoder) throws {
      if var list = try? decoder.unkeyedContainer() {
        while !list.isAtEnd { _ = try list.decode(Anything.self) }
      } else if let object = try? decoder.container(keyedBy: AnyCodingKey.self) {
        for key in object.allKeys { _ = try object.decode(Anything.self, forKey: key) }
      } else {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() || (try? value.decode(Bool.self)) != nil || (try? value.decode(String.self)) != nil {
          return
        }
        _ = try value.decode(Double.self)
      }
    }
  }
}
