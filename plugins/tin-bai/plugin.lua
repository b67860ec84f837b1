-- tin-bai: news and articles, their lists, and what an article must say.
local articles = require "articles"
local check = require "check"
local reform = require "reform"

local p = { name = "tin-bai", version = 1, api = 1 }

local GENRES = {
  { label = "tin", aliases = { "tin ngắn" } }, { label = "bài", aliases = { "bài phản ánh" } }, "phóng sự",
  { label = "gương điển hình", aliases = { "điển hình", "người tốt việc tốt" } },
  { label = "mô hình", aliases = { "mô hình hay", "sáng kiến" } }, "video",
}

p.directives = { ["danh-sach-tin"] = {
  help = "Những tin, bài mới nhất, chọn theo nội dung cải cách, tuyến bài, từ khóa, thể loại.",
  args = {
    { "limit", "int", label = "số mục", aliases = { "số tin" }, min = 1, max = 100, default = "5",
      help = "Nhiều nhất bao nhiêu tin, bài." },
    { "reform", "list", label = "nội dung CCHC", aliases = { "nội dung cải cách", "nội dung cải cách hành chính" },
      item = { type = "choice", choices = reform }, optional = true, example = "chính quyền số", help = "Nội dung cải cách hành chính." },
    { "series", "text", label = "tuyến bài", aliases = { "loạt bài", "chuyên đề" }, optional = true, example = "Mỗi tuần một thủ tục",
      help = "Các bài của một tuyến, theo thứ tự trong tuyến." },
    { "tag", "text", label = "từ khóa", optional = true, example = "VNeID", help = "Tin, bài có từ khóa này." },
    { "genre", "list", label = "thể loại", item = { type = "choice", choices = GENRES }, optional = true, example = "gương điển hình",
      help = "Một hay nhiều thể loại." },
  },
  render = function(args, _, site) return articles.render(args, site) end,
} }

function p.check(site, report)
  check.reform(site.pages, report)
  check.calls(site.calls["danh-sach-tin"], site.pages, report)
end

return p
