import Testing
import WeDrive
import WeDriveEmulator

@Suite("Observed replies")
struct ObservedRepliesTests {
  @Test("of a service that is as documented show nothing")
  func nothing() async throws {
    let tally = DriftTally()
    try await Emulated.run(configure: { $0.observer = tally.record }) { test in
      let file = try await test.drive.upload([1, 2], named: "a", to: .root(of: test.space))
      _ = try await test.drive.fileInfo(fileID: file)
      for try await _ in test.drive.fileListItems(spaceID: test.space, parentID: test.root, sortType: .sizeAscending) {}
      _ = try await test.drive.spaceInfo(spaceID: test.space)
      _ = try await test.drive.getFilePermission(fileID: file)
      #expect(tally.observed.counts.isEmpty, "\(tally.observed.counts)")
    }
  }

  @Test("show fields, values, types and errcodes that the catalog does not know, and change no result")
  func drift() async throws {
    let tally = DriftTally()
    try await Emulated.run(configure: { $0.observer = tally.record }) { test in
      let file = try await test.drive.upload([1, 2], named: "a", to: .root(of: test.space))
      test.emulator.faults.add(.undocumentedFields, FaultSelection("file_info", count: 2))
      for _ in 0..<2 { #expect(try await test.drive.fileInfo(fileID: file).fileInfo.fileName == "a") }
      let odd = #"{"errcode":0,"file_info":{"fileid":"f","file_name":"a","file_type":99}}"#
      test.emulator.faults.add(.reply(odd), FaultSelection("file_info"))
      #expect(try await test.drive.fileInfo(fileID: file).fileInfo.fileType?.rawValue == 99)
      test.emulator.faults.add(.errcode(640_999), FaultSelection("file_info"))
      await #expect(throws: WeDriveError.self) { try await test.drive.fileInfo(fileID: file) }
      let name = Fault.undocumentedField
      #expect(
        tally.observed.counts == [
          DriftObservation(endpoint: "file_info", kind: .unknownField, path: name): 2,
          DriftObservation(endpoint: "file_info", kind: .unknownField, path: "file_info.\(name)"): 2,
          DriftObservation(endpoint: "file_info", kind: .unknownValue, path: "file_info.file_type"): 1,
          DriftObservation(endpoint: "file_info", kind: .unknownErrcode, errcode: 640_999): 1,
        ])
    }
  }

  @Test(
    "of a listing that is not quite as documented are read all the same, and told",
    arguments: [
      (
        "\u{FEFF}{\"errcode\":0,\"file_list\":{\"item\":[{\"fileid\":\"f\",\"file_name\":\"a\"}]}}", "a",
        "tolerated-type "
      ),
      ("a line\n{\"errcode\":0,\"file_list\":{\"item\":[]}}", nil, nil),
      (
        "{\"errcode\":0,\"file_list\":{\"item\":[{\"fileid\":\"f\",\"file_name\":\"a\tb\"}]}}", "a\tb",
        "tolerated-type "
      ),
      (
        "{\"errcode\":0,\"file_list\":{\"item\":[{\"fileid\":\"f\",\"file_name\":\"a\nb\"}]}}", "a\nb",
        "tolerated-type "
      ),
      (#"{"errcode":0,"file_list":{"item":[{"fileid":"f","file_name":"a\ud83d"}]}}"#, "a\u{FFFD}", "tolerated-type "),
      (
        #"{"errcode":0,"file_list":{"item":[{"fileid":"f","file_name":"a","file_size":"12"}]}}"#, "a",
        "tolerated-type file_list.item[].file_size"
      ),
      (
        #"{"errcode":0,"has_more":0,"file_list":{"item":[{"fileid":"f","file_name":"a"}]}}"#, "a",
        "tolerated-type has_more"
      ),
      (
        #"{"errcode":0,"next_start":"5","file_list":{"item":[{"fileid":"f","file_name":"a"}]}}"#, "a",
        "tolerated-type next_start"
      ),
    ] as [(String, String?, String?)])
  func oddListing(reply: String, name: String?, seen: String?) async throws {
    let tally = DriftTally()
    try await Emulated.run(configure: { $0.observer = tally.record }) { test in
      test.emulator.faults.add(.reply(reply), FaultSelection("file_list"))
      var names: [String] = []
      do {
        for try await file in test.drive.fileListItems(
          spaceID: test.space, parentID: test.root, sortType: .nameAscending)
        {
          names.append(file.fileName)
          #expect(file.fileType == nil)
        }
        #expect(names == (name.map { [$0] } ?? []))
      } catch let error as WeDriveError {
        guard case .undecodableReply = error, name == nil else {
          Issue.record(error)
          return
        }
      }
      let kinds = tally.observed.counts.keys.sorted().map { "\($0.kind.rawValue) \($0.path)" }
      if let seen { #expect(kinds == [seen]) }
    }
  }

  @Test("of entries that cannot be read cost these entries only, and an errcode is found by any name")
  func oddEntries() async throws {
    let tally = DriftTally()
    try await Emulated.run(configure: { $0.observer = tally.record }) { test in
      let reply = #"{"errcode":0,"file_list":{"item":[{"file_name":"no id"},{"fileid":"f","file_name":"a"}]}}"#
      test.emulator.faults.add(.reply(reply), FaultSelection("file_list"))
      #expect(try await test.files().count == 1)
      test.emulator.faults.add(.reply(#"{"errcode":0,"file_list":null}"#), FaultSelection("file_list"))
      #expect(try await test.files().isEmpty)
      #expect(
        tally.observed.counts.keys.map { "\($0.kind.rawValue) \($0.path)" }.sorted()
          == ["tolerated-type file_list", "undecodable file_list.item[].fileid"])
      test.emulator.faults.add(.reply(#"{"\u0065rrcode":640001,"errmsg":"no"}"#), FaultSelection("file_list"))
      do {
        _ = try await test.files()
        Issue.record("a refusal is thrown")
      } catch let error as WeDriveError {
        guard case .refused(let refusal) = error else {
          Issue.record(error)
          return
        }
        #expect(refusal.code == 640_001)
      }
    }
  }
}
