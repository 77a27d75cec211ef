import Catalog

/// Beside each property of a reply, shared object or event that counts seconds since 1970: the same time as a `Date`.
///
/// The properties stand in a file of their own, so that only it imports Foundation.
extension Model {
  /// An extension of the struct, and one of each struct nested in it, that has such properties.
  ///
  /// - Parameter path: The struct's name, behind the names of those that it is nested in.
  func dates(of path: String) -> [Declaration] {
    let names = Set(members.map(\.name))
    let dates = members.filter { !names.contains($0.dateName) }.compactMap(\.date)
    let own = dates.isEmpty ? [] : [Declaration(.scope("extension \(path)", dates))]
    return own + members.flatMap { member in nested(member)?.dates(of: "\(path).\(member.nested)") ?? [] }
  }
}

extension Member {
  /// `creationTime` → `creationDate`
  fileprivate var dateName: String {
    for (word, replacement) in [("Time", "Date"), ("time", "date")] where name.hasSuffix(word) {
      return name.dropLast(word.count) + replacement
    }
    return name + "Date"
  }

  fileprivate var date: Declaration? {
    guard field.unit == .unixSeconds, case .scalar = field.type else { return nil }
    let (mark, value) =
      isOptional
      ? ("?", "\(escaped).map { Date(timeIntervalSince1970: Double($0)) }")
      : ("", "Date(timeIntervalSince1970: Double(\(escaped)))")
    return Declaration(
      .computed("public var \(SwiftNaming.escaped(dateName)): Date\(mark)", .text(value)),
      "\(DocText.stopped(field.about)) The same as `\(name)`.")
  }
}

extension SourceFiles {
  /// Nil where nothing counts seconds since 1970.
  var dates: SourceFile? {
    var declarations = catalog.types.flatMap { $0.model(typeIndex).dates(of: $0.name) }
    declarations += families.flatMap(\.endpoints).map(\.response).flatMap { $0.dates(of: $0.name) }
    declarations += loweredEvents.map(\.model).flatMap { $0.dates(of: $0.name) }
    for interface in interfaces {
      for model in [interface.answer] + [interface.failure].compactMap({ $0 }) {
        declarations += model.dates(of: "\(interface.parameters.name).\(model.name)")
      }
    }
    guard !declarations.isEmpty else { return nil }
    return SourceFile(
      name: "Dates.swift", origin: "Spec", imports: [], importsFoundation: true, declarations: declarations)
  }
}
