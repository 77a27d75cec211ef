/// How much a catalog may be, so that no input makes loading it run out of time, memory or stack.
public struct LoadBounds: Sendable {
  /// Most bytes of one file.
  public var fileBytes = 32 * 1024 * 1024
  /// Deepest nesting of mappings and lists.
  public var depth = NodeParser.maximumDepth
  /// Most files in a catalog.
  public var files = 4096

  /// Bounds that every real catalog keeps.
  public init() {}
}
