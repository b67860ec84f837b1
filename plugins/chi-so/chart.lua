-- chart.lua - the drawing: a view becomes SVG. Colours and fonts are classes of the theme; shapes and dashes tell
-- the series apart where there is no colour.
local frame = require "frame"
local series = require "series"

local chart = {}

local MOST_BAR, LEAN = 44, 6
local DASHES = { false, "7 4", "2 3", "10 3 2 3" }

-- ---- marks: a shape of its own for each series ----

local function polygon(...)
  return { "polygon", { points = svg.points({ ... }) } }
end

local SHAPES = {
  function(x, y) return { "circle", { cx = x, cy = y, r = 4 } } end,
  function(x, y) return { "rect", { x = x - 3.6, y = y - 3.6, width = 7.2, height = 7.2 } } end,
  function(x, y) return polygon({ x, y - 5 }, { x + 4.8, y + 3.6 }, { x - 4.8, y + 3.6 }) end,
  function(x, y) return polygon({ x, y - 5.2 }, { x + 5.2, y }, { x, y + 5.2 }, { x - 5.2, y }) end,
}

local function mark(number, x, y, class)
  local shape = SHAPES[number](x, y)
  shape[2].class = class
  return svg.tag(shape[1], shape[2])
end

-- ---- lines ----

local function polyline(number, points)
  return svg.tag("polyline", { class = "chart-line", points = svg.points(points), fill = "none",
    stroke = "currentColor", ["stroke-width"] = 2.5, ["stroke-dasharray"] = DASHES[number] })
end

local function line(f, number, stretch)
  local points = {}
  for i, point in ipairs(stretch) do points[i] = { frame.x(f, point.year), frame.y(f, point[f.view.show]) } end
  return polyline(number, points)
end

-- What other sources say, with a hollow mark.
local function others(f, number, one)
  local parts = {}
  for _, point in ipairs(one.points) do
    for _, other in ipairs(point.others) do
      local value = other[f.view.show]
      if value then
        parts[#parts + 1] = mark(number, f.centre(number, point.year), frame.y(f, value), "chart-other")
      end
    end
  end
  return parts
end

-- Where the number of a point stands, out of the line's way: below a valley, else above; on a slope to the side
-- that it rises from.
local function place_number(f, stretch, i)
  local x, y = frame.x(f, stretch[i].year), frame.y(f, stretch[i][f.view.show])
  local function rises_to(point) return point and frame.y(f, point[f.view.show]) < y end
  local before, after = rises_to(stretch[i - 1]), rises_to(stretch[i + 1])
  if (before or after) and (before or not stretch[i - 1]) and (after or not stretch[i + 1]) then return x, y + 19 end
  if before then return x + LEAN, y - 9 end
  return after and x - LEAN or x, y - 9
end

local function anchor_of(f, x, words)
  local half = frame.width_of(words) / 2
  if x + half > frame.WIDTH - 2 then return "end", frame.WIDTH - 2 end
  if x - half < f.left then return "start", math.max(x - 6, f.left + 2) end
  return "middle", x
end

local function line_numbers(f, one)
  local parts, stretches = {}, series.stretches(one, f.view.show)
  for s, stretch in ipairs(stretches) do
    for i, point in ipairs(stretch) do
      local words = series.shown(one, point[f.view.show], f.view.show)
      local at_end = (s == 1 and i == 1) or (s == #stretches and i == #stretch)
      if at_end or f.slot > frame.width_of(words) + 3 then
        local x, y = place_number(f, stretch, i)
        local anchor, from = anchor_of(f, x, words)
        parts[#parts + 1] = frame.label(from, y, anchor, "chart-value", words)
      end
    end
  end
  return parts
end

local function draw_line(f, number, one)
  local lines, marks = {}, {}
  for _, stretch in ipairs(series.stretches(one, f.view.show)) do
    if #stretch > 1 then lines[#lines + 1] = line(f, number, stretch) end
    for _, point in ipairs(stretch) do
      marks[#marks + 1] = mark(number, frame.x(f, point.year), frame.y(f, point[f.view.show]), "chart-mark")
    end
  end
  return svg.tag("g", { class = "chart-" .. number }, lines, marks, others(f, number, one))
end

-- ---- bars ----

local function bar_width(f)
  return math.min(f.slot * 0.78 / #f.view.list, MOST_BAR)
end

local function bar_left(f, number, year)
  local wide = bar_width(f)
  return frame.x(f, year) - wide * #f.view.list / 2 + wide * (number - 1)
end

local function bar(f, number, point)
  local x, y, wide = bar_left(f, number, point.year), frame.y(f, point[f.view.show]), bar_width(f)
  local height = math.max(f.bottom - y, 0.5)
  return svg.tag("rect", { class = "chart-bar", x = x, y = y, width = wide * 0.95, height = height })
end

local function bar_number(f, number, one, point)
  local words = series.shown(one, point[f.view.show], f.view.show)
  if frame.width_of(words) > (#f.view.list == 1 and f.slot or bar_width(f)) then return nil end
  local x = bar_left(f, number, point.year) + bar_width(f) / 2
  return frame.label(x, frame.y(f, point[f.view.show]) - 6, "middle", "chart-value", words)
end

local function draw_bars(f, number, one)
  local bars, numbers = {}, {}
  for _, point in ipairs(one.points) do
    if point[f.view.show] then
      bars[#bars + 1] = bar(f, number, point)
      numbers[#numbers + 1] = bar_number(f, number, one, point)
    end
  end
  return svg.tag("g", { class = "chart-" .. number }, bars, others(f, number, one)), numbers
end

-- ---- words above ----

local function key_sample(view, number, y)
  if view.form == "bar" then
    return svg.tag("rect", { class = "chart-bar", x = 2, y = y - 7, width = 22, height = 12 })
  end
  return { polyline(number, { { 0, y }, { 30, y } }), mark(number, 15, y, "chart-mark") }
end

local function key(view)
  local parts = {}
  if #view.list == 1 then return parts end
  for number, one in ipairs(view.list) do
    local y = frame.KEY_ROW * (number - 1) + 9
    parts[number] = { svg.tag("g", { class = "chart-" .. number }, key_sample(view, number, y)),
      frame.label(38, y + frame.FONT * 0.35, "start", "chart-key", text.truncate(one.label, 44)) }
  end
  return parts
end

-- The drawing of a view; `title` and `desc` are what it says in words.
function chart.draw(view, title, desc)
  local f = frame.new(view)
  local drawings, numbers = {}, {}
  f.centre = function(number, year)
    return view.form == "bar" and bar_left(f, number, year) + bar_width(f) / 2 or frame.x(f, year)
  end
  for number, one in ipairs(view.list) do
    if view.form == "bar" then
      drawings[number], numbers[number] = draw_bars(f, number, one)
    else
      drawings[number] = draw_line(f, number, one)
      numbers[number] = #view.list == 1 and line_numbers(f, one) or nil
    end
  end
  local box = "0 0 " .. frame.WIDTH .. " " .. svg.number(f.height)
  return svg.tag("svg",
    { class = "chart-drawing", role = "img", viewBox = box, width = frame.WIDTH, height = f.height },
    svg.tag("title", title), svg.tag("desc", desc),
    svg.tag("g", { ["aria-hidden"] = "true", ["font-size"] = frame.FONT },
      key(view), frame.behind(f), drawings, frame.before(f), numbers))
end

return chart
