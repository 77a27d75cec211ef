import WeDriveGenerated
import WeDriveRuntime

extension EmulatedDrive {
  func spaceCreate(_ request: SpaceCreateRequest) async throws(WeDriveError) -> SpaceCreateResponse {
    let rules = memberRules(accepting: [Members.download, Members.preview, Members.administrator])
    return try await answer(request, first: { () throws(ServiceError) in try check(request.authInfo ?? [], rules) }) {
      (caller) throws(ServiceError) in
      var space = Space(
        id: newSpaceID(), corp: caller.corp, app: caller.app, name: request.spaceName, created: now)
      space.subType = request.spaceSubType?.rawValue ?? 0
      space.settings.enableShareURL = backend.configuration.hasInvitationLinks
      try space.members.add((request.authInfo ?? []).members(), rules: rules)
      try await store.update { [space] (state) throws(ServiceError) in try state.spaces.create(space) }
      return SpaceCreateResponse(spaceID: SpaceID(space.id))
    }
  }

  func spaceRename(_ request: SpaceRenameRequest) async throws(WeDriveError) -> SpaceRenameResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      try await store.update { (state) throws(ServiceError) in
        try state.spaces.rename(request.spaceID.rawValue, to: request.spaceName, for: caller)
      }
      return SpaceRenameResponse()
    }
  }

  func spaceDismiss(_ request: SpaceDismissRequest) async throws(WeDriveError) -> SpaceDismissResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      let gone = try await store.update { (state) throws(ServiceError) in
        try state.spaces.dismiss(request.spaceID.rawValue, for: caller)
        return state.files.forget(space: request.spaceID.rawValue)
      }
      try await forgetContent(of: gone)
      tell(.dismissSpace, [request.spaceID])
      return SpaceDismissResponse()
    }
  }

  func spaceInfo(_ request: SpaceInfoRequest) async throws(WeDriveError) -> SpaceInfoResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      SpaceInfoResponse(spaceInfo: SpaceInfo(try space(request.spaceID, caller), withSettings: false))
    }
  }

  func space(_ id: SpaceID, _ caller: Caller) throws(ServiceError) -> Space {
    try store.read { (state) throws(ServiceError) in try state.spaces.find(id.rawValue, for: caller) }
  }

  /// Checks members on their own, before it is known whom they would join.
  func check(_ members: [AuthInfo], _ rules: Members.Rules) throws(ServiceError) {
    var nobody = Members()
    try nobody.add(members.members(), rules: rules)
  }

  func memberRules(accepting accepted: Set<UInt32>) -> Members.Rules {
    Members.Rules(accepted: accepted, isPro: limits.isPro, maximumMembers: limits.membersPerSpace)
  }
}
