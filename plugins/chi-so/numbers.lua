-- numbers.lua - the same numbers as a table below the drawing, and as a file for spreadsheets.
local series = require "series"
local words = require "words"

local numbers = {}

local MOST_OPEN = 8 -- rows of a table that is not folded away

local function absent(point, show)
  if point and point.pending[show] then return "đang xác minh" end
  if point and point.status == "không công bố" then return "không công bố" end
  return "không có"
end

local function with_others(one, point, show, shown)
  local list = {}
  for _, other in ipairs(point.others) do
    if other[show] then list[#list + 1] = series.shown(one, other[show], show) end
  end
  if #list == 0 then return shown end
  return shown .. " (nguồn khác: " .. text.join(list, "; ") .. ")"
end

local function cell_of(one, point, show)
  if not (point and point[show]) then return absent(point, show) end
  local shown = series.shown(one, point[show], show)
  if show == "rank" and point.of then shown = shown .. "/" .. num.format(point.of) end
  return with_others(one, point, show, shown)
end

local function value_head(one)
  return one.unit and "Giá trị (" .. one.unit .. ")" or "Giá trị"
end

-- A column: { head, one, show }. One series shows all that is known of it; several show what is drawn.
local function columns_of(view)
  local columns = {}
  if #view.list > 1 then
    for i, one in ipairs(view.list) do columns[i] = { head = one.label, one = one, show = view.show } end
    return columns
  end
  local one = view.list[1]
  if view.show == "value" or series.newest(one, "value") then
    columns[1] = { head = value_head(one), one = one, show = "value" }
  end
  if view.show == "rank" or series.newest(one, "rank") then
    columns[#columns + 1] = { head = "Thứ hạng", one = one, show = "rank" }
  end
  return columns
end

local function head_of(columns)
  local head, align = { "Năm" }, {}
  for i, column in ipairs(columns) do
    head[i + 1], align[i + 1] = column.head, "number"
  end
  return head, align
end

local function year_row(columns, year)
  local row = { tostring(year) }
  for i, column in ipairs(columns) do row[i + 1] = cell_of(column.one, series.at(column.one, year), column.show) end
  return row
end

-- The numbers of a view, open where they are few.
function numbers.table(view)
  local columns, rows = columns_of(view), {}
  local head, align = head_of(columns)
  for year = view.from, view.to do rows[#rows + 1] = year_row(columns, year) end
  return html.tag("details", { class = "chart-numbers", open = #rows <= MOST_OPEN },
    html.tag("summary", "Bảng số liệu"),
    html.table({ caption = "Số liệu " .. words.topic(view), head = head, rows = rows, align = align }))
end

local function csv_status(point)
  if point.pending.value or point.pending.rank then return "đang xác minh" end
  return point.status or "đã công bố"
end

local function csv_rows(one)
  local publisher = tostring(one.record.publisher)
  local rows = { { "Chỉ số", "Địa phương", "Năm", value_head(one), "Thứ hạng", "Trong số", "Tình trạng", "Nguồn",
    "Ngắt trước năm này", "Ghi chú" } }
  for _, p in ipairs(one.points) do
    rows[#rows + 1] = { one.index, one.entity, p.year, p.value or "", p.rank or "", p.of or "", csv_status(p),
      p.source or publisher, p.cut or "", p.note or "" }
    for _, other in ipairs(p.others) do
      rows[#rows + 1] = { one.index, one.entity, p.year, other.value or "", other.rank or "", "", "số của nguồn khác",
        other.source or "", "", "" }
    end
  end
  return rows
end

-- Where the file of a series lies in the portal.
function numbers.path(one)
  return "du-lieu/chi-so/" .. text.slug(one.name) .. ".csv"
end

-- All that is known of a series, as CSV for spreadsheets; semicolons and decimal commas as they expect here.
function numbers.file(one)
  return csv.table(csv_rows(one), ";")
end

return numbers
