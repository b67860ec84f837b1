-- axis.lua - where the vertical axis begins and ends, and its marks.
--
-- An axis: { from, to, ticks, zoomed, reversed }; zoomed means that a line's axis does not begin where the scale
-- does.
local axis = {}

-- The round step (1, 2, 2.5 or 5 times a power of ten) nearest above `rough`.
local function round_step(rough)
  local power = 10.0 ^ math.floor(math.log(rough, 10))
  for _, times in ipairs({ 1, 2, 2.5, 5 }) do
    if times * power >= rough * 0.999 then return times * power end
  end
  return 10 * power
end

-- Sums of steps gather noise in their last digits, so marks are multiples.
local function ticks_between(from, to, step)
  local ticks = {}
  if from % step > step * 0.4 and from % step < step * 0.6 then ticks[1] = from end
  for k = math.ceil(from / step - 0.001), math.floor(to / step + 0.001) do
    ticks[#ticks + 1] = num.round(k * step, 6)
  end
  return ticks
end

local function rounded(low, high, step)
  return math.floor(low / step + 0.001) * step, math.ceil(high / step - 0.001) * step
end

-- The end of the scale is the end of the axis, also where it is no multiple of the step.
local function within(from, to, min, max)
  return math.max(from, min), max and math.min(to, max) or to
end

-- Bars begin at the least value of the scale; their length tells the value.
function axis.of_bars(high, min, max)
  local span = math.max(high - min, ((max or high) - min) / 20)
  if span <= 0 then span = 1 end
  local step = round_step(span / 4)
  local from, to = within(min, math.ceil((min + span) / step - 0.001) * step, min, max)
  return { from = from, to = to, ticks = ticks_between(from, to, step) }
end

-- Lines show change: the axis is as long as the values need, and begins with the scale only where that is near.
function axis.of_lines(low, high, min, max)
  local least = ((max or high) - min) / 50
  local pad = math.max((high - low) * 0.15, least, 1e-6)
  local from, to = low - pad, high + pad
  if from - min < (to - min) * 0.3 then from = min end
  local step = round_step((to - from) / 4)
  from, to = within(math.floor(from / step + 0.001) * step, math.ceil(to / step - 0.001) * step, min, max)
  return { from = from, to = to, ticks = ticks_between(from, to, step), zoomed = from > min }
end

local function rank_step(worst)
  for _, limit in ipairs({ { 5, 1 }, { 10, 5 }, { 25, 5 }, { 60, 10 } }) do
    if worst <= limit[1] then return limit[2] end
  end
  return 20
end

-- Ranks count from the top: 1, then round numbers.
function axis.of_ranks(worst)
  local step = rank_step(worst)
  local _, to = rounded(1, math.max(worst, 2), step)
  local ticks = ticks_between(2, to, step)
  table.insert(ticks, 1, 1)
  return { from = 1, to = to, ticks = ticks, reversed = true }
end

return axis
