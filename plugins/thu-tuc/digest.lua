-- Findings of one kind: told one by one where they are few, else once, with their number and the first codes. A portal of hundreds of
-- imported procedures would otherwise hide what else is wrong.
local M = { FEW = 10 }

local NAMED = 10

-- "1.000253, 1.000254, …": the codes of the first procedures.
function M.codes(list)
  local codes = {}
  for i = 1, math.min(NAMED, #list) do codes[i] = list[i].of.code or list[i].of.title end
  return text.join(codes) .. (#list > NAMED and ", …" or "")
end

-- `list`: { { of = facts, … } }. `each(item)` makes the finding, as report takes it, for one of them, `whole(list)` the one for all.
function M.tell(list, report, each, whole)
  if #list > M.FEW then
    report(whole(list))
    return
  end
  for _, item in ipairs(list) do report(each(item)) end
end

return M
