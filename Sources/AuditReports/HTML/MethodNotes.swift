import AuditModel

/// What a reader must know to judge the figures; printed in every report.
enum MethodNotes {
  static let all = [
    LocalizedText(
      vi:
        "Điểm của một quy tắc = số đạt / số đã xét. Điểm của tiêu chí là bình quân theo trọng số của "
        + "các quy tắc đã đánh giá; của bộ dữ liệu là bình quân các tiêu chí có điểm; của cơ quan là "
        + "bình quân các bộ dữ liệu có điểm.",
      en:
        "A rule's score = passed / judged. A criterion's is the weighted mean of its assessed rules, "
        + "a dataset's that of its criteria with a score, the agency's that of its datasets with one."
    ),
    LocalizedText(
      vi:
        "Mẫu số chỉ gồm những trường hợp đã xét. Giá trị để trống hoặc không đọc được, điều kiện áp "
        + "dụng không có, được tính là “bỏ qua” và do quy tắc khác (bắt buộc, kiểu dữ liệu) xét.",
      en:
        "The denominator holds judged cases only. Blank or unreadable values and unmet conditions are "
        + "“skipped”; other rules (required, type) judge them."),
    LocalizedText(
      vi:
        "Lỗi được miễn trừ (chấp nhận theo văn bản, có thời hạn) không tính là đạt, cũng không tính là "
        + "lỗi: đứng ngoài mẫu số và được nêu riêng, kèm số lượng, cạnh điểm.",
      en:
        "Waived findings (accepted by a document, until a day) count neither as passed nor as failed: "
        + "they are outside the denominator and told beside the score with their number."),
    LocalizedText(
      vi:
        "“Không đánh giá” không bao giờ là 100 %: quy tắc không xét được trường hợp nào thì không có "
        + "điểm và được nêu tên kèm lý do. Cần đọc điểm cùng với độ phủ (tỷ lệ bản ghi và trường được "
        + "ít nhất một quy tắc xét).",
      en:
        "“Not assessed” is never 100 %: a rule that judged nothing has no score and is named with its "
        + "reason. Read each score with its coverage (records and fields that a rule judged)."),
    LocalizedText(
      vi:
        "Điểm được tính bằng phân số chính xác và chỉ làm tròn một lần khi in, đến 0,01 %. Dấu “≈” "
        + "đứng trước 100,00 % hoặc 0,00 % khi con số đó chỉ có được do làm tròn. Trong biểu đồ, phần "
        + "lỗi rất nhỏ được vẽ rộng hơn thực tế để nhìn thấy được.",
      en:
        "Scores are exact fractions, rounded once, when printed, to 0.01 %. “≈” stands before a 100.00 "
        + "or 0.00 % that rounding alone has made. Very small parts of bars are drawn wide enough to be "
        + "seen."),
    LocalizedText(
      vi:
        "Điểm và mức xếp loại là chỉ số nội bộ phục vụ quản lý; không văn bản nào được trích dẫn quy "
        + "định cách chấm điểm này. Quy tắc mức nghiêm trọng không đạt thì mức xếp loại hạ xuống thấp "
        + "nhất.",
      en:
        "Scores and grades are internal management indicators; no text cited here prescribes them. A "
        + "failed blocking rule lowers the grade to the lowest band."),
    LocalizedText(
      vi:
        "Kiểm tra tự động không khẳng định được dữ liệu đúng với thực tế, trừ khi đã đối chiếu với "
        + "nguồn có thẩm quyền. Giá trị “đạt” nghĩa là không trái với quy tắc đã nêu.",
      en:
        "Automatic checks do not establish that data are true of the world unless an authoritative "
        + "source was compared. “Passed” means not contrary to the rule stated."),
    LocalizedText(
      vi:
        "Nội dung không tự động kiểm tra được (quy trình vận hành, phân quyền, sao lưu, hạ tầng) không "
        + "thuộc báo cáo này; phần không có quy tắc được ghi “chưa đánh giá”.",
      en:
        "What cannot be checked automatically (operation, access rights, backup, infrastructure) is not "
        + "in this report; a part without a rule is marked “not assessed”."),
    LocalizedText(
      vi:
        "Khóa và giá trị trong ví dụ được che theo khai báo của bộ quy tắc; phần còn lại, kể cả phần đã "
        + "che, vẫn có thể là dữ liệu cá nhân: báo cáo chỉ lưu hành trong phạm vi công vụ.",
      en:
        "Keys and values of examples are masked as the rule pack says; what is left, and the masked part "
        + "too, may still be personal data: keep the report for official use."),
    LocalizedText(
      vi:
        "Trường khai là nhạy cảm (Điều 4 Nghị định 356/2025/NĐ-CP) không bao giờ hiện giá trị. Số liệu của "
        + "nhóm theo trường đó: dưới \(SmallCells.least) bản ghi ghi “< \(SmallCells.least)”; số khác cũng được "
        + "che (•••) khi cùng với tổng nó làm lộ số nhỏ.",
      en:
        "Values of fields declared sensitive (Decree 356/2025, article 4) are never shown. Of groups made "
        + "by such a field, figures of fewer than \(SmallCells.least) records are “< \(SmallCells.least)”; others "
        + "are withheld (•••) where with the total they would tell a small one."),
  ]
}
