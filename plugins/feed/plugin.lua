-- feed: the newest articles as RSS 2.0 and Atom 1.0, of the whole portal and of each column that the settings name.
local atom = require "atom"
local choose = require "choose"
local entry = require "entry"
local rss = require "rss"

local DEFAULT = "article" -- a portal may have no plugin with this kind

local p = { name = "feed", version = 1, api = 1, help = "Nguồn tin RSS và Atom của cổng và của chuyên mục." }

p.settings = {
  { "limit", "int", label = "số mục", default = 20, min = 1, max = 200, help = "Mỗi nguồn tin có nhiều nhất từng ấy mục mới nhất." },
  { "kinds", "list", label = "loại nội dung", item = { type = "text" }, default = DEFAULT, example = "tin, bài",
    help = "Những loại nội dung có trong nguồn tin của cổng." },
  { "columns", "list", label = "chuyên mục", item = { type = "text" }, optional = true, example = "van-ban",
    help = "Những chuyên mục có nguồn tin riêng: tên thư mục hoặc tiêu đề." },
}

-- nil where there is no feed, else { rss, atom: paths of the portal's own feed, or nil; feeds = all of them, see choose.feeds }.
function p.collect(site)
  local feeds = site.base_url and choose.feeds(site, site.settings.feed) or {}
  if #feeds == 0 then return nil end
  local whole = not feeds[1].column and feeds[1] or {}
  return { rss = whole.rss, atom = whole.atom, feeds = feeds }
end

function p.plan(site, add)
  local data = site.data.feed
  if not data then return end
  for _, feed in ipairs(data.feeds) do
    local entries, updated = entry.all(feed.pages)
    add { path = tostring(feed.rss), text = rss.document(feed, entries, updated, site) }
    add { path = tostring(feed.atom), text = atom.document(feed, entries, updated, site) }
  end
end

-- Who asks for feeds of columns learns why there are none; else a portal without an address just has no feed.
local function check_address(site, asked, report)
  if site.base_url or not asked then return end
  report {
    at = asked,
    message = "chưa có nguồn tin RSS, Atom vì portal.yaml thiếu «địa chỉ gốc»",
    message_en = "there is no RSS or Atom feed, since portal.yaml has no «base_url»",
    hint = "thêm địa chỉ của chuyên trang, ví dụ: địa chỉ gốc: https://xamau.gov.vn/cchc/",
    hint_en = "add the section's address, e.g. base_url: https://example.vn/reform/",
  }
end

-- Names in the settings that lead nowhere.
local function check_names(list, find, names, what, what_en, report)
  for _, name in ipairs(list or {}) do
    if name ~= DEFAULT and not find(name) then
      local near = text.nearest(name, names)
      report {
        level = "error", at = list,
        message = ("phần mở rộng feed: không có %s «%s»"):format(what, name),
        message_en = ("plugin feed: there is no %s «%s»"):format(what_en, name),
        hint = near and ("có phải «%s»?"):format(near) or "hiện có: " .. text.join(names),
        hint_en = near and ("did you mean «%s»?"):format(near) or "there are: " .. text.join(names),
      }
    end
  end
end

function p.check(site, report)
  local settings = site.settings.feed
  check_address(site, settings.columns, report)
  check_names(settings.kinds, choose.kind_finder(site), choose.kind_labels(site), "loại nội dung", "kind", report)
  check_names(settings.columns, choose.column_finder(site), choose.column_names(site), "chuyên mục", "column", report)
end

return p
