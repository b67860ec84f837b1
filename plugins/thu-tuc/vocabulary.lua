-- One name, many spellings: agencies and offices by the records and unit pages that name them, with what else they are called.
local M = {}

local function names_of(record)
  return record.name or record.title, record.aliases or record.meta and record.meta.aliases
end

-- A function that gives the proper name of an agency for any of its spellings, nil for one that is not known; and all proper names.
-- Names come from content/du-lieu/agency.yaml and from the pages of kind «đơn vị».
function M.agencies(site)
  local by_fold, names = {}, {}
  local function put(record)
    local name, aliases = names_of(record)
    by_fold[text.fold(name)] = name
    names[#names + 1] = name
    for _, alias in ipairs(aliases or {}) do
      local fold = text.fold(tostring(alias))
      by_fold[fold] = by_fold[fold] or name
    end
  end
  for _, record in ipairs(site.records.agency or {}) do put(record) end
  for _, page in ipairs(site.pages) do
    if page.kind == "unit" then put(page) end
  end
  local known = {}
  return function(said)
    if known[said] == nil then known[said] = by_fold[text.fold(said)] or false end
    return known[said] or nil
  end, names
end

return M
