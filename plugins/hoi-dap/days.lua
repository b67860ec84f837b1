-- Working days: Monday to Friday without the holidays that the portal knows.
local M = {}

-- The holidays of `records`, for the functions below.
function M.calendar(records)
  local off = {}
  for _, record in ipairs(records or {}) do
    if record.date and record.date.year then off[date.format(record.date, "iso")] = true end
  end
  return off
end

local function is_working(day, off)
  return day.weekday >= 1 and day.weekday <= 5 and not off[date.format(day, "iso")]
end

-- The working days after `from` up to and with `to`; at most `most`, for what is long over.
function M.between(from, to, off, most)
  local n, day = 0, date.add(from, 1)
  while day <= to and n < most do
    if is_working(day, off) then n = n + 1 end
    day = date.add(day, 1)
  end
  return n
end

return M
