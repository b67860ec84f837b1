-- chi-tieu: what the commune's plans ask to be published, and how much of it went out.
local checks = require "checks"
local progress = require "progress"
local tally = require "tally"

local p = { name = "chi-tieu", version = 1, api = 1 }

p.directives = { ["tien-do-chi-tieu"] = {
  help = "Bảng tiến độ các chỉ tiêu tin, bài đã công khai: đã đạt, tối thiểu, còn thiếu.",
  args = {
    { "quotas", "list", item = { type = "ref", to = "quota" }, label = "chỉ tiêu", optional = true,
      example = "Tin, bài gửi tỉnh năm 2026",
      help = "Những chỉ tiêu cần hiện, theo thứ tự này; bỏ trống thì hiện mọi chỉ tiêu công khai của thời gian này." },
    { "year", "int", label = "năm", min = 1900, max = 2200, optional = true, example = "2025",
      help = "Hiện các chỉ tiêu của một năm; bỏ trống thì hiện những chỉ tiêu đang thực hiện." },
  },
  render = function(args, _, site)
    return progress.render(args, site.data[p.name], site.date)
  end,
} }

p.roles = { ["so-tin-da-dang"] = {
  help = "Số tin, bài đã đăng, phát trên một kênh trong một năm; mỗi tin, bài tính một lần.",
  args = {
    { "channel", "ref", to = "channel", label = "kênh", example = "Truyền thanh xã", help = "Kênh cần đếm." },
    { "year", "int", label = "năm", aliases = { "kỳ" }, min = 1900, max = 2200, optional = true, example = "2026",
      help = "Năm cần đếm; bỏ trống thì là năm nay." },
  },
  render = function(args, _, site)
    local year = tostring(args.year or site.date.year)
    local years = site.data[p.name].items[args.channel.name]
    return num.format(years and years[year] or 0)
  end,
} }

p.collect = tally.collect

function p.check(site, report)
  checks.quotas(site.data[p.name].quotas, site, report)
  checks.filters(site, report)
  checks.log(site, report)
  checks.calls(site.calls["tien-do-chi-tieu"], report)
end

return p
