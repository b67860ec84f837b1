-- All that is said of procedures to editors, besides the notice board.
local gaps = require "check_gaps"
local names = require "check_names"
local replacements = require "replacements"
local state = require "check_state"

local M = {}

function M.check(site, report)
  local procedures = data.copy(site.data["thu-tuc"].procedures)
  replacements.check(procedures, report)
  state.check(procedures, site.date, report)
  names.codes(procedures, report)
  names.agencies(site, procedures, report)
  gaps.missing(procedures, report)
  gaps.unread(procedures, report)
end

return M
