import Hummingbird

/// The page that shows what the emulator holds and does. It is served with the control routes beside it, which a browser lets it
/// use and no page of another site.
enum PageRoute {
  /// Nothing is loaded from elsewhere, and no other page can frame this one and have a person click in it.
  private static let policy =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; "
    + "form-action 'none'; frame-ancestors 'none'"

  static func add(to router: Router<CallContext>) {
    router.get("/") { _, _ in
      var headers = HTTPFields()
      headers[.contentType] = "text/html; charset=utf-8"
      headers[.contentSecurityPolicy] = policy
      headers[.cacheControl] = "no-store"
      return Response(
        status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: PackageResources.page_html)))
    }
  }
}
