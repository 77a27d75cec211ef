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
