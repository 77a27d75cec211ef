#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Waits until what was written is on the disk; the system's error number, 0 for success.
func synchronise(_ descriptor: Int32) -> Int32 {
  #if canImport(Darwin)
    // There, fsync leaves it in the disk's own cache. Not every file system knows the stronger request.
    if repeatingInterrupted({ Int(fcntl(descriptor, F_FULLFSYNC)) }).result >= 0 { return 0 }
  #endif
  let (result, code) = repeatingInterrupted { Int(fsync(descriptor)) }
  return result < 0 ? code : 0
}
