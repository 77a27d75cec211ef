/// Everything that the files declare, as nodes: what the overlay changes and what the model is then read from.
struct DeclarationNodes {
  struct Family {
    var file: UInt16
    /// The name with its key's place.
    var name: Node.Entry
    /// What else stands at the top of the file.
    var keys: KeyReader
    var endpoints: [Node.Entry]
  }

  struct Client {
    var file: UInt16
    /// The name with its key's place.
    var name: Node.Entry
    /// What else stands at the top of the file.
    var keys: KeyReader
    var hosts: [Node.Entry]
    var interfaces: [Node.Entry]
  }

  struct Errcodes {
    var file: UInt16
    /// The place of the key `errcodes`.
    var span: Span
    var service: Node.Entry?
    var codes: [Node.Entry]
  }

  struct Events {
    /// The place of the key `events`.
    var span: Span
    var service: Node.Entry?
    var events: [Node.Entry]
  }

  var services: [Node.Entry] = []
  var families: [Family] = []
  var clients: [Client] = []
  var events: [Events] = []
  var types: [Node.Entry] = []
  var identifiers: [Node.Entry] = []
  var enums: [Node.Entry] = []
  var errcodes: [Errcodes] = []
  var limits: [Node.Entry] = []
  /// Overlay entries in the order of their files.
  var overlay: [Node] = []
}
