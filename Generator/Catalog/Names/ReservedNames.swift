/// Names that cannot be used, with the reason. Swift's other keywords are fine: the emitter puts backticks around them.
public enum ReservedNames {
  /// Where a name is to be used.
  public enum Role: Sendable {
    /// A method of the client.
    case method
    /// A property of a request, a response or a shared object.
    case property
    /// A static member of an enum, an errcode type, the limits, or a factory.
    case staticMember
    /// A type of the generated module.
    case type
    /// A type nested in one of them, which hides a name from the generated code around it only.
    case nestedType
  }

  /// Why `name` cannot be used, or nil if it can.
  public static func reason(against name: String, as role: Role) -> String? {
    if neverUsable.contains(name) { return "Swift gives '\(name)' a meaning that backticks do not take away" }
    switch role {
    case .method:
      return methods.contains(name) ? "the client has a '\(name)' of its own" : nil
    case .property:
      return properties.contains(name) ? "every request has a '\(name)' of its own" : nil
    case .staticMember:
      if name == "none" { return "behind an optional, '.none' would mean that there is no value" }
      return staticMembers.contains(name) ? "every open enum has a '\(name)' of its own" : nil
    case .type:
      if standardTypes.contains(name) { return "it would hide Swift's '\(name)'" }
      if libraryTypes.contains(name) { return "it would hide the library's '\(name)'" }
      if foundationTypes.contains(name) || isOldFoundation(name) {
        return "it would be ambiguous where Foundation is imported, which has a '\(name)'"
      }
      return reason(against: name, as: .nestedType)
    case .nestedType:
      if usedTypes.contains(name) { return "it would hide Swift's '\(name)'" }
      return runtimeTypes.contains(name) ? "it would hide the runtime's '\(name)'" : nil
    }
  }

  /// `x.self`, `X.Type`, `X.init` mean something whatever is declared; `Self` and `Any` cannot be declared.
  private static let neverUsable: Set<String> = [
    "self", "Self", "Type", "Protocol", "init", "deinit", "subscript", "Any", "_",
  ]

  private static let methods: Set<String> = ["send", "perform"]

  private static let properties: Set<String> = ["validate", "configure", "effective", "javaScript"]

  private static let staticMembers: Set<String> = [
    "names", "rawValue", "description", "isKnown", "advice", "hashValue",
  ]

  /// Whether the name is one as Foundation's old classes have: `NSString`.
  private static func isOldFoundation(_ name: String) -> Bool {
    name.hasPrefix("NS") && name.dropFirst(2).first?.isUppercase == true
  }
}

/// The names of types that the catalog leaves to others.
extension ReservedNames {
  /// Types of Swift's library that the generated code names. One of the same name, nested or not, breaks it.
  static let usedTypes = words(
    """
    Array AsyncSequence Bool BooleanLiteralType Codable CodingKey CodingKeys Decodable Decoder Dictionary Double
    Duration Encodable Encoder Equatable Error Float FloatLiteralType Hashable Int Int32 Int64 IntegerLiteralType
    Never Optional RawRepresentable RawValue Request Response Result Sendable Set String StringLiteralType Swift
    Task UInt32 UInt64 Void
    """)

  /// The other types of Swift's library. A type of a module hides one of these from every file that imports the module.
  static let standardTypes = words(
    """
    Actor AdditiveArithmetic AnyActor AnyBidirectionalCollection AnyClass AnyCollection AnyHashable AnyIndex
    AnyIterator AnyKeyPath AnyObject AnyRandomAccessCollection AnySequence ArraySlice AsyncIteratorProtocol
    AsyncStream AsyncThrowingStream BidirectionalCollection BinaryFloatingPoint BinaryInteger BitwiseCopyable
    CBool CChar CChar16 CChar32 CChar8 CDouble CFloat CFloat16 CInt CLong CLongDouble CLongLong CShort CSignedChar
    CUnsignedChar CUnsignedInt CUnsignedLong CUnsignedLongLong CUnsignedShort CVaListPointer CVarArg CWideChar
    CancellationError CaseIterable Character CheckedContinuation Clock ClosedRange CodingKeyRepresentable
    CodingUserInfoKey Collection CollectionDifference CollectionOfOne CommandLine Comparable ContiguousArray
    ContinuousClock Copyable CountableClosedRange CountablePartialRangeFrom CountableRange
    CustomDebugStringConvertible CustomLeafReflectable CustomPlaygroundDisplayConvertible CustomReflectable
    CustomStringConvertible DecodingError DefaultIndices DefaultStringInterpolation DictionaryIndex
    DictionaryIterator DictionaryLiteral DiscardingTaskGroup DiscontiguousSlice DropFirstSequence
    DropWhileSequence DurationProtocol EmptyCollection EncodingError EnumeratedIterator EnumeratedSequence
    Escapable Executor ExecutorJob ExpressibleByArrayLiteral ExpressibleByBooleanLiteral
    ExpressibleByDictionaryLiteral ExpressibleByExtendedGraphemeClusterLiteral ExpressibleByFloatLiteral
    ExpressibleByIntegerLiteral ExpressibleByNilLiteral ExpressibleByStringInterpolation
    ExpressibleByStringLiteral ExpressibleByUnicodeScalarLiteral ExtendedGraphemeClusterType FixedWidthInteger
    FlattenCollection FlattenSequence Float16 Float32 Float64 Float80 FloatingPoint FloatingPointClassification
    FloatingPointRoundingRule FloatingPointSign GlobalActor Hasher Identifiable IndexingIterator InlineArray
    InstantProtocol Int128 Int16 Int8 IteratorProtocol IteratorSequence JoinedSequence KeyPath KeyValuePairs
    KeyedDecodingContainer KeyedDecodingContainerProtocol KeyedEncodingContainer KeyedEncodingContainerProtocol
    LazyCollection LazyCollectionProtocol LazyDropWhileCollection LazyDropWhileSequence LazyFilterCollection
    LazyFilterSequence LazyMapCollection LazyMapSequence LazyPrefixWhileCollection LazyPrefixWhileSequence
    LazySequence LazySequenceProtocol LosslessStringConvertible MainActor ManagedBuffer ManagedBufferPointer
    MemoryLayout Mirror MirrorPath MutableCollection MutableRawSpan MutableSpan Numeric ObjectIdentifier
    OpaquePointer OptionSet OutputRawSpan OutputSpan PartialKeyPath PartialRangeFrom PartialRangeThrough
    PartialRangeUpTo PlaygroundQuickLook PrefixSequence RandomAccessCollection RandomNumberGenerator Range
    RangeExpression RangeReplaceableCollection RangeSet RawSpan ReferenceWritableKeyPath Regex Repeated
    ReversedCollection SIMD SIMD16 SIMD2 SIMD3 SIMD32 SIMD4 SIMD64 SIMD8 SIMDMask SIMDScalar SIMDStorage
    SendableMetatype Sequence SerialExecutor SetAlgebra SetIndex SetIterator SignedInteger SignedNumeric
    SingleValueDecodingContainer SingleValueEncodingContainer Slice Span StaticBigInt StaticString StrideThrough
    StrideThroughIterator StrideTo StrideToIterator Strideable StringInterpolationProtocol StringProtocol
    Substring SuspendingClock SystemRandomNumberGenerator TaskExecutor TaskGroup TaskLocal TaskPriority
    TextOutputStream TextOutputStreamable ThrowingTaskGroup UInt UInt128 UInt16 UInt8 UTF16 UTF32 UTF8 UTF8Span
    UnboundedRange UnfoldFirstSequence UnfoldSequence Unicode UnicodeCodec UnicodeDecodingResult UnicodeScalar
    UnicodeScalarType UnkeyedDecodingContainer UnkeyedEncodingContainer Unmanaged UnsafeBufferPointer
    UnsafeContinuation UnsafeMutableBufferPointer UnsafeMutablePointer UnsafeMutableRawBufferPointer
    UnsafeMutableRawPointer UnsafePointer UnsafeRawBufferPointer UnsafeRawPointer UnsignedInteger WritableKeyPath
    Zip2Sequence
    """)

  /// Types of Foundation. With one of the same name, a file that imports both modules does not compile: the name is
  /// ambiguous. So is what begins with `NS`.
  static let foundationTypes = words(
    """
    AffineTransform AlignmentOptions AttributeContainer AttributeDynamicLookup AttributeScope
    AttributeScopeCodableConfiguration AttributeScopes AttributedString AttributedStringAttributeMutation
    AttributedStringKey AttributedStringProtocol AttributedSubstring BlockOperation Bundle ByteCountFormatter
    CGFloat CGPoint CGRect CGRectEdge CGSize Calendar CharacterSet CocoaError CodableAttributedStringKey
    CodableConfiguration CodableWithConfiguration ComparableComparator Comparator ComparisonResult ContiguousBytes
    CustomNSError Data DataProtocol Date DateComponents DateFormatter DateInterval DateIntervalFormatter Decimal
    DecodableAttributedStringKey DecodableWithConfiguration DecodingConfigurationProviding Dimension
    DiscontiguousAttributedSubstring DiscreteFormatStyle EncodableAttributedStringKey EncodableWithConfiguration
    EncodingConfigurationProviding EnergyFormatter Expression FileAttributeKey FileAttributeType FileHandle
    FileManager FileManagerDelegate FileProtectionType FormatStyle Formatter Host ISO8601DateFormatter IndexPath
    IndexSet InflectionRule InputStream JSONDecoder JSONEncoder JSONSerialization LengthFormatter Locale
    LocalizedError MarkdownDecodableAttributedStringKey MassFormatter Measurement Morphology MutableDataProtocol
    Notification NotificationCenter NotificationQueue NumberFormatter ObjCBool OperatingSystemVersion Operation
    OperationQueue OutputStream POSIXError ParseStrategy ParseableFormatStyle PersonNameComponents Pipe Port
    PortDelegate PortMessage Predicate PredicateBindings PredicateError PredicateExpression PredicateExpressions
    Process ProcessInfo Progress ProgressKind ProgressReporting ProgressUserInfoKey PropertyListDecoder
    PropertyListEncoder PropertyListSerialization QualityOfService RecoverableError ReferenceConvertible RunLoop
    Scanner ScopedAttributeContainer SocketNativeHandle SocketPort SortComparator SortOrder
    StandardPredicateExpression Stream StreamDelegate StreamNetworkServiceTypeValue StreamSOCKSProxyConfiguration
    StreamSOCKSProxyVersion StreamSocketSecurityLevel StringTransform Thread TimeInterval TimeZone Timer URL
    URLComponents URLError URLFileResourceType URLQueryItem URLResourceKey URLResourceValues UUID Unit
    UnitAcceleration UnitAngle UnitArea UnitConcentrationMass UnitConverter UnitConverterLinear UnitDispersion
    UnitDuration UnitElectricCharge UnitElectricCurrent UnitElectricPotentialDifference UnitElectricResistance
    UnitEnergy UnitFrequency UnitFuelEfficiency UnitIlluminance UnitInformationStorage UnitLength UnitMass
    UnitPower UnitPressure UnitSpeed UnitTemperature UnitVolume UserDefaults
    """)

  /// Types of the runtime and of the module's fixed part that the generated code names. A test compares the list with what
  /// the generated module uses.
  static let runtimeTypes = words(
    """
    APICaller APIRequest AcceptsNumber AcceptsString AccessToken Base64 Base64Content BlockDigests
    BlockUploadAnswer BlockUploadRequest Call CallbackEvent ClientHost ClientInterface ClientReply Constraint
    CurlTransport EmptyIfMissing Endpoint ErrcodeAdvice EventDecodingError EventNode EventSignature
    GeneratedCodeVersion1 HTTPHeader HTTPReply HTTPRequest Identifier IntegerIdentifier InvalidArgument ItemHash Limits ListsOnly NoFields
    OffsetPaging OpenEnum PagedSequence Refusal Route Secret SecretIdentifier Service StringIdentifier Ticket TicketFailure
    TicketHistory TokenKind TokenProvider Transport TransportFailure UndecodableReply UnknownEvent UnknownOutcome
    WeChatClient WeDriveClient WeDriveError WireJSON
    """)

  /// The other types of the library, which come with the generated ones where it is imported.
  static let libraryTypes = words(
    """
    BodySource CallAuthority CallClock Callback CallbackError CallbackQuery CallbackReceiver CallbackSecrets
    CloudDownloadLink CloudFileOutcome Cookie Credential DownloadLink DownloadOptions DownloadOutcome
    DownloadProgress DownloadSource DownloadedBytes DownloadedFile DriftObservation DriftTally
    FeishuDownloadProgress FeishuDownloadResult FeishuDownloadTask FeishuDownloads FileFailure FileTokenStore
    FixedToken HTTPReplyHead IntegrityFailure MemoryTokenStore ObservedDrift ReplySink RetryPolicy SealedMessage ServiceAddress
    ServiceCaller ServiceUnavailable StoredToken ThirdPartyApp TokenCache TokenFailure TokenKey TokenServer
    TokenStore UploadDestination UploadFailure UploadOptions UploadProgress UploadResume UploadedCloudFile
    WeChatCredential
    """)

  private static func words(_ text: String) -> Set<String> {
    Set(text.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }.map { String(Substring($0)) })
  }
}
