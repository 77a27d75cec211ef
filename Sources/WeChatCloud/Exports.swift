// One import is enough: what stands in signatures of this module is declared in these.
@_exported import WeDriveGenerated
@_exported import WeDriveHTTP
@_exported import WeDriveRuntime
@_exported import WeDriveTransfers
