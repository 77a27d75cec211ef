/// Takes markup out of lines that says nothing about a call. What is taken out becomes space, so that columns stay.
enum PageMarkup {
  /// The lines without HTML comments. A line that held nothing else is left out, so that a table goes on behind it.
  ///
  /// - Parameter hidden: Receives the lines of commented-out tables.
  static func withoutComments(_ lines: [Excerpt], hidden: inout [Excerpt]) -> [Excerpt] {
    guard lines.contains(where: { $0.contains("<!--") }) else { return lines }
    // A comment that is not closed is text.
    guard let last = lines.lastIndex(where: { $0.contains("-->") }) else { return lines }
    var kept: [Excerpt] = []
    var isOpen = false
    for (index, line) in lines.enumerated() {
      guard isOpen || line.contains("<!--") else {
        kept.append(line)
        continue
      }
      var scalars = line.scalars
      var place = scalars.startIndex
      while place < scalars.endIndex {
        let rest = Excerpt(line: line.line, scalars: scalars[place...])
        if !isOpen {
          guard let start = rest.firstIndex(of: "<!--"), index <= last else { break }
          place = start
          isOpen = index < last || rest.contains("-->")
          if !isOpen { break }
        } else {
          let end = rest.firstIndex(of: "-->").map { $0 + 3 }
          for blank in place..<(end ?? scalars.endIndex) { scalars[blank] = " " }
          isOpen = end == nil
          place = end ?? scalars.endIndex
        }
      }
      let rest = Excerpt(line: line.line, scalars: scalars)
      if !rest.trimmed.isEmpty {
        kept.append(rest)
      } else if line.scalars.contains("|") {
        hidden.append(line)
      }
    }
    return kept
  }

  /// A line that imports something, where it stands in a comment for those who build the page: `<!-- import a from @b/c -->`.
  static func shown(_ line: Excerpt) -> Excerpt {
    guard line.scalars.contains("<"), line.trimmed.hasPrefix("<!--"), line.contains(" import "),
      line.contains(" from "),
      line.contains("-->")
    else { return line }
    var line = line
    for mark in ["<!--", "-->"] {
      guard let start = line.firstIndex(of: mark) else { continue }
      for index in start..<(start + mark.unicodeScalars.count) { line.scalars[index] = " " }
    }
    return line
  }

  /// A line with space for its line breaks, and with `**` for bold that is written with underscores.
  static func plain(_ line: Excerpt) -> Excerpt {
    var line = line
    if line.scalars.contains("<") {
      for tag in ["<br>", "</br>", "<br/>", "<br />", "<BR>", "</BR>"] {
        while let start = line.firstIndex(of: tag) {
          for index in start..<(start + tag.unicodeScalars.count) { line.scalars[index] = " " }
        }
      }
    }
    guard line.trimmed.hasPrefix("__") else { return line }
    var index = line.scalars.startIndex
    while index + 1 < line.scalars.endIndex {
      let isPair = line.scalars[index] == "_" && line.scalars[index + 1] == "_"
      let before = index > line.scalars.startIndex ? line.scalars[index - 1] : " "
      let after = index + 2 < line.scalars.endIndex ? line.scalars[index + 2] : " "
      if isPair, !(before.isNamePart && after.isNamePart) {
        line.scalars[index] = "*"
        line.scalars[index + 1] = "*"
        index += 2
      } else {
        index += 1
      }
    }
    return line
  }
}

/// Writes a manual page in POD as the plain text that it prints.
enum ManualText {
  static func plain(_ lines: [Excerpt]) -> [Excerpt] { lines.compactMap(plain) }

  private static func plain(_ line: Excerpt) -> Excerpt? {
    guard line.scalars.first == "=" else { return withoutCodes(line) }
    let command = line.scalars.prefix { !$0.isPageSpace }
    let rest = line.from(command.endIndex).trimmed
    switch Excerpt(line: line.line, scalars: command).text {
    case "=head1", "=head2", "=head3", "=head4", "=item":
      let text = withoutCodes(rest)
      // A heading of the page's language is a label whether or not a colon ends it.
      let isLabel = text.scalars.contains { $0.value > 0x7F } && text.scalars.last != ":" && text.scalars.last != ")"
      return isLabel ? Excerpt(line: line.line, scalars: (text.scalars + [":"])[...]) : text
    default: return line.upTo(line.scalars.startIndex)
    }
  }

  /// Without `B<…>`, `C<…>`, `I<…>`, `L<…|address>`; what they are around stays.
  private static func withoutCodes(_ line: Excerpt) -> Excerpt {
    guard line.contains("<") else { return line }
    var result: [Unicode.Scalar] = []
    var open = 0
    var index = line.scalars.startIndex
    while index < line.scalars.endIndex {
      let scalar = line.scalars[index]
      let next = index + 1 < line.scalars.endIndex ? line.scalars[index + 1] : " "
      if "BCFILSXZ".unicodeScalars.contains(scalar), next == "<" {
        open += 1
        index += 2
        continue
      }
      if scalar == ">", open > 0 {
        open -= 1
      } else {
        result.append(scalar)
      }
      index += 1
    }
    return Excerpt(line: line.line, scalars: result[...])
  }
}
