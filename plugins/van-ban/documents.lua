-- The table of documents: which ones are asked for, whether they are in force, where to get them.
local M = {}

local tag = html.tag

-- A date, or nil for what is absent or still a status.
local function day_of(value)
  return value and value.year and value or nil
end

local function has_folded(list, value)
  local wanted = type(value) == "string" and text.fold(value)
  for _, one in ipairs(list) do
    if text.fold(one) == wanted then return true end
  end
  return false
end

local function has_any(list, wanted)
  if type(list) ~= "userdata" then return false end
  for _, one in ipairs(list) do
    if has_folded(wanted, one) then return true end
  end
  return false
end

local function is_asked(meta, args)
  local day = day_of(meta.date)
  return (not args.type or has_folded(args.type, meta.type))
    and (not args.agency or has_folded(args.agency, meta.agency))
    and (not args.year or day ~= nil and day.year == args.year)
    and (not args.reform or has_any(meta.reform, args.reform))
end

-- The documents that the arguments ask for, newest first.
function M.chosen(args, pages)
  local list = {}
  for _, page in ipairs(pages) do
    if page.kind == "document" and is_asked(page.meta, args) then list[#list + 1] = page end
  end
  return list
end

-- Dates of today tell more than what was written once.
local function effect(meta, today)
  local from, to = day_of(meta.effective_from), day_of(meta.effective_to)
  if to and to <= today then return "hết hiệu lực" end
  if from and from > today then return "có hiệu lực từ " .. date.format(from) end
  return meta.effect and tostring(meta.effect)
end

-- "340 KB", "1,2 MB"
local function size_words(bytes)
  if bytes < 1000000 then return num.format(math.max(1, num.round(bytes / 1000))) .. " KB" end
  return num.format(bytes / 1000000, 1) .. " MB"
end

local function file_cell(page)
  local parts = {}
  for i, file in ipairs(page.files or {}) do
    local about = file.size and ("%s, %s"):format(file.type or "tệp", size_words(file.size)) or file.type or "tệp"
    parts[i] = { i > 1 and tag("br"), html.link(file.url, "Tải về", tag("span", { class = "hidden" }, " ", page.title)),
      tag("span", { class = "soft small" }, " (", about, ")") }
  end
  if #parts == 0 and type(page.meta.url) == "string" then
    return html.link(page.meta.url, "Toàn văn", tag("span", { class = "hidden" }, " ", page.title))
  end
  return #parts > 0 and parts or nil
end

local function day_cell(day)
  if not day then return nil end
  if not day.year then return tag("em", nil, "đang xác minh") end
  return tag("time", { datetime = date.format(day, "iso") }, date.format(day))
end

local COLUMNS = {
  { head = "Số ký hiệu", class = "code", cell = function(page) return page.meta.number and tostring(page.meta.number) end },
  { head = "Ngày ban hành", cell = function(page) return day_cell(page.meta.date) end },
  { head = "Trích yếu", class = "main-cell", cell = function(page) return html.link(page.url, page.title) end },
  { head = "Cơ quan ban hành", cell = function(page) return page.meta.agency and tostring(page.meta.agency) end },
  { head = "Hiệu lực", cell = function(page, today) return effect(page.meta, today) end },
  { head = "Văn bản", cell = file_cell },
}

-- On a narrow page each cell stands on a line of its own, behind its column's name.
local function cell(column, page, today)
  local content = column.cell(page, today)
  local label = column.class ~= "main-cell" and content and column.head or nil
  return tag("td", { class = column.class, ["data-label"] = label }, content)
end

-- The columns that any of these documents has something for.
local function columns_of(list, today)
  local used = {}
  for _, column in ipairs(COLUMNS) do
    for _, page in ipairs(list) do
      if column.cell(page, today) then
        used[#used + 1] = column
        break
      end
    end
  end
  return used
end

local function rows_of(list, columns, today)
  local rows = {}
  for i, page in ipairs(list) do
    local cells = {}
    for k, column in ipairs(columns) do cells[k] = cell(column, page, today) end
    rows[i] = tag("tr", nil, cells)
  end
  return rows
end

local function head(columns)
  local cells = {}
  for i, column in ipairs(columns) do cells[i] = tag("th", { scope = "col" }, column.head) end
  return tag("thead", nil, tag("tr", nil, cells))
end

-- What was asked for, in words.
local function asked(args)
  local parts = {}
  if args.type then parts[#parts + 1] = "loại " .. text.join(args.type, ", ", " hoặc ") end
  if args.agency then parts[#parts + 1] = "của " .. text.join(args.agency, ", ", " hoặc ") end
  if args.reform then parts[#parts + 1] = "về " .. text.join(args.reform, ", ", " hoặc ") end
  if args.year then parts[#parts + 1] = "năm " .. args.year end
  return #parts > 0 and " " .. text.join(parts) or ""
end

function M.render(args, site)
  local list = M.chosen(args, site.pages)
  if #list == 0 then return tag("p", { class = "soft" }, "Chưa có văn bản nào", asked(args), ".") end
  local shown = table.move(list, 1, math.min(#list, args.limit or #list), 1, {})
  local columns = columns_of(shown, site.date)
  local more = #shown < #list and ("; hiện %s văn bản mới nhất"):format(num.format(#shown))
  return tag("div", { class = "listing" }, tag("table", nil,
    tag("caption", nil, num.format(#list), " văn bản", asked(args), more),
    head(columns),
    tag("tbody", nil, rows_of(shown, columns, site.date))))
end

return M
