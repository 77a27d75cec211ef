/// A value of a YAML document.
enum YAMLValue: Sendable {
  case text(String)
  case number(Int64)
  case bool(Bool)
  case list([YAMLValue])
  case map(YAMLMap)

  /// A list of texts.
  static func texts(_ texts: some Sequence<String>) -> YAMLValue { .list(texts.map { .text($0) }) }
}

/// A map whose entries are written in the order in which they were added.
struct YAMLMap: Sendable {
  private(set) var entries: [(key: String, value: YAMLValue)] = []

  /// Whether there are no entries.
  var isEmpty: Bool { entries.isEmpty }

  /// Adds an entry, unless there is no value. The caller adds no key twice: nothing looks for one here.
  mutating func add(_ key: String, _ value: YAMLValue?) {
    if let value { entries.append((key, value)) }
  }

  /// Adds a text, unless there is none.
  mutating func add(_ key: String, text: String?) { add(key, text.map { .text($0) }) }

  /// Adds all entries of another map.
  mutating func add(_ other: YAMLMap) { entries += other.entries }

  /// The entries of both, one after the other.
  static func + (first: YAMLMap, second: YAMLMap) -> YAMLMap {
    var map = first
    map.add(second)
    return map
  }

  /// Adds a map, unless it is empty.
  mutating func add(_ key: String, unlessEmpty map: YAMLMap) { add(key, map.isEmpty ? nil : .map(map)) }

  /// Adds a list, unless it is empty.
  mutating func add(_ key: String, unlessEmpty list: [YAMLValue]) { add(key, list.isEmpty ? nil : .list(list)) }
}

extension YAMLMap: ExpressibleByDictionaryLiteral {
  init(dictionaryLiteral elements: (String, YAMLValue)...) { entries = elements.map { ($0.0, $0.1) } }
}

extension YAMLValue: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  init(stringLiteral value: String) { self = .text(value) }
  init(integerLiteral value: Int64) { self = .number(value) }
  init(booleanLiteral value: Bool) { self = .bool(value) }
  init(arrayLiteral elements: YAMLValue...) { self = .list(elements) }
  init(dictionaryLiteral elements: (String, YAMLValue)...) {
    var map = YAMLMap()
    for (key, value) in elements { map.add(key, value) }
    self = .map(map)
  }
}
