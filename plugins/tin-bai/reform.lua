-- The contents of administrative reform (NQ 76/NQ-CP), as kinds/article.yaml has them.
return {
  { label = "cải cách thể chế", aliases = { "thể chế" } },
  { label = "cải cách thủ tục hành chính", aliases = { "thủ tục hành chính", "tthc" } },
  { label = "cải cách tổ chức bộ máy", aliases = { "tổ chức bộ máy", "cải cách tổ chức bộ máy hành chính nhà nước" } },
  { label = "cải cách chế độ công vụ", aliases = { "chế độ công vụ", "công vụ" } },
  { label = "cải cách tài chính công", aliases = { "tài chính công" } },
  { label = "xây dựng và phát triển chính quyền điện tử, chính quyền số",
    aliases = { "chính quyền số", "chính quyền điện tử", "chuyển đổi số" } },
  { label = "chỉ đạo, điều hành", aliases = { "chỉ đạo điều hành", "công tác chỉ đạo" } },
}
