/// One file of client-side interfaces: what a page asks the app around it for, a picker for example.
public struct ClientFamily: Sendable {
  /// The name, for example `wecom`.
  public var name: String
  /// The id of the service whose documentation has the pages; nil: pages are named by links.
  public var service: String?
  /// One sentence.
  public var about: String
  /// The ways in which a page reaches the app, in the order of the file.
  public var hosts: [ClientHost]
  /// The interfaces, in the order of the file.
  public var interfaces: [ClientInterface]
  /// Where it is declared.
  public var position: Position
}

/// A way in which a page reaches the app around it: the object that has the functions, and how it answers.
public struct ClientHost: Sendable {
  /// How an interface is called, and how it answers.
  public enum Style: String, Sendable, CaseIterable {
    /// `f({…, success, fail})`
    case callbacks
    /// `f({…})` gives a promise.
    case promise
    /// `f(name, {…}, callback)`
    case invoke
  }

  /// The id, for example `mini-program`.
  public var id: String
  /// The name in Swift, given or derived.
  public var swiftName: String
  /// One sentence.
  public var about: String
  /// The function, with `{name}` where the interface's name goes; ``Style/invoke`` has none.
  public var function: String
  /// How it is called, and how it answers.
  public var style: Style
  /// The answer's field that says how the call went: `name:outcome`.
  public var messageField: String
  /// What may stand before the interface's name in that field, for example `qy.`.
  public var messagePrefix: String?
  /// The answer's field that holds the result; nil: the answer itself does.
  public var resultField: String?
  /// Where it is declared.
  public var position: Position
}

/// One function that a page calls.
public struct ClientInterface: Sendable {
  /// That a host offers the interface.
  public struct Availability: Sendable {
    /// A kind of client, and from which version on it offers the interface.
    public struct Client: Sendable {
      /// The platform, for example `android`.
      public var platform: String
      /// The first version of the app; nil: any.
      public var since: String?
      /// What the operating system has to be, for example `> 10.12`.
      public var system: String?
    }

    /// The id of the host.
    public var host: String
    /// The pages of the service's documentation; none if it is elsewhere, or nowhere.
    public var documentation: Endpoint.Documentation
    /// The documentation, where it has no page numbers.
    public var link: String?
    /// Which clients offer it; empty: not said.
    public var clients: [Client]
    /// Bool parameters that this host takes as 1 or 0.
    public var flagsAsNumbers: [String]
    /// Where it is declared.
    public var position: Position
  }

  /// Parameters that do not count, or are refused, when others have certain values.
  public struct Condition: Sendable {
    /// Enum parameters, each with the name of a value: all have to have it.
    public var values: [(field: String, value: String)]
    /// Parameters that the app then ignores.
    public var ignored: [String]
    /// Parameters that the app then refuses.
    public var refused: [String]
    /// Where it is declared.
    public var position: Position
  }

  /// A result that says itself how long its ticket lives.
  public struct Expiry: Sendable {
    /// The result's field with the ticket.
    public var ticket: String
    /// The result's field with its life, in seconds.
    public var seconds: String
  }

  /// The name on the wire, for example `wedriveSelectDir`.
  public var id: String
  /// The name of its type in Swift.
  public var swiftName: String
  /// One sentence in the third person.
  public var summary: String
  /// What else matters to a caller.
  public var about: String?
  /// Which kinds of app may call it; empty: not told apart.
  public var apps: [Endpoint.AppKind]
  /// The hosts that offer it, in the order of the file.
  public var availability: [Availability]
  /// What is asked, in the order of the file.
  public var parameters: [Field]
  /// What is answered on success, without the field that says so.
  public var result: [Field]
  /// What is answered otherwise, without the field that says so.
  public var failure: [Field]
  /// The enum of outcomes, whose value `ok` is success.
  public var outcomeType: String
  /// Names of the outcomes that the documentation lists.
  public var outcomes: [String]
  /// What does not count together.
  public var conditions: [Condition]
  /// Results that say how long their tickets live.
  public var expiries: [Expiry]
  /// What to call instead.
  public var deprecated: String?
  /// Where it is declared.
  public var position: Position
}
