import Synchronization
import WeDriveGenerated
import WeDriveRuntime

/// The names under which things go up. Which characters the service refuses is not documented, so that a name goes up as it is, and
/// once more with `%XX` for what may be the reason if it is refused. What has helped is escaped from then on.
final class SentNames: Sendable {
  private let refused: Mutex<Set<Unicode.Scalar>>

  /// - Parameter text: What an earlier run has found out, see ``text``.
  init(_ text: String = "") { refused = Mutex(Set(text.unicodeScalars)) }

  /// What was found out, to be remembered: the characters, in their order.
  var text: String {
    refused.withLock { refused in
      var text = ""
      text.unicodeScalars.append(contentsOf: refused.sorted())
      return text
    }
  }

  /// Does something with a name of the service, and once more with another if it is refused for its name.
  nonisolated(nonsending) func with<Value>(
    _ name: EntryName, _ work: (String) async throws(TreeError) -> Value
  ) async throws(TreeError) -> Value {
    let first = NameMapping.escaping(refused.withLock { $0 }, in: name)
    let doubtful = NameMapping.doubtful(in: first)
    do throws(TreeError) {
      return try await work(first.text)
    } catch {
      guard let refusal = error.refusal, refusal.isAboutArguments, !doubtful.isEmpty, !Task.isCancelled else {
        throw error
      }
    }
    let value = try await work(NameMapping.escaping(doubtful, in: first).text)
    refused.withLock { $0.formUnion(doubtful) }
    return value
  }
}

extension Refusal {
  /// Whether the service takes offence at what was asked, not at who asks, or how often: at a name that it does not take, or at
  /// more than it takes at once.
  package var isAboutArguments: Bool {
    [.invalidFileName, .invalidDocumentName, .invalidArgument, .invalidRequest, .invalidParameter, .jsonMismatch]
      .contains(weComErrcode)
  }
}
