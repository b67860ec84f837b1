-- Which articles a quota's filter lets pass.
local M = {}

M.ORDER = { "genre", "reform", "series", "tags" }

-- Where an article keeps what a filter looks at; each a text or a list of texts.
M.FIELDS = {
  genre = function(page) return page.meta.genre end,
  reform = function(page) return page.meta.reform end,
  series = function(page) return page.meta.series end,
  tags = function(page)
    local names = {}
    for _, tag in ipairs(page.tags or {}) do names[#names + 1] = tag.name end
    return names
  end,
}

local function as_list(v)
  if v == nil then return {} end
  return type(v) == "string" and { v } or v
end

-- The folded texts of a field of an article, as keys of a set.
function M.values(field, page)
  local set = {}
  for _, v in ipairs(as_list(M.FIELDS[field](page))) do set[text.fold(tostring(v))] = tostring(v) end
  return set
end

local function any_of(wanted, values)
  for _, v in ipairs(wanted) do
    if values[text.fold(tostring(v))] then return true end
  end
  return false
end

-- The keys of a filter that a quota can have, in order: field, list of texts.
function M.each(filter)
  local i = 0
  return function()
    while i < #M.ORDER do
      i = i + 1
      local wanted = filter and filter[M.ORDER[i]]
      if wanted then return M.ORDER[i], wanted end
    end
  end
end

-- True where each key of the filter names one of the article's own; without a filter all pass, with one only known articles can.
function M.passes(filter, page)
  if not filter then return true end
  if not page then return false end
  for field, wanted in M.each(filter) do
    if not any_of(wanted, M.values(field, page)) then return false end
  end
  return true
end

return M
