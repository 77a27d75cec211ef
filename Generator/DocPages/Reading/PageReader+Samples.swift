extension PageReader {
  mutating func readSample(_ sample: Sample) {
    page.counts.samples += 1
    if !sample.repairs.isEmpty { page.counts.repairedSamples += 1 }
    if let first = sample.repairs.first {
      let repairs = sample.repairs.prefix(6).map { "\($0.what) (line \($0.at.line))" }.joined(separator: ", ")
      let more = sample.repairs.count > 6 ? " and \(sample.repairs.count - 6) more" : ""
      remark(.sampleRepaired, first.at, "a sample has \(repairs)\(more)")
    }
    if let call = sample.call { name(sample, calling: call) }
    guard let current = currentCall() else {
      remark(.sampleNotRead, sample.root.at, "a sample that belongs to no call")
      return
    }
    if let function = sample.call, page.calls[current].address != nil {
      let name = sample.interface ?? function
      remark(.sampleNotRead, function, "a sample of '\(name.text)', which '\(page.calls[current].name)' is not")
      return
    }
    if let owner, sample.call == nil {
      switch side {
      case .response: page.calls[current].response.objects.append((owner, sample))
      default: page.calls[current].request.objects.append((owner, sample))
      }
      return
    }
    let recipient = sampleRecipient
    sampleRecipient = nil
    let answers = sample.root.members.contains { vocabulary.envelope.contains($0.key) }
    if sample.call != nil { readCallbacks(of: sample, call: current) }
    if let recipient, !answers {
      page.calls[recipient].request.samples.append(sample)
    } else if sample.call == nil, side == .failure {
      page.calls[current].failure.samples.append(sample)
    } else if sample.call == nil, side == .response || answers {
      page.calls[current].response.samples.append(sample)
    } else {
      page.calls[current].request.samples.append(sample)
    }
  }

  /// Tells which call a sample calls: an interface by its name, or a function.
  private mutating func name(_ sample: Sample, calling function: Excerpt) {
    let name = sample.interface ?? function
    let last = name.text.split(separator: ".").last.map(String.init) ?? name.text
    if let current {
      // The page of `openFile` calls it `tt.openFile`; another function on it is part of an example.
      if page.calls[current].name == last, page.calls[current].function == nil {
        page.calls[current].function = function.text
      }
    } else if let known = page.calls.firstIndex(where: { $0.name == last || $0.name == name.text }) {
      current = known
    } else {
      // A title that names the function says it better.
      _ = currentCall()
      if let current, page.calls[current].name == last {
        page.calls[current].function = function.text
      } else if current == nil {
        begin(name)
        page.calls[page.calls.count - 1].isOfClient = true
        if sample.interface != nil { page.calls[page.calls.count - 1].function = function.text }
      }
    }
  }

  /// What a call's callbacks take from the answer: `res.result.path`.
  private mutating func readCallbacks(of sample: Sample, call: Int) {
    var members: [SampleValue.Member] = []
    for line in sample.body {
      for field in vocabulary.results {
        var rest = line
        while let start = rest.firstIndex(of: ".\(field).") {
          rest = rest.from(start + field.unicodeScalars.count + 2)
          let name = Excerpt(line: line.line, scalars: rest.scalars.prefix(while: \.isNamePart))
          guard !name.isEmpty, !members.contains(where: { $0.key == name.text }) else { continue }
          members.append(
            SampleValue.Member(key: name.text, at: name, value: SampleValue(content: .null, at: name)))
        }
        guard let first = members.first else { continue }
        let inner = SampleValue(content: .object(members), at: first.at)
        let root = SampleValue(
          content: .object([SampleValue.Member(key: field, at: first.at, value: inner)]), at: first.at)
        page.calls[call].response.samples.append(Sample(root: root))
        members.removeAll()
      }
    }
  }

  /// A message of the service: the next table lists its nodes, if they are the same.
  mutating func readMessage(_ message: PageMessage) {
    guard message.isEvent else {
      remark(.codeNotRead, message.at, "a message in XML that tells of no event")
      return
    }
    page.counts.samples += 1
    page.events.append(PageEvent(message: message))
    pendingEvent = page.events.count - 1
  }

  /// Gives the rows of a table to the event whose nodes they are; false if they are not.
  mutating func attachToEvent(_ rows: [FieldRow], at: Excerpt) -> Bool {
    guard let pendingEvent, page.events[pendingEvent].table == nil else { return false }
    let nodes = Set(page.events[pendingEvent].message.nodes.flatMap(\.path))
    let shared = rows.count { nodes.contains($0.name) }
    guard shared >= 2, shared * 2 >= rows.count else { return false }
    page.events[pendingEvent].rows = rows
    page.events[pendingEvent].table = at
    return true
  }
}
