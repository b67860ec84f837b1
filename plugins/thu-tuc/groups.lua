-- Procedures by one of their facts: the fields, the agencies.
local M = {}


-- Names that make the same address get numbers: "ho-tich", "ho-tich-2".
local function make_unique(groups)
  local used = {}
  for _, group in ipairs(groups) do
    local base, n = group.slug ~= "" and group.slug or "khac", 1
    group.slug = base
    while used[group.slug] do
      n = n + 1
      group.slug = base .. "-" .. n
    end
    used[group.slug] = true
  end
  return groups
end

-- { { name, slug, count, procedures } } by name in Vietnamese order; a procedure without the fact is in none.
function M.by(procedures, fact)
  local list, known = {}, {}
  for _, one in ipairs(procedures) do
    local name = one[fact]
    if name then
      local group = known[name]
      if not group then
        group = { name = name, slug = text.slug(name), count = 0, procedures = {} }
        known[name] = group
        list[#list + 1] = group
      end
      group.count = group.count + 1
      group.procedures[group.count] = one
    end
  end
  return make_unique(text.sort(list, "name"))
end

return M
