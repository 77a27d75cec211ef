import Foundation
import WeDrive
import WeDriveGenerated

@testable import WeDriveRuntime

/// Replies of services and pages: the first line of an input names the endpoint, and the rest is the body. Any other line
/// stands for one of the endpoints.
struct Replies: FuzzTarget {
  private struct Reader {
    let endpoint: Endpoint
    let drift: @Sendable ([UInt8]) -> Set<DriftObservation>
    let check: @Sendable ([UInt8]) throws(WeDriveError) -> [UInt8]
    let secretFields: @Sendable ([UInt8]) -> Set<String>

    init<API>(_ route: Route<API>) {
      (endpoint, drift, check, secretFields) = (route.endpoint, route.drift, route.check, route.secretFields)
    }
  }

  private let readers: [Reader] = weDriveRoutes.map { Reader($0) } + weChatRoutes.map { Reader($0) }

  func run(_ input: [UInt8]) {
    let line = input.prefix { $0 != 0x0A }
    let body = Array(input.dropFirst(line.count + 1))
    let sum = line.reduce(0) { ($0 &* 31) &+ Int($1) }.magnitude
    let named = readers.first { $0.endpoint.name.utf8.elementsEqual(line) }
    read(body, by: named ?? readers[Int(sum % UInt(readers.count))])
    readPosted(body)
    // What is read as JSON says the same to Foundation.
    if let value = try? JSONDocument(body).decode(AnyValue.self) {
      expect(value == (try? JSONDecoder().decode(AnyValue.self, from: Data(body))), "Foundation reads something else")
    }
  }

  private func read(_ body: [UInt8], by reader: Reader) {
    let service = reader.endpoint.service
    let envelope = try? ReplyEnvelope(body, codeField: service.codeField, messageField: service.messageField)
    if let mended = JSONRepair.mended(body) {
      expect(JSONRepair.mended(mended) == nil, "what is mended is mended again")
      if envelope != nil {
        let again = try? ReplyEnvelope(mended, codeField: service.codeField, messageField: service.messageField)
        expect(again == envelope, "a mended reply says something else")
      }
    }
    for observation in reader.drift(body) { _ = "\(observation)" }
    _ = try? reader.check(body)
    _ = reader.secretFields(body)
    let redaction = Redaction(secrets: ["planted-secret"], fields: service.secretFields)
    let text = String(decoding: body, as: UTF8.self)
    let words = redaction.clean(text + "planted-secret")
    expect(!words.contains("planted-secret"), "a secret is shown")
    // A cookie's value, whatever stands before it.
    let excerpt = redaction.excerpt(body + Array(#"{"cookie_value":"hunter2"}"#.utf8))
    expect(excerpt?.contains("hunter2") != true || text.contains("hunter2"), "a cookie is shown")
  }

  /// What a page posts after a person has picked something.
  private func readPosted(_ body: [UInt8]) {
    func read<Picker: ClientInterface>(_ picker: Picker.Type) {
      guard let reply = try? picker.reply(from: body) else { return }
      _ = "\(reply)"
    }
    read(DriveFolderPicker.self)
    read(DriveDownloadPicker.self)
    read(DocumentPicker.self)
    read(ContactPicker.self)
  }
}

/// Any JSON value.
private enum AnyValue: Decodable, Equatable {
  case object([String: AnyValue])
  case list([AnyValue])
  case text(String)
  case number(Double)
  case bool(Bool)
  case null

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let members = try? value.decode([String: AnyValue].self) {
      self = .object(members)
    } else if let elements = try? value.decode([AnyValue].self) {
      self = .list(elements)
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else {
      self = .number(try value.decode(Double.self))
    }
  }
}
