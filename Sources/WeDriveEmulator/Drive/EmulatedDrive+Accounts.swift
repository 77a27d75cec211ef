import WeDriveGenerated
import WeDriveRuntime

extension EmulatedDrive {
  func proInfo(_ request: ProInfoRequest) async throws(WeDriveError) -> ProInfoResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      var response = ProInfoResponse(isPro: limits.isPro)
      guard limits.isPro else { return response }
      response.vipAccountCount = UInt32(clamping: limits.seats)
      response.usedVIPAccountCount = UInt32(
        clamping: store.look { $0.accounts.seats[caller.corp]?.users.count ?? 0 })
      response.proExpirationTime = limits.proExpiry
      return response
    }
  }

  func capacity(_ request: CapacityRequest) async throws(WeDriveError) -> CapacityResponse {
    try await answer(request) { (_) throws(ServiceError) in
      var response = CapacityResponse()
      response.totalCapacityForAll = limits.capacity
      response.totalCapacityForVip = limits.isPro ? limits.capacity : 0
      return response
    }
  }

  func vipBatchAdd(_ request: VipBatchAddRequest) async throws(WeDriveError) -> VipBatchAddResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      let maximum = limits.isPro ? limits.seats : 0
      let result = try await store.update {
        $0.accounts.give(to: request.userIDs, corp: caller.corp, maximum: maximum)
      }
      var response = VipBatchAddResponse()
      response.succeededUserIDs = result.given
      response.failedUserIDs = result.refused
      return response
    }
  }

  func vipBatchDel(_ request: VipBatchDelRequest) async throws(WeDriveError) -> VipBatchDelResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      let result = try await store.update {
        $0.accounts.take(from: request.userIDs, corp: caller.corp)
      }
      var response = VipBatchDelResponse()
      response.succeededUserIDs = result.taken
      response.failedUserIDs = result.refused
      return response
    }
  }

  func vipList(_ request: VipListRequest) async throws(WeDriveError) -> VipListResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      let page = store.look {
        $0.accounts.holders(
          corp: caller.corp, after: request.cursor ?? "", limit: pageSize(request.limit, of: request))
      }
      var response = VipListResponse()
      response.userIDs = page.users
      response.hasMore = page.hasMore
      response.nextCursor = page.hasMore ? page.users.last?.rawValue : ""
      return response
    }
  }
}
