import Hummingbird
import WeDriveRuntime

extension Backend {
  /// The API's origin: one route for each endpoint of the table, and the control routes.
  func apiRouter<API: Sendable>(
    _ routes: [Route<API>], status: EmulatorStatus, api: @escaping @Sendable (Caller?) -> API
  ) -> Router<CallContext> {
    let router = Router.forThisMachine()
    for route in routes {
      let handler = CallHandler(
        route: route, gatekeeper: gatekeeper, faults: faults, journal: journal, api: api)
      let method: HTTPRequest.Method = route.endpoint.method == .get ? .get : .post
      router.on(RouterPath(route.endpoint.path), method: method) { request, context in
        try await handler.respond(to: request, context)
      }
    }
    ControlRoutes(backend: self, status: status).add(to: router)
    return router
  }

  /// The page's origin, with the control routes it uses.
  func pageRouter(status: EmulatorStatus) -> Router<CallContext> {
    let router = Router.forThisMachine()
    PageRoute.add(to: router)
    ControlRoutes(backend: self, status: status).add(to: router)
    return router
  }

  /// The origin from which content is downloaded.
  func downloadRouter() -> Router<CallContext> {
    let router = Router.forThisMachine()
    let handler = DownloadHandler(store: store, clock: clock, faults: faults, journal: journal)
    router.get(RouterPath("\(DownloadHandler.path)/:key")) { request, context in
      try await handler.respond(to: request, context)
    }
    return router
  }
}
