/// A sample of a request, a reply, or a call, as a page shows it.
struct Sample: Sendable {
  /// What was written in another way than JSON would have it.
  struct Repair: Sendable {
    var at: Excerpt
    var what: String
  }

  var root: SampleValue
  /// The function that is called with the sample; nil if it is plain data.
  var call: Excerpt?
  /// The interface that the function is asked for by name: `wx.invoke('openFile', {…})`.
  var interface: Excerpt?
  /// The lines of a call, whose callbacks show what is answered.
  var body: [Excerpt] = []
  var repairs: [Repair] = []
}

/// A value of a sample, and where it stands.
struct SampleValue: Sendable {
  enum Content: Sendable {
    case string(String)
    case number(String)
    case bool
    case null
    /// A word in the place of a value: `FILE_SIZE`.
    case placeholder
    case function
    case list([SampleValue])
    case object([Member])
  }

  struct Member: Sendable {
    var key: String
    var at: Excerpt
    var value: SampleValue
  }

  var content: Content
  var at: Excerpt
}

extension SampleValue {
  /// What a person would call the value.
  var kind: String {
    switch content {
    case .string: "a string"
    case .number: "a number"
    case .bool: "a bool"
    case .null: "null"
    case .placeholder: "a placeholder"
    case .function: "a function"
    case .list: "a list"
    case .object: "an object"
    }
  }

  var members: [Member] {
    if case .object(let members) = content { members } else { [] }
  }
}
