-- What the page "Sơ đồ trang" shows: general pages, then the tree of columns.
local M = {}

-- The folder below content/ that a page lies in.
local function folder_of(page)
  return page.source:match("^(.*)/") or ""
end

-- The kind that an editor names, or nil.
function M.kind(site, name)
  local folded = text.fold(name)
  for _, kind in pairs(site.kinds) do
    if folded == text.fold(kind.name) or folded == text.fold(kind.label) or folded == text.fold(kind.plural) then return kind end
  end
end

-- The names of the kinds whose pages are listed, as a set.
local function listed_kinds(site, names)
  local kinds = {}
  for _, name in ipairs(names) do
    local kind = M.kind(site, name)
    if kind then kinds[kind.name] = true end
  end
  return kinds
end

-- The pages in the column's own folder, where it is one that lists them and they are few.
local function own_pages(column, kinds, most)
  local pages = {}
  if column.count > most or not kinds[column.kind] then return pages end
  for _, page in ipairs(column.items) do
    if folder_of(page) == column.name then pages[#pages + 1] = { title = page.title, url = page.url } end
  end
  return pages
end

local function branches(columns, kinds, most)
  local found = {}
  for i, column in ipairs(columns) do
    found[i] = {
      title = column.title, url = column.url, count = column.count,
      columns = branches(column.columns, kinds, most), pages = own_pages(column, kinds, most),
    }
  end
  return found
end

-- { columns = { { title, url, count, columns, pages } }, general: survey.of, feeds = { { title, rss, atom } } or nil }
function M.of(site, general, settings)
  return {
    general = general,
    columns = branches(site.columns, listed_kinds(site, settings.kinds), settings.limit),
    feeds = site.data.feed and site.data.feed.feeds,
  }
end

return M
