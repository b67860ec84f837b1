-- The levels that carry procedures out.
local words = require "words"

local M = { all = { "xã", "tỉnh", "bộ", "ngành dọc", "khác" } }

local function sorted(has)
  local list = {}
  for _, label in ipairs(M.all) do
    if has[label] then list[#list + 1] = label end
  end
  return list
end

-- A function from what a page says of its levels to a list of them, in their order; none where that is still being looked into. The same
-- words give the same list.
function M.reader()
  local known, nothing = {}, {}
  return function(written)
    if not words.is_list(written) then return nothing end
    local has, key = {}, {}
    for i, label in ipairs(written) do
      key[i] = tostring(label)
      has[label] = true
    end
    key = table.concat(key, "\0")
    known[key] = known[key] or sorted(has)
    return known[key]
  end
end

return M
