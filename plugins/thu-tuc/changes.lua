-- The change log: every decision about a procedure, by year and month, newest first (NĐ 63/2010, Điều 14).
local M = { path = "thay-doi-thu-tuc.html", title = "Thay đổi thủ tục hành chính" }

-- The last group, or a new one where `key` differs.
local function group(list, key, name)
  local last = list[#list]
  if not last or last.key ~= key then
    last = { key = key, name = name }
    list[#list + 1] = last
  end
  return last
end

-- { { name, months = { { name, changes } } } }; what has no day is the last year, without a month's name.
local function years(changes)
  local list = {}
  for _, one in ipairs(changes) do
    local year, month = one.date and date.year(one.date) or 0, one.date and date.month(one.date) or 0
    local of = group(list, year, one.date and "Năm " .. year or "Chưa rõ ngày")
    of.months = of.months or {}
    local inner = group(of.months, month, one.date and ("Tháng %d năm %d"):format(month, year) or nil)
    inner.changes = inner.changes or {}
    inner.changes[#inner.changes + 1] = one
  end
  return list
end

-- Tells templates where the page is; there is none without changes.
function M.attach(data)
  data.changes_page = #data.changes > 0 and url.path(M.path) or nil
  return data
end

function M.plan(site, add)
  local data = site.data["thu-tuc"]
  if not data.changes_page then return end
  add {
    path = M.path, template = "thay-doi-thu-tuc.html", title = M.title,
    description = "Thủ tục mới ban hành, được sửa đổi, bổ sung, thay thế, bãi bỏ, cắt giảm thời hạn; theo ngày quyết định.",
    data = { years = years(data.changes), count = #data.changes },
  }
end

-- A role: words that lead there.
function M.link(args, _, site)
  local page = site.data["thu-tuc"].changes_page
  return page and html.link(page, args.words) or args.words
end

return M
