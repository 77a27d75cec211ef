import WeDriveGenerated
import WeDriveRuntime

extension EmulatedDrive {
  func listSelectedTicketUser(
    _ request: ListSelectedTicketUserRequest
  ) async throws(WeDriveError) -> ListSelectedTicketUserResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      let now = now
      let people = try await store.update { (state) throws(ServiceError) in
        try state.tickets.people(request.ticket.rawValue, for: caller, at: now)
      }
      var response = ListSelectedTicketUserResponse()
      response.pickedBy = OpenUserID(people.pickedBy)
      response.openUserIDs = people.visible.map { OpenUserID($0) }
      response.unauthorizedOpenUserIDs = people.hidden.map { OpenUserID($0) }
      response.total = UInt32(clamping: people.visible.count + people.hidden.count)
      return response
    }
  }

  func messageSend(_ request: MessageSendRequest) async throws(WeDriveError) -> MessageSendResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      guard !request.template.templateID.isEmpty else { throw .invalidParameter.because("template_id is empty") }
      let now = now
      let id = RandomName.make(bytes: 12)
      try await store.update { (state) throws(ServiceError) in
        var receivers: [String] = []
        for ticket in request.tickets ?? [] {
          let people = try state.tickets.people(ticket.rawValue, for: caller, at: now)
          receivers += request.onlyUnauthorized == true ? people.hidden : people.visible + people.hidden
          receivers.removeAll { $0 == people.pickedBy }
        }
        // The switch counts only where there are tickets.
        if request.onlyUnauthorized != true || receivers.isEmpty && (request.tickets ?? []).isEmpty {
          let named = [request.toUsers, request.toDepartments, request.toTags].compactMap { $0 }
          receivers += named.flatMap { $0.split(separator: "|") }.map { $0.trimmingSpaces }.filter { !$0.isEmpty }
        }
        guard !receivers.isEmpty else { throw .invalidParameter.because("the message has no receiver") }
        var known: Set<String> = []
        state.messages[id] = SentMessage(
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
