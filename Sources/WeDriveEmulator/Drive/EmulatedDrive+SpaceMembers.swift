import WeDriveGenerated
import WeDriveRuntime

extension EmulatedDrive {
  func spaceACLAdd(_ request: SpaceACLAddRequest) async throws(WeDriveError) -> SpaceACLAddResponse {
    let rules = memberRules(accepting: [Members.download, Members.administrator])
    return try await answer(request, first: { () throws(ServiceError) in try check(request.authInfo, rules) }) {
      (caller) throws(ServiceError) in
      let members = try request.authInfo.members()
      try await changeSpace(request.spaceID, caller) { (space) throws(ServiceError) in
        try space.members.add(members, rules: rules)
      }
      tell(.members, [request.spaceID])
      return SpaceACLAddResponse()
    }
  }

  func spaceACLDel(_ request: SpaceACLDelRequest) async throws(WeDriveError) -> SpaceACLDelResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      let ids = try request.members.ids()
      try await changeSpace(request.spaceID, caller) { (space) throws(ServiceError) in try space.members.remove(ids) }
      tell(.members, [request.spaceID])
      return SpaceACLDelResponse()
    }
  }

  func spaceSetting(_ request: SpaceSettingRequest) async throws(WeDriveError) -> SpaceSettingResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      let isPro = limits.isPro
      var change = SpaceSettingsChange()
      change.enableWatermark = request.enableWatermark
      change.enableConfidentialMode = request.enableConfidentialMode
      change.shareURLNoApprove = request.shareURLNoApprove
      change.shareURLNoApproveDefaultAuth = request.shareURLDefaultPermission?.rawValue
      change.defaultFileScope = request.defaultFileScope?.rawValue
      change.banShareExternal = request.banShareExternal
      try await changeSpace(request.spaceID, caller) { [change] (space) throws(ServiceError) in
        try space.settings.apply(change, isPro: isPro)
      }
      tell(.securitySettings, [request.spaceID])
      return SpaceSettingResponse()
    }
  }

  func spaceShare(_ request: SpaceShareRequest) async throws(WeDriveError) -> SpaceShareResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      let space = try space(request.spaceID, caller)
      guard !space.settings.enableConfidentialMode else { throw .confidential }
      guard space.settings.enableShareURL else { throw .invitationsOff }
      return SpaceShareResponse(spaceShareURL: "\(downloadOrigin)/invitation/\(space.id)")
    }
  }

  func newSpaceInfo(_ request: NewSpaceInfoRequest) async throws(WeDriveError) -> NewSpaceInfoResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      NewSpaceInfoResponse(spaceInfo: SpaceInfo(try space(request.spaceID, caller), withSettings: true))
    }
  }

  private func changeSpace(
    _ id: SpaceID, _ caller: Caller, _ body: @Sendable (inout Space) throws(ServiceError) -> Void
  ) async throws(ServiceError) {
    try await store.update { (state) throws(ServiceError) in
      try state.spaces.change(id.rawValue, for: caller, body)
    }
  }
}
