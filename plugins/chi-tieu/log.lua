-- What went out, where and when: the articles of this portal by their own day, and the rows of the log.
local period = require "period"

local M = {}

local OWN_TYPES = { ["cổng thông tin điện tử"] = true, ["trang thông tin điện tử"] = true }

-- A value that is left out, or says only «chờ xác minh», is no text and no date.
local function is_text(v)
  return type(v) == "string"
end

local function is_date(v)
  return v ~= nil and v.year ~= nil
end

-- Every name and alias of the channels, folded -> the channel's own name.
function M.channels(site)
  local names = {}
  local function claim(spelling, name)
    local folded = text.fold(tostring(spelling))
    names[folded] = names[folded] or name
  end
  for _, channel in ipairs(site.records.channel or {}) do
    if is_text(channel.name) then
      claim(channel.name, channel.name)
      for _, alias in ipairs(channel.aliases or {}) do claim(alias, channel.name) end
    end
  end
  return names
end

-- The channel that is this portal: the one that says so, else the only portal or website there is.
-- nil, and those that it may be, where that cannot be told.
function M.own_channel(site)
  local able = {}
  for _, channel in ipairs(site.records.channel or {}) do
    if channel.own == true then return channel end
    if OWN_TYPES[tostring(channel.type)] and channel.own == nil then able[#able + 1] = channel end
  end
  if #able == 1 then return able[1] end
  return nil, able
end

local function slug_of(page)
  return tostring(page.url):match("([^/]+)%.html$") or ""
end

-- Articles by folded title and by file name.
local function articles_by_name(site)
  local found = {}
  for _, page in ipairs(site.pages) do
    if page.kind == "article" then
      found[text.fold(page.title)] = page
      found[text.fold(slug_of(page))] = page
    end
  end
  return found
end

local function add_articles(entries, site, own)
  for _, page in ipairs(site.pages) do
    if page.kind == "article" and is_date(page.date) then
      entries[#entries + 1] = { day = period.day(page.date), year = page.date.year, channel = own, item = tostring(page.url), page = page }
    end
  end
end

-- One row of the log as an entry; nil where its day or channel is not known (yet).
local function entry_of(row, channels, articles)
  if not is_date(row.date) or not is_text(row.channel) then return nil end
  local item = is_text(row.item) and text.fold(row.item) or nil
  local page = item and articles[item]
  return {
    day = period.day(row.date), year = row.date.year, channel = channels[text.fold(row.channel)],
    item = page and tostring(page.url) or item, page = page, row = row,
  }
end

-- The rows of the log as entries, in the order they were written.
function M.rows(site)
  local channels, articles, list = M.channels(site), articles_by_name(site), {}
  for _, row in ipairs(site.records.broadcast or {}) do
    list[#list + 1] = entry_of(row, channels, articles)
  end
  return list
end

-- An article's own day on this portal counts by itself, so the log need not repeat it and cannot count it twice.
function M.repeats_portal(entry, own)
  return own ~= nil and entry.channel == own and entry.item ~= nil
end

-- All that went out: { day, year, channel (its name), item (key, or nil), page (of a published article, or nil), row (of the log, or nil) }.
function M.entries(site)
  local record, entries = M.own_channel(site), {}
  local own = record and record.name
  if own then add_articles(entries, site, own) end
  for _, entry in ipairs(M.rows(site)) do
    if not M.repeats_portal(entry, own) then entries[#entries + 1] = entry end
  end
  return entries
end

return M
