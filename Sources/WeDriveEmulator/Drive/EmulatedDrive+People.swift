import WeDriveGenerated
import WeDriveRuntime

extension EmulatedDrive {
  func listSelectedTicketUser(
    _ request: ListSelectedTicketUserRequest
  ) async throws(WeDriveError) -> ListSelectedTicketUserResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      let now = now
      let people = try await store.update { (state) throws(ServiceError) in
        try state.tickets.people(request.ticket, for: caller, at: now)
      }
      var response = ListSelectedTicketUserResponse()
      response.pickedBy = people.pickedBy
      response.openUserIDs = people.visible
      response.unauthorizedOpenUserIDs = people.hidden
      response.total = UInt32(clamping: people.visible.count + people.hidden.count)
      return response
    }
  }

  func messageSend(_ request: MessageSendRequest) async throws(WeDriveError) -> MessageSendResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      guard !request.template.templateID.isEmpty else { throw .weCom(.invalidParameter, "template_id is empty") }
      let now = now
      let id = Mint.messageID()
      try await store.update { (state) throws(ServiceError) in
        var receivers: [String] = []
        for ticket in request.tickets ?? [] {
          let people = try state.tickets.people(ticket, for: caller, at: now)
          receivers += ((request.onlyUnauthorized == true ? [] : people.visible) + people.hidden).map(\.rawValue)
          receivers.removeAll { $0 == people.pickedBy.rawValue }
        }
        // The switch counts only where there are tickets.
        if request.onlyUnauthorized != true || receivers.isEmpty && (request.tickets ?? []).isEmpty {
          let named = [request.toUsers, request.toDepartments, request.toTags].compactMap { $0 }
          receivers += named.flatMap { $0.split(separator: "|") }.map { $0.trimmingSpaces }.filter { !$0.isEmpty }
        }
        guard !receivers.isEmpty else { throw .weCom(.invalidParameter, "the message has no receiver") }
        var known: Set<String> = []
        state.messages[MessageID(id)] = SentMessage(
          corp: caller.corp, templateID: request.template.templateID,
          receivers: receivers.filter { known.insert($0).inserted })
      }
      var response = MessageSendResponse()
      response.messageID = id
      return response
    }
  }
}

extension Substring {
  fileprivate var trimmingSpaces: String {
    var text = self
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
