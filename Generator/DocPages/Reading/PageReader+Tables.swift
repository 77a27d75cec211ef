extension PageReader {
  mutating func readTable(_ table: PageTable) {
    let at = table.header[0]
    if let field = valuesOf ?? vocabulary.field(at.unmarked.text, prefix: prefix), Column(at.unmarked.text) == nil {
      addValues(of: field, from: table)
    } else if isListingErrcodes || table.header.contains(where: { Column($0.text) == .code }) {
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
      page.counts.limits += field.description.reduce(0) { $0 + LimitMention.all(in: $1).count }
      rows.append(field)
    }
    page.counts.fieldTables += 1
    page.counts.rows += rows.count
    guard let current = currentCall() else {
      remark(.tableNotCompared, table.header[0], "a table of fields that belongs to no call")
      return
    }
    let answers = rows.contains { vocabulary.envelope.contains($0.name) }
    let fields = FieldTable(owner: owner, prefix: prefix, at: table.header[0], rows: rows)
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
