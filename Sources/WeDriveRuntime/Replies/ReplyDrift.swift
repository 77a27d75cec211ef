#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Finds what a reply holds and its type does not say.
///
/// The reply is read into its type and written again: what is missing then was not read. This needs no table of
/// fields beside the generated types, and costs nothing without an observer.
enum ReplyDrift {
  /// What is in a successful reply of an endpoint, each once.
  static func observations<Response: Codable>(
    in reply: [UInt8], as type: Response.Type, of endpoint: Endpoint
  ) -> Set<DriftObservation> {
    let response: Response
    let tolerated: Set<DriftObservation>
    var reply = reply
    do throws(WeDriveError) {
      (response, reply, tolerated) = try ReplyMending<Response>.read(reply, endpoint: endpoint.name)
    } catch {
      guard case .undecodableReply(let failure) = error else { return [] }
      let path = FieldPath(written: failure.field ?? "")
      return [DriftObservation(endpoint: endpoint.name, kind: .undecodable, path: path.text)]
    }
    guard let differences = Differences(between: reply, and: response, of: endpoint) else { return tolerated }
    let unknown = differences.empty.subtracting(differences.found.map(\.path)).sorted { $0.text < $1.text }
    var found = differences.found
    if !unknown.isEmpty {
      found.formUnion(filled(unknown, in: reply, as: type, of: endpoint))
    }
    return tolerated.union(found.map { DriftObservation(endpoint: endpoint.name, kind: $0.kind, path: $0.path.text) })
  }

  /// How many empty fields of a reply are looked at: each costs two decodings.
  private static let maximumFilled = 32

  /// What is odd about the empty fields. A known field that is empty is read as nothing and so not written again, like an
  /// unknown one; filled with something, it shows, or cannot be read. One that can only be filled with a list is a list
  /// for which `null` was sent.
  private static func filled<Response: Codable>(
    _ paths: [FieldPath], in reply: [UInt8], as type: Response.Type, of endpoint: Endpoint
  ) -> [Differences.Difference] {
    let places = emptyPlaces(in: reply)
    return paths.prefix(maximumFilled).compactMap { path in
      guard let place = places[path] else { return nil }
      func response(with value: String) -> (bytes: [UInt8], value: Response)? {
        var other = reply
        other.replaceSubrange(place, with: value.utf8)
        return (try? JSONDecoder().decode(type, from: Data(other))).map { (other, $0) }
      }
      let unknown = Differences.Difference(kind: .unknownField, path: path)
      let scalars = ["\"x\"", "1"].map(response)
      if scalars.allSatisfy({ $0 == nil }) {
        return response(with: "[]") == nil ? nil : Differences.Difference(kind: .toleratedType, path: path)
      }
      let isUnknown = scalars.allSatisfy { filled in
        filled.flatMap { Differences(between: $0.bytes, and: $0.value, of: endpoint) }?.found.contains(unknown) == true
      }
      return isUnknown ? unknown : nil
    }
  }

  /// Where `null` and empty texts stand in a reply; of several at one path, the first.
  private static func emptyPlaces(in reply: [UInt8]) -> [FieldPath: Range<Int>] {
    var places: [FieldPath: Range<Int>] = [:]
    do throws(JSONScanner.Malformed) {
      try reply.withUnsafeBufferPointer { (buffer) throws(JSONScanner.Malformed) in
        var scanner = JSONScanner(buffer)
        try scanner.leaves { range, path in
          let value = reply[range]
          guard value.elementsEqual("null".utf8) || value.elementsEqual("\"\"".utf8) else { return }
          let path = FieldPath(written: path)
          if places[path] == nil { places[path] = range }
        }
      }
    } catch {
      return [:]
    }
    return places
  }
}

/// What differs between a reply and what was read of it.
private struct Differences {
  struct Difference: Hashable {
    let kind: DriftObservation.Kind
    let path: FieldPath
  }

  private(set) var found: Set<Difference> = []
  /// Fields without a value that were not read: unknown ones, or known ones that are read as nothing.
  private(set) var empty: Set<FieldPath> = []

  /// Nil if the reply is no object.
  init?<Response: Codable>(between reply: [UInt8], and response: Response, of endpoint: Endpoint) {
    let undocumented = UndocumentedValues()
    let encoder = JSONEncoder()
    if let key = UndocumentedValues.key { encoder.userInfo[key] = undocumented }
    guard let known = try? encoder.encode(response),
      let read = try? JSONDecoder().decode(JSONShape.self, from: known),
      case .object(var members) = try? JSONDecoder().decode(JSONShape.self, from: Data(reply))
    else { return nil }
    members[endpoint.service.codeField] = nil
    members[endpoint.service.messageField] = nil
    compare(.object(members), with: read, at: FieldPath())
    for path in undocumented.paths { found.insert(Difference(kind: .unknownValue, path: path)) }
  }

  private mutating func compare(_ sent: JSONShape, with read: JSONShape, at path: FieldPath) {
    switch (sent, read) {
    case (.object(let members), .object(let known)):
      for (name, value) in members {
        let path = path.appending(name)
        if let counterpart = known[name] {
          compare(value, with: counterpart, at: path)
        } else if value == .null || value == .text(isEmpty: true) {
          empty.insert(path)
        } else {
          found.insert(Difference(kind: .unknownField, path: path))
        }
      }
    case (.list(let elements), .list(let known)) where elements.count == known.count:
      for (element, counterpart) in zip(elements, known) {
        compare(element, with: counterpart, at: path.appendingElement())
      }
    case (.null, .list), (.null, .object): found.insert(Difference(kind: .toleratedType, path: path))
    case (.null, _): break
    default:
      if !sent.isLike(read) { found.insert(Difference(kind: .toleratedType, path: path)) }
    }
  }
}
