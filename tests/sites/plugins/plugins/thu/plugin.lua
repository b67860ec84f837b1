local thu = { name = "thu", version = "1.2", api = 1, help = "Mọi cách mà một phần mở rộng có mặt." }
local words = require "words"
local count = 0

thu.settings = {
  { "limit", "int", label = "số mục", default = 20 },
  { "greeting", "text", label = "lời chào", optional = true },
}
thu.directives = {
  cho = {
    help = "Danh sách nơi.",
    args = {
      { "places", "list", label = "nơi", item = { type = "ref", to = "place" } },
      { "title", "text", label = "tiêu đề", default = "Nơi" },
      { "day", "date", label = "ngày", optional = true },
    },
    render = function(args, page, site)
      local items = {}
      for i, place in ipairs(args.places) do
        items[i] = html.tag("li", place.name, ", tầng ", place.floor)
      end
      return html.join(html.tag("h2", args.title), args.day and html.tag("p", args.day),
        html.tag("ul", items), html.link(page.url, words.back), " ", site.settings.thu.greeting)
    end,
  },
  dem = { render = function() count = count + 1 return count end },
  anh = {
    args = function() return { { "picture", "image", label = "ảnh" }, { "form", "file", label = "tệp" } } end,
    render = function(args)
      return html.join(html.img(args.picture.url, "Ảnh"), html.link(args.form.url, args.form.name, " ", args.form.size))
    end,
  },
  khong = { render = function() return nil end },
  chu = { render = function() return "a < b" end },
}
thu.roles = {
  tong = {
    args = { { "column", "text", label = "chuyên mục" } },
    render = function(args, _, site) return site.data.thu.by_column[args.column] end,
  },
  ["hom-nay"] = { render = function(_, _, site) return html.join(site.date, " ", site.data.thu.link) end },
}
thu.filters = { lon = function(text_, sign) return text.upper(text_) .. (sign or "") end }

function thu.collect(site)
  local by_column = {}
  for _, page in ipairs(site.pages) do
    local name = tostring(page.column.title)
    by_column[name] = (by_column[name] or 0) + 1
  end
  return { by_column = by_column, path = url.path("du-lieu/noi.csv"), link = html.link(url.path("noi.html"), "Các nơi") }
end

function thu.plan(site, add)
  local rows = { { "Tên", "Tầng" } }
  for _, place in ipairs(site.records.place) do rows[#rows + 1] = { place.name, place.floor } end
  add{ path = "du-lieu/noi.csv", text = csv.table(rows) }
  add{ path = "noi.html", template = "noi.html", title = "Các nơi", data = { calls = #site.calls.cho, from = site.calls.cho[1].page.title } }
end

function thu.check(site, report)
  report{ level = "note", at = site.pages[1], key = "title", message = "trang mới nhất", message_en = "the newest page" }
  report{ at = site.calls.cho[1].args, key = "title", message = "tiêu đề có dấu <", hint = "bỏ dấu ấy" }
end

return thu
