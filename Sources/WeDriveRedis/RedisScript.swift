import WeDriveRuntime

/// A script that the server runs as one step. Each touches the one key `KEYS[1]`, goes by the server's time, and may be run
/// again after its reply was lost.
struct RedisScript: Sendable {
  let text: [UInt8]
  /// Names it where the server knows it already.
  let digest: [UInt8]

  private init(_ text: String) {
    self.text = Array((Self.clock + text).utf8)
    digest = Array(ContentDigest.text(of: self.text, .sha1).utf8)
  }

  private static let clock = """
    local t = redis.call('TIME')
    local now = t[1] * 1000 + math.floor(t[2] / 1000)
    local function at(ms) return string.format('%.0f', now + tonumber(ms)) end

    """

  /// Answers value, version and milliseconds left; nothing for no value.
  static let read = RedisScript(
    """
    local r = redis.call('HMGET', KEYS[1], 'v', 'g', 'e', 'f')
    if not r[1] then
      if not r[4] and redis.call('HLEN', KEYS[1]) > 0 then return {'foreign'} end
      return {}
    end
    local e = tonumber(r[3])
    if not r[2] or not e then return {'foreign'} end
    if e <= now then return {} end
    return {'value', r[1], r[2], e - now}
    """)

  /// ARGV: version that is replaced, new version, value, life. 1 if the new version is there, else 0.
  static let write = RedisScript(
    """
    local r = redis.call('HMGET', KEYS[1], 'g', 'e')
    if r[1] == ARGV[2] then return 1 end
    local e = tonumber(r[2])
    local version = r[1] and e and e > now and r[1] or ''
    if version == '' and not r[1] and redis.call('HLEN', KEYS[1]) > 0 then return -1 end
    if version ~= ARGV[1] then return 0 end
    redis.call('HSET', KEYS[1], 'g', ARGV[2], 'v', ARGV[3], 'e', at(ARGV[4]))
    redis.call('PEXPIRE', KEYS[1], ARGV[4])
    return 1
    """)

  /// ARGV: version. 1 if nothing is there now, 0 if another version is.
  static let remove = RedisScript(
    """
    local r = redis.call('HMGET', KEYS[1], 'g', 'e')
    local e = tonumber(r[2])
    if not r[1] or not e or e <= now then return 1 end
    if r[1] ~= ARGV[1] then return 0 end
    redis.call('DEL', KEYS[1])
    return 1
    """)

  /// ARGV: owner, lease, least that must be left, version that is not wanted, number before the first fence.
  static let claim = RedisScript(
    """
    local r = redis.call('HMGET', KEYS[1], 'v', 'g', 'e', 'o', 'l', 'f', 'n', 'm')
    if not r[1] and not r[6] and redis.call('HLEN', KEYS[1]) > 0 then return {'foreign'} end
    local function left(ms) return math.max(0, (tonumber(ms) or 0) - now) end
    local v = r[1] and left(r[3]) or 0
    if v > tonumber(ARGV[3]) and r[2] ~= ARGV[4] then return {'value', r[1], r[2], v} end
    local l, m = left(r[5]), left(r[8])
    if l > 0 and r[4] ~= ARGV[1] then return {'held', l, v > 0 and r[1] or '', v > 0 and r[2] or '', v} end
    if l == 0 and m > 0 then return {'noted', r[7], m} end
    local f = r[6]
    if l == 0 then f = string.format('%.0f', (tonumber(f) or tonumber(ARGV[5])) + 1) end
    redis.call('HSET', KEYS[1], 'o', ARGV[1], 'l', at(ARGV[2]), 'f', f)
    redis.call('PEXPIRE', KEYS[1], math.max(v, m, ARGV[2]))
    return {'yours', f, v > 0 and r[1] or '', v > 0 and r[2] or '', v}
    """)

  /// ARGV: owner, fence, what, value, life, new version, lease. The version that is there; nothing behind another fence.
  static let settle = RedisScript(
    """
    local r = redis.call('HMGET', KEYS[1], 'o', 'f', 'g', 'e', 'm')
    if r[1] ~= ARGV[1] or r[2] ~= ARGV[2] then return {} end
    local life = tonumber(ARGV[5])
    local v = math.max(0, (tonumber(r[4]) or 0) - now)
    if ARGV[3] == 'value' then
      redis.call('HSET', KEYS[1], 'v', ARGV[4], 'g', ARGV[6], 'e', at(life), 'l', '0', 'm', '0')
      redis.call('PEXPIRE', KEYS[1], life)
      return {ARGV[6]}
    elseif ARGV[3] == 'progress' then
      redis.call('HSET', KEYS[1], 'v', ARGV[4], 'g', ARGV[6], 'e', at(life), 'l', at(ARGV[7]))
      redis.call('PEXPIRE', KEYS[1], math.max(life, ARGV[7]))
      return {ARGV[6]}
    elseif ARGV[3] == 'note' then
      redis.call('HSET', KEYS[1], 'n', ARGV[4], 'm', at(life), 'l', '0')
      redis.call('PEXPIRE', KEYS[1], math.max(life, v))
    else
      redis.call('HSET', KEYS[1], 'l', '0')
    end
    return {v > 0 and r[3] or ''}
    """)

  /// ARGV: amount, limit, reserve, life, request. What was granted and what is used.
  static let take = RedisScript(
    """
    local r = redis.call('HMGET', KEYS[1], 'used', 'q', 'a')
    if not r[1] and redis.call('HLEN', KEYS[1]) > 0 then return {'foreign'} end
    local used = tonumber(r[1]) or 0
    if r[2] == ARGV[5] then return {r[3], string.format('%.0f', used)} end
    local n = tonumber(ARGV[1])
    if n < 0 then n = math.max(n, -used) else n = math.max(0, math.min(n, ARGV[2] - ARGV[3] - used)) end
    local granted, total = string.format('%.0f', n), string.format('%.0f', used + n)
    redis.call('HSET', KEYS[1], 'used', total, 'q', ARGV[5], 'a', granted)
    redis.call('PEXPIRE', KEYS[1], ARGV[4])
    return {granted, total}
    """)
}
