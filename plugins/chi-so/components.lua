-- components.lua - the parts that an index is made of, as a table.
local series = require "series"

local components = {}

local function number(value)
  return type(value) == "number" and value or nil
end

-- { year -> value } of a component; what is not known yet is no value.
local function values_of(component)
  local values = {}
  for _, item in ipairs(component.values or {}) do
    if number(item.year) and number(item.value) then values[item.year] = item.value end
  end
  return values
end

-- The years asked for that any component has a value of, in order; the newest one where none are asked for.
local function years_of(rows, from, to)
  local years, seen = {}, {}
  for _, row in ipairs(rows) do
    for year in pairs(row.values) do
      if not seen[year] and year >= (from or year) and year <= (to or year) then
        seen[year] = true
        years[#years + 1] = year
      end
    end
  end
  table.sort(years)
  if from or to then return years end
  return { years[#years] }
end

local function rows_of(record)
  local rows = {}
  for i, component in ipairs(record.components or {}) do
    rows[i] = { name = tostring(component.name), max = number(component.max), values = values_of(component) }
  end
  return rows
end

local function any_most(rows)
  for _, row in ipairs(rows) do
    if row.max then return true end
  end
end

local function head_of(years, with_most)
  local head = { "Thành phần", with_most and "Cao nhất" or nil }
  for _, year in ipairs(years) do head[#head + 1] = "Năm " .. year end
  local align = {}
  for i = 2, #head do align[i] = "number" end
  return head, align
end

local function most_decimals(rows, years)
  local most = 0
  for _, row in ipairs(rows) do
    for _, year in ipairs(years) do most = math.max(most, series.decimals(row.values[year] or 0)) end
  end
  return most
end

local function cells_of(row, years, with_most, decimals)
  local cells = { row.name, with_most and (row.max or "không rõ") or nil }
  for _, year in ipairs(years) do
    cells[#cells + 1] = row.values[year] and num.format(row.values[year], decimals) or "không có"
  end
  return cells
end

-- The table that the directive's arguments ask for. Raises where there is nothing to show.
function components.table(args)
  local record = args.index
  local rows = rows_of(record)
  local years = years_of(rows, args.from, args.to)
  if #years == 0 then
    local when = #rows > 0 and " trong các năm được hỏi" or ""
    error{ message = string.format("«%s» không có thành phần nào%s", tostring(record.name), when) }
  end
  local with_most, decimals, body = any_most(rows), most_decimals(rows, years), {}
  for i, row in ipairs(rows) do body[i] = cells_of(row, years, with_most, decimals) end
  local head, align = head_of(years, with_most)
  return html.tag("div", { class = "chart-parts" },
    html.table({ caption = "Các thành phần của " .. tostring(record.name), head = head, rows = body, align = align }))
end

return components
