/// Runs a transfer until it ends. If somebody interrupts this process meanwhile, the transfer is cancelled, and ends in
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
