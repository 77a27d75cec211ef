/// What the documentation does not say about the service, and an emulator has to do in one way or another.
///
/// Each setting answers a question that `wedrive probe` asks of a real space, in the same words. What relies on one of the answers
/// is tested under all of them.
public struct ServiceBehaviour: Sendable, Hashable {
  /// What an upload to a name that is taken does.
  public enum TakenName: String, BehaviourValue {
    /// The new file gets a number: `a(1).txt`.
    case numbered
    /// There are two files of that name.
    case twin
    /// It is refused.
    case refused
    /// The new file takes the place of the old one, which is deleted.
    case replaced
  }

  /// What `replace` of file_move does to a file that has the name of a moved one.
  public enum Replacement: String, BehaviourValue {
    /// The moved file keeps its id, and the old one is deleted.
    case movedID = "moved-id"
    /// The old file keeps its id and gets the content of the moved one, whose id is deleted.
    case targetID = "target-id"
    /// Nothing: the moved file gets a number.
    case ignored
  }

  /// Which characters a name cannot have.
  public enum NameCharacters: String, BehaviourValue {
    /// Any will do.
    case any
    /// None that Windows refuses: `\ / : * ? " < > |`, control characters, and a dot or space at the end.
    case portable
    /// None outside the Basic Multilingual Plane, where emoji are.
    case basic
  }

  /// What the length of a name is measured by, up to 255.
  public enum NameLength: String, BehaviourValue {
    /// As it is documented: ASCII counts 1, everything else 2.
    case weight
    /// Bytes in UTF-8.
    case bytes
  }

  /// What a batch of file_delete or file_move does about an id that does not exist.
  public enum UnknownID: String, BehaviourValue {
    /// The call is refused and does nothing.
    case stopsAll = "stops-all"
    /// The call does what comes before that id and is refused then.
    case stopsThere = "stops-there"
    /// The call passes over it.
    case skipped
  }

  /// When the modification time of a folder changes.
  public enum FolderTime: String, BehaviourValue {
    /// When the folder itself is renamed or moved.
    case own
    /// Also when something in it comes or goes.
    case content
  }

  /// In which order a listing comes.
  public enum ListingOrder: String, BehaviourValue {
    /// Names by their bytes; what is equal comes by name and id.
    case bytes
    /// Names without regard to case; what is equal comes by id.
    case caseless
    /// Names without regard to case; what is equal comes in another order each time.
    case unstable
  }

  /// Whether file_upload pushes a card into a chat.
  public enum UploadCard: String, BehaviourValue {
    /// One for each file, see ``Emulator/cards``.
    case pushed
    /// None.
    case none
  }

  /// Whether refused calls count against the month's quota.
  public enum RefusedCalls: String, BehaviourValue {
    /// They do.
    case counted
    /// They do not.
    case free
  }

  /// Where content must be, so that file_upload_init takes it from there (`hit_exist`) and none is sent.
  public enum KnownContent: String, BehaviourValue {
    /// In any space of the corp.
    case anywhere
    /// In the same space.
    case space
    /// It is always sent.
    case never
  }

  /// What a download link does about a `Range`.
  public enum LinkRange: String, BehaviourValue {
    /// It gives the part.
    case honoured
    /// It gives the whole content.
    case ignored
  }

  /// Whether a part of a content (206) carries the content's ETag.
  public enum PartTag: String, BehaviourValue {
    /// It does.
    case sent
    /// It does not.
    case missing
  }

  /// What an upload to a name that is taken does.
  public var takenName = TakenName.numbered
  /// What `replace` of file_move does.
  public var replacement = Replacement.movedID
  /// Which characters a name cannot have.
  public var nameCharacters = NameCharacters.any
  /// What the length of a name is measured by.
  public var nameLength = NameLength.weight
  /// How many ids file_delete and file_move take; nil: any number.
  public var batchLimit: Int?
  /// What a batch does about an id that does not exist.
  public var unknownID = UnknownID.stopsAll
  /// When the modification time of a folder changes.
  public var folderTime = FolderTime.own
  /// In which order a listing comes.
  public var listingOrder = ListingOrder.bytes
  /// Whether file_upload pushes a card into a chat.
  public var uploadCard = UploadCard.pushed
  /// Whether refused calls count against the month's quota.
  public var refusedCalls = RefusedCalls.counted
  /// Where content must be, so that none is sent.
  public var knownContent = KnownContent.anywhere
  /// What a download link does about a `Range`.
  public var linkRange = LinkRange.honoured
  /// Whether a 206 carries an ETag.
  public var partTag = PartTag.sent

  /// The settings as they are in the absence of others.
  public init() {}
}

/// One of the answers to a question about the service.
public protocol BehaviourValue: RawRepresentable<String>, CaseIterable, Sendable, Hashable {}

// MARK: - By name

extension ServiceBehaviour {
  /// A setting by its name, for command lines and tests.
  public struct Setting: Sendable {
    /// The name, such as `taken-name`.
    public let key: String
    /// The values that it can have; of a number, an example.
    public let values: [String]
    private let read: @Sendable (ServiceBehaviour) -> String
    private let write: @Sendable (inout ServiceBehaviour, String) -> Bool

    fileprivate init<Value: BehaviourValue>(
      _ key: String, _ path: any WritableKeyPath<ServiceBehaviour, Value> & Sendable
    ) {
      self.key = key
      values = Value.allCases.map(\.rawValue)
      read = { $0[keyPath: path].rawValue }
      write = { behaviour, text in
        guard let value = Value(rawValue: text) else { return false }
        behaviour[keyPath: path] = value
        return true
      }
    }

    /// A number that is at least 1, or `none`.
    fileprivate init(_ key: String, limit path: any WritableKeyPath<ServiceBehaviour, Int?> & Sendable, example: Int) {
      self.key = key
      values = ["none", "\(example)"]
      read = { $0[keyPath: path].map(String.init) ?? "none" }
      write = { behaviour, text in
        if text == "none" {
          behaviour[keyPath: path] = nil
          return true
        }
        guard let number = Int(text), number > 0 else { return false }
        behaviour[keyPath: path] = number
        return true
      }
    }

    /// What the setting is.
    public func value(in behaviour: ServiceBehaviour) -> String { read(behaviour) }

    fileprivate func set(_ value: String, in behaviour: inout ServiceBehaviour) -> Bool { write(&behaviour, value) }
  }

  /// Every setting.
  public static let settings = [
    Setting("taken-name", \.takenName), Setting("replacement", \.replacement),
    Setting("name-characters", \.nameCharacters), Setting("name-length", \.nameLength),
    Setting("batch-limit", limit: \.batchLimit, example: 50), Setting("unknown-id", \.unknownID),
    Setting("folder-time", \.folderTime), Setting("listing-order", \.listingOrder),
    Setting("upload-card", \.uploadCard), Setting("refused-calls", \.refusedCalls),
    Setting("known-content", \.knownContent), Setting("link-range", \.linkRange), Setting("part-tag", \.partTag),
  ]

  /// Why a setting cannot be made.
  public struct UnknownSetting: Error, CustomStringConvertible {
    /// One sentence for a person, with what there is.
    public let description: String
  }

  /// Makes a setting.
  ///
  /// - Parameter text: `KEY=VALUE`, such as `taken-name=refused`.
  /// - Throws: What there is, where the key or the value is none.
  public mutating func set(_ text: String) throws(UnknownSetting) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let setting = Self.settings.first(where: { $0.key == parts.first }) else {
      let keys = Self.settings.map(\.key).joined(separator: ", ")
      throw UnknownSetting(description: "\(text): there is no such setting; there are \(keys)")
    }
    guard parts.count == 2, setting.set(parts[1], in: &self) else {
      let values = setting.values.joined(separator: ", ")
      throw UnknownSetting(description: "\(text): \(setting.key) is one of \(values)")
    }
  }
}
