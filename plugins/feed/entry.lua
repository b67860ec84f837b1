-- What both formats tell of a page, and how both are laid out.
local M = {}

local function is_text(value)
  return type(value) == "string" and value ~= ""
end

-- A status may stand for a date; it has no year.
local function is_date(value)
  return type(value) == "userdata" and value.year ~= nil
end

-- Text for XML 1.0, which knows all characters that content may hold but these two.
local function clean(value)
  return (tostring(value):gsub("\xef\xbf[\xbe\xbf]", ""))
end

-- Tags, then the contents of the reform that an article names; of names that fold alike the first.
local function categories(page)
  local found, seen = {}, {}
  local function take(name)
    if not is_text(name) or seen[text.fold(name)] then return end
    seen[text.fold(name)] = true
    found[#found + 1] = clean(name)
  end
  for _, tag in ipairs(page.tags) do take(tag.name) end
  for _, content in ipairs(page.meta.reform or {}) do take(content) end
  return found
end

-- { title, address, date, updated, summary, author: texts or nil, categories } of a page that has a date.
local function of(page)
  local updated = page.updated
  return {
    title = clean(page.title),
    address = url.absolute(page.url),
    date = page.date,
    updated = is_date(updated) and updated > page.date and updated or page.date,
    summary = is_text(page.description) and clean(page.description) or nil,
    author = is_text(page.author) and clean(page.author) or nil,
    categories = categories(page),
  }
end

-- The entries of `pages`, and when the newest change of them was.
function M.all(pages)
  local entries, updated = {}, nil
  for i, page in ipairs(pages) do
    entries[i] = of(page)
    if not updated or entries[i].updated > updated then updated = entries[i].updated end
  end
  return entries, updated
end

-- An element with each of its parts on a line of its own; parts are elements, lists of them, nil or false.
function M.block(name, attributes, ...)
  local parts = table.pack(...)
  local lines = { "\n" }
  for i = 1, parts.n do
    local part = parts[i]
    for _, one in ipairs(type(part) == "table" and part or { part or nil }) do
      lines[#lines + 1] = one
      lines[#lines + 1] = "\n"
    end
  end
  return xml.tag(name, attributes, lines)
end

-- `make(item)` of each item.
function M.each(list, make)
  local made = {}
  for i, item in ipairs(list) do made[i] = make(item) end
  return made
end

-- The e-mail address of the portal, or nil.
function M.email(site)
  return is_text(site.portal.email) and site.portal.email or nil
end

M.clean = clean

return M
