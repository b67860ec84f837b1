-- series.lua - a record of kind `index` as drawings, tables and sentences need it.
--
-- A series: { record, name, label, index, entity, unit, decimals, min, max, target, points }; label names it beside
-- the other series of the same view, decimals are those of the most exact value in the view. A point: { year,
-- value, rank, of, status, cut, note, source, others }; cut is the reason why it cannot be compared with the year
-- before it, or nil; pending.value and pending.rank are true where they are being verified. Points are in the order
-- of years, each year once.
local series = {}

local MOST_DECIMALS = 4

-- What is not known yet (chờ xác minh) is no number.
local function number(value)
  return type(value) == "number" and value or nil
end

local function is_pending(value)
  return value ~= nil and not number(value)
end

local function words(value)
  return value and tostring(value) or nil
end

local function read_others(alternates)
  local others = {}
  for i, other in ipairs(alternates or {}) do
    others[i] = { value = number(other.value), rank = number(other.rank), source = words(other.source) }
  end
  return others
end

local function read_point(point)
  return {
    year = number(point.year), value = number(point.value), rank = number(point.rank), of = number(point.of),
    status = words(point.status), cut = words(point["break"]), note = words(point.note), source = words(point.source),
    others = read_others(point.alternates),
    pending = { value = is_pending(point.value), rank = is_pending(point.rank) },
  }
end

-- A change in the number of places that are ranked is a break too, also where years without it lie between.
local function mark_changes(points)
  local of
  for _, point in ipairs(points) do
    if of and point.of and point.of ~= of and not point.cut then
      point.cut = "số địa phương được xếp hạng đổi từ " .. num.format(of) .. " thành " .. num.format(point.of)
    end
    of = point.of or of
  end
end

local function read_points(list)
  local points, seen = {}, {}
  for _, raw in ipairs(list or {}) do
    local point = read_point(raw)
    if point.year and not seen[point.year] then
      seen[point.year] = true
      points[#points + 1] = point
    end
  end
  table.sort(points, function(a, b) return a.year < b.year end)
  mark_changes(points)
  return points
end

-- The decimals that a value needs, at most 4.
function series.decimals(value)
  for decimals = 0, MOST_DECIMALS - 1 do
    if math.abs(num.round(value, decimals) - value) < 1e-9 then return decimals end
  end
  return MOST_DECIMALS
end

local function most_decimals(points)
  local most = 0
  for _, point in ipairs(points) do
    most = math.max(most, series.decimals(point.value or 0))
    for _, other in ipairs(point.others) do most = math.max(most, series.decimals(other.value or 0)) end
  end
  return most
end

local function read(record)
  local entity, scale, points = record.entity or {}, record.scale or {}, read_points(record.points)
  return {
    record = record, name = words(record.name), index = words(record.index), entity = words(entity.name),
    unit = words(record.unit), min = number(scale.min) or 0, max = number(scale.max), target = number(record.target),
    points = points, decimals = most_decimals(points),
  }
end

local function all_equal(list, key)
  for _, one in ipairs(list) do
    if one[key] ~= list[1][key] then return false end
  end
  return true
end

-- What tells the series of a view apart: the place, the index, or the whole name.
local function name_apart(list)
  local by = "name"
  if #list > 1 and all_equal(list, "index") and not all_equal(list, "entity") then by = "entity"
  elseif #list > 1 and all_equal(list, "entity") and not all_equal(list, "index") then by = "index" end
  for _, one in ipairs(list) do one.label = one[by] end
end

local function align_decimals(list)
  local most = 0
  for _, one in ipairs(list) do most = math.max(most, one.decimals) end
  for _, one in ipairs(list) do one.decimals = most end
end

-- The series of a list of records, labelled and rounded alike.
function series.read_all(records)
  local list = {}
  for i, record in ipairs(records) do list[i] = read(record) end
  name_apart(list)
  align_decimals(list)
  return list
end

-- Leaves the points of the years `from` to `to`; nil stands for no limit.
function series.limit(one, from, to)
  local kept = {}
  for _, point in ipairs(one.points) do
    if point.year >= (from or point.year) and point.year <= (to or point.year) then kept[#kept + 1] = point end
  end
  one.points = kept
end

-- The first and last year of all points; nil where there are none.
function series.years(list)
  local from, to
  for _, one in ipairs(list) do
    for _, point in ipairs(one.points) do
      from = math.min(from or point.year, point.year)
      to = math.max(to or point.year, point.year)
    end
  end
  return from, to
end

function series.at(one, year)
  for _, point in ipairs(one.points) do
    if point.year == year then return point end
  end
end

-- The points that have a `show` ("value" or "rank"), in stretches that may be joined by a line: years that follow
-- each other, with no break between.
function series.stretches(one, show)
  local all, last = {}, nil
  for _, point in ipairs(one.points) do
    if point[show] then
      if not last or point.year ~= last.year + 1 or point.cut then all[#all + 1] = {} end
      table.insert(all[#all], point)
      last = point
    end
  end
  return all
end

-- A value with the decimals of its series, a rank as it is.
function series.shown(one, amount, show)
  return show == "value" and num.format(amount, one.decimals) or num.format(amount)
end

-- The newest point that has a `show`, or nil.
function series.newest(one, show)
  for i = #one.points, 1, -1 do
    if one.points[i][show] then return one.points[i] end
  end
end

return series
