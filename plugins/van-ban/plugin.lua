-- van-ban: documents, their table, and what a document must have.
local check = require "check"
local documents = require "documents"
local reform = require "reform"

local p = { name = "van-ban", version = 1, api = 1 }

p.directives = { ["danh-sach-van-ban"] = {
  help = "Bảng văn bản, mới nhất trước, chọn theo loại, cơ quan, năm, nội dung cải cách.",
  args = {
    { "type", "list", label = "loại", aliases = { "loại văn bản" }, of = "text", optional = true, example = "kế hoạch; báo cáo",
      help = "Một hay nhiều loại văn bản; bỏ trống là tất cả." },
    { "agency", "list", label = "cơ quan ban hành", aliases = { "cơ quan" }, of = "text", optional = true, example = "UBND xã Mẫu",
      help = "Một hay nhiều cơ quan, viết như trong văn bản." },
    { "year", "int", label = "năm", aliases = { "năm ban hành" }, min = 1945, max = 2200, optional = true, example = "2026",
      help = "Năm ban hành." },
    { "reform", "list", label = "nội dung CCHC", aliases = { "nội dung cải cách", "nội dung cải cách hành chính" },
      item = { type = "choice", choices = reform }, optional = true, example = "chính quyền số", help = "Nội dung cải cách hành chính." },
    { "limit", "int", label = "số mục", min = 1, max = 500, optional = true, example = "10",
      help = "Nhiều nhất bao nhiêu văn bản; bỏ trống là tất cả." },
  },
  render = function(args, _, site) return documents.render(args, site) end,
} }

function p.check(site, report)
  check.files(site.pages, report)
  check.calls(site.calls["danh-sach-van-ban"], site.pages, report)
end

return p
