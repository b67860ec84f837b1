-- Which feeds there are, and which pages each of them holds.
local M = {}

local FOLDER = "nguon-tin/"

-- A name as names are compared: no marks, capitals, spaces and signs.
local function plain(name)
  return (text.fold(name):gsub("[^%w]", ""))
end

-- The columns of the portal, each before its sub-columns.
local function all_columns(columns, into)
  for _, column in ipairs(columns) do
    into[#into + 1] = column
    all_columns(column.columns, into)
  end
  return into
end

-- A function from what an editor writes to the kind, or nil.
function M.kind_finder(site)
  local kinds = {}
  for name, kind in pairs(site.kinds) do
    for _, word in ipairs { name, kind.label, kind.plural } do kinds[plain(word)] = kind end
  end
  return function(name) return kinds[plain(name)] end
end

function M.kind_labels(site)
  local labels = {}
  for _, kind in pairs(site.kinds) do labels[#labels + 1] = kind.label end
  return labels
end

-- A function from a column's folder or title to the column, or nil; of one title the first column has it.
function M.column_finder(site)
  local columns = all_columns(site.columns, {})
  local found = {}
  for _, column in ipairs(columns) do found[plain(column.title)] = found[plain(column.title)] or column end
  for _, column in ipairs(columns) do found[column.name] = column end
  return function(name) return found[name] or found[plain(name)] end
end

function M.column_names(site)
  local names = {}
  for _, column in ipairs(all_columns(site.columns, {})) do names[#names + 1] = column.name end
  return names
end

-- The first `most` of `pages` that `admits` lets in.
local function first(pages, most, admits)
  local found = {}
  if most == 0 then return found end
  for _, page in ipairs(pages) do
    if admits(page) then
      found[#found + 1] = page
      if #found == most then break end
    end
  end
  return found
end

-- The newest pages of the kinds in `names`.
local function of_kinds(site, names, limit)
  local find, wanted, count = M.kind_finder(site), {}, 0
  for _, name in ipairs(names) do
    local kind = find(name)
    if kind and not wanted[kind.name] then
      wanted[kind.name] = true
      count = count + kind.count
    end
  end
  return first(site.latest, math.min(count, limit), function(page) return wanted[page.kind] end)
end

-- The newest pages of a column and its sub-columns, of any kind.
local function of_column(site, column, limit)
  local folder = column.name .. "/"
  return first(site.latest, math.min(column.count, limit), function(page) return page.source:sub(1, #folder) == folder end)
end

local function feed_of(title, description, home, folder, pages)
  return {
    title = title, description = type(description) == "string" and description or nil, home = home, pages = pages,
    rss = url.path(folder .. "rss.xml"), atom = url.path(folder .. "atom.xml"),
  }
end

-- The feeds that have something to tell, the portal's own first: { title, description, home: the page that shows the same, rss, atom:
-- paths, pages: newest first, column: its folder; nil for the portal }.
function M.feeds(site, settings)
  local feeds, taken, name = {}, {}, site.portal.name
  local pages = of_kinds(site, settings.kinds, settings.limit)
  if #pages > 0 then
    local title = site.name == name and name or site.name .. " – " .. name
    feeds[1] = feed_of(title, site.portal.description, site.home, FOLDER, pages)
  end
  local find = M.column_finder(site)
  for _, word in ipairs(settings.columns or {}) do
    local column = find(word)
    pages = column and not taken[column.name] and of_column(site, column, settings.limit) or {}
    if #pages > 0 then
      local feed = feed_of(column.title .. " – " .. name, column.description, column.url, FOLDER .. column.name .. "/", pages)
      feed.column = column.name
      taken[column.name] = true
      feeds[#feeds + 1] = feed
    end
  end
  return feeds
end

return M
