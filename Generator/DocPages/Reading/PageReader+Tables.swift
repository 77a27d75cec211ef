extension PageReader {
  mutating func readTable(_ table: PageTable) {
    let at = table.header[0]
    if readAddresses(table) { return }
    if let (isNamed, name) = listsValues(table) {
      if !isNamed { remark(.valueTable, at, "the table lists the values of '\(name)', and no fields") }
      addValues(of: name, from: table)
    } else if let field = valuesOf ?? vocabulary.field(at.unmarked.text, prefix: prefix),
      Column(at.unmarked.text) == nil
    {
      addValues(of: field, from: table)
    } else if (isListingErrcodes && FieldRowReader(table) == nil) || Column(at.unmarked.text) == .code {
      readErrcodes(table)
    } else if let reader = FieldRowReader(table), !lists(numbers: table) {
      readFields(table, reader)
    } else if lists(numbers: table) {
      readErrcodes(table)
    } else {
      page.counts.otherTables += 1
      let columns = table.header.map { "'\($0.unmarked.text)'" }.joined(separator: ", ")
      remark(.tableNotCompared, at, "a table of \(table.rows.count) rows with the columns \(columns)")
    }
  }

  /// Reads a table that gives a call's address and method, each in a row of its own; false if it gives no address.
  private mutating func readAddresses(_ table: PageTable) -> Bool {
    let rows = ([table.header] + table.rows.map(\.cells)).filter { $0.count >= 2 }
    guard rows.contains(where: { PageReader.isLabel($0[0], of: PageReader.addressLabels) }) else { return false }
    var isFound = false
    for row in rows {
      let value = row[1].unmarked
      if PageReader.isLabel(row[0], of: PageReader.addressLabels) {
        isFound = readCallLine(value) || isFound
      } else if PageReader.isLabel(row[0], of: PageReader.methodLabels), CallLine.isMethod(value) {
        if let current, page.calls[current].address != nil, page.calls[current].method == nil {
          page.calls[current].method = (value.text, value)
        } else {
          method = value
        }
      }
    }
    return isFound
  }

  private static let addressLabels: Set<String> = ["http url", "请求地址", "接口地址", "请求url"]
  private static let methodLabels: Set<String> = ["http method", "请求方式", "请求方法"]

  private static func isLabel(_ cell: Excerpt, of labels: Set<String>) -> Bool { labels.contains(cell.unmarked.folded) }

  /// What the table lists the values of, and whether its heading says that it does: `枚举值 | 描述`. A heading of kinds without
  /// names does not: `字段类型 | 说明`.
  private func listsValues(_ table: PageTable) -> (isNamed: Bool, name: String)? {
    guard let name = valuesOf ?? owner else { return nil }
    let columns = table.header.map { Column($0.unmarked.text) }
    if columns.first == .value { return (true, name) }
    let isOfKinds = columns.count == 2 && columns[1] == .description && table.header[0].unmarked.text.hasSuffix("类型")
    let areValues = table.rows.allSatisfy { row in
      row.cells.first.map { !$0.unmarked.isEmpty && $0.unmarked.scalars.allSatisfy { $0.isNamePart || $0 == "-" } }
        ?? false
    }
    return isOfKinds && areValues ? (false, name) : nil
  }

  private func lists(numbers table: PageTable) -> Bool {
    !table.rows.isEmpty
      && table.rows.prefix(3).allSatisfy { row in row.cells.first?.words.first.flatMap { Int($0.text) } != nil }
  }

  private mutating func readFields(_ table: PageTable, _ reader: FieldRowReader) {
    var rows: [FieldRow] = []
    for row in table.rows {
      guard let field = reader.row(row) else {
        let isBlank = row.cells.allSatisfy { $0.trimmed.isEmpty }
        if !isBlank {
          remark(
            .rowNotRead, row.cells[0].trimmed, "a row that names no field: '\(row.cells[0].trimmed.text.prefix(40))'")
        }
        continue
      }
      if field.isSwapped {
        remark(.columnsSwapped, field.at, "type and requiredness of '\(field.name)' stand in each other's columns")
      }
      if let strange = field.strangeType {
        remark(
          .rowNotRead, strange,
          "'\(strange.text.prefix(40))' is no type that is known; the type of '\(field.name)' is not compared")
      }
      page.counts.values += ValueMention.all(in: field.description).count
      page.counts.limits += field.description.reduce(0) { $0 + LimitMention.all(in: $1, isRow: true).count }
      rows.append(field)
    }
    page.counts.fieldTables += 1
    page.counts.rows += rows.count
    if attachToEvent(rows, at: table.header[0]) { return }
    guard let current = currentCall() else {
      remark(.tableNotCompared, table.header[0], "a table of fields that belongs to no call")
      return
    }
    let answers = rows.contains { vocabulary.envelope.contains($0.name) }
    let fields = FieldTable(owner: owner, prefix: prefix, at: table.header[0], rows: rows)
    if owner != nil, side != .failure {
      objects.append(ObjectTable(call: current, isResponse: side == .response, table: fields))
      return
    }
    if side == .failure {
      page.calls[current].failure.tables.append(fields)
    } else if side == .response || answers && owner == nil {
      side = .response
      page.calls[current].response.tables.append(fields)
    } else {
      page.calls[current].request.tables.append(fields)
    }
  }

  private mutating func readErrcodes(_ table: PageTable) {
    page.counts.valueTables += 1
    let isList = current != nil || isListingErrcodes || page.title.map { PageLabel.namesErrcodes($0) } ?? false
    guard isList else {
      remark(
        .tableNotCompared, table.header[0], "a table of numbers outside of any call, which nothing says are errcodes")
      return
    }
    for row in table.rows {
      guard let cell = row.cells.first?.trimmed, let word = cell.words.first else { continue }
      guard let code = Int(word.unmarked.text) else {
        let isRest = ["其他", "其它", "other", "Other"].contains(where: cell.hasPrefix)
        remark(
          isRest ? .tableNotCompared : .rowNotRead, cell,
          isRest
            ? "a row for all other errcodes" : "a row of errcodes without a number: '\(cell.text.prefix(40))'")
        continue
      }
      page.counts.rows += 1
      let errcode = PageErrcode(code: code, at: word.unmarked)
      if let current { page.calls[current].errcodes.append(errcode) } else { page.errcodes.append(errcode) }
    }
  }

  private mutating func addValues(of field: String, from table: PageTable) {
    page.counts.valueTables += 1
    page.counts.rows += table.rows.count
    page.counts.values += table.rows.count
    let values = table.rows.compactMap { row -> ValueMention? in
      guard let cell = row.cells.first?.unmarked else { return nil }
      let value = table.hasBars ? cell : cell.words.first ?? cell
      return ValueMention(value: value.text, at: value, term: row.cells.dropFirst().first?.unmarked.text ?? "")
    }
    if let current = currentCall() { page.calls[current].values.append((field, values)) }
  }
}
