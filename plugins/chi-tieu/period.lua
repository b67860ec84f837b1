-- The calendar months, quarters, half years and years that a window of days is divided into.
local M = {}

local ORIGIN = date.make(1900, 1, 1)

local MONTHS = { ["tháng"] = 1, ["quý"] = 3, ["nửa năm"] = 6, ["năm"] = 12 }

local ROMAN = { "I", "II", "III", "IV" }

-- By months: what the k-th such period of a year is called, and its short name.
local NAMES = {
  [1] = function(year, k) return ("tháng %d/%d"):format(k, year), "T" .. k end,
  [3] = function(year, k) return ("quý %s/%d"):format(ROMAN[k], year), "Quý " .. ROMAN[k] end,
  [6] = function(year, k)
    local half = k == 1 and "6 tháng đầu năm" or "6 tháng cuối năm"
    return ("%s %d"):format(half, year), half
  end,
  [12] = function(year) return "năm " .. year, tostring(year) end,
}

-- A date as a number of days, for comparing and subtracting.
function M.day(d)
  return date.between(ORIGIN, d)
end

local function last_of_month(year, month)
  if month == 12 then return date.make(year, 12, 31) end
  return date.add(date.make(year, month + 1, 1), -1)
end

-- How a period that the window cuts is told from a whole one; the number asked for is not cut with it.
local function cut_words(from, to, whole_from, whole_to)
  if from == whole_from and to == whole_to then return "" end
  if from == whole_from then return ", đến " .. date.format(to) end
  if to == whole_to then return ", từ " .. date.format(from) end
  return (", %s – %s"):format(date.format(from), date.format(to))
end

-- One period: { name, short, from, to } and its first and last day as numbers.
local function make(year, k, months, window)
  local whole_from = date.make(year, (k - 1) * months + 1, 1)
  local whole_to = last_of_month(year, k * months)
  local from = whole_from < window.from and window.from or whole_from
  local to = window.to < whole_to and window.to or whole_to
  local name, short = NAMES[months](year, k)
  if months < 12 and window.from.year ~= window.to.year then short = ("%s/%d"):format(short, year) end
  return {
    name = name .. cut_words(from, to, whole_from, whole_to), short = short,
    from = from, to = to, first = M.day(from), last = M.day(to),
  }
end

-- The periods of `window` = { from, to }, both dates without a time, oldest first; `per` is "tháng", "quý", "nửa năm" or "năm".
function M.list(window, per)
  local months, list = MONTHS[per], {}
  local year, k = window.from.year, (window.from.month - 1) // months + 1
  local last_year, last_k = window.to.year, (window.to.month - 1) // months + 1
  while year < last_year or (year == last_year and k <= last_k) do
    list[#list + 1] = make(year, k, months, window)
    k = k + 1
    if k > 12 // months then year, k = year + 1, 1 end
  end
  return list
end

return M
