import Catalog
import SwiftEmitter

extension Service {
  /// Where calls go: the host and, for calls that may do without their token, the same over plain http where that is allowed.
  func servers(carryingToken: Bool) -> [YAMLValue] {
    let usual: YAMLValue = ["url": .text(host), "description": .text(DocText.stopped(about))]
    guard carryingToken, tokenless == .plainHTTP, host.hasPrefix("https://") else { return [usual] }
    let plain = "http://" + host.dropFirst("https://".count)
    return [
      usual,
      ["url": .text(plain), "description": "Without a token only, where the network vouches for the caller."],
    ]
  }

  /// The name of a token's scheme. Services name their tokens alike, and still do not take each other's.
  func scheme(_ kind: TokenKind) -> String { "\(id).\(kind.name)" }

  /// The tokens: query parameters.
  var schemes: YAMLMap {
    var schemes = YAMLMap()
    for kind in tokens {
      schemes.add(
        scheme(kind),
        [
          "type": "apiKey", "in": "query", "name": .text(kind.name),
          "description": .text("A token of the service `\(id)`."),
        ])
    }
    return schemes
  }
}
