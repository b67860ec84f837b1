-- check.lua - what the schema cannot see in a series: its years, its numbers against each other and its scale.
local check = {}

-- Two decimals of a scale to 100 are lost in rounding each component.
local ROUNDING = 10000

local mend = { "sửa giá trị hoặc sửa «thang» của chỉ số", "mend the value, or the scale of the index" }

-- Rule -> level, Vietnamese, English (formats of the same arguments), hint and hint in English.
local rules = {
  scale = { "error",
    "thang có mức thấp nhất không nhỏ hơn mức cao nhất",
    "the scale's least value is not below its greatest",
    "ví dụ: thấp nhất 0, cao nhất 100", "say: least 0, greatest 100" },
  twice = { "error",
    "năm %d được ghi hai lần", "%d is given twice",
    "mỗi năm một mục; số của nguồn khác ghi vào «số khác»",
    "each year once; numbers of other sources belong into «số khác»" },
  order = { "warning",
    "năm %d đứng sau năm %d", "%d stands after %d",
    "xếp các năm từ cũ đến mới", "put the years in order, old ones first" },
  future = { "warning",
    "năm %d chưa đến", "%d has not come yet",
    "«năm» là năm được đánh giá", "the year is the one that was assessed" },
  empty = { "error",
    "năm %d không có giá trị, thứ hạng hay tình trạng", "%d has no value, rank or status",
    "ghi một trong ba; nếu không có số thì ghi «tình trạng: không công bố»",
    "give one of them; where there is no number: «tình trạng: không công bố»" },
  rank = { "error",
    "năm %d xếp hạng %d trong số %d", "in %d the rank is %d of %d",
    "thứ hạng không lớn hơn số địa phương được xếp hạng",
    "a rank is at most the number of places that are ranked" },
  value = { "error",
    "giá trị năm %d là %s, ngoài thang %s đến %s",
    "the value of %d is %s, outside the scale %s to %s", mend[1], mend[2] },
  other = { "error",
    "số khác của năm %d là %s, ngoài thang %s đến %s",
    "another source's value of %d is %s, outside the scale %s to %s", mend[1], mend[2] },
  target = { "error",
    "mục tiêu là %s, ngoài thang %s đến %s", "the target is %s, outside the scale %s to %s", mend[1], mend[2] },
  component = { "error",
    "thành phần «%s» năm %d là %s, ngoài khoảng %s đến %s",
    "the component «%s» of %d is %s, not within %s to %s",
    "sửa giá trị hoặc sửa «cao nhất» của thành phần", "mend the value, or the component's «cao nhất»" },
  lonely = { "warning",
    "năm %d ghi «các nguồn khác nhau» mà không có «số khác»", "%d says that sources differ, but names one only",
    "thêm «số khác» với giá trị và nguồn của nó", "add «số khác» with its value and source" },
  unsaid = { "warning",
    "năm %d có «số khác» mà tình trạng không phải «các nguồn khác nhau»",
    "%d has numbers of other sources, but its status does not say so",
    "ghi «tình trạng: các nguồn khác nhau»", "write «tình trạng: các nguồn khác nhau»" },
  total = { "warning",
    "năm %d có giá trị %s, nhưng tính từ các thành phần thì được %s",
    "%d has the value %s, but its components give %s",
    "kiểm tra lại số liệu; nếu tổng không phải phép cộng thì ghi «cách tính tổng»",
    "check the numbers, or say in «cách tính tổng» how the total is made" },
}

-- tell(rule, at, …) reports about one record, by its name.
local function teller(record, report)
  local name = "«" .. tostring(record.name) .. "»: "
  return function(rule, at, ...)
    local level, vi, en, hint, hint_en = table.unpack(rules[rule])
    report({ level = level, at = at, message = name .. string.format(vi, ...),
      message_en = name .. string.format(en, ...), hint = hint, hint_en = hint_en })
  end
end

local function number(value)
  return type(value) == "number" and value or nil
end

local function outside(value, min, max)
  return number(value) and ((number(min) and value < min) or (number(max) and value > max))
end

local function ends(min, max)
  return number(min) and num.format(min) or "…", number(max) and num.format(max) or "…"
end

local function check_rank(tell, at, rank, of, year)
  if number(rank) and number(of) and rank > of then tell("rank", at, year, rank, of) end
end

local function check_value(tell, rule, at, value, scale, ...)
  if not outside(value, scale.min, scale.max) then return end
  local arguments = { ... }
  table.insert(arguments, num.format(value))
  local min, max = ends(scale.min, scale.max)
  table.insert(arguments, min)
  table.insert(arguments, max)
  tell(rule, at, table.unpack(arguments))
end

local function check_others(tell, point, scale, year)
  local count = point.alternates and #point.alternates or 0
  local says = tostring(point.status) == "các nguồn khác nhau"
  if says and count == 0 then tell("lonely", point, year) end
  if count > 0 and not says then tell("unsaid", point, year) end
  for _, other in ipairs(point.alternates or {}) do
    check_rank(tell, other, other.rank, point.of, year)
    check_value(tell, "other", other, other.value, scale, year)
  end
end

local function check_point(tell, point, scale, today)
  local year = number(point.year)
  if not year then return end
  if year > today.year then tell("future", point, year) end
  if not (point.value or point.rank or point.status) then tell("empty", point, year) end
  check_rank(tell, point, point.rank, point.of, year)
  check_value(tell, "value", point, point.value, scale, year)
  check_others(tell, point, scale, year)
end

-- Each year once, old ones first; disorder is told once.
local function check_years(tell, list)
  local seen, last, ordered = {}, nil, true
  for _, item in ipairs(list or {}) do
    local year = number(item.year)
    if year and seen[year] then
      tell("twice", item, year)
    elseif year and last and year < last and ordered then
      ordered = false
      tell("order", item, year, last)
    end
    if year then seen[year], last = true, year end
  end
end

local function check_components(tell, record)
  for _, component in ipairs(record.components or {}) do
    local scale = { min = 0, max = component.max }
    check_years(tell, component.values)
    for _, item in ipairs(component.values or {}) do
      if number(item.year) then
        check_value(tell, "component", item, item.value, scale, tostring(component.name), item.year)
      end
    end
  end
end

-- { year -> sum of the components }, only of years that all components have.
local function sums(list)
  local sum, count = {}, {}
  for _, component in ipairs(list) do
    for _, item in ipairs(component.values or {}) do
      local year = number(item.year)
      if year and number(item.value) then
        sum[year], count[year] = (sum[year] or 0) + item.value, (count[year] or 0) + 1
      end
    end
  end
  for year, n in pairs(count) do
    if n ~= #list then sum[year] = nil end
  end
  return sum
end

local function check_total(tell, record, scale)
  local way = tostring(record.total)
  if not record.components or way == "cách khác" then return end
  local sum, n = sums(record.components), #record.components
  local slack = ((number(scale.max) or 100) - (number(scale.min) or 0)) / ROUNDING * n
  for _, point in ipairs(record.points or {}) do
    local got = number(point.year) and sum[point.year]
    if got and way == "trung bình" then got = got / n end
    if got and number(point.value) and math.abs(got - point.value) > slack then
      tell("total", point, point.year, num.format(point.value), num.format(num.round(got, 4)))
    end
  end
end

-- All rules for one record; `today` is the day of the build.
function check.record(record, today, report)
  local tell, scale = teller(record, report), record.scale or {}
  if number(scale.min) and number(scale.max) and scale.min >= scale.max then tell("scale", scale) end
  check_years(tell, record.points)
  for _, point in ipairs(record.points or {}) do check_point(tell, point, scale, today) end
  check_value(tell, "target", record, record.target, scale)
  check_components(tell, record)
  check_total(tell, record, scale)
end

return check
