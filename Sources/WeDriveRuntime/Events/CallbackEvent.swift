/// Something that a service told an app about by calling it back.
///
/// The generated module has a type for each event of the catalog. This module and that one read no XML: a message is a tree
/// of ``EventNode``, wherever it comes from.
public protocol CallbackEvent: Sendable {
  /// What tells it from other events.
  static var signature: EventSignature { get }

  /// Reads it from a message.
  ///
  /// - Throws: Which field is missing or malformed.
  init(from node: EventNode) throws(EventDecodingError)

  /// Writes its nodes, without those of the signature, into a message.
  func write(to node: inout EventNode)
}

/// The nodes, and their texts, by which a message is known to be an event.
public struct EventSignature: Sendable {
  /// The catalog's id of the event.
  public let name: String
  /// Names of nodes and their texts.
  public let nodes: KeyValuePairs<String, String>

  /// Declares what an event is known by.
  public init(_ name: String, nodes: KeyValuePairs<String, String>) {
    self.name = name
    self.nodes = nodes
  }

  /// Whether a message is such an event.
  public func matches(_ message: EventNode) -> Bool {
    nodes.allSatisfy { name, text in message.text(of: name) == text }
  }
}

/// An event that the catalog does not know, with everything that it says.
public struct UnknownEvent: CallbackEvent {
  /// Every message has it.
  public static let signature = EventSignature("unknown", nodes: [:])

  /// The message.
  public let node: EventNode

  /// Takes any message.
  public init(from node: EventNode) { self.node = node }

  /// Writes all that it says.
  public func write(to node: inout EventNode) { node.children += self.node.children }
}

/// What is wrong with the message of an event.
public struct EventDecodingError: DescribedError, Sendable, Hashable {
  /// The node, as it is called in the message.
  public let field: String
  /// What is wrong with it, in words that follow the name. Never its text.
  public let reason: String

  /// Describes a defect.
  public init(field: String, reason: String) {
    self.field = field
    self.reason = reason
  }

  /// The node and what is wrong with it.
  public var description: String { "`\(field)` \(reason)" }
}
