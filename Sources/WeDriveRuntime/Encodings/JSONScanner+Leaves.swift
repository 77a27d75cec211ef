extension JSONScanner {
  /// Goes over a value of any kind and says where the values stand in which there are no others, and the names and indices
  /// that lead to them: `list[0].size`.
  mutating func leaves(_ found: (Range<Int>, String) -> Void) throws(Malformed) {
    /// A container that is open, and the member or element that is due in it.
    struct Level {
      var path: String
      var isObject: Bool
      var index = 0
    }
    var levels: [Level] = []
    var path = ""
    repeat {
      if take("{") {
        guard levels.count < Self.deepest else { throw Malformed(reason: "is nested too deeply") }
        levels.append(Level(path: path, isObject: true))
        if !take("}") {
          path = try member(of: path)
          continue
        }
        levels.removeLast()
      } else if take("[") {
        guard levels.count < Self.deepest else { throw Malformed(reason: "is nested too deeply") }
        levels.append(Level(path: path, isObject: false))
        if !take("]") {
          path += "[0]"
          continue
        }
        levels.removeLast()
      } else {
        found(try value(), path)
      }
      while var level = levels.popLast() {
        if take(",") {
          level.index += 1
          path = level.isObject ? try member(of: level.path) : "\(level.path)[\(level.index)]"
          levels.append(level)
          break
        }
        try expect(level.isObject ? "}" : "]", or: "has brackets that do not match")
      }
    } while !levels.isEmpty
  }

  private mutating func member(of path: String) throws(Malformed) -> String {
    let name = name(try string())
    try expect(":", or: "has a member without a value")
    return path.isEmpty ? name : "\(path).\(name)"
  }
}
