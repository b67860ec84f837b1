-- The procedures' facts as plain tables: each look into what the site keeps makes a value anew, and lists look at the same ones often.
local M = {}

local copies -- the site is the same as long as this instance lives

function M.procedures(site)
  if copies then return copies end
  copies = {}
  for i, one in ipairs(site.data["thu-tuc"].procedures) do copies[i] = data.copy(one) end
  return copies
end

return M
