#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What clients met in replies and the catalog did not say, and what a probe has found out: the file that `wedrive --observe` writes.
public struct ObservedReplies: Sendable {
  /// What a client can notice.
  enum Kind: String, Decodable, CaseIterable {
    case unknownField = "unknown-field"
    case unknownValue = "unknown-value"
    case toleratedType = "tolerated-type"
    case undecodable
    case unknownErrcode = "unknown-errcode"
    case behaviour
  }

  /// One thing that was noticed. No value is in it.
  struct Observation: Decodable {
    let endpoint: String
    let kind: Kind
    /// The field with the fields around it, `file_list.item[].file_size`; nil for what is about no field.
    let path: String?
    let errcode: Int?
    /// The answer to what a probe has asked.
    let finding: String?
    /// How many replies it was in.
    let replies: Int

    /// The names of the fields, from the reply inwards.
    var names: [String] {
      (path ?? "").split(separator: ".").map { String($0.prefix { $0 != "[" }) }
    }
  }

  /// Why a file is not what it should be.
  public struct Malformed: Error, CustomStringConvertible {
    /// One sentence without a full stop.
    public let description: String
  }

  let observations: [Observation]

  /// Reads a file's content.
  ///
  /// - Throws: What is wrong with it, and where.
  public init(_ bytes: [UInt8]) throws(Malformed) {
    struct File: Decodable {
      let format: Int
      let observations: [Observation]
    }
    do {
      let file = try JSONDecoder().decode(File.self, from: Data(bytes))
      guard file.format == 1 else { throw Malformed(description: "format \(file.format) is not known, only 1") }
      observations = file.observations
    } catch let error as Malformed {
      throw error
    } catch DecodingError.keyNotFound(let key, let context) {
      throw Malformed(description: "\(Self.place(context.codingPath + [key])) is missing")
    } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context) {
      throw Malformed(description: "\(Self.place(context.codingPath)) has the wrong type")
    } catch DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty {
      throw Malformed(description: "\(Self.place(context.codingPath)) has a value that is not known")
    } catch {
      throw Malformed(description: "it is not JSON")
    }
  }

  private static func place(_ path: [any CodingKey]) -> String {
    path.reduce("") { place, key in
      if let index = key.intValue { return "\(place)[\(index)]" }
      return (place.isEmpty ? "" : place + ".") + key.stringValue
    }
  }
}
