-- words.lua - the sentences around a chart. All are made of the data, so that they cannot disagree with it.
local series = require "series"

local words = {}

local function with_unit(one, shown)
  if not one.unit then return shown end
  return shown .. (one.unit == "%" and "%" or " " .. one.unit)
end

-- A number of the scale, such as an end of it: 90 điểm; 100%; 1.
function words.amount(one, value)
  return with_unit(one, num.format(value))
end

-- hạng 1/63
function words.rank(point, rank)
  return "hạng " .. num.format(rank) .. (point.of and "/" .. num.format(point.of) or "")
end

-- A value or a rank, as the view shows.
function words.measure(one, point, show)
  if show == "rank" then return words.rank(point, point.rank) end
  return with_unit(one, series.shown(one, point.value, show))
end

-- The words with a capital at their start.
function words.capital(said)
  local second = utf8.offset(said, 2)
  return text.upper(string.sub(said, 1, second - 1)) .. string.sub(said, second)
end

-- 2018, 2020–2022 và 2024. Years are in order.
function words.years(list)
  local runs = {}
  for _, year in ipairs(list) do
    local run = runs[#runs]
    if run and run[2] == year - 1 then run[2] = year else runs[#runs + 1] = { year, year } end
  end
  local parts = {}
  for _, run in ipairs(runs) do
    if run[2] - run[1] == 1 then
      parts[#parts + 1] = tostring(run[1])
      parts[#parts + 1] = tostring(run[2])
    else
      parts[#parts + 1] = run[1] == run[2] and tostring(run[1]) or run[1] .. "–" .. run[2]
    end
  end
  return text.join(parts, ", ", " và ")
end

-- PAR INDEX của thành phố Hải Phòng
local function subject(one)
  return one.index .. " của " .. one.entity
end

local function change(first, last, show)
  if first == last then return nil end
  if show == "rank" then return last < first and "lên" or "xuống" end
  return last > first and "tăng" or "giảm"
end

local function unchanged(one, first, last, show)
  local stays = show == "rank" and " giữ " or " giữ nguyên "
  return subject(one) .. stays .. words.measure(one, last, show) .. " năm " .. first.year .. " và năm " .. last.year
end

local function changed(one, first, last, show, verb)
  local from, to = words.measure(one, first, show), words.measure(one, last, show)
  if show == "rank" then
    return subject(one) .. " từ " .. from .. " năm " .. first.year .. " " .. verb .. " " .. to .. " năm " .. last.year
  end
  return subject(one) .. " " .. verb .. " từ " .. from .. " năm " .. first.year
    .. (verb == "tăng" and " lên " or " xuống ") .. to .. " năm " .. last.year
end

-- Only numbers that can be compared and that no other source denies make a finding.
local function compared(one, show)
  local first, last
  for _, point in ipairs(one.points) do
    if point.cut then first, last = nil, nil end
    if point[show] and point.status ~= "các nguồn khác nhau" then
      first, last = first or point, point
    end
  end
  return first, last
end

local function single_finding(one, show)
  local first, last = compared(one, show)
  if not last then return nil end
  if first == last then
    local verb = show == "rank" and " xếp " or " đạt "
    return subject(one) .. " năm " .. last.year .. verb .. words.measure(one, last, show)
  end
  local verb = change(first[show], last[show], show)
  if not verb then return unchanged(one, first, last, show) end
  return changed(one, first, last, show, verb)
end

-- The newest year for which all series have a number.
local function common_year(list, show, from, to)
  for year = to, from, -1 do
    local all = true
    for _, one in ipairs(list) do
      local point = series.at(one, year)
      all = all and point and point[show] and point.status ~= "các nguồn khác nhau"
    end
    if all then return year end
  end
end

local function several_finding(view)
  local list, year = view.list, common_year(view.list, view.show, view.from, view.to)
  if not year then return nil end
  local parts = {}
  for i, one in ipairs(list) do
    parts[i] = one.label .. " " .. words.measure(one, series.at(one, year), view.show)
  end
  local what = list[1].label == list[1].entity and list[1].index .. " năm " or "Năm "
  return what .. year .. ": " .. text.join(parts, "; ")
end

-- What is drawn, without what it says: PCI của thành phố Hải Phòng, thứ hạng, 2017–2024.
function words.topic(view)
  local names = {}
  for i, one in ipairs(view.list) do names[i] = subject(one) end
  local span = view.from == view.to and " năm " .. view.from or ", " .. view.from .. "–" .. view.to
  return text.join(names, ", ", " và ") .. (view.show == "rank" and ", thứ hạng" or "") .. span
end

-- The chart's title where the page gives none: what the numbers say.
function words.finding(view)
  local found
  if #view.list == 1 then found = single_finding(view.list[1], view.show) else found = several_finding(view) end
  return found or words.topic(view)
end

local function extremes(one, show)
  local least, most
  for _, point in ipairs(one.points) do
    if point[show] then
      if not least or point[show] < least[show] then least = point end
      if not most or point[show] > most[show] then most = point end
    end
  end
  return least, most
end

local function ends(one, show)
  local least, most = extremes(one, show)
  if show == "rank" then least, most = most, least end
  local function told(point) return words.measure(one, point, show) .. " (" .. point.year .. ")" end
  return words.capital(one.label) .. ": thấp nhất " .. told(least) .. ", cao nhất " .. told(most) .. "."
end

-- For readers who hear the chart: its form, its years and the ends of each series, which all have a number.
function words.description(view)
  local form = view.form == "bar" and "Biểu đồ cột" or "Biểu đồ đường"
  local parts = { form .. ", từ năm " .. view.from .. " đến năm " .. view.to .. "." }
  for _, one in ipairs(view.list) do parts[#parts + 1] = ends(one, view.show) end
  parts[#parts + 1] = "Các số có trong bảng bên dưới."
  return text.join(parts, " ")
end

return words
