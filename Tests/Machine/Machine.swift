import Foundation
import Logging
import WeDrive
import WeDriveRedis

/// A program as one of several machines runs it, for tests that kill it, stop it and turn back its clock. It says what it
/// does in lines on standard output.
@main
struct Machine {
  static func main() async {
    let arguments = CommandLine.arguments.dropFirst()
    let options = Options(arguments.dropFirst())
    do {
      switch arguments.first {
      case "tokens": try await TokenWork(options).run()
      case "upload": try await UploadWork(options).run()
      case "callback": try await CallbackWork(options).run()
      default: throw Options.Wrong(name: "the work")
      }
    } catch {
      Line.say("failed \(error)")
      exit(1)
    }
  }
}

/// `name=value` arguments.
struct Options {
  struct Wrong: Error { let name: String }

  private var values: [String: String] = [:]

  init(_ arguments: some Sequence<String>) {
    for argument in arguments {
      let parts = argument.split(separator: "=", maxSplits: 1)
      if parts.count == 2 { values[String(parts[0])] = String(parts[1]) }
    }
  }

  subscript(_ name: String) -> String? { values[name] }

  func text(_ name: String) throws -> String {
    guard let text = values[name] else { throw Wrong(name: name) }
    return text
  }

  func number(_ name: String) throws -> Double {
    guard let number = values[name].flatMap(Double.init) else { throw Wrong(name: name) }
    return number
  }

  /// The store of `store`, with the password of `password`; nil if none is named.
  func store() throws -> (any SharedStore)? {
    guard let url = values["store"] else { return nil }
    var configuration = try RedisConfiguration(url: url)
    if let password = values["password"] { configuration.password = { Secret(password) } }
    return RedisStore(configuration)
  }
}

/// Lines that a test reads while the program runs.
enum Line {
  static func say(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }
}

/// Counts warnings, and says them.
struct SayingHandler: LogHandler {
  var metadata = Logger.Metadata()
  var logLevel = Logger.Level.warning

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) { Line.say("warning \(event.message) \(event.metadata?["kind"]?.description ?? "")") }
}
