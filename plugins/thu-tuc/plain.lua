-- The procedures' facts as plain tables: each look into what the site keeps makes a value anew, and lists look at the same ones often.
local M = {}

local copies -- the site is the same as long as this instance lives

function M.procedures(site)
  if copies then return copies end
  copies = {}
  local ways = {} -- many procedures share them
  for i, one in ipairs(site.data["thu-tuc"].procedures) do
    local copy = data.copy(one)
    local id = copy.ways.id
    ways[id] = ways[id] or data.copy(copy.ways)
    copies[i], copy.ways = copy, ways[id]
  end
  return copies
end

-- For who asks for each thing once: the copies, where they are made already, else what the site keeps.
function M.at_hand(site)
  return copies or site.data["thu-tuc"].procedures
end

return M
