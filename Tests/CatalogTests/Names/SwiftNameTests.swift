import Testing

@testable import Catalog

@Suite("Swift names")
struct SwiftNameTests {
  @Test(
    "A member's name is derived by camel-casing",
    arguments: [
      ("file_list", "fileList"), ("id", "id"), ("url", "url"), ("md5", "md5"), ("sha", "sha"), ("ids", "ids"),
      ("spaceid", "spaceID"), ("fileid", "fileID"), ("userid", "userID"), ("userid_list", "userIDList"),
      ("docid", "docID"), ("docsid", "docsID"), ("departmentid", "departmentID"), ("corpid", "corpID"),
      ("openid", "openID"), ("open_userid", "openUserID"), ("userids", "userIDs"), ("download_url", "downloadURL"),
      ("block_sha", "blockSHA"), ("file_md5", "fileMD5"), ("file_sha1", "fileSHA1"), ("url_list", "urlList"),
      ("fatherid", "fatherid"), ("mediaId", "mediaID"), ("errMsg", "errMsg"), ("HTTPProxy", "httpProxy"),
      ("part_2_size", "part2Size"), ("default", "default"), ("paid", "paid"), ("valid", "valid"),
      ("share_url_no_approve", "shareURLNoApprove"), ("_hidden", "hidden"), ("a__b", "aB"), ("", ""),
    ])
  func lowerCamel(name: String, expected: String) {
    #expect(SwiftName.lowerCamel(name) == expected)
  }

  @Test(
    "A type's name is derived by camel-casing",
    arguments: [
      ("file_list", "FileList"), ("fileList", "FileList"), ("id_convert", "IDConvert"), ("userIDList", "UserIDList"),
      ("space-members", "SpaceMembers"), ("md5", "MD5"), ("new_space_info", "NewSpaceInfo"),
      ("downloadURL", "DownloadURL"),
    ])
  func upperCamel(name: String, expected: String) {
    #expect(SwiftName.upperCamel(name) == expected)
  }
}
