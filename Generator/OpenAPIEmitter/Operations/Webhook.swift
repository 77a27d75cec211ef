import Catalog

/// An event as a webhook: a message of XML that the service sends.
struct Webhook {
  let event: Event
  let service: Service
  let schemas: Schemas

  var map: YAMLMap {
    var post: YAMLMap = ["summary": .text(event.summary)]
    post.add("description", text: Descriptions.text(about: event.about, deprecated: event.deprecated))
    if event.deprecated != nil { post.add("deprecated", true) }
    post.add(event.documentation.keys(of: service))
    post.add(
      "requestBody",
      [
        "description": "The message as it reads once its envelope is opened and decrypted.", "required": true,
        "content": ["application/xml": ["schema": .map(message)]],
      ])
    post.add("responses", ["200": ["description": "The message was taken."]])
    post.add("x-service", text: service.id)
    return ["post": .map(post)]
  }

  /// The nodes by which the event is known, and then all others. A node that may occur several times is an array, whose
  /// elements OpenAPI leaves unwrapped.
  private var message: YAMLMap {
    var nodes = YAMLMap()
    for (node, text) in event.match { nodes.add(node, ["type": "string", "const": .text(text)]) }
    for field in event.fields { nodes.add(field.name, .map(schemas.field(field))) }
    let required = event.match.map(\.node) + event.fields.filter(\.isAlways).map(\.name)
    return ["type": "object", "xml": ["name": "xml"], "properties": .map(nodes), "required": .texts(required)]
  }
}
