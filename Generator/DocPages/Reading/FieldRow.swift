/// One row of a table of fields, its cells understood.
struct FieldRow: Sendable {
  /// The names; more than one where the page gives alternatives: `access_token/cloudbase_access_token`.
  var names: [String]
  var at: Excerpt
  /// How far the row is indented below the one it belongs to.
  var depth: Int
  var type: (type: PageType, at: Excerpt)?
  var required: (marker: RequiredMarker, at: Excerpt)?
  var description: [Excerpt]
  /// Whether type and marker stand in each other's columns.
  var isSwapped = false
  /// What stands in the column of types and is none.
  var strangeType: Excerpt?

  /// The name as it is written, with dots.
  var name: String { names[0] }
}
