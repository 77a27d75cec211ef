import Foundation
import Hummingbird
import WeDriveGenerated
import WeDriveRuntime

/// What a request says, wherever it says it.
enum RequestContent {
  /// The longest body: the largest content of a call in base64, and room for the fields around it.
  static let maximumBytes = Int(Limits.smallUploadSize) / 3 * 4 + (2 << 20)

  /// The whole body; nil if it is too long.
  static func body(of request: Request) async throws -> [UInt8]? {
    if let announced = request.headers[.contentLength].flatMap(Int.init) {
      guard announced <= maximumBytes else { return nil }
    }
    var bytes: [UInt8] = []
    for try await part in request.body {
      guard bytes.count + part.readableBytes <= maximumBytes else { return nil }
      part.withUnsafeReadableBytes { bytes.append(contentsOf: $0) }
    }
    return bytes
  }

  /// The fields of a query as a JSON object of strings, without the token.
  static func queryFields(of request: Request, without tokens: [TokenKind]) throws -> [UInt8] {
    var fields: [String: String] = [:]
    for (name, value) in request.uri.queryParameters where !tokens.contains(TokenKind(String(name))) {
      fields[String(name)] = String(value)
    }
    return Array(try JSONEncoder().encode(fields))
  }

  /// The token that a call carries, of whichever kind.
  static func token(of request: Request, as kinds: [TokenKind]) -> CarriedToken? {
    for kind in kinds {
      if let value = parameter(kind.parameter, of: request) { return CarriedToken(kind: kind, value: Secret(value)) }
    }
    return nil
  }

  static func parameter(_ name: String, of request: Request) -> String? {
    request.uri.queryParameters[Substring(name)].map(String.init)
  }
}
