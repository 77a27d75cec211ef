import ArgumentParser
import Synchronization
import TerminalOutput
import WeDrive

struct CallCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "call", abstract: "Calls any endpoint of the catalog and prints the reply as it was received.",
    discussion: """
      key=value gives a field; whether it is a string, a number or something else is decided by the endpoint. key:=json gives \
      JSON in any case. A key given more than once makes a list.

        wedrive call file_list spaceid=s1 fatherid=s1 sort_type=1 start=0 limit=10
        wedrive call space_create space_name=Backups auth_info:='[{"type":1,"userid":"zhangsan","auth":7}]'
        wedrive call file_delete --json @request.json

      Calls of WeChat's cloud storage are made for the account of WECHAT_APP_ID and WECHAT_APP_SECRET.

      Secrets do not belong on a command line: fields that hold one are taken from a file or from standard input only.

      The request is checked before it is sent. Fields that are not documented are sent all the same.
      """)

  @OptionGroup var service: ServiceOptions

  @Option(help: ArgumentHelp("The whole request: JSON itself, @FILE, or - for standard input.", valueName: "json"))
  var json: String?

  @Argument(help: "The endpoint's name, as `wedrive endpoints` lists it, or its path.")
  var endpoint: String

  @Argument(help: ArgumentHelp("Fields of the request.", valueName: "key=value"))
  var fields: [String] = []

  func validate() throws {
    if let json, InputSource(json) == .standardInput, service.secretFile == "-" {
      throw ValidationError("Standard input is either the secret or the request: give one of them in a file.")
    }
  }

  func run() async throws {
    try await reportingErrors {
      let refused = Mutex<[UInt8]?>(nil)
      do {
        Self.show(try await reply { bytes in refused.withLock { $0 = bytes } })
      } catch {
        // A refusal is a reply, too: it is printed as it was received, and the error says what it means.
        if case .refused? = error as? WeDriveError, let bytes = refused.withLock({ $0 }) { Self.show(bytes) }
        throw error
      }
    }
  }

  private func reply(whenRefused: @escaping @Sendable ([UInt8]) -> Void) async throws -> [UInt8] {
    if let route = RouteLookup.find(endpoint, in: weChatRoutes) {
      let body = try body(for: route)
      return try await service.connection.weChatClient(as: .account(), observing: service.observe)
        .reply(of: route, to: body.bytes, whenRefused: whenRefused)
    }
    let route = try RouteLookup.route(endpoint, in: weDriveRoutes, besides: weChatRoutes.map(\.endpoint))
    let body = try body(for: route)
    return try await service.client().reply(of: route, to: body.bytes, whenRefused: whenRefused)
  }

  private static func show(_ reply: [UInt8]) {
    StandardOutput.print(JSONLayout.indented(reply) ?? String(decoding: reply, as: UTF8.self), keepingLines: true)
  }

  private func body(for route: Route<some Sendable>) throws(ErrorReport) -> RequestBody {
    let body: RequestBody
    if let json {
      guard fields.isEmpty else {
        throw ErrorReport(.usage, "a request is given with --json or as key=value, not both")
      }
      let source = InputSource(json)
      body = try RequestBody(json: source.read(), for: route, isVisible: source.isVisible)
    } else {
      body = try RequestBody(Assignment.parse(fields), for: route)
    }
    for name in body.undocumented {
      StandardError.print(
        "wedrive: note: \(TerminalText.visible(endpoint)) documents no field \(TerminalText.visible(name)); it is sent all the same"
      )
    }
    return body
  }
}
