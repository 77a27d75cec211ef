/// Names of types that the generated module has without the catalog declaring them.
public enum GeneratedNames {
  /// What the types of an endpoint start with: `FileList` of `FileListRequest`.
  public static func base(of endpoint: Endpoint) -> String { SwiftName.upperCamel(endpoint.swiftName) }

  /// The nested type of an object that occurs only at this field.
  public static func inlineType(of field: Field) -> String { SwiftName.upperCamel(field.swiftName) }
}
