import Catalog

extension EndpointDeclarations {
  /// What makes the request one that starts an upload in blocks; nil if it starts none.
  ///
  /// - Parameter calls: Every endpoint of the catalog.
  func blockUpload(among calls: [EndpointDeclarations]) -> Declaration? {
    guard let blocks = endpoint.blocks,
      let part = calls.first(where: { $0.endpoint.id == blocks.part.text && $0.service == service }),
      let finish = calls.first(where: { $0.endpoint.id == blocks.finish.text && $0.service == service }),
      let size = request.member(blocks.size), let digests = request.member(blocks.digests),
      let exists = response.member(blocks.exists), let key = response.member(blocks.key),
      let index = part.request.member(blocks.index), let result = response.member(blocks.result),
      let final = finish.response.member(blocks.result)
    else { return nil }
    let values = [
      blocks.key.text: "key", blocks.index.text: "\(index.type)(clamping: block)", blocks.content.text: "content",
    ]
    return Declaration(
      .scope(
        "extension \(request.name): BlockUploadRequest",
        [
          Declaration(
            .stored("public static let expired: Set<Int>", value: .list(blocks.expired.map { .text("\($0)") })),
            "Errcodes which say that an upload has to be started anew."),
          method(
            "public func announcing", ["_ digests: BlockDigests"], "-> Self",
            [
              .text("var request = self"), .text("request.\(size.escaped) = digests.size"),
              .text("request.\(digests.escaped) = digests.entries"), .text("return request"),
            ], "The same request for that content."),
          method(
            "public static func answer", ["_ reply: \(response.name)"],
            "-> BlockUploadAnswer<\(key.type), \(result.type)>",
            [
              .line(
                "",
                .call(
                  "BlockUploadAnswer",
                  [
                    .init("exists", "reply.\(exists.escaped)" + (exists.isOptional ? " ?? false" : "")),
                    .init("key", "reply.\(key.escaped)"), .init("result", "reply.\(result.escaped)"),
                  ]))
            ], "What the start is answered."),
          method(
            "public static func part", ["_ key: \(key.type)", "block: Int", "content: Base64Content"],
            "-> \(part.request.name)", [.line("", part.request.made(of: values))], "Sends one block, counted from 1."),
          method(
            "public static func finish", ["_ key: \(key.type)"], "-> \(finish.request.name)",
            [.line("", finish.request.made(of: values))], "Completes the upload."),
          method(
            "public static func result", ["of reply: \(finish.response.name)"], "-> \(result.type)",
            [.text("reply.\(final.escaped)")], "What the upload was made for."),
        ]))
  }

  private func method(
    _ head: String, _ parameters: [String], _ tail: String, _ body: [Statement], _ about: String
  ) -> Declaration {
    Declaration(.function(Function(head: head, parameters: parameters, tail: tail, body: body)), about)
  }
}

extension Model {
  fileprivate func member(_ name: Endpoint.BlockUpload.Name) -> Member? {
    members.first { $0.field.name == name.text }
  }

  /// The call of the initialiser, each argument by the field's name on the wire.
  fileprivate func made(of values: [String: String]) -> Expression {
    .call(
      name, (initialisers.first ?? []).map { .init(SwiftNaming.label($0.name), values[$0.field.name] ?? $0.local) })
  }
}
