import Catalog
import Testing
import WeDriveGenerated
import WeDriveRuntime

@Suite("Names of secret fields")
struct SecretFieldsTests {
  /// The names of all fields of the catalog, wherever they stand, whose type is secret.
  private func catalogNames() throws -> Set<String> {
    let catalog = try SampleRequest.projectCatalog()
    let secretTypes = Set(catalog.identifiers.filter(\.isSecret).map(\.name))
    func isSecret(_ type: TypeReference) -> Bool {
      switch type {
      case .scalar(.secret): true
      case .identifier(let name): secretTypes.contains(name)
      case .list(let element): isSecret(element)
      default: false
      }
    }
    func names(_ fields: [Field]) -> [String] {
      fields.flatMap { (isSecret($0.type) ? [$0.name] : []) + names($0.type.inlineFields ?? []) }
    }
    let calls = catalog.families.flatMap(\.endpoints).flatMap { names($0.request + $0.response) }
    return Set(calls + catalog.types.flatMap { names($0.fields) } + catalog.events.flatMap { names($0.fields) })
  }

  @Test("all reach the services")
  func all() throws {
    let names = try catalogNames()
    #expect(names.isSuperset(of: ["cookie_value", "upload_key", "corpsecret", "cos_file_id"]))
    #expect(
      WeDriveRuntime.Service.weCom.secretFields.union(WeDriveRuntime.Service.weChat.secretFields).isSuperset(of: names))
  }

  @Test("hide the value in any text", arguments: [WeDriveRuntime.Service.weCom, .weChat])
  func hidden(service: WeDriveRuntime.Service) {
    let redaction = Redaction(fields: service.secretFields)
    for name in service.secretFields {
      for text in [
        "\(name)=hunter2", "\(name): hunter2, else", "x \"\(name)\": \"hunter2 and\\\" hunter2\"}",
        "'\(name)' = 'hunter2'",
        "{\\\"\(name)\\\":\\\"hunter2\\\",\\\"n\\\":1}", "\"\(name)\":[\"hunter2\",\"hunter2\"]",
        "\(name.uppercased())=hunter2",
        "\u{FEFF}words {\"\(name)\":\"hunter2\"", "\"\(name)\":hunter2}",
      ] {
        let cleaned = redaction.clean(text)
        #expect(!cleaned.contains("hunter2") && cleaned.contains("[redacted]"), "\(text) → \(cleaned)")
        #expect(redaction.clean(cleaned) == cleaned, "what is clean stays as it is")
      }
    }
  }

  @Test("hide nothing else")
  func others() {
    let redaction = Redaction(fields: ["url", "key"])
    for text in ["the url is not valid", "keys=3, monkey=4", "name: [1, 2]", "url", "key:", "key: "] {
      #expect(redaction.clean(text) == text)
    }
  }
}
