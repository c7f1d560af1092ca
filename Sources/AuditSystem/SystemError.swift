package import AuditModel
internal import Glibc

/// What the operating system refused, by its error number.
package struct SystemError: Error, Hashable {
  package let number: Int32

  package init(number: Int32) { self.number = number }

  /// The error that the last failed call left behind; to be asked for at once.
  static var last: SystemError { SystemError(number: errno) }

  package var isMissing: Bool { number == ENOENT || number == ENOTDIR }
  package var isClosedPipe: Bool { number == EPIPE }
  package var isExisting: Bool { number == EEXIST }

  /// The reason as the end of a sentence, never with a path or a value.
  package var reason: LocalizedText {
    switch number {
    case ENOENT: LocalizedText(vi: "không tìm thấy", en: "not found")
    case ENOTDIR:
      LocalizedText(
        vi: "một phần của đường dẫn không phải là thư mục", en: "a part of the path is no folder")
    case EACCES, EPERM: LocalizedText(vi: "không có quyền", en: "permission denied")
    case EROFS: LocalizedText(vi: "ổ đĩa chỉ cho đọc", en: "the disk is read-only")
    case ENOSPC: LocalizedText(vi: "ổ đĩa đã đầy", en: "the disk is full")
    case EDQUOT: LocalizedText(vi: "đã hết hạn mức ổ đĩa", en: "the disk quota is used up")
    case EFBIG: LocalizedText(vi: "vượt cỡ tệp cho phép", en: "larger than files may be here")
    case EIO:
      LocalizedText(vi: "lỗi đọc, ghi của ổ đĩa", en: "the disk reports an input/output error")
    case EISDIR: LocalizedText(vi: "đó là một thư mục", en: "it is a folder")
    case EEXIST: LocalizedText(vi: "đã có sẵn", en: "it already exists")
    case ELOOP: LocalizedText(vi: "quá nhiều liên kết tượng trưng", en: "too many symbolic links")
    case ENAMETOOLONG: LocalizedText(vi: "tên quá dài", en: "the name is too long")
    case EMFILE, ENFILE: LocalizedText(vi: "đang mở quá nhiều tệp", en: "too many open files")
    case EPIPE: LocalizedText(vi: "bên nhận đã đóng", en: "the receiving end is closed")
    case EBADF: LocalizedText(vi: "luồng đã bị đóng", en: "the stream is closed")
    case ENOMEM: LocalizedText(vi: "không đủ bộ nhớ", en: "out of memory")
    case EINVAL:
      LocalizedText(
        vi: "tên hoặc thao tác không hợp lệ", en: "the name or the operation is not allowed")
    default:
      LocalizedText(
        vi: "hệ điều hành báo lỗi số \(number)", en: "the system reports error \(number)")
    }
  }

  /// What the person at the keyboard can do about it; nil where the reason says it all.
  package var hint: LocalizedText? {
    switch number {
    case ENOENT, ENOTDIR:
      LocalizedText(
        vi: "kiểm tra lại tên và thư mục đang đứng; tên có phân biệt chữ hoa, chữ thường",
        en: "check the name and the folder you are in; capitals matter")
    case EACCES, EPERM, EROFS:
      LocalizedText(
        vi: "xin cấp quyền hoặc chọn nơi khác", en: "ask for permission or take another place")
    case ENOSPC, EDQUOT, EFBIG:
      LocalizedText(
        vi: "dọn ổ đĩa hoặc chọn ổ đĩa khác rồi chạy lại",
        en: "make room or take another disk, then run again")
    case EMFILE, ENFILE:
      LocalizedText(
        vi: "tăng giới hạn bằng `ulimit -n` rồi chạy lại",
        en: "raise the limit with `ulimit -n`, then run again")
    default: nil
    }
  }
}
