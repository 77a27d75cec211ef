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
