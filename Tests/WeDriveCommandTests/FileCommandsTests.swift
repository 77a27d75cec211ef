import TestSupport
import Testing
import WeDrive

@Suite("The commands for files and folders")
struct FileCommandsTests {
  @Test("list a folder, in short, at length and as JSON")
  func listing() async throws {
    try await EmulatedService.run { service in
      let folder = try await service.command("mkdir", service.space.rawValue, "Folder")
      #expect(folder.status == 0)
      let folderID = folder.output.trimmingSuffix("\n")
      let file = try await service.upload([1, 2, 3], named: "a\u{1B}b.txt").rawValue
      let brief = try await service.command("ls", service.space.rawValue)
      #expect(brief.status == 0)
      #expect(brief.output.contains("\(folderID)  Folder/\n"))
      #expect(brief.output.contains("\(file)  a\\u001bb.txt\n"))
      let long = try await service.command("ls", "-l", "--sort", "size", service.space.rawValue)
      let line = try #require(long.output.split(separator: "\n").first { $0.contains(file) })
      #expect(line.contains("file"))
      #expect(line.contains(" 3 "))
      #expect(line.contains("T"))
      let json = try await service.command("ls", "--json", service.space.rawValue)
      #expect(json.output.split(separator: "\n").count == 2)
      #expect(json.output.contains(#""fileid":"\#(file)""#))
      let inside = try await service.command("ls", service.space.rawValue, folderID)
      #expect((inside.status, inside.output) == (0, ""))
    }
  }

  @Test("move, rename, describe, share and delete")
  func changes() async throws {
    try await EmulatedService.run { service in
      let file = try await service.upload([1, 2, 3], named: "a.txt").rawValue
      let folder = try await service.command("mkdir", service.space.rawValue, "Folder").output.trimmingSuffix("\n")
      let nested = try await service.command("mkdir", "--folder", folder, "--json", service.space.rawValue, "Inner")
      #expect(nested.status == 0 && nested.output.contains(#""fileid":""#))
      let renamed = try await service.command("mv", "--name", "b.txt", file)
      #expect(renamed.status == 0 && renamed.output.contains("b.txt"))
      let moved = try await service.command("mv", file, folder)
      #expect(moved.status == 0, "\(moved.errors)")
      let info = try await service.command("info", file)
      #expect(info.output.contains("b.txt") && info.output.contains("size") && info.output.contains(folder))
      #expect(info.output.contains("7037807198c22a7d2b0807371d763779a84fdfcf"))
      let link = try await service.command("share", file)
      #expect(link.status == 0 && link.output.hasPrefix("http"))
      let removed = try await service.command("rm", file)
      #expect((removed.status, removed.output) == (0, ""))
      let gone = try await service.command("info", file)
      #expect(gone.output.contains("deleted"))
    }
  }

  @Test("tell the quota")
  func quota() async throws {
    try await EmulatedService.run { service in
      let run = try await service.command("quota")
      #expect(run.status == 0)
      #expect(run.output.contains("total for everybody"))
      let json = try await service.command("quota", "--json")
      #expect(json.output.contains("total_capacity_for_all"))
    }
  }

  @Test(
    "say what is wrong with their arguments",
    arguments: [["mv", "f"], ["mv", "--name", "n", "f", "g"], ["rm"], ["ls"]])
  func usage(_ arguments: [String]) async throws {
    let run = try await CommandRun.of(arguments)
    #expect(run.status == 64)
  }
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}
