import Catalog

/// The errcodes of a service: one open type, and a table of what is known about each.
extension ErrcodeTable {
  func declarations(_ lexicon: Lexicon) -> [Declaration] {
    guard let type = lexicon.services[service]?.errcodeType else { return [] }
    let constants = codes.map { code in
      Declaration(
        .stored(
          "public static let \(Word.escaped(code.swiftName))",
          value: .call("Self", [.init("rawValue", "\(code.code)")])),
        Wording.stopped(code.about))
    }
    let members =
      [
        Declaration(.stored("public let rawValue: Int", value: nil), "The number on the wire."),
        Declaration(
          .function(
            Function(head: "public init", parameters: ["rawValue: Int"], body: [.text("self.rawValue = rawValue")])),
          "Takes any number, documented or not."),
        Declaration(
          .computed("public var advice: ErrcodeAdvice?", .text("Self.table[rawValue]")),
          "What is known about the code; nil for one that the catalog does not list."),
        Declaration(
          .computed("public static var names: [Int: String]", .text("table.mapValues(\\.name)")),
          "The names of the listed codes."),
      ] + constants + [Declaration(.table("private static let table: [Int: ErrcodeAdvice]", codes.map(\.entry)))]
    let about = "An errcode of the service `\(service)`."
    return [
      Declaration(.scope("public struct \(type): OpenEnum", members), about),
      Declaration(.scope("extension Refusal", [accessor(type, lexicon)])),
    ]
  }

  private func accessor(_ type: String, _ lexicon: Lexicon) -> Declaration {
    let name = lexicon.constant(ofService: service) + "Errcode"
    return Declaration(
      .computed(
        "public var \(name): \(type)?", .text("service == \(Word.literal(service)) ? \(type)(rawValue: code) : nil")),
      "The errcode, where the service `\(service)` refused.")
  }
}

extension ErrcodeTable.Errcode {
  fileprivate var entry: Expression {
    var arguments: [Expression.Argument] = [
      .init(nil, .string(name)), .init(nil, .string(Wording.stopped(about))), .init(nil, ".\(action)"),
    ]
    if let advice { arguments.append(.init("hint", .string(Wording.stopped(advice)))) }
    return .entry("\(code)", .call("ErrcodeAdvice", arguments))
  }
}

extension Lexicon {
  /// The errcode of a service, if the catalog lists it.
  func errcode(_ code: Int, service: String) -> ErrcodeTable.Errcode? {
    errcodes[service]?[code]
  }
}
