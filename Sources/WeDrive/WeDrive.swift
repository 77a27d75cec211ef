// One import is enough: requests, replies, identifiers and errors are declared in these modules and appear in the
// signatures of this one, and it could not be used without them.
@_exported import WeDriveGenerated
@_exported import WeDriveHTTP
@_exported import WeDriveRuntime
@_exported import WeDriveTransfers
