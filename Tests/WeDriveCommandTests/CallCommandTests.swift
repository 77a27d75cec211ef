import Foundation
import TestSupport
import Testing
import WeDrive
import WeDriveEmulator

@Suite("wedrive call")
struct CallCommandTests {
  @Test("prints the reply as it was received, laid out")
  func reply() async throws {
    try await Emulated.run { test in
      let odd = #"{"zeta":1.50,"errcode":0,"errmsg":"ok","future":{"b":1,"a":[]},"file_list":{"item":[]}}"#
      test.emulator.faults.add(.reply(odd), FaultSelection("file_list"))
      let run = try await test.call("file_list", "spaceid=1", "fatherid=1", "sort_type=1", "start=0", "limit=10")
      #expect(run.status == 0)
      #expect(run.errors == "")
      #expect(
        run.output == """
          {
            "zeta": 1.50,
            "errcode": 0,
            "errmsg": "ok",
            "future": {
              "b": 1,
              "a": []
            },
            "file_list": {
              "item": []
            }
          }

          """)
    }
  }

  @Test("sends what was given as key=value, as JSON, from a file and from standard input")
  func request() async throws {
    try await Emulated.run { test in
      let folder = try TemporaryFolder()
      try Data(#"{"space_name": "from a file"}"#.utf8).write(to: URL(filePath: folder.path("request.json")))
      let json = #"{"space_name": "from standard input"}"#
      for (arguments, input) in [
        (["space_name=from fields"], ""), (["--json", #"{"space_name": "from JSON"}"#], ""),
        (["--json", "@" + folder.path("request.json")], ""), (["--json", "-"], json),
      ] {
        let run = try await test.run(["call", "space_create"] + arguments, input: input)
        #expect(run.status == 0, "\(run.text)")
        #expect(run.output.contains("spaceid"))
      }
      #expect(test.emulator.journal.count(of: "space_create") == 4)
    }
  }

  @Test("says what was refused and what to do, and exits with 1")
  func refused() async throws {
    try await Emulated.run { test in
      let run = try await test.call("space_info", "spaceid=none")
      #expect(run.status == 1)
      #expect(run.output.contains("\"errcode\": 640001"), "the reply as it was received")
      #expect(run.errors.hasPrefix("wedrive: space_info was refused: 640001 space_not_found: "))
      #expect(run.errors.split(separator: "\n").count <= 2)
    }
  }

  @Test("exits with 2 when the service is not reached or its reply is of no use")
  func failed() async throws {
    try await Emulated.run { test in
      test.emulator.faults.add(.garbage, .all("space_info"))
      let garbage = try await test.call("space_info", "spaceid=1")
      #expect(garbage.status == 2, "\(garbage.text)")
      #expect(garbage.errors.split(separator: "\n").count <= 2)
      await test.emulator.stop()
      let unreachable = try await test.call("space_info", "spaceid=1")
      #expect(unreachable.status == 2, "\(unreachable.text)")
      #expect(unreachable.errors.split(separator: "\n").count <= 2)
      // It was the token that could not be fetched, for the same reason.
      let noToken = try await test.call("space_info", "spaceid=1", "--no-token-cache")
      #expect(noToken.status == 2, "\(noToken.text)")
      #expect(noToken.errors.contains("no access token: gettoken: "))
      #expect(noToken.errors.contains("Check that the service is running"))
    }
  }

  @Test("exits with 64 before anything is sent when it is asked for what cannot be")
  func usage() async throws {
    try await Emulated.run { test in
      for arguments in [
        ["call"], ["call", "file_lst"], ["call", "file_info"], ["call", "file_info", "fileid"],
        ["call", "file_info", "fileid=1", "--json", "{}"], ["call", "file_info", "--json", "{"],
        ["call", "file_list", "spaceid=1", "fatherid=1", "sort_type=1", "start=0", "limit=1001"],
        ["call", "file_info", "fileid=1", "--endpoint", "http://example.com"],
        ["call", "file_download", "selected_ticket=planted"],
        ["call", "file_download", "--json", #"{"selected_ticket":"planted"}"#],
        ["call", "file_info", "--json", "-", "--secret-file", "-"],
      ] {
        let run = try await test.run(arguments)
        #expect(run.status == 64, "\(arguments) \(run.text)")
        #expect(run.output == "")
      }
      let twice = try await test.call("mng_capacity", "--json", #"{"odd":1,"odd":2}"#)
      #expect(twice.status == 64)
      #expect(twice.errors.hasSuffix("wedrive: what was given with --json, line 1, column 11, has a member twice\n"))
      let misspelt = try await test.call("file_lst")
      #expect(misspelt.errors == "wedrive: there is no endpoint file_lst\n  Did you mean file_list?\n")
      #expect(test.emulator.journal.count() == 0)
    }
  }

  #if os(Linux)
    @Test("exits with 2 when its output cannot be written", arguments: [["call", "mng_capacity"], ["endpoints"]])
    func fullDisk(_ arguments: [String]) async throws {
      try await Emulated.run { test in
        let run = try await CommandRun.of(arguments, environment: test.environment, output: "/dev/full")
        #expect(run.status == 2)
        #expect(run.errors == "wedrive: standard output: cannot write: No space left on device\n")
      }
    }
  #endif

  @Test("says why a file cannot be read, before anything is sent")
  func unreadableInput() async throws {
    try await Emulated.run { test in
      let noFile = try await test.call("file_info", "--json", "@/nope")
      #expect(noFile.status == 2)
      #expect(noFile.errors.hasPrefix("wedrive: /nope: cannot open: No such file or directory\n"))
      let noAuthorities = try await test.call("file_info", "fileid=1", "--ca-file", "/nope")
      #expect(noAuthorities.status == 64)
      #expect(noAuthorities.errors == "wedrive: --ca-file: /nope: cannot be read: No such file or directory\n")
      #expect(test.emulator.journal.count() == 0)
    }
  }

  @Test("asks for a corp id and a secret where there is none")
  func noCredential() async throws {
    let anonymous = try await CommandRun.of(["call", "file_info", "fileid=1"])
    #expect(anonymous.status == 64)
    #expect(anonymous.errors.contains("WEDRIVE_CORP_ID"))
    let noSecret = try await CommandRun.of(["call", "file_info", "fileid=1", "--corp-id", "ww1"])
    #expect(noSecret.status == 64)
    #expect(noSecret.errors.contains("WEDRIVE_CORP_SECRET"))
  }

  @Test("takes the secret from a file or from standard input, too")
  func secretSources() async throws {
    try await Emulated.run { test in
      let folder = try TemporaryFolder()
      let secret = EmulatedApp.standard.secret.rawValue
      try Data((secret + "\n").utf8).write(to: URL(filePath: folder.path("secret")))
      let environment = ["WEDRIVE_CORP_SECRET": ""]
      for (file, input) in [(folder.path("secret"), ""), ("-", secret)] {
        let run = try await test.run(
          ["call", "mng_capacity", "--secret-file", file], environment: environment, input: input)
        #expect(run.status == 0, "\(run.text)")
      }
    }
  }

  @Test("keeps its access token between runs, where no other user can read it")
  func tokenCache() async throws {
    try await Emulated.run { test in
      for _ in 1...3 { #expect(try await test.call("mng_capacity").status == 0) }
      #expect(test.emulator.journal.count(of: "gettoken") == 1)
      let folder = test.cache.path("wedrive")
      #expect(try permissions(folder) == 0o700)
      let files = try FileManager.default.subpathsOfDirectory(atPath: folder)
      #expect(!files.isEmpty)
      for file in files { #expect(try permissions(folder + "/" + file) & 0o077 == 0) }
      #expect(try await test.call("mng_capacity", "--no-token-cache").status == 0)
      #expect(test.emulator.journal.count(of: "gettoken") == 2)
    }
  }

  @Test("never prints the secret or the token, whatever happens")
  func secrets() async throws {
    try await Emulated.run { test in
      let secret = EmulatedApp.standard.secret.rawValue
      #expect(try await test.call("mng_capacity").status == 0)
      let token = try #require(try test.cachedToken())
      // The last of them makes the command fetch another token.
      let faults: [Fault] = [
        .reply(#"{"errcode":1,"errmsg":"token \#(token)"}"#), .reply(token), .reply(#"{"token":"\#(token)"#),
        .errcode(45009), .errcode(99_999), .closeBeforeActing, .closeAfterActing, .garbage, .status(500),
        .truncate(after: 3), .errcode(40014),
      ]
      for target in ["space_create", "mng_capacity"] {
        for fault in faults where target == "mng_capacity" || fault != .errcode(40014) {
          test.emulator.faults.removeAll()
          test.emulator.faults.add(fault, .all(target))
          let run = try await test.run(["call", target] + (target == "space_create" ? ["space_name=a"] : []))
          #expect(run.status != 0, "\(fault)")
          #expect(!run.text.contains(token), "\(fault)")
          #expect(!run.text.contains(secret), "\(fault)")
        }
      }
      test.emulator.faults.removeAll()
      test.emulator.faults.add(.reply(#"{"errcode":1,"errmsg":"not \#(secret)"}"#), .all("gettoken"))
      let echo = try await test.call("mng_capacity", "--no-token-cache")
      #expect(echo.status == 1)
      #expect(!echo.text.contains(secret))
      test.emulator.faults.removeAll()
      let wrong = try await test.run(["call", "mng_capacity"], environment: ["WEDRIVE_CORP_SECRET": "planted-secret"])
      #expect(wrong.status == 1)
      #expect(!wrong.text.contains("planted"))
    }
  }

  private func permissions(_ path: String) throws -> Int {
    try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
  }
}
