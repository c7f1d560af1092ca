/// Names of fields that hold sensitive personal data, as far as a name tells.
///
/// By the list in Điều 4 khoản 1 Nghị định 356/2025/NĐ-CP, which details Điều 2 khoản 3 Luật 91/2025/QH15. Marital status,
/// nationality, relations within a family and telephone numbers are basic personal data (Điều 3 of the decree) and are not
/// here; nor are blood groups, which Nghị định 13/2023/NĐ-CP left out in so many words. A name is no proof: a rule pack
/// that names a mask for the field has the last word.
package enum SensitiveNames {
  package static func holds(_ name: String) -> Bool {
    // Capitals are no sure sign of where a word begins: `MAdantoc`.
    [name, name.lowercased()].contains { name in
      FieldWords(name).without("benh_vien").runs(upTo: 4).contains { known.contains($0) }
    }
  }

  private static let phrases = [
    // a: racial and ethnic origin
    "dan_toc", "sac_toc", "chung_toc", "ethnic", "ethnicity", "race",
    // b: political and religious views; that membership of the party shows such a view is our caution
    "ton_giao", "tin_nguong", "chinh_kien", "quan_diem_chinh_tri", "dang_phai", "dang_vien",
    "vao_dang", "religion", "religious", "political",
    // c: private life, secrets of a person or family
    "doi_tu", "doi_song_rieng_tu", "bi_mat_ca_nhan", "bi_mat_gia_dinh",
    // d: health; an illness, but not a hospital (`benh_vien`)
    "suc_khoe", "benh", "benh_an", "benh_ly", "benh_tat", "ten_benh", "ma_benh", "loai_benh",
    "chan_doan", "khuyet_tat", "tam_than", "hiv", "nghien_ma_tuy", "mang_thai", "health",
    "diagnosis",
    "disability", "icd",
    // đ: biometric and genetic data
    "sinh_trac", "sinh_trac_hoc", "van_tay", "mong_mat", "khuon_mat", "di_truyen", "adn", "dna",
    "biometric", "fingerprint",
    // e: sexual life
    "tinh_duc", "xu_huong_tinh_duc", "sexual",
    // g: crimes and breaches of law
    "tien_an", "an_tich", "pham_toi", "toi_pham", "toi_danh", "vi_pham_phap_luat", "criminal",
    // h: where a person is, found by positioning
    "dinh_vi",
    // i: access to electronic identity, pictures of identity cards
    "mat_khau", "password", "tai_khoan_dinh_danh", "anh_the", "anh_can_cuoc", "anh_cccd",
    "anh_cmnd",
    // k: banking, credit, securities, insurance
    "tai_khoan_ngan_hang", "so_tai_khoan", "the_ngan_hang", "the_tin_dung", "lich_su_giao_dich",
    "bank_account", "credit_card",
  ]

  /// With the same written together, alone or behind the first word of codes and names: `madantoc`.
  private static let known = Set(
    phrases
      + phrases.filter { $0.contains("_") }.flatMap { phrase in
        let joined = phrase.split(separator: "_").joined()
        return ["", "ma", "ten", "so"].map { $0 + joined }
      })
}
