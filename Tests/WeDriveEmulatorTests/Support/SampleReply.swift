import Catalog
import Testing

/// Replies made from the catalog alone, with every field that it has, and where in them whole numbers stand.
struct SampleReply {
  /// One step into a reply.
  enum Step: Hashable {
    case member(String)
    /// The only element of a list.
    case element
  }

  /// A whole number of a reply.
  struct IntegerField {
    let path: [Step]
    /// What fits its type: nil where an identifier or enum decides.
    let isSigned: Bool

    /// `file_list.item[0].file_size`
    var text: String {
      path.reduce("") { text, step in
        switch step {
        case .member(let name): text.isEmpty ? name : "\(text).\(name)"
        case .element: "\(text)[0]"
        }
      }
    }
  }

  private let catalog: Catalog

  init(_ catalog: Catalog) { self.catalog = catalog }

  /// A successful reply of an endpoint.
  ///
  /// - Parameters:
  ///   - path: A number in it.
  ///   - json: What stands there instead, as JSON.
  func text(of endpoint: Endpoint, putting json: String, at path: [Step]) -> String {
    let members = endpoint.response.map { field in
      "\"\(field.name)\":\(value(of: field.type, path.dropping(field.name), json, depth: 0))"
    }
    return "{" + (["\"errcode\":0", "\"errmsg\":\"ok\""] + members).joined(separator: ",") + "}"
  }

  /// Every whole number of an endpoint's reply, those of shared objects and lists too.
  func integers(of endpoint: Endpoint) -> [IntegerField] {
    endpoint.response.flatMap { integers(of: $0.type, at: [.member($0.name)], depth: 0) }
  }

  /// How deep shared objects may stand in each other: an object may hold a list of itself.
  private static let maximumDepth = 4

  private func integers(of type: TypeReference, at path: [Step], depth: Int) -> [IntegerField] {
    guard depth < Self.maximumDepth else { return [] }
    func inside(_ fields: [Field]) -> [IntegerField] {
      fields.flatMap { integers(of: $0.type, at: path + [.member($0.name)], depth: depth + 1) }
    }
    switch type {
    case .scalar(.int32), .scalar(.int64): return [IntegerField(path: path, isSigned: true)]
    case .scalar(.uint32), .scalar(.uint64): return [IntegerField(path: path, isSigned: false)]
    case .scalar: return []
    case .identifier(let name):
      return catalog.identifiers.contains { $0.name == name && $0.raw == .uint64 }
        ? [IntegerField(path: path, isSigned: false)] : []
    case .enumeration(let name):
      return catalog.enums.contains { $0.name == name && $0.raw != .string }
        ? [IntegerField(path: path, isSigned: false)] : []
    case .object(let name): return inside(catalog.types.first { $0.name == name }?.fields ?? [])
    case .inline(let fields): return inside(fields)
    case .list(let element): return integers(of: element, at: path + [.element], depth: depth)
    }
  }

  /// A value in JSON; `path` leads from here to what is replaced, or is nil if that lies elsewhere.
  private func value(of type: TypeReference, _ path: ArraySlice<Step>?, _ json: String, depth: Int) -> String {
    if let path, path.isEmpty { return json }
    func object(_ fields: [Field]) -> String {
      guard depth < Self.maximumDepth else { return "{}" }
      let members = fields.map { field in
        "\"\(field.name)\":\(value(of: field.type, path?.dropping(field.name), json, depth: depth + 1))"
      }
      return "{" + members.joined(separator: ",") + "}"
    }
    switch type {
    case .scalar(.bool): return "true"
    case .scalar(.stringMap): return #"{"a":"b"}"#
    case .scalar(.string), .scalar(.secret): return "\"x\""
    case .scalar(.base64): return "\"eA==\""
    case .scalar: return "1"
    case .identifier(let name):
      return catalog.identifiers.contains { $0.name == name && $0.raw == .uint64 } ? "1" : "\"x\""
    case .enumeration(let name):
      let type = catalog.enums.first { $0.name == name }
      let raw = type?.values.first?.raw ?? "1"
      return type?.raw == .string ? "\"\(raw)\"" : raw
    case .object(let name): return object(catalog.types.first { $0.name == name }?.fields ?? [])
    case .inline(let fields): return object(fields)
    case .list(let element):
      let inner = path.flatMap { $0.first == .element ? $0.dropFirst() : nil }
      return depth < Self.maximumDepth ? "[\(value(of: element, inner, json, depth: depth))]" : "[]"
    }
  }
}

extension RangeReplaceableCollection<SampleReply.Step> {
  /// What follows a member; nil if it is not the first step.
  fileprivate func dropping(_ name: String) -> ArraySlice<SampleReply.Step>? {
    first == .member(name) ? Array(self)[...].dropFirst() : nil
  }
}
