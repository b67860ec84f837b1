-- The files of a table: CSV for spreadsheets, JSON for programs; the same procedures, columns and order as on the page.
local columns = require "columns"
local plain = require "plain"
local view = require "view"

local M = {}

local FOLDER = "du-lieu/bang/"

-- A code such as 2.000250 is no number: with a tab before it spreadsheets keep it as it is.
function M.code(words)
  return words and words:find("^%d+[.,]?%d*$") and "\t" .. words or words or ""
end

-- The address of a procedure's page for a reader who has only the file.
function M.address(one)
  local path = one.page.url
  return url.absolute(path) or tostring(path)
end

local function base_of(page)
  return FOLDER .. tostring(page.url):gsub("%.html$", ""):gsub("/index$", "")
end

-- The path of a call's files without ending, and the number of its table on the page, from 1. Names stay while the order of the tables does.
function M.place(args, page, site)
  local number, address = 0, tostring(page.url)
  for _, call in ipairs(site.calls["danh-muc-thu-tuc"]) do
    if tostring(call.page.url) == address then
      number = number + 1
      if call.args == args then break end
    end
  end
  return base_of(page) .. (number > 1 and "-" .. number or ""), math.max(number, 1)
end

function M.path(address)
  return base_of { url = address }
end

-- `more`: the page of the open data, or nil.
function M.links(path, title, more)
  local of = html.tag("span", { class = "hidden" }, " của bảng " .. title)
  return html.tag("p", { class = "find-files" }, "Tải bảng: ", html.link(url.path(path .. ".csv"), "CSV", of), ", ",
    html.link(url.path(path .. ".json"), "JSON", of), more and { ". ", html.link(more, "Dữ liệu mở của mọi thủ tục"), "." })
end

-- True where a row says of a procedure's effect what no column says.
local function has_notes(shown)
  for _, column in ipairs(shown.columns) do
    if column.name == "effect" then return false end
  end
  for _, one in ipairs(shown.list) do
    if columns.effect_note(one) then return true end
  end
  return false
end

-- What the page shows beside the columns: the group, the note on the effect, the link.
local function more_columns(shown)
  local list = {}
  if has_notes(shown) then list[1] = { name = "effect_note", head = "Hiệu lực", words = columns.effect_note } end
  list[#list + 1] = { name = "url", head = "Địa chỉ", words = function(one) return M.address(one) end }
  return list
end

local function all_columns(shown)
  local list = table.move(shown.columns, 1, #shown.columns, 1, {})
  for _, column in ipairs(more_columns(shown)) do list[#list + 1] = column end
  return list
end

-- The rows of a table, for both files: { group = name or nil, cells = by the column's name }, and all columns.
local function read(shown)
  local all, rows = all_columns(shown), {}
  view.each(shown, function(number, one, group)
    local cells = {}
    for _, column in ipairs(all) do cells[column.name] = column.words(one, number) end
    rows[number] = { group = group, cells = cells }
  end)
  return rows, all
end

local function csv_of(shown, rows, columns_of)
  local lines = { {} }
  if shown.groups then lines[1][1] = "Nhóm" end
  for _, column in ipairs(columns_of) do table.insert(lines[1], column.head) end
  for i, row in ipairs(rows) do
    local line = { row.group }
    for _, column in ipairs(columns_of) do
      local words = row.cells[column.name]
      line[#line + 1] = column.is_code and M.code(words) or words or ""
    end
    lines[i + 1] = line
  end
  return csv.table(lines, ";")
end

-- Afterwards the cells belong to the JSON.
local function json_of(shown, rows, columns_of, site)
  local names, list = {}, {}
  for i, column in ipairs(columns_of) do names[i] = { name = column.name, label = column.head } end
  for i, row in ipairs(rows) do
    row.cells.group = row.group
    list[i] = row.cells
  end
  return json.encode { title = shown.args.caption, description = view.words(shown), date = date.format(site.date, "iso"),
    source = site.portal.name, count = #list, columns = names, rows = list } .. "\n"
end

-- Adds both files of a table.
function M.add(shown, path, site, add)
  if not shown.args.files or #shown.list == 0 then return end
  local rows, all = read(shown)
  add { path = path .. ".csv", text = csv_of(shown, rows, all) }
  add { path = path .. ".json", text = json_of(shown, rows, all, site) }
end

-- The files of every table that a page asks for.
function M.plan(site, add)
  for _, call in ipairs(site.calls["danh-muc-thu-tuc"]) do
    if call.args.files then
      local path = M.place(call.args, call.page, site)
      M.add(view.of(call.args, plain.at_hand(site)), path, site, add)
    end
  end
end

return M
