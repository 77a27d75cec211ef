import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Finds what a reply holds and its type does not say.
///
/// The reply is read into its type and written again: what is missing then, nobody has read. This needs no table of
/// fields beside the generated types, and costs nothing where nobody observes.
enum ReplyDrift {
  /// What is in a successful reply of an endpoint, each once.
  static func observations<Response: Codable>(
    in reply: [UInt8], as type: Response.Type, of endpoint: Endpoint
  ) -> Set<DriftObservation> {
    let response: Response
    do throws(WeDriveError) {
      response = try WireJSON.decode(type, from: reply, endpoint: endpoint.name)
    } catch {
      guard case .undecodableReply(let failure) = error else { return [] }
      let path = FieldPath(written: failure.field ?? "")
      return [DriftObservation(endpoint: endpoint.name, kind: .undecodable, path: path.text)]
    }
    let undocumented = UndocumentedValues()
    let encoder = JSONEncoder()
    if let key = UndocumentedValues.key { encoder.userInfo[key] = undocumented }
    guard let known = try? encoder.encode(response),
      let read = try? JSONDecoder().decode(JSONShape.self, from: known),
      case .object(var members) = try? JSONDecoder().decode(JSONShape.self, from: Data(reply))
    else { return [] }
    members[endpoint.service.codeField] = nil
    members[endpoint.service.messageField] = nil

    var found: Set<DriftObservation> = []
    compare(.object(members), with: read, at: FieldPath()) { kind, path in
      found.insert(DriftObservation(endpoint: endpoint.name, kind: kind, path: path.text))
    }
    for path in undocumented.paths {
      found.insert(DriftObservation(endpoint: endpoint.name, kind: .unknownValue, path: path.text))
    }
    return found
  }

  private static func compare(
    _ sent: JSONShape, with read: JSONShape, at path: FieldPath,
    _ note: (DriftObservation.Kind, FieldPath) -> Void
  ) {
    switch (sent, read) {
    case (.object(let members), .object(let known)):
      for (name, value) in members {
        let path = path.appending(name)
        if let counterpart = known[name] {
          compare(value, with: counterpart, at: path, note)
        } else if value != .null, value != .text(isEmpty: true) {
          // Nothing, however it is written, is read as nothing: that a field is unknown shows when it has a value.
          note(.unknownField, path)
        }
      }
    case (.list(let elements), .list(let known)) where elements.count == known.count:
      for (element, counterpart) in zip(elements, known) {
        compare(element, with: counterpart, at: path.appendingElement(), note)
      }
    case (.null, _): break
    default:
      if !sent.isLike(read) { note(.toleratedType, path) }
    }
  }
}

/// Where values of enums lie that the catalog does not list, collected while a reply is written again.
final class UndocumentedValues: Sendable {
  static let key = CodingUserInfoKey(rawValue: "undocumented-values")
  private let found = Mutex<Set<FieldPath>>([])

  var paths: Set<FieldPath> { found.withLock { $0 } }

  func note(_ path: [any CodingKey]) {
    let path = path.reduce(FieldPath()) { path, key in
      key.intValue == nil ? path.appending(key.stringValue) : path.appendingElement()
    }
    _ = found.withLock { $0.insert(path) }
  }
}
