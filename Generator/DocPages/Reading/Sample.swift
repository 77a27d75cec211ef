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

/// A place in the lines of a sample.
struct SampleCursor {
  private let lines: ArraySlice<Excerpt>
  private var row: Int
  private var column: Int

  /// Before the first character of the first line.
  init(_ lines: ArraySlice<Excerpt>) {
    self.lines = lines
    row = lines.startIndex
    column = lines.first?.scalars.startIndex ?? 0
  }

  /// The next character; at the end of a line, a line feed; behind the last one, nil.
  var peek: Unicode.Scalar? {
    guard row < lines.endIndex else { return nil }
    return column < lines[row].scalars.endIndex ? lines[row].scalars[column] : "\n"
  }

  /// The one behind it, on the same line.
  var next: Unicode.Scalar? {
    guard row < lines.endIndex else { return nil }
    return column + 1 < lines[row].scalars.endIndex ? lines[row].scalars[column + 1] : nil
  }

  /// The place of the next character, or of the last line's end.
  var here: Excerpt {
    guard row < lines.endIndex else {
      let last = lines[lines.endIndex - 1]
      return last.from(last.scalars.endIndex)
    }
    let line = lines[row]
    return Excerpt(line: line.line, scalars: line.scalars[min(column, line.scalars.endIndex)...].prefix(1))
  }

  /// The index of the line that it has come to.
  var line: Int { min(row, lines.endIndex - 1) }

  mutating func advance() {
    guard row < lines.endIndex else { return }
    if column < lines[row].scalars.endIndex {
      column += 1
    } else {
      advanceLine()
    }
  }

  mutating func advanceLine() {
    row += 1
    column = row < lines.endIndex ? lines[row].scalars.startIndex : 0
  }

  /// What stands between another place and this one, as far as it is on that one's line.
  func since(_ start: SampleCursor) -> Excerpt {
    guard start.row < lines.endIndex else { return here }
    let line = lines[start.row]
    let end = row == start.row ? min(column, line.scalars.endIndex) : line.scalars.endIndex
    return Excerpt(line: line.line, scalars: line.scalars[start.column..<end])
  }
}
