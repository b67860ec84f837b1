-- The table of procedures on a page: its find form, head, rows by group, totals, and the links to its files.
local choose = require "choose"
local files = require "table_files"
local find = require "find"
local plain = require "plain"
local view = require "view"

local M = {}

local tag = html.tag

local function caption(shown)
  local title = shown.args.caption
  return tag("caption", nil, title and { tag("strong", nil, title), ": " }, view.words(shown))
end

local function head(shown)
  local cells = {}
  for i, column in ipairs(shown.columns) do
    cells[i] = tag("th", { scope = "col", class = column.class == "num" and "num" or nil }, column.head)
  end
  return tag("thead", nil, tag("tr", nil, cells))
end

-- The column that names its row: the title, else the first.
local function head_column(list)
  for _, column in ipairs(list) do
    if column.name == "title" then return column end
  end
  return list[1]
end

-- What every cell of a column is. On a narrow page each stands on a line of its own, behind its column's name.
local function cells_of(shown)
  local list = {}
  for i, column in ipairs(shown.columns) do
    local is_head = column == shown.head
    list[i] = {
      words = column.cell or column.words, name = is_head and "th" or "td", empty = { scope = is_head and "row" or nil, class = column.class },
      attributes = { scope = is_head and "row" or nil, class = column.class, ["data-label"] = not is_head and column.head or nil },
    }
  end
  return list
end

local function row(one, number, cells, attributes)
  local list = {}
  for i, cell in ipairs(cells) do
    local content = cell.words(one, number)
    list[i] = tag(cell.name, content and cell.attributes or cell.empty, content)
  end
  return tag("tr", attributes, list)
end

local function group_head(group, shown)
  return tag("tr", nil, tag("th", { scope = "rowgroup", colspan = #shown.columns, class = "group" }, group.name,
    " (", tag("span", { class = "count" }, num.format(#group.list)), ")"))
end

local function bodies(shown)
  local parts, number, cells = {}, 0, cells_of(shown)
  for i, group in ipairs(shown.groups or { { list = shown.list } }) do
    local rows = { group.name and group_head(group, shown) or false }
    for _, one in ipairs(group.list) do
      number = number + 1
      rows[#rows + 1] = row(one, number, cells, shown.facets and find.marks(one, shown.facets))
    end
    parts[i] = tag("tbody", nil, rows)
  end
  return parts
end

-- How many of each online level, in its order: "31 toàn trình", "12 một phần" …
local function by_level(list)
  local counts, order, parts = {}, table.move(choose.online, 1, #choose.online, 1, {}), {}
  for _, level in ipairs(order) do counts[level] = 0 end
  for _, one in ipairs(list) do
    local level = one.online or "chưa rõ"
    if not counts[level] then order[#order + 1] = level end
    counts[level] = (counts[level] or 0) + 1
  end
  for _, level in ipairs(order) do
    if counts[level] > 0 then parts[#parts + 1] = num.format(counts[level]) .. " " .. level end
  end
  return parts
end

-- "Tổng số: 60 thủ tục; 31 toàn trình, 12 một phần, 17 chưa xác định."
local function foot(shown)
  local parts = by_level(shown.list)
  if #parts < 2 then return nil end
  return tag("tfoot", nil, tag("tr", nil, tag("td", { colspan = #shown.columns },
    ("Tổng số: %s thủ tục; %s."):format(num.format(#shown.list), text.join(parts)))))
end

local function table_of(shown, number)
  local label = (number > 1 and "Bảng " .. number or "Bảng") .. ": " .. view.words(shown)
  return tag("div", { class = "table-scroll", tabindex = 0, role = "region", ["aria-label"] = label },
    tag("table", nil, caption(shown), head(shown), bodies(shown), foot(shown)))
end

-- The table of a view. `place`: { path = of its files, without ending; number = of the table on its page, from 1; links = HTML above it;
-- open_data = path of its page, or nil }.
function M.draw(shown, place)
  local args = shown.args
  if #shown.list == 0 then return tag("p", { class = "soft" }, "Chưa có thủ tục nào", choose.words(args), ".") end
  shown.head = head_column(shown.columns)
  shown.facets = args.find and find.facets(shown.list) or nil
  return tag("div", { class = "listing" }, place.links, shown.facets and find.form(shown, place.number), table_of(shown, place.number),
    args.files and files.links(place.path, args.caption or view.words(shown), place.open_data))
end

-- The directive. Without a script the pages by field and agency do what the form does.
function M.render(args, page, site)
  local model = site.data["thu-tuc"]
  local shown = view.of(args, plain.procedures(site))
  local path, number = files.place(args, page, site)
  local links = args.find and find.is_long(shown.list) and model.lists
    and tag("p", { class = "find-links" }, "Xem riêng từng ", html.link(model.lists.field, "lĩnh vực"), ", từng ",
      html.link(model.lists.agency, "cơ quan"), ".")
  return M.draw(shown, { path = path, number = number, links = links, open_data = model.open_data })
end

return M
