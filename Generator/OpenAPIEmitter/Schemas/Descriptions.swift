import Catalog
import SwiftEmitter

/// The texts of `description` keys.
enum Descriptions {
  /// The meaning of a field.
  ///
  /// - Parameter defaultValue: The default, where no key of the schema can say it.
  static func text(_ field: Field, defaultValue: String?) -> String {
    let parts = [
      DocText.named(field.about, term: field.term), defaultValue.map { "Default: `\($0)`." },
      field.deprecated.map { "Deprecated: \(DocText.stopped($0))" },
    ]
    return parts.compactMap(\.self).joined(separator: " ")
  }

  /// What a call or an event is about, beyond its summary; nil: nothing is said.
  static func text(about: String?, deprecated: String?) -> String? {
    let parts = [about.map(DocText.stopped), deprecated.map { "Deprecated: \(DocText.stopped($0))" }]
    let text = parts.compactMap(\.self).joined(separator: " ")
    return text.isEmpty ? nil : text
  }
}
