import Catalog
import TestSupport

@testable import DocPages

/// One change to a page, as the documentation of an API changes, and what has to be found then.
struct PageMutation {
  enum Kind: String, CaseIterable {
    case fieldAdded = "field added"
    case fieldRemoved = "field removed"
    case fieldRenamed = "field renamed"
    case retyped = "field retyped"
    case requirednessFlipped = "requiredness flipped"
    case valueAdded = "enum value added"
    case errcodeAdded = "errcode added"
    case limitChanged = "limit changed"
    case callRenamed = "endpoint renamed"
  }

  let kind: Kind
  let deviations: Set<PageDeviation>
  /// The things on the page of which one has to be pointed at; or the catalog's target, for what is gone from the page.
  var tags: [PageDraft.Tag] = []
  var target: String?

  /// Changes a draft; nil if it has nothing to change in this way.
  init?(_ kind: Kind, of draft: inout PageDraft, style: PageWriter.Style, using generator: inout SplitMix64) {
    self.kind = kind
    guard let index = draft.calls.indices.randomElement(using: &generator) else { return nil }
    var call = draft.calls[index]
    let id = call.expected.id
    switch kind {
    case .callRenamed:
      deviations = [.pathDiffers, .endpointNotInCatalog]
      tags = [.call(id)]
      call.name += "_renamed"
      call.path += "_renamed"
    case .errcodeAdded:
      guard style != .dump, !call.errcodes.isEmpty else { return nil }
      deviations = [.errcodeNotInCatalog]
      let code = Int.random(in: 700_000...799_999, using: &generator)
      tags = [.errcode(call: id, code)]
      call.errcodes.insert(code, at: Int.random(in: 0...call.errcodes.count, using: &generator))
    default:
      let side = Bool.random(using: &generator) ? PageDraft.Side.request : .response
      guard let path = PageMutation.candidates(kind, call[side], side).randomElement(using: &generator) else {
        return nil
      }
      let row = PageDraft.Tag.row(call: id, side: side, path: path)
      switch kind {
      case .fieldAdded:
        deviations = [.fieldNotInCatalog]
        let new = PageDraft.Field(name: "brand_new", shape: .string, isRequired: false)
        let owner = Array(path.dropLast())
        if owner.isEmpty {
          call[side].insert(new, at: Int.random(in: 0...call[side].count, using: &generator))
        } else {
          let at = Int.random(in: 0...(call[side].at(owner)?.children.count ?? 0), using: &generator)
          call[side].change(owner) { $0.with { $0.children.insert(new, at: at) } }
        }
        let added = owner + ["brand_new"]
        tags = [.row(call: id, side: side, path: added), .sample(call: id, side: side, path: added)]
      case .fieldRemoved:
        deviations = [.fieldNotOnPage]
        target = call[side].at(path)?.origin?.targets.first
        // From this place only, even where others have an object of the same type.
        call[side].change(path) { _ in nil }
      case .fieldRenamed:
        deviations = [.fieldNotInCatalog]
        let name = (path.last ?? "") + "_v2"
        call[side].change(path) { $0.with { $0.name = name } }
        let renamed = Array(path.dropLast()) + [name]
        tags = [.row(call: id, side: side, path: renamed), .sample(call: id, side: side, path: renamed)]
      case .retyped:
        deviations = [.typeDiffers]
        tags = [row]
        call[side].change(path) { $0.with { $0.shape = PageMutation.other(than: $0.shape) } }
      case .requirednessFlipped:
        deviations = [.requiredDiffers]
        tags = [row]
        call[side].change(path) { $0.with { $0.isRequired.toggle() } }
      case .valueAdded:
        deviations = [.valueNotInCatalog]
        tags = [row]
        call[side].change(path) { field in
          field.with { $0.values.append(field.values.allSatisfy { Int($0) != nil } ? "77" : "seventyseven") }
        }
      default:
        deviations = [.limitDiffers, .limitNotInCatalog]
        tags = [row]
        call[side].change(path) { field in
          let megabyte: Int64 = 1 << 20
          let bound = field.bounds[0]
          return field.with { $0.bounds[0] = bound >= megabyte ? bound + 7 * megabyte : bound * 2 + 7 }
        }
      }
    }
    draft.calls[index] = call
  }

  private static func candidates(_ kind: Kind, _ fields: [PageDraft.Field], _ side: PageDraft.Side) -> [[String]] {
    fields.paths.filter { path in
      guard let field = fields.at(path) else { return false }
      switch kind {
      case .requirednessFlipped: return side == .request
      case .valueAdded: return !field.values.isEmpty
      case .limitChanged: return !field.bounds.isEmpty
      case .retyped: return field.children.isEmpty
      default: return true
      }
    }
  }

  private static func other(than shape: ExpectedField.Shape) -> ExpectedField.Shape {
    switch shape {
    case .string: .integer(bits: 32, signed: false)
    case .bool: .string
    case .list: .string
    default: .bool
    }
  }
}

extension PageDraft.Field {
  /// The field with a change.
  fileprivate func with(_ change: (inout PageDraft.Field) -> Void) -> PageDraft.Field {
    var field = self
    change(&field)
    return field
  }
}
