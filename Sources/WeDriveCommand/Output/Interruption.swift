import Dispatch
import Foundation

/// Waits for an interruption of this process, by Ctrl-C or a polite kill.
final class Interruption {
  private let signals: AsyncStream<Void>
  private let sources: [any DispatchSourceSignal]

  /// From here on those signals no longer end the process by themselves.
  init() {
    let (signals, arrival) = AsyncStream.makeStream(of: Void.self)
    self.signals = signals
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { arrival.yield() }
      source.resume()
      return source
    }
  }

  /// Returns when the first signal has arrived. From then on another one ends the process at once.
  func happens() async {
    for await _ in signals {
      for source in sources { source.cancel() }
      for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
      return
    }
  }
}

/// Runs a transfer until it ends. If this process is interrupted meanwhile, the transfer is cancelled, and ends in
/// good order, so that the same command goes on from there.
func cancelledByInterruption<Value: Sendable>(_ transfer: @escaping @Sendable () async -> Value) async -> Value {
  let running = Task { await transfer() }
  let watch = Task {
    await Interruption().happens()
    running.cancel()
  }
  defer { watch.cancel() }
  return await running.value
}
