extension ModelReader {
  /// `blocks`: how the upload in blocks that an endpoint starts goes on. Whether the names exist and fit is seen when the
  /// whole catalog is read.
  func readBlocks(_ keys: KeyReader, _ service: String?) -> Endpoint.BlockUpload? {
    guard let entry = keys.entry("blocks"),
      let blocks = KeyReader(
        entry.value, .blocks, owner: "the blocks of \(keys.owner)", at: entry.keySpan, report: report)
    else { return nil }
    let names = KeyTable.blocks.names.dropLast().map { name($0, blocks) }
    let expired = readErrcodes(blocks, service, key: "expired")
    let found = names.compactMap { $0 }
    guard found.count == names.count else { return nil }
    return Endpoint.BlockUpload(
      part: found[0], finish: found[1], size: found[2], digests: found[3], exists: found[4], key: found[5],
      index: found[6], content: found[7], result: found[8], expired: expired, position: position(entry.keySpan))
  }

  private func name(_ key: String, _ blocks: KeyReader) -> Endpoint.BlockUpload.Name? {
    guard let text = blocks.text(key), let entry = blocks.entry(key) else { return nil }
    return Endpoint.BlockUpload.Name(text: text, position: position(entry.value.span))
  }
}
