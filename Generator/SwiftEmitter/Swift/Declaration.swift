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
    /// `// MARK: - Models`
    case mark(String)
  }

  /// Paragraphs and list items of the documentation comment, each to be wrapped on its own.
  var documentation: [String] = []
  /// Attributes and comments that stand between the documentation and the declaration.
  var attributes: [Expression] = []
  var kind: Kind
  /// Whether it belongs to what is before it so closely that no blank line comes between.
  var isAttached = false

  init(_ kind: Kind, documentation: [String] = [], attributes: [Expression] = []) {
    self.kind = kind
    self.documentation = documentation
    self.attributes = attributes
  }

  var attached: Self {
    var declaration = self
    declaration.isAttached = true
    return declaration
  }

  init(_ kind: Kind, _ summary: String, attributes: [Expression] = []) {
    self.init(kind, documentation: [summary], attributes: attributes)
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

  /// Everything before the body.
  var onOneLine: String { "\(head)(\(parameters.joined(separator: ", ")))\(tail.isEmpty ? "" : " ")\(tail)" }
}

/// One line of a body, or several where the expression or the block needs them.
enum Statement {
  case line(String, Expression)
  /// A head such as `for item in items`, and what it encloses.
  case block(String, [Statement])
  /// An expression where its first line is not too long, and the statements where it is.
  indirect case either(Expression, [Statement])

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
  /// What is called, with a closure and its only expression.
  case trailing(String, String)
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
  /// Whether it needs Foundation, of which the small part does where it can be had.
  var importsFoundation = false
  var declarations: [Declaration]
}
