/// Reads replies that are not quite what they should be. This is the one place that decides what is tolerated.
///
/// A clean reply is decoded at once and costs nothing more. Only when that fails is the reply mended, by what the decoder
/// could not take, field by field, each in all elements of a list at once. (Its syntax was mended before, where it is read:
/// ``ReceivedReply``.) A number in a string, a string that is a number, 0 and 1 for a bool, and an empty string or list in
/// an object's place are read as what they mean. An element of a list that still cannot be read is left out. All of it is
/// told.
struct ReplyMending<Value: Decodable> {
  private(set) var json: JSONDocument
  /// What was tolerated, and where.
  private(set) var tolerated: Set<DriftObservation> = []
  private let endpoint: String

  /// How many things of a reply are mended: each costs a decoding.
  private static var maximumMended: Int { 64 }

  private init(_ json: JSONDocument, endpoint: String) {
    self.json = json
    self.endpoint = endpoint
  }

  /// A reply read into its type, the JSON that says so exactly, and what had to be tolerated.
  typealias Reading = (value: Value, json: JSONDocument, tolerated: Set<DriftObservation>)

  /// Reads a reply.
  ///
  /// - Throws: ``WeDriveError/undecodableReply(_:)`` that names the first field that cannot be read.
  static func read(
    _ reply: ReceivedReply, endpoint: String
  ) throws(WeDriveError) -> Reading {
    var mending = ReplyMending(reply.json, endpoint: endpoint)
    if reply.isMended { mending.note(.toleratedType, []) }
    let value = try mending.value()
    return (value, mending.json, mending.tolerated)
  }

  private mutating func value() throws(WeDriveError) -> Value {
    var failure: any Error
    var mended = 0
    repeat {
      do {
        return try json.decode(Value.self)
      } catch {
        failure = error
      }
      mended += 1
    } while mended <= Self.maximumMended && mend(failure)
    throw .undecodableReply(UndecodableReply(endpoint: endpoint, decoding: failure))
  }

  private mutating func note(_ kind: DriftObservation.Kind, _ path: [any CodingKey]) {
    tolerated.insert(DriftObservation(endpoint: endpoint, kind: kind, path: FieldPath(path).text))
  }

  /// Takes out of the reply what the decoder has complained about; false where nothing can be done.
  private mutating func mend(_ error: any Error) -> Bool {
    guard let error = error as? DecodingError else { return false }
    switch error {
    case .typeMismatch(let type, let context):
      let values = json.values(along: context.codingPath).compactMap { value in
        meaning(of: value, as: type).map { (json.range(of: value), Array($0.utf8)) }
      }
      guard replace(values) else { return leaveOut(context.codingPath, .toleratedType) }
      note(.toleratedType, context.codingPath)
      return true
    case .keyNotFound(let key, let context):
      return leaveOut(context.codingPath + [key], .undecodable)
    case .valueNotFound(_, let context):
      return leaveOut(context.codingPath, .toleratedType)
    case .dataCorrupted(let context):
      let path = context.codingPath
      guard context.underlyingError is JSONNumberMisfit else { return leaveOut(path, .undecodable) }
      // A number that does not fit its field: within a list, the entry is read without it.
      guard path.contains(where: { $0.intValue != nil }), let value = json.value(at: path),
        replace([(json.range(of: value), Array("null".utf8))])
      else { return false }
      note(.undecodable, path)
      return true
    @unknown default:
      return false
    }
  }

  /// Puts others in the place of values, which are given in order; false where there are none.
  private mutating func replace(_ values: [(place: Range<Int>, value: [UInt8])]) -> Bool {
    var result: [UInt8] = []
    var end = 0
    for (place, value) in values {
      result += json.bytes[end..<place.lowerBound] + value
      end = place.upperBound
    }
    guard !values.isEmpty, let mended = try? JSONDocument(result + json.bytes[end...]) else { return false }
    json = mended
    return true
  }

  /// Leaves out the innermost list's element in which a path ends; false where there is no list on it.
  private mutating func leaveOut(_ path: [any CodingKey], _ kind: DriftObservation.Kind) -> Bool {
    guard let last = path.lastIndex(where: { $0.intValue != nil }), let list = json.value(at: path[..<last]) else {
      return false
    }
    let kept = json.elements(of: list).enumerated().filter { $0.offset != path[last].intValue }
    let others = kept.map { json.bytes[json.range(of: $0.element)] }.joined(separator: [UInt8(ascii: ",")])
    guard replace([(json.range(of: list), Array("[".utf8) + Array(others) + Array("]".utf8))]) else { return false }
    note(kind, path)
    return true
  }

  /// What a value of another type means as one of `type`, in JSON; nil where it means nothing.
  private func meaning(of value: Int, as type: Any.Type) -> String? {
    let token = json.tokens[value]
    let isText = token.kind == .text
    let inner = String(decoding: json.bytes[token.start..<token.end], as: UTF8.self)
    switch type {
    case is Bool.Type:
      return ["1": "true", "true": "true", "0": "false", "false": "false", "": "null"][inner]
    case is any BinaryInteger.Type, is any BinaryFloatingPoint.Type:
      if isText { return inner.isEmpty ? "null" : JSONTokenizer.isNumber(inner) ? inner : nil }
      return ["true": "1", "false": "0"][inner]
    case is String.Type:
      return token.kind == .number ? "\"\(inner)\"" : nil
    default:
      // Where an object or a list belongs: services written in some languages send an empty one of the other kind.
      let isEmpty = isText ? inner.isEmpty : [.object, .list].contains(token.kind) && token.next == value + 1
      return isEmpty ? "null" : nil
    }
  }
}
