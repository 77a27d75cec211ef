extension PageReader {
  mutating func readSample(_ sample: Sample) {
    page.counts.samples += 1
    if !sample.repairs.isEmpty { page.counts.repairedSamples += 1 }
    if let first = sample.repairs.first {
      let repairs = sample.repairs.prefix(6).map { "\($0.what) (line \($0.at.line))" }.joined(separator: ", ")
      let more = sample.repairs.count > 6 ? " and \(sample.repairs.count - 6) more" : ""
      remark(.sampleRepaired, first.at, "a sample has \(repairs)\(more)")
    }
    if let call = sample.call, current == nil { begin(call) }
    guard let current = currentCall() else {
      remark(.sampleNotRead, sample.root.at, "a sample that belongs to no call")
      return
    }
    let answers = sample.root.members.contains { vocabulary.envelope.contains($0.key) }
    if sample.call == nil, side == .failure {
      page.calls[current].failure.samples.append(sample)
    } else if sample.call == nil, side == .response || answers {
      page.calls[current].response.samples.append(sample)
    } else {
      page.calls[current].request.samples.append(sample)
    }
  }
}
