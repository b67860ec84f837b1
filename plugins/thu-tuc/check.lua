-- All that is said of procedures to editors, besides what pages ask for and the notice board: found while the model is made, where facts
-- are at hand, said when all is checked.
local gaps = require "check_gaps"
local names = require "check_names"
local replacements = require "replacements"
local state = require "check_state"

local M = {}

-- Gives the model its `findings`, as report takes them.
function M.attach(model, site)
  local procedures = model.procedures
  model.findings = {}
  local function report(finding) model.findings[#model.findings + 1] = finding end
  replacements.check(procedures, report)
  state.check(procedures, site.date, report)
  names.codes(procedures, report)
  names.agencies(site, procedures, report)
  gaps.missing(procedures, report)
  gaps.unread(procedures, report)
  return model
end

function M.check(site, report)
  for _, finding in ipairs(site.data["thu-tuc"].findings) do report(finding) end
end

return M
