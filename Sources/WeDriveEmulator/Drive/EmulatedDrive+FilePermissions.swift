import WeDriveGenerated
import WeDriveRuntime

extension EmulatedDrive {
  func fileACLAdd(_ request: FileACLAddRequest) async throws(WeDriveError) -> FileACLAddResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      var rules = memberRules(accepting: [.download])
      rules.full = .weCom(.tooManyDocumentMembers)
      let members = try request.authInfo.members()
      try await share(request.fileID, caller) { [rules] (sharing, _, _) throws(ServiceError) in
        try sharing.members.add(members, rules: rules)
      }
      return FileACLAddResponse()
    }
  }

  func fileACLDel(_ request: FileACLDelRequest) async throws(WeDriveError) -> FileACLDelResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      let ids = try request.members.ids()
      try await share(request.fileID, caller) { (sharing, _, _) throws(ServiceError) in
        try sharing.members.remove(ids, absent: .weCom(.notDocumentMember))
      }
      return FileACLDelResponse()
    }
  }

  func fileSetting(_ request: FileSettingRequest) async throws(WeDriveError) -> FileSettingResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      let isPro = limits.isPro
      try await share(request.fileID, caller) { (sharing, file, space) throws(ServiceError) in
        let scope = request.authScope
        guard scope.isKnown else { throw .weCom(.invalidShareScope) }
        if scope == .corpWithApproval || scope == .externalWithApproval {
          guard space.members.administrators > 0 else { throw .weCom(.spaceWithoutAdmin) }
        }
        if scope == .external || scope == .externalWithApproval {
          guard !space.settings.enableConfidentialMode else { throw .weCom(.spaceConfidential) }
          guard space.settings.enableShareExternal else {
            throw .weCom(.invalidShareScope, "the space bans sharing outside the corp")
          }
        }
        if let auth = request.auth {
          if auth == .preview {
            guard isPro else { throw .weCom(.previewNeedsVip) }
            guard file.isOrdinaryFile else { throw .weCom(.invalidPermission, "only ordinary files have previews") }
          } else if auth != .download {
            throw .weCom(.invalidPermission)
          }
          sharing.auth = auth
        }
        sharing.scope = scope
      }
      return FileSettingResponse()
    }
  }

  func fileShare(_ request: FileShareRequest) async throws(WeDriveError) -> FileShareResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      let (file, space) = try fileAndSpace(request.fileID, caller)
      guard !space.settings.enableConfidentialMode else { throw .weCom(.spaceConfidential) }
      return FileShareResponse(shareURL: "\(downloadOrigin)/share/\(file.id)")
    }
  }

  func getFilePermission(
    _ request: GetFilePermissionRequest
  ) async throws(WeDriveError) -> GetFilePermissionResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      let (file, space) = try fileAndSpace(request.fileID, caller)
      return GetFilePermissionResponse(file, space)
    }
  }

  func fileSecureSetting(
    _ request: FileSecureSettingRequest
  ) async throws(WeDriveError) -> FileSecureSettingResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      let isPro = limits.isPro
      try await share(request.fileID, caller) { (sharing, file, _) throws(ServiceError) in
        guard file.isDocument else { throw .weCom(.invalidDocumentType, "only online documents have a watermark") }
        let change = request.watermark
        if change.showText == true || change.showVisitorName == true {
          guard isPro else { throw .weCom(.watermarkNeedsVip) }
        }
        if let density = change.density {
          guard density.isKnown else { throw .weCom(.invalidArgument, "margin_type does not exist") }
          sharing.watermark.density = density
        }
        if let text = change.text { sharing.watermark.text = text }
        if let value = change.showVisitorName { sharing.watermark.showsVisitor = value }
        if let value = change.showText { sharing.watermark.showsText = value }
      }
      return FileSecureSettingResponse()
    }
  }

  private func fileAndSpace(_ id: FileID, _ caller: Caller) throws(ServiceError) -> (FileEntry, Space) {
    try store.read { (state) throws(ServiceError) in
      let file = try state.file(id, for: caller)
      return (file, try state.spaces.find(file.spaceID, for: caller))
    }
  }

  private func share(
    _ id: FileID, _ caller: Caller,
    _ body: @Sendable (inout FileSharing, FileEntry, Space) throws(ServiceError) -> Void
  ) async throws(ServiceError) {
    try await store.update { (state) throws(ServiceError) in
      let file = try state.file(id, for: caller)
      let space = try state.spaces.find(file.spaceID, for: caller)
      try state.files.share(id) { (sharing) throws(ServiceError) in
        // All or nothing: what is refused half way leaves no trace.
        var result = sharing
        try body(&result, file, space)
        sharing = result
      }
    }
  }
}

extension GetFilePermissionResponse {
  init(_ file: FileEntry, _ space: Space) {
    self.init()
    let sharing = file.sharing
    let scope = sharing.scope
    let reachesCorp = scope != .members
    let reachesOthers = scope == .external || scope == .externalWithApproval

    var range = ShareRange()
    range.enableCorpInternal = reachesCorp
    range.corpInternalAuth = reachesCorp ? sharing.auth : .noAccess
    range.enableCorpExternal = reachesOthers
    range.corpExternalAuth = reachesOthers ? sharing.auth : .noAccess
    range.corpInternalNeedsAdminApproval = scope == .corpWithApproval
    range.corpExternalNeedsAdminApproval = scope == .externalWithApproval
    shareRange = range

    var secure = SecureSetting()
    secure.enableReadonlyCopy = true
    secure.modifyOnlyByAdmin = false
    secure.enableReadonlyComment = true
    secure.banShareExternal = !space.settings.enableShareExternal
    secureSetting = secure

    var inherited = InheritedFromParent()
    inherited.isEnabled = true
    inherited.members = [AuthInfo](space.members)
    inheritedFromParent = inherited
    fileMembers = [AuthInfo](sharing.members)

    var mark = Watermark()
    mark.text = sharing.watermark.text
    mark.density = sharing.watermark.density
    mark.showVisitorName = sharing.watermark.showsVisitor
    mark.showText = sharing.watermark.showsText
    mark.forceByAdmin = false
    mark.forceBySpaceAdmin = space.settings.enableWatermark
    watermark = mark
  }
}
