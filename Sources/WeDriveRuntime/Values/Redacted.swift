/// A value that holds something secret, or something too long to print. Printing it, `debugPrint`, `dump` and a debugger
/// show its `description` and nothing else.
public protocol Redacted: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension Redacted {
  /// The same as `description`.
  public var debugDescription: String { description }
  /// Without children, so that `dump` finds none of the stored properties.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
