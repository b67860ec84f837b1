-- sitemap: sitemap.xml for search engines, the page "Sơ đồ trang" for people, robots.txt where the section has a host of its own.
-- Both are asked of portals of state agencies by TT 32/2017/TT-BTTTT.
local overview = require "overview"
local survey = require "survey"
local urls = require "urls"

local PAGE, TITLE = "so-do-trang.html", "Sơ đồ trang"

local DEFAULT = { page = true, unit = true } -- a portal may have no plugin with these kinds

local p = { name = "sitemap", version = 1, api = 1, help = "Sơ đồ trang: tệp sitemap.xml và trang so-do-trang.html." }

p.settings = {
  { "kinds", "list", label = "loại được liệt kê", item = { type = "text" }, default = "page; unit", example = "page; unit",
    help = "Chuyên mục có loại nội dung này thì trang Sơ đồ trang nêu từng trang của nó; chuyên mục khác chỉ nêu số trang." },
  { "limit", "int", label = "số trang mỗi chuyên mục", default = 40, min = 0, max = 200,
    help = "Chuyên mục có nhiều trang hơn thì chỉ nêu số trang." },
  { "urls", "int", label = "số địa chỉ mỗi tệp", default = 50000, min = 1, max = 50000,
    help = "Nhiều địa chỉ hơn thì chia ra nhiều tệp XML và sitemap.xml là mục lục của chúng." },
}

function p.collect()
  return { page = url.path(PAGE), title = TITLE }
end

local function add_page(site, general, add)
  add {
    path = PAGE, template = PAGE, title = TITLE,
    description = "Các chuyên mục và các trang của chuyên trang, để tìm nhanh.",
    data = overview.of(site, general, site.settings.sitemap),
  }
end

-- What search engines read needs full addresses.
local function add_files(site, lines, files, add)
  for _, file in ipairs(urls.files(site, lines, site.settings.sitemap.urls)) do add(file) end
  local robots = not files["robots.txt"] and urls.robots(site)
  if robots then add { path = "robots.txt", text = robots } end
end

function p.finish(site, outputs, add)
  if not site.base_url then
    add_page(site, survey.of(site, outputs, function() end).general, add)
    return
  end
  local lines, visit = urls.lines(site)
  local found = survey.of(site, outputs, visit)
  visit(url.path(PAGE))
  add_page(site, found.general, add)
  add_files(site, lines, found.files, add)
end

local function check_kinds(site, names, report)
  for _, name in ipairs(names) do
    if not DEFAULT[name] and not overview.kind(site, name) then
      local labels = {}
      for _, kind in pairs(site.kinds) do labels[#labels + 1] = kind.label end
      local near = text.nearest(name, labels)
      report {
        level = "error", at = names,
        message = ("phần mở rộng sitemap: không có loại nội dung «%s»"):format(name),
        message_en = ("plugin sitemap: there is no kind «%s»"):format(name),
        hint = near and ("có phải «%s»?"):format(near) or "hiện có: " .. text.join(labels),
        hint_en = near and ("did you mean «%s»?"):format(near) or "there are: " .. text.join(labels),
      }
    end
  end
end

function p.check(site, report)
  check_kinds(site, site.settings.sitemap.kinds, report)
end

return p
