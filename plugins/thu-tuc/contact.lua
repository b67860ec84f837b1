-- Whom to call about a procedure: the unit that the page names, else the unit whose name its place or agency begins with.
local words = require "words"

local M = {}

local function names_of(unit)
  local names = { text.fold(unit.title) }
  for _, name in ipairs(unit.meta.aliases or {}) do
    if words.known(name) then names[#names + 1] = text.fold(name) end
  end
  return names
end

local function units(site)
  local list = {}
  for _, page in ipairs(site.pages) do
    if page.kind == "unit" then list[#list + 1] = { page = page, names = names_of(page) } end
  end
  return list
end

-- The unit with the longest name that `said` begins with: "Trung tâm Phục vụ hành chính công xã Mẫu, quầy số 1".
local function unit_of(list, said)
  local folded, best, most = text.fold(said), nil, 0
  for _, unit in ipairs(list) do
    for _, name in ipairs(unit.names) do
      local rest = folded:sub(#name + 1, #name + 1)
      if #name > most and folded:sub(1, #name) == name and not rest:find("%w") then best, most = unit.page, #name end
    end
  end
  return best
end

local function contact(unit)
  local meta = unit.meta
  return {
    title = unit.title, url = unit.url,
    phone = words.known(meta.phone), address = words.known(meta.address), hours = words.known(meta.hours),
  }
end

-- `make`, called once for each key.
local function once(make)
  local known = {}
  return function(key, ...)
    if known[key] == nil then known[key] = make(key, ...) or false end
    return known[key] or nil
  end
end

-- Gives every procedure its contact: { title, url, phone, address, hours }, the last three perhaps nil; nil without a unit.
function M.attach(data, site)
  local list = units(site)
  local find = once(function(said) return unit_of(list, said) end)
  local contact_of = once(function(_, unit) return contact(unit) end)
  for _, one in ipairs(data.procedures) do
    local own = one.page.unit
    local unit = own and own.meta and own or one.place and find(one.place) or one.agency and find(one.agency)
    one.contact = unit and contact_of(tostring(unit.url), unit) or nil
  end
  return data
end

return M
