/// A Swift declaration, as far as generated code needs one.
struct Declaration {
  enum Kind {
    /// `public var size: UInt64 = 0`
    case stored(String, value: Expression?)
    /// `public var advice: ErrcodeAdvice? { … }`
    case computed(String, Expression)
    /// A function or initialiser; without a body it is a requirement of a protocol.
    case function(Function)
    /// A collection with one entry a line, so that an entry added is a line added.
    case table(String, [Expression])
    /// A type or an extension.
    case scope(String, [Declaration])
    /// `case size = "file_size"`
    case enumCase(String)
    /// `// MARK: - Calls`
    case mark(String)
  }

  /// Paragraphs and list items of the documentation comment, each to be wrapped on its own.
  var documentation: [String] = []
  /// Attributes and comments that stand between the documentation and the declaration.
  var attributes: [Expression] = []
  var kind: Kind

  init(_ kind: Kind, documentation: [String] = [], attributes: [Expression] = []) {
    self.kind = kind
    self.documentation = documentation
    self.attributes = attributes
  }

  init(_ kind: Kind, _ summary: String) {
    self.init(kind, documentation: [summary])
  }

  /// Whether it may follow another one of its like without a blank line between.
  var isCompact: Bool {
    switch kind {
    case .stored, .enumCase: true
    case .function(let function): function.body == nil
    case .computed, .table, .scope, .mark: false
    }
  }
}

/// A function, method or initialiser.
struct Function {
  /// Everything before the parameters, for example `public func fileList`.
  var head: String
  var parameters: [String]
  /// Everything between the parameters and the body, for example `async throws(WeDriveError) -> FileListResponse`.
  var tail: String = ""
  var body: [Statement]?
}

/// One line of a body, or several where the expression or the block needs them.
enum Statement {
  case line(String, Expression)
  /// A head such as `for item in items`, and what it encloses.
  case block(String, [Statement])

  static func text(_ text: String) -> Statement { .line("", .text(text)) }
}

/// An expression that may be broken at its arguments.
indirect enum Expression {
  case text(String)
  /// What is called, and with what.
  case call(String, [Argument])
  /// A text that may be too long for a line.
  case string(String)
  /// An attribute, and its arguments.
  case attribute(String, [Argument])
  /// What is called, with a closure: its parameters with `in`, and its only expression.
  case trailing(String, String, String)
  /// `[a, b]`
  case list([Expression])
  /// `1: "folder"`
  case entry(String, Expression)

  /// An argument of a call.
  struct Argument {
    var label: String?
    var value: Expression

    init(_ label: String? = nil, _ value: Expression) {
      self.label = label
      self.value = value
    }

    init(_ label: String? = nil, _ value: String) {
      self.init(label, .text(value))
    }
  }
}

/// One file of Swift.
struct SourceFile {
  var name: String
  /// What it comes from, for example `Spec/wecom/files.yaml`.
  var origin: String
  var imports: [String] = ["WeDriveRuntime"]
  var declarations: [Declaration]
}
