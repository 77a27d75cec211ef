import WeDriveGenerated
import WeDriveRuntime

extension EmulatedDrive {
  func spaceCreate(_ request: SpaceCreateRequest) async throws(WeDriveError) -> SpaceCreateResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      let rules = memberRules(accepting: [.download, .preview, .spaceAdmin])
      var space = Space(
        id: Mint.spaceID(), corp: caller.corp, app: caller.app, name: request.spaceName, created: now)
      space.subType = request.spaceSubType ?? .ordinary
      space.settings.enableShareURL = backend.configuration.hasInvitationLinks
      try space.members.add((request.authInfo ?? []).members(), rules: rules)
      try await store.update { [space] (state) throws(ServiceError) in try state.spaces.create(space) }
      return SpaceCreateResponse(spaceID: space.id)
    }
  }

  func spaceRename(_ request: SpaceRenameRequest) async throws(WeDriveError) -> SpaceRenameResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      try await store.update { (state) throws(ServiceError) in
        try state.spaces.rename(request.spaceID, to: request.spaceName, for: caller)
      }
      return SpaceRenameResponse()
    }
  }

  func spaceDismiss(_ request: SpaceDismissRequest) async throws(WeDriveError) -> SpaceDismissResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      let gone = try await store.update { (state) throws(ServiceError) in
        try state.spaces.dismiss(request.spaceID, for: caller)
        return state.files.forget(space: request.spaceID)
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
    try store.read { (state) throws(ServiceError) in try state.spaces.find(id, for: caller) }
  }

  func memberRules(accepting accepted: Set<Permission>) -> Members.Rules {
    Members.Rules(accepted: accepted, isPro: limits.isPro, maximumMembers: limits.membersPerSpace)
  }
}

// MARK: - Members and settings

extension EmulatedDrive {
  func spaceACLAdd(_ request: SpaceACLAddRequest) async throws(WeDriveError) -> SpaceACLAddResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      let rules = memberRules(accepting: [.download, .spaceAdmin])
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
      change.shareURLNoApproveDefaultAuth = request.shareURLDefaultPermission
      change.defaultFileScope = request.defaultFileScope
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
      guard !space.settings.enableConfidentialMode else { throw .weCom(.spaceConfidential) }
      guard space.settings.enableShareURL else { throw .weCom(.invitationLinkDisabled) }
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
      try state.spaces.change(id, for: caller, body)
    }
  }
}
