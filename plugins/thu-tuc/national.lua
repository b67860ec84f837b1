-- The national portal: the address of a procedure there, and how long ago it was last compared with (NĐ 224/2026, Điều 9).
local words = require "words"

local M = {}

-- Where one files online or reads the record: what the page says, else its code's address at the service portal. Nil without one.
local function address(one, portal, pattern)
  local own, site = words.known(one.page.meta["online.url"]), portal and words.known(portal.dvc_url)
  local code = words.known(one.page.meta.code)
  if own or not site or not code then return own end
  local host = site:match("^https?://[^/?#]+")
  local found = pattern:gsub("{mã}", function() return url.encode(code) end)
  return found:find("^https?://") and found or host .. "/" .. found:gsub("^/+", "")
end

-- Gives every procedure its dvc_url, verified and stale.
function M.attach(data, site)
  local settings = site.settings["thu-tuc"]
  for _, one in ipairs(data.procedures) do
    one.dvc_url = address(one, site.portal, settings.by_code)
    one.verified = words.day(one.page.meta.verified)
    one.stale = one.verified ~= nil and date.between(one.verified, site.date) > settings.check_after
  end
  return data
end

return M
