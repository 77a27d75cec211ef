import Foundation
import WeDrive

/// One field of a request as it is given on a command line.
///
/// `key=value` is a string, or the JSON that it spells if the field takes no string: the endpoint's own request type
/// decides, so that `limit=10` is a number while a file id of digits stays a string. `key:=json` is JSON in any case.
/// A key given more than once, or one text for a field that takes a list, makes a list.
struct Assignment: Equatable {
  let key: String
  /// What it may stand for, as JSON, the likeliest first; never empty.
  private var readings: ArraySlice<String>

  /// What it stands for as far as is known.
  var value: String { readings.first ?? "null" }

  /// Goes on to the next reading; false if there is none.
  mutating func reread() -> Bool {
    guard readings.count > 1 else { return false }
    readings.removeFirst()
    return true
  }

  /// The fields of a command line, in its order.
  static func parse(_ arguments: [String]) throws(ErrorReport) -> [Self] {
    var fields: [(key: String, values: [Value])] = []
    for argument in arguments {
      let (key, value) = try Value.parse(argument)
      if let index = fields.firstIndex(where: { $0.key == key }) {
        fields[index].values.append(value)
      } else {
        fields.append((key, [value]))
      }
    }
    return fields.map { Self(key: $0.key, values: $0.values) }
  }

  private init(key: String, values: [Value]) {
    self.key = key
    let (texts, json) = (values.map(\.asText), values.map { $0.asJSON ?? $0.asText })
    var readings = values.count == 1 ? [texts[0], json[0]] : []
    if values.count > 1 || values[0].isText { readings += [Self.list(texts), Self.list(json)] }
    self.readings = readings.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private static func list(_ elements: [String]) -> String { "[" + elements.joined(separator: ",") + "]" }

  private enum Value {
    case text(String)
    case json(String)

    var isText: Bool { if case .text = self { true } else { false } }

    var asText: String {
      switch self {
      case .text(let text): JSONText.string(text)
      case .json(let json): json
      }
    }

    var asJSON: String? {
      switch self {
      case .text(let text): JSONText.isValid(text) ? text : nil
      case .json(let json): json
      }
    }

    /// `key=value` or `key:=json`.
    static func parse(_ argument: String) throws(ErrorReport) -> (key: String, value: Self) {
      guard let sign = argument.firstIndex(of: "="), sign > argument.startIndex else {
        throw ErrorReport(.usage, "\(argument.prefix(60)) is neither key=value nor key:=json")
      }
      let value = String(argument[argument.index(after: sign)...])
      let key = argument[..<sign]
      guard key.hasSuffix(":") else { return (String(key), .text(value)) }
      guard JSONText.isValid(value) else { throw ErrorReport(.usage, "what follows \(key)= is not JSON") }
      return (String(key.dropLast()), .json(value))
    }
  }
}

/// Arguments as the system passed them: bytes. Swift's own list of them shows what is not UTF-8 as U+FFFD, which is
/// another name.
enum CommandArgument {
  /// The paths that arguments name, by their bytes.
  static func paths(_ texts: [String]) -> [LocalPath] {
    guard texts.contains(where: isRepaired) else { return texts.map { LocalPath($0) } }
    var rest = raw
    return texts.map { text in
      guard isRepaired(text) else { return LocalPath(text) }
      // Several that look alike come in the order in which they were given.
      guard let index = rest.firstIndex(where: { Array($0.text.utf8) == Array(text.utf8) }) else {
        return LocalPath(text)
      }
      return rest.remove(at: index)
    }
  }

  /// The path that an argument names, by its bytes.
  static func path(_ text: String) -> LocalPath { paths([text]).first ?? LocalPath(text) }

  /// Refuses the value of an option, or an argument, that is not UTF-8.
  ///
  /// - Parameter what: What it is, for the error.
  static func checkIsText(_ text: String, _ what: String) throws(ErrorReport) {
    guard isRepaired(text) else { return }
    let isWrong = raw.contains { argument in
      !argument.isText && (argument.text == text || argument.text.hasSuffix("=" + text))
    }
    if isWrong { throw ErrorReport(.usage, "\(what) is not UTF-8", advice: "Give it in UTF-8.") }
  }

  private static func isRepaired(_ text: String) -> Bool { text.unicodeScalars.contains("\u{FFFD}") }

  private static var raw: [LocalPath] {
    (1..<max(1, Int(CommandLine.argc))).compactMap { index in
      CommandLine.unsafeArgv[index].map { argument in
        LocalPath(bytes: Array(UnsafeRawBufferPointer(start: argument, count: strlen(argument))))
      }
    }
  }
}
