/// How much a catalog may be, so that no input makes loading it run out of time, memory or stack; and how much is asked of it.
public struct LoadBounds: Sendable {
  /// Most bytes of one file.
  public var fileBytes = 32 * 1024 * 1024
  /// Deepest nesting of mappings and lists.
  public var depth = 32
  /// Most files in a catalog.
  public var files = 4096
  /// What is asked of a catalog beyond what is needed to generate from it. Nil: nothing, so that generated files and
  /// comparisons follow from the catalog alone, on every day.
  public var upkeep: Upkeep?

  /// What `lint` asks for the sake of the people who keep the catalog.
  public struct Upkeep: Sendable {
    /// The last day that can have been, `YYYY-MM-DD`: a page cannot have been updated later.
    public var lastDay: String

    /// - Parameter lastDay: `YYYY-MM-DD`; tomorrow, where the sun rises earlier than here.
    public init(lastDay: String) { self.lastDay = lastDay }
  }

  /// Bounds that every real catalog keeps.
  public init() {}
}
