-- latest.lua - one number of a series, for a sentence.
local series = require "series"
local words = require "words"

local latest = {}

local function missing(one, args)
  local when = args.year and " năm " .. args.year or ""
  error{ message = string.format("«%s» không có %s%s", one.name, args.show, when) }
end

-- 96,17 điểm; with its year where the page asks for none: 96,17 điểm (năm 2024).
function latest.words(args)
  local show = args.show == "thứ hạng" and "rank" or "value"
  local one = series.read_all({ args.index })[1]
  if args.year then
    local point = series.at(one, args.year)
    return point and point[show] and words.measure(one, point, show) or missing(one, args)
  end
  local point = series.newest(one, show)
  return point and words.measure(one, point, show) .. " (năm " .. point.year .. ")" or missing(one, args)
end

return latest
