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

-- Gives every procedure its contact: { title, url, phone, address, hours }, the last three perhaps nil; nil without a unit.
function M.attach(data, site)
  local list, known = units(site), {}
  local function find(said)
    if not said then return nil end
    if known[said] == nil then known[said] = unit_of(list, said) or false end
    return known[said] or nil
  end
  for _, one in ipairs(data.procedures) do
    local own = one.page.unit
    local unit = own and own.meta and own or find(one.place) or find(one.agency)
    one.contact = unit and contact(unit)
  end
  return data
end

return M
