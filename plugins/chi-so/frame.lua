-- frame.lua - the room that a drawing has: where years and values lie, and what stands there before any series is
-- drawn. All lengths are units of a drawing 350 wide, which are about a pixel on a phone.
local frame = { WIDTH = 350, FONT = 13, KEY_ROW = 20 }

local PLOT, CAPTION, BELOW, EDGE = 176, 26, 24, 12
local LETTER = 7.2 -- width of a digit or letter, on average

function frame.width_of(words)
  return text.length(words) * LETTER
end

function frame.label(x, y, anchor, class, words)
  return svg.tag("text", { x = x, y = y, ["text-anchor"] = anchor, class = class }, words)
end

local function tick_words(axis)
  local words, widest = {}, 0
  for i, tick in ipairs(axis.ticks) do
    words[i] = num.format(tick)
    widest = math.max(widest, frame.width_of(words[i]))
  end
  return words, widest
end

-- A frame: { view, words, left, top, bottom, height, slot }; slot is the width of a year.
function frame.new(view)
  local words, widest = tick_words(view.axis)
  local top = (#view.list > 1 and #view.list * frame.KEY_ROW + 6 or 0) + CAPTION + 6
  local bottom = top + PLOT
  local f = { view = view, words = words, left = widest + 8, top = top, bottom = bottom, height = bottom + BELOW }
  f.slot = (frame.WIDTH - EDGE - f.left) / (view.to - view.from + 1)
  return f
end

-- The middle of a year.
function frame.x(f, year)
  return f.left + f.slot * (year - f.view.from + 0.5)
end

-- The height of a value or rank.
function frame.y(f, value)
  local axis = f.view.axis
  local share = (value - axis.from) / (axis.to - axis.from)
  if axis.reversed then share = 1 - share end
  return f.bottom - share * PLOT
end

-- A line over all years.
local function across(f, y, attributes)
  attributes.x1, attributes.y1, attributes.x2, attributes.y2 = f.left, y, frame.WIDTH - EDGE, y
  attributes.stroke = "currentColor"
  return svg.tag("line", attributes)
end

local function grid(f)
  local parts = {}
  for i, tick in ipairs(f.view.axis.ticks) do
    local y = frame.y(f, tick)
    local base = f.view.form == "bar" and tick == f.view.axis.from
    local look = base and { class = "chart-base" } or { class = "chart-grid", ["stroke-opacity"] = 0.25 }
    parts[#parts + 1] = across(f, y, look)
    parts[#parts + 1] = frame.label(f.left - 6, y + frame.FONT * 0.35, "end", "chart-tick", f.words[i])
  end
  return parts
end

-- The last year is always named; of the others as many as there is room for.
local function year_labels(f)
  local parts, every = {}, math.ceil((4 * LETTER + 6) / f.slot)
  for year = f.view.to, f.view.from, -every do
    parts[#parts + 1] = frame.label(frame.x(f, year), f.bottom + 17, "middle", "chart-tick", tostring(year))
  end
  return parts
end

local function breaks(f)
  local parts, seen = {}, {}
  for _, one in ipairs(f.view.list) do
    for _, point in ipairs(one.points) do
      if point.cut and point.year > f.view.from and not seen[point.year] then
        seen[point.year] = true
        local x = frame.x(f, point.year) - f.slot / 2
        parts[#parts + 1] = svg.tag("line", { class = "chart-break", x1 = x, y1 = f.top - 4, x2 = x, y2 = f.bottom,
          stroke = "currentColor", ["stroke-dasharray"] = "3 3" })
      end
    end
  end
  return parts
end

local function target(f)
  if not f.view.target then return nil end
  return across(f, frame.y(f, f.view.target), { class = "chart-target", ["stroke-dasharray"] = "8 4" })
end

local function caption(f)
  local one = f.view.list[1]
  local words = f.view.axis.reversed and "Thứ hạng" or one.unit and "Đơn vị: " .. one.unit or "Giá trị"
  return frame.label(0, f.top - CAPTION + 8, "start", "chart-tick", words)
end

-- Behind the series: what the axis counts, its marks, the years, the breaks.
function frame.behind(f)
  return { caption(f), grid(f), year_labels(f), breaks(f) }
end

-- Before them: the target.
function frame.before(f)
  return target(f)
end

return frame
