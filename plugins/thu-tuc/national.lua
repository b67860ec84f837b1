-- The national portal: the address of a procedure there, and how long ago it was last compared with (NĐ 224/2026, Điều 9).
local words = require "words"

local M = {}

-- A function: where one files online or reads the record: what the page says, else its code's address at the service portal. Nil without one.
local function finder(portal, pattern)
  local site = portal and words.known(portal.dvc_url)
  local host = site and site:match("^https?://[^/?#]+")
  return function(meta)
    local own, code = words.known(meta["online.url"]), words.known(meta.code)
    if own or not site or not code then return own end
    local found = pattern:gsub("{mã}", function() return url.encode(code) end)
    return found:find("^https?://") and found or host .. "/" .. found:gsub("^/+", "")
  end
end

-- Gives every procedure its dvc_url, verified and stale.
function M.attach(data, site)
  local settings, today = site.settings["thu-tuc"], site.date
  local address, most = finder(site.portal, settings.by_code), settings.check_after
  for _, one in ipairs(data.procedures) do
    local meta = one.page.meta
    one.dvc_url = address(meta)
    one.verified = words.day(meta.verified)
    one.stale = one.verified ~= nil and date.between(one.verified, today) > most
  end
  return data
end

return M
