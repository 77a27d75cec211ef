import Catalog

/// Open sets of named values.
extension EnumType {
  func declaration(_ typeIndex: TypeIndex) -> Declaration {
    var members = [
      Declaration(.stored("public let rawValue: \(rawType)", value: nil), "The value on the wire."),
      Declaration(
        .function(
          Function(
            head: "public init", parameters: ["rawValue: \(rawType)"], body: [.text("self.rawValue = rawValue")])),
        "Takes any value, documented or not."),
    ]
    members += values.map { value in
      Declaration(
        .stored(
          "public static let \(SwiftNaming.escaped(value.swiftName))",
          value: .call("Self", [.init("rawValue", literal(value))])),
        DocText.sentence(value) { typeIndex.reference(toEndpoint: $0) })
    }
    members.append(
      Declaration(
        .table(
          "public static let names: [\(rawType): String]",
          values.map { .entry(literal($0), .string($0.name)) }),
        "The names of the documented values."))
    return Declaration(.scope("public struct \(name): OpenEnum", members), DocText.named(about, term: term))
  }

  private var rawType: String {
    switch raw {
    case .uint32: "UInt32"
    case .int32: "Int32"
    case .string: "String"
    }
  }

  private func literal(_ value: Value) -> String {
    raw == .string ? SwiftNaming.literal(value.raw) : Int64(value.raw).map(String.init) ?? value.raw
  }
}

extension TypeIndex {
  /// A link to the method of an endpoint, for documentation.
  func reference(toEndpoint id: String) -> String? {
    methods[id].map { "``\($0.api)/\($0.name)(_:)``" }
  }
}

/// The errcodes of a service: one open type, and a table of what is known about each.
extension ErrcodeTable {
  func declarations(_ typeIndex: TypeIndex) -> [Declaration] {
    guard let type = typeIndex.services[service]?.errcodeType else { return [] }
    let constants = codes.map { code in
      Declaration(
        .stored(
          "public static let \(SwiftNaming.escaped(code.swiftName))",
          value: .call("Self", [.init("rawValue", "\(code.code)")])),
        DocText.stopped(code.about))
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
      Declaration(.scope("extension Refusal", [accessor(type, typeIndex)])),
    ]
  }

  private func accessor(_ type: String, _ typeIndex: TypeIndex) -> Declaration {
    let name = typeIndex.constant(ofService: service) + "Errcode"
    return Declaration(
      .computed(
        "public var \(name): \(type)?",
        .text("service == \(SwiftNaming.literal(service)) ? \(type)(rawValue: code) : nil")),
      "The errcode, where the service `\(service)` refused.")
  }
}

extension ErrcodeTable.Errcode {
  fileprivate var entry: Expression {
    var arguments: [Expression.Argument] = [
      .init(nil, .string(name)), .init(nil, .string(DocText.stopped(about))), .init(nil, ".\(action)"),
    ]
    if let advice { arguments.append(.init("hint", .string(DocText.stopped(advice)))) }
    return .entry("\(code)", .call("ErrcodeAdvice", arguments))
  }
}

extension TypeIndex {
  /// The errcode of a service, if the catalog lists it.
  func errcode(_ code: Int, service: String) -> ErrcodeTable.Errcode? {
    errcodes[service]?[code]
  }
}
