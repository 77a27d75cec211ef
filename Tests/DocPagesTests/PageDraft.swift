@testable import Catalog
@testable import DocPages

/// What a page is going to say, so that a test can change one thing before it is written.
struct PageDraft {
  struct Field {
    var name: String
    var shape: ExpectedField.Shape
    var isRequired: Bool
    var values: [String] = []
    var bounds: [Int64] = []
    var children: [Field] = []
    /// The catalog's field; nil for an invented one.
    var origin: ExpectedField?
  }

  struct Call {
    var expected: ExpectedCall
    /// The name, or the last part of the path, as the page has it.
    var name: String
    var path: String
    var host: String
    var number: String?
    /// The link to a documentation page, with `{page}` where its number goes.
    var docs: String?
    var request: [Field]
    var response: [Field]
    var errcodes: [Int]
    var outcomes: [String]
  }

  /// A thing that stands somewhere on the page.
  enum Tag: Hashable {
    case call(String)
    case row(call: String, side: Side, path: [String])
    case sample(call: String, side: Side, path: [String])
    case errcode(call: String, Int)
  }

  enum Side: Hashable, CaseIterable { case request, response }

  var calls: [Call]

  init(_ calls: [ExpectedCall], catalog: Catalog) {
    self.calls = calls.map { call in
      let service = catalog.services.first { $0.id == call.route?.service }
      return Call(
        expected: call, name: call.names.first { $0.contains(".") } ?? call.id, path: call.route?.path ?? "",
        host: service?.host ?? "", number: call.pages.first, docs: service?.docs,
        request: call.request.compactMap(Field.init), response: call.response.compactMap(Field.init),
        errcodes: call.errcodes, outcomes: call.outcomes?.allowed.map(\.raw) ?? [])
    }
  }
}

extension PageDraft.Field {
  /// As the catalog has it; nil if it had ended before the page was written.
  init?(_ field: ExpectedField) {
    if field.until != nil { return nil }
    name = field.name
    shape = field.isFlag ? .integer(bits: 32, signed: false) : field.shape
    isRequired = field.isRequired
    values = field.values?.allowed.filter { $0.until == nil }.map(\.raw) ?? []
    let constraints = field.constraints
    let ends = [
      constraints.range?.maximum, constraints.weight, constraints.length?.maximum, constraints.items?.maximum,
      constraints.bytes?.maximum,
    ]
    let numbers = ends.compactMap { $0 } + constraints.quotas.map(\.maximum)
    bounds = Set(numbers.filter { $0 > 0 }).sorted()
    children = field.children.compactMap { PageDraft.Field($0) }
    origin = field
  }
}

extension PageDraft.Call {
  subscript(side: PageDraft.Side) -> [PageDraft.Field] {
    get { side == .request ? request : response }
    set { if side == .request { request = newValue } else { response = newValue } }
  }
}

extension [PageDraft.Field] {
  /// The paths of all fields.
  var paths: [[String]] { flatMap { field in [[field.name]] + field.children.paths.map { [field.name] + $0 } } }

  /// The field at a path.
  func at(_ path: [String]) -> PageDraft.Field? {
    guard let name = path.first, let field = first(where: { $0.name == name }) else { return nil }
    return path.count == 1 ? field : field.children.at([String](path.dropFirst()))
  }

  /// Changes the field at a path, or removes it if `change` says so by giving nil.
  mutating func change(_ path: [String], _ change: (PageDraft.Field) -> PageDraft.Field?) {
    guard let name = path.first, let index = firstIndex(where: { $0.name == name }) else { return }
    if path.count > 1 {
      self[index].children.change([String](path.dropFirst()), change)
    } else if let changed = change(self[index]) {
      self[index] = changed
    } else {
      remove(at: index)
    }
  }
}
