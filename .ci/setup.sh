# Đọc vào (source) từ Tests/run, samples/run và .ci/run; không chạy riêng.
# Read (sourced) by Tests/run, samples/run and .ci/run; not run by itself.
#
# Chuẩn bị: có Swift và những gói hệ điều hành mà Swift cần. Chỉ nơi này nêu tên gói.
# Sees to it that there is Swift and what Swift needs. The one place that names packages.

# Gói Debian, Ubuntu mà Swift cần để biên dịch và liên kết, và hai thư viện C mà soat dùng để đọc XML và SQLite.
# Debian and Ubuntu packages that Swift needs to compile and link, and the two C libraries soat reads XML and SQLite by.
SOAT_PACKAGES=(binutils g++ git libc6-dev libsqlite3-dev libxml2-dev pkg-config)

# Gói mà chỉ phép thử cần, để mở, in và đo tài liệu như người dùng: chỉ Tests/run cài. Thiếu thì phép thử hỏng, không bỏ qua.
# Packages that the tests alone need, to open, print and measure documents as users do; only Tests/run installs them.
# Without them tests fail, none is skipped.
SOAT_TEST_PACKAGES=(
  chromium fonts-liberation libreoffice-calc libreoffice-writer poppler-utils python3 python3-docx python3-openpyxl unzip)

# Phiên bản Swift nhỏ nhất. The oldest Swift that will do.
SOAT_SWIFT=6.2

say() { printf '%s\n' "$*" >&2; }

stop() {
  say "LỖI: $1"
  say "ERROR: $2"
  exit 1
}

# Tiêu đề C có ở nơi trình biên dịch tìm không. Whether a C header is where compilers look.
has_header() {
  local folder
  for folder in /usr/include /usr/local/include; do
    [ ! -e "$folder/$1" ] || return 0
  done
  return 1
}

# Thêm vào `missing` những gói phép thử cần. Adds what the tests need to `missing`.
missing_test_packages() {
  [ -x /usr/bin/soffice ] && [ -e /usr/lib/libreoffice/program/libsclo.so ] || missing+=(libreoffice-calc)
  [ -e /usr/lib/libreoffice/program/libswlo.so ] || missing+=(libreoffice-writer)
  [ -x /usr/bin/chromium ] || missing+=(chromium)
  [ -x /usr/bin/pdftoppm ] || missing+=(poppler-utils)
  [ -x /usr/bin/python3 ] || missing+=(python3)
  /usr/bin/python3 -c 'import openpyxl' 2>/dev/null || missing+=(python3-openpyxl)
  /usr/bin/python3 -c 'import docx' 2>/dev/null || missing+=(python3-docx)
  [ -x /usr/bin/unzip ] || missing+=(unzip)
  # Chữ cùng độ rộng với Times New Roman, đủ dấu tiếng Việt (bản 2). Letters as wide as Times New Roman's, with Vietnamese marks.
  if ! fc-list ':family=Liberation Serif:charset=1ea5' 2>/dev/null | grep -q .; then
    if apt-cache show fonts-liberation2 >/dev/null 2>&1; then missing+=(fonts-liberation2); else missing+=(fonts-liberation); fi
  fi
}

# Chỉ cài khi thiếu công cụ, để máy không có mạng vẫn chạy được.
# Installs only when a tool is missing, so that a machine without a network works too.
install_packages() {
  local missing=()
  command -v git >/dev/null || missing+=(git)
  command -v ld >/dev/null || missing+=(binutils)
  command -v cc >/dev/null || command -v clang >/dev/null || missing+=(g++)
  [ -e /usr/include/stdlib.h ] || missing+=(libc6-dev)
  compgen -G '/usr/lib/gcc/*/*/libstdc++.so' >/dev/null || missing+=(g++)
  command -v pkg-config >/dev/null || missing+=(pkg-config)
  has_header libxml2/libxml/xmlversion.h || missing+=(libxml2-dev)
  has_header sqlite3.h || missing+=(libsqlite3-dev)
  if [ "${SOAT_FOR_TESTS:-}" = 1 ]; then missing_test_packages; fi
  [ ${#missing[@]} -gt 0 ] || return 0

  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then as_root=(sudo -n); fi
  if command -v apt-get >/dev/null && { [ ${#as_root[@]} -eq 0 ] || sudo -n true 2>/dev/null; }; then
    say "Đang cài gói còn thiếu / Installing missing packages: ${missing[*]}"
    "${as_root[@]}" apt-get update -q
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -q -y --no-install-recommends "${missing[@]}"
    return 0
  fi
  say "Gói cần có / packages needed: ${SOAT_PACKAGES[*]}"
  stop "thiếu gói hệ điều hành. Hãy chạy: sudo apt-get install ${missing[*]}" \
    "packages are missing. Run: sudo apt-get install ${missing[*]}"
}

check_swift() {
  command -v swift >/dev/null || stop \
    "không thấy lệnh 'swift'. Cài Swift $SOAT_SWIFT trở lên theo https://www.swift.org/install/linux/ rồi thêm vào PATH" \
    "there is no 'swift'. Install Swift $SOAT_SWIFT or newer from https://www.swift.org/install/linux/ and put it on the PATH"
  local version
  version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1)
  [ -n "$version" ] || stop "không đọc được phiên bản của 'swift'" "cannot tell the version of 'swift'"
  local oldest
  oldest=$(printf '%s\n%s\n' "$SOAT_SWIFT" "$version" | sort -V | head -n 1)
  [ "$oldest" = "$SOAT_SWIFT" ] || stop \
    "cần Swift $SOAT_SWIFT trở lên, máy này có $version" "Swift $SOAT_SWIFT or newer is needed, here is $version"
}

# Khi chương trình dừng vì lỗi, trợ lý của Swift in cả vùng nhớ (có thể có dữ liệu cá nhân) và có thể treo.
# After a crash, Swift's helper prints memory, which may hold personal data, and can hang under a pipe.
export SWIFT_BACKTRACE=enable=no

install_packages
check_swift
