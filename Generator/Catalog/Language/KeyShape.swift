/// What may stand under a key of a mapping.
package indirect enum KeyShape: Sendable {
  // One word or text.
  /// Any text that is not empty.
  case text
  /// A text for people: not blank, without control characters.
  case prose
  /// The sentence that says what something is: a ``prose`` whose absence has a rule of its own.
  case about
  /// The sentence that says what a call does.
  case summary
  /// The name of what a file holds, or of the service that it belongs to.
  case heading(NameForm)
  /// The version of the language.
  case format(String)
  /// `true` or `false`.
  case flag
  /// Only `true`.
  case yes
  /// A whole number, not below the least.
  case whole(from: Int64)
  /// One of a closed set of words.
  case word([String])
  /// A name of that form.
  case name(NameForm)
  /// A day of the calendar.
  case date
  /// A day of the calendar, or a client version.
  case dateOrVersion
  /// A client version, or `any`.
  case version
  /// A text that a pattern describes.
  case pattern(String)
  /// A whole number that is not below the least, or a limit's name.
  case bound(from: Int64)
  /// A documentation page: a number, or a path.
  case page

  // Lists.
  /// Different words, of a closed set where one is given.
  case words(of: [String]? = nil, isEmptyAllowed: Bool = false)
  /// One word, or a list of different ones.
  case oneOrMore(KeyShape)
  /// Different whole numbers.
  case numbers
  /// A pair of bounds, one of which may be open.
  case bounds(from: Int64?)
  /// Mappings of that kind.
  case list(of: @Sendable () -> KeyTable)
  /// Two or more lists of different words.
  case alternatives

  // Mappings.
  /// A mapping of that kind.
  case mapping(@Sendable () -> KeyTable)
  /// Names that a pattern describes, each with a mapping of that kind.
  case entries(named: String?, of: @Sendable () -> KeyTable, isEmptyAllowed: Bool)
  /// Names, each with a word.
  case texts(isEmptyAllowed: Bool)
  /// Any names and any values, but not none.
  case anything

  // What has a form of its own.
  /// A type's name, or `[Name]` for a list.
  case type
  /// Names of an enum's values, or for enum fields of a list's elements the names of theirs.
  case allowedValues
  /// Platforms, each with `any`, a version, or a mapping of that kind.
  case clients(@Sendable () -> KeyTable)

  /// Names of that form, each with a mapping of that kind.
  static func entries(
    _ form: NameForm, of table: @escaping @Sendable () -> KeyTable, isEmptyAllowed: Bool = true
  ) -> KeyShape {
    .entries(named: form.pattern, of: table, isEmptyAllowed: isEmptyAllowed)
  }

  /// A closed set of words.
  static func word<Word: RawRepresentable & CaseIterable>(_: Word.Type) -> KeyShape where Word.RawValue == String {
    .word(Word.allCases.map(\.rawValue))
  }

  /// Whether it is a sentence whose absence has a rule of its own.
  var isAbout: Bool {
    switch self {
    case .about, .summary: true
    default: false
    }
  }

  /// What a value has to be, as a message says it; nil: the reader has words of its own.
  var expectation: String? {
    switch self {
    case .text, .prose, .name, .word, .date, .dateOrVersion, .pattern, .page: "a text"
    case .flag, .yes: "true or false"
    case .whole: "a whole number"
    case .words, .list, .numbers, .alternatives, .allowedValues: "a list"
    case .oneOrMore: "a word or a list of words"
    case .entries, .texts, .anything, .clients: "a mapping"
    case .about, .summary, .heading, .format, .version, .bound, .bounds, .mapping, .type: nil
    }
  }

  /// Whether a value is of this shape, as far as a shape can be told without the words in it.
  func admits(_ value: Node) -> Bool {
    switch self {
    case .text, .prose, .name, .word, .date, .dateOrVersion, .pattern, .page: value.scalarText != nil
    case .flag, .yes: value.flag != nil
    case .whole: value.integer != nil
    case .words, .list, .numbers, .alternatives: value.elements != nil
    case .oneOrMore: value.scalarText != nil || value.elements?.isEmpty == false
    case .entries, .texts, .anything, .clients: value.entries != nil
    case .allowedValues: value.elements != nil || value.entries != nil
    case .about, .summary, .heading, .format, .version, .bound, .bounds, .mapping, .type: true
    }
  }
}
