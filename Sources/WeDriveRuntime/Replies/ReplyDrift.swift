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
    guard let reply = try? ReceivedReply(reply) else {
      return [DriftObservation(endpoint: endpoint.name, kind: .undecodable)]
    }
    do throws(WeDriveError) {
      return observations(in: try ReplyMending<Response>.read(reply, endpoint: endpoint.name), of: endpoint)
    } catch {
      return observations(of: error, in: endpoint)
    }
  }

  /// The same for a reply that cannot be read.
  static func observations(of error: WeDriveError, in endpoint: Endpoint) -> Set<DriftObservation> {
    guard case .undecodableReply(let failure) = error else { return [] }
    let path = FieldPath(written: failure.field ?? "")
    return [DriftObservation(endpoint: endpoint.name, kind: .undecodable, path: path.text)]
  }

  /// The same for a reply that was read.
  static func observations<Response: Codable>(
    in reply: ReplyMending<Response>.Reading, of endpoint: Endpoint
  ) -> Set<DriftObservation> {
    guard let differences = Differences(between: reply.json, and: reply.value, of: endpoint) else {
      return reply.tolerated
    }
    let paths = Set(differences.found.map(\.path))
    let empty = differences.empty.filter { !paths.contains($0.key) }
    let found = differences.found.union(filled(empty, in: reply.json, as: Response.self, of: endpoint))
    return reply.tolerated.union(
      found.map { DriftObservation(endpoint: endpoint.name, kind: $0.kind, path: $0.path.text) })
  }

  /// How many empty fields of a reply are looked at: each costs two decodings.
  private static let maximumFilled = 32

  /// What is odd about the empty fields. A known field that is empty is read as nothing and so not written again, like an
  /// unknown one; filled with something, it shows, or cannot be read. One that can only be filled with a list is a list
  /// for which `null` was sent.
  private static func filled<Response: Codable>(
    _ fields: [FieldPath: Int], in json: JSONDocument, as type: Response.Type, of endpoint: Endpoint
  ) -> [Differences.Difference] {
    fields.sorted { $0.key.text < $1.key.text }.prefix(maximumFilled).compactMap { path, field in
      func response(with value: String) -> (json: JSONDocument, value: Response)? {
        var other = json.bytes
        other.replaceSubrange(json.range(of: field), with: value.utf8)
        guard let json = try? JSONDocument(other), let response = try? json.decode(type) else { return nil }
        return (json, response)
      }
      let unknown = Differences.Difference(kind: .unknownField, path: path)
      let scalars = ["\"x\"", "1"].map(response)
      if scalars.allSatisfy({ $0 == nil }) {
        return response(with: "[]") == nil ? nil : Differences.Difference(kind: .toleratedType, path: path)
      }
      let isUnknown = scalars.allSatisfy { filled in
        filled.flatMap { Differences(between: $0.json, and: $0.value, of: endpoint) }?.found.contains(unknown) == true
      }
      return isUnknown ? unknown : nil
    }
  }
}

/// What differs between a reply and what was read of it.
private struct Differences {
  struct Difference: Hashable {
    let kind: DriftObservation.Kind
    let path: FieldPath
  }

  private(set) var found: Set<Difference> = []
  /// Fields without a value that were not read: unknown ones, or known ones that are read as nothing. Of several at one
  /// path, the first.
  private(set) var empty: [FieldPath: Int] = [:]
  private let sent: JSONDocument
  private let known: JSONDocument

  /// Nil if the response cannot be written.
  init?<Response: Codable>(between sent: JSONDocument, and response: Response, of endpoint: Endpoint) {
    let context = EncodingContext()
    let written = EncodingContext.$current.withValue(context) { try? JSONEncoder().encode(response) }
    guard let written, let known = try? JSONDocument(Array(written)) else { return nil }
    self.sent = sent
    self.known = known
    compare(0, with: 0, at: FieldPath(), without: [endpoint.service.codeField, endpoint.service.messageField])
    for path in context.undocumented { found.insert(Difference(kind: .unknownValue, path: path)) }
  }

  /// Compares a value that was sent with what is known of it.
  private mutating func compare(
    _ value: Int, with counterpart: Int, at path: FieldPath, without envelope: Set<String> = []
  ) {
    switch (sent.tokens[value].kind, known.tokens[counterpart].kind) {
    case (.object, .object):
      let counterparts = Dictionary(
        known.members(of: counterpart).map { (known.text(of: $0.name), $0.value) },
        uniquingKeysWith: { first, _ in first })
      for member in sent.members(of: value) {
        let name = sent.text(of: member.name)
        guard !envelope.contains(name) else { continue }
        let path = path.appending(name)
        if let counterpart = counterparts[name] {
          compare(member.value, with: counterpart, at: path)
        } else if sent.tokens[member.value].isEmpty {
          if empty[path] == nil { empty[path] = member.value }
        } else {
          found.insert(Difference(kind: .unknownField, path: path))
        }
      }
    case (.list, .list):
      let (elements, counterparts) = (Array(sent.elements(of: value)), Array(known.elements(of: counterpart)))
      guard elements.count == counterparts.count else { return }
      for (element, counterpart) in zip(elements, counterparts) {
        compare(element, with: counterpart, at: path.appendingElement())
      }
    case (.null, .list), (.null, .object): found.insert(Difference(kind: .toleratedType, path: path))
    case (.null, _), (.true, .false), (.false, .true): break
    case let (kind, other): if kind != other { found.insert(Difference(kind: .toleratedType, path: path)) }
    }
  }
}
