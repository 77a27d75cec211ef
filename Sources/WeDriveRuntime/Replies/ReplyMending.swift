#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Reads replies that are not quite what they should be. This is the one place that decides what is tolerated.
///
/// A clean reply is decoded at once and costs nothing more. Only when that fails is the reply mended, by what the decoder
/// could not take: first the syntax (``ReplySyntax``), then field by field, each in all elements of a list at once.
/// A number in a string, a string that is a number, 0 and 1 for a bool, and an empty string or list in an object's place
/// are read as what they mean. An element of a list that still cannot be read is left out. All of it is told.
struct ReplyMending<Value: Decodable> {
  private(set) var bytes: [UInt8]
  /// What was tolerated, and where.
  private(set) var tolerated: Set<DriftObservation> = []
  private let endpoint: String

  /// How many things of a reply are mended: each costs a decoding.
  private static var maximumMended: Int { 64 }

  private init(_ bytes: [UInt8], endpoint: String) {
    self.bytes = bytes
    self.endpoint = endpoint
  }

  /// A reply read into its type, the bytes that say so exactly, and what had to be tolerated.
  ///
  /// - Throws: ``WeDriveError/undecodableReply(_:)`` that names the first field that cannot be read.
  static func read(
    _ reply: [UInt8], endpoint: String
  ) throws(WeDriveError) -> (value: Value, bytes: [UInt8], tolerated: Set<DriftObservation>) {
    // The decoder takes a byte order mark without a word.
    if !reply.starts(with: ReplySyntax.byteOrderMark),
      let value = try? JSONDecoder().decode(Value.self, from: Data(reply))
    {
      return (value, reply, [])
    }
    var mending = ReplyMending(reply, endpoint: endpoint)
    let value = try mending.value()
    return (value, mending.bytes, mending.tolerated)
  }

  private mutating func value() throws(WeDriveError) -> Value {
    if let mended = ReplySyntax.mended(bytes) {
      bytes = mended
      note(.toleratedType, [])
    }
    for _ in 0..<Self.maximumMended {
      do {
        return try JSONDecoder().decode(Value.self, from: Data(bytes))
      } catch {
        guard let mended = mended(error) else { break }
        bytes = mended
      }
    }
    return try WireJSON.decode(Value.self, from: bytes, endpoint: endpoint)
  }

  private mutating func note(_ kind: DriftObservation.Kind, _ path: [JSONStep]) {
    let path = path.reduce(FieldPath()) { path, step in
      switch step {
      case .member(let name): path.appending(name)
      case .element: path.appendingElement()
      }
    }
    tolerated.insert(DriftObservation(endpoint: endpoint, kind: kind, path: path.text))
  }

  /// The reply without what the decoder has complained about; nil where nothing can be done.
  private mutating func mended(_ error: any Error) -> [UInt8]? {
    guard let error = error as? DecodingError else { return nil }
    switch error {
    case .typeMismatch(let type, let context):
      let path = JSONStep.path(context.codingPath)
      if let mended = replacing(path, { Self.meaning(of: $0, as: type) }) {
        note(.toleratedType, path)
        return mended
      }
      return withoutElement(context.codingPath, .toleratedType)
    case .keyNotFound(let key, let context):
      return withoutElement(context.codingPath + [key], .undecodable)
    case .valueNotFound(_, let context):
      return withoutElement(context.codingPath, .toleratedType)
    case .dataCorrupted(let context):
      if !context.codingPath.isEmpty { return withoutElement(context.codingPath, .undecodable) }
      // A number that does not fit its field: within a list, the entry is read without it.
      guard let misfit = OutOfRangeNumber.path(in: bytes, decoding: Value.self), misfit.contains("[") else {
        return nil
      }
      let path = JSONStep.path(written: misfit)
      guard let place = OutOfRangeNumber.place(in: bytes, at: misfit) else { return nil }
      note(.undecodable, path)
      var mended = bytes
      mended.replaceSubrange(place, with: "null".utf8)
      return mended
    @unknown default:
      return nil
    }
  }

  /// The reply with the values at a path, in all elements of the lists on it, replaced; nil where none is.
  private func replacing(_ path: [JSONStep], _ replacement: (ArraySlice<UInt8>) -> [UInt8]?) -> [UInt8]? {
    var result: [UInt8] = []
    var end = 0
    for place in JSONStep.places(path[...], in: bytes) {
      guard let value = replacement(bytes[place]) else { continue }
      result += bytes[end..<place.lowerBound] + value
      end = place.upperBound
    }
    return end == 0 ? nil : result + bytes[end...]
  }

  /// The reply without the innermost list's element in which a path ends; nil where there is no list on it.
  private mutating func withoutElement(_ keys: [any CodingKey], _ kind: DriftObservation.Kind) -> [UInt8]? {
    guard let last = keys.lastIndex(where: { $0.intValue != nil }), let index = keys[last].intValue else { return nil }
    // A list within an element of another is found by its number among those of all elements: the path alone is not enough.
    guard !keys[..<last].contains(where: { $0.intValue != nil }) else { return nil }
    let places = JSONStep.places(JSONStep.path(Array(keys[...last]))[...], in: bytes)
    guard places.indices.contains(index), let first = places.first, let end = places.last else { return nil }
    note(kind, JSONStep.path(keys))
    let kept = places.enumerated().filter { $0.offset != index }.map { bytes[$0.element] }
    return bytes[..<first.lowerBound] + Array(kept.joined(separator: [UInt8(ascii: ",")])) + bytes[end.upperBound...]
  }

  /// What a value of another type means as one of `type`, in JSON; nil where it means nothing.
  private static func meaning(of value: ArraySlice<UInt8>, as type: Any.Type) -> [UInt8]? {
    let text = String(decoding: value, as: UTF8.self)
    let isText = value.first == UInt8(ascii: "\"")
    let inner = isText ? String(text.dropFirst().dropLast()) : text
    switch type {
    case is Bool.Type:
      return ["1": "true", "true": "true", "0": "false", "false": "false", "": "null"][inner].map { Array($0.utf8) }
    case is any BinaryInteger.Type, is any BinaryFloatingPoint.Type:
      if isText { return inner.isEmpty ? Array("null".utf8) : JSONScanner.isNumber(inner) ? Array(inner.utf8) : nil }
      return ["true": [UInt8(ascii: "1")], "false": [UInt8(ascii: "0")]][inner]
    case is String.Type:
      return !isText && JSONScanner.isNumber(text) ? Array("\"\(text)\"".utf8) : nil
    default:
      // Where an object or a list belongs: services written in some languages send an empty one of the other kind.
      let isEmpty = ["\"\"", "[]", "{}"].contains(text.filter { !$0.isWhitespace })
      return isEmpty ? Array("null".utf8) : nil
    }
  }
}
