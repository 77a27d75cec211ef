import Testing
import WeDriveRuntime

/// What a request or a reply looks like on the wire.
func wire(_ value: some Encodable) throws -> String {
  String(decoding: try WireJSON.encode(value, endpoint: "test"), as: UTF8.self)
}

func read<Value: Decodable>(_ type: Value.Type, _ json: String) throws -> Value {
  try WireJSON.decode(type, from: Array(json.utf8), endpoint: "test")
}

/// The failure to read a reply, which names the field.
func failure<Value: Decodable>(reading type: Value.Type, _ json: String) -> UndecodableReply? {
  do throws(WeDriveError) {
    _ = try WireJSON.decode(type, from: Array(json.utf8), endpoint: "test")
    return nil
  } catch .undecodableReply(let reply) {
    return reply
  } catch {
    return nil
  }
}

/// The rule that a request breaks.
func broken(_ request: some APIRequest) -> InvalidArgument? {
  do throws(InvalidArgument) {
    try request.validate()
    return nil
  } catch {
    return error
  }
}
