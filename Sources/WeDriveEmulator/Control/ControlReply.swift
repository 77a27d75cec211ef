import Hummingbird

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The JSON of control routes.
enum ControlReply {
  static func json(_ value: some Encodable) throws -> Response {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    var headers = HTTPFields()
    headers[.contentType] = "application/json"
    return Response(
      status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: try encoder.encode(value))))
  }

  static func decode<Value: Decodable>(_ type: Value.Type, from request: Request) async throws -> Value {
    guard let body = try await RequestContent.body(of: request) else { throw HTTPError(.contentTooLarge) }
    do {
      return try JSONDecoder().decode(type, from: Data(body))
    } catch {
      throw HTTPError(.badRequest, message: "not what this route takes")
    }
  }
}
