/// Names that the generated module has without the catalog declaring them. They follow from Swift names, given or derived.
public enum GeneratedNames {
  /// What the types of an endpoint start with: `FileList` of `FileListRequest`.
  public static func base(of endpoint: Endpoint) -> String { capitalised(endpoint.swiftName) }

  /// The type of an event: `FileChangeEvent`.
  public static func type(of event: Event) -> String { capitalised(event.swiftName) + "Event" }

  /// The nested type of an object that occurs only at this field.
  public static func nestedType(of field: Field) -> String { capitalised(field.swiftName) }

  /// The method that gives the items of a paged endpoint.
  public static func itemsMethod(of endpoint: Endpoint) -> String { endpoint.swiftName + "Items" }

  /// The protocol of a service that does not name its own: `WeChatAPI` beside `WeChatErrcode`.
  static func api(errcodeType: String) -> String { stem(ofErrcodes: errcodeType) + "API" }

  /// What the names that follow from a service start with: `WeChat` of `WeChatErrcode`.
  public static func stem(ofErrcodes type: String) -> String {
    type.hasSuffix("Errcode") ? String(type.dropLast("Errcode".count)) : type
  }

  private static func capitalised(_ name: String) -> String { name.prefix(1).uppercased() + name.dropFirst() }
}
