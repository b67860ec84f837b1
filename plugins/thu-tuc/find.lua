-- The form above a table that finds and filters its rows. It is made hidden; assets/loc.js shows it and does the work.
local choose = require "choose"

local M = {}

local tag = html.tag

local NONE = {}
local SHORT = 8 -- a table of so few rows is read faster than a form

-- What rows can be chosen by: a fact, or several (`of`); `order` of the choices where it is not the alphabet.
local FACETS = {
  { key = "linh-vuc", label = "Lĩnh vực", fact = "field" },
  { key = "co-quan", label = "Cơ quan", fact = "agency" },
  { key = "cap", label = "Cấp", of = function(one) return one.levels end, order = choose.levels },
  { key = "muc-do", label = "Trực tuyến", fact = "online", order = choose.online },
  { key = "hinh-thuc", label = "Hình thức nộp", of = choose.channels_of, order = choose.channels },
  { key = "hieu-luc", label = "Hiệu lực", of = choose.effects_of },
}

local FLAGS = {
  { key = "mien-phi", label = "Miễn phí", is = function(one) return one.ways.free end, mark = "mien-phi=co" },
  { key = "trong-ngay", label = "Trả kết quả trong ngày", is = function(one) return one.same_day end, mark = "trong-ngay=co" },
}

function M.is_long(list) return #list > SHORT end

local function values_of(facet, list)
  local values, known, of, fact = {}, {}, facet.of, facet.fact
  local function add(value)
    if value and not known[value] then known[value], values[#values + 1] = true, value end
  end
  for i = 1, #list do
    if fact then
      add(list[i][fact])
    else
      for _, each in ipairs(of(list[i]) or NONE) do add(each) end
    end
  end
  if not facet.order then return text.sort(values) end
  local sorted = {}
  for _, value in ipairs(facet.order) do
    if known[value] then sorted[#sorted + 1], known[value] = value, nil end
  end
  for _, value in ipairs(values) do
    if known[value] then sorted[#sorted + 1] = value end
  end
  return sorted
end

local function differs(flag, list)
  local first = flag.is(list[1]) and true or false
  for _, one in ipairs(list) do
    if (flag.is(one) and true or false) ~= first then return true end
  end
  return false
end

-- "ho-tich" by "Hộ tịch", and the same as a mark: "linh-vuc=ho-tich"; long names may be cut to the same slug.
local function slugs_of(values, key)
  local slugs, marks, taken = {}, {}, {}
  for _, value in ipairs(values) do
    local slug = text.slug(value)
    taken[slug] = (taken[slug] or 0) + 1
    slugs[value] = taken[slug] > 1 and slug .. "-" .. taken[slug] or slug
    marks[value] = key .. "=" .. slugs[value]
  end
  return slugs, marks
end

-- What the rows of a list differ by: { selects = { facet, values, slugs, marks, joined: marks by list } …, flags }; nil where the list is short.
function M.facets(list)
  if not M.is_long(list) then return nil end
  local found = { selects = {}, flags = {} }
  for _, facet in ipairs(FACETS) do
    local values = values_of(facet, list)
    if #values > 1 then
      local slugs, marks = slugs_of(values, facet.key)
      found.selects[#found.selects + 1] = { facet = facet, values = values, slugs = slugs, marks = marks, joined = {} }
    end
  end
  for _, flag in ipairs(FLAGS) do
    if differs(flag, list) then found.flags[#found.flags + 1] = flag end
  end
  return found
end

local folded = {} -- by procedure: it is in the list of its field and of its agency

local function words_without_marks(one)
  if not folded[one] then folded[one] = text.fold(one.title .. " " .. (one.code or "") .. " " .. (one.field or "")) end
  return folded[one]
end

-- All marks of several values, in one; procedures whose values are the same list share it.
local function joined(select, values)
  local marks, shared = {}, type(values) == "table"
  if shared and select.joined[values] then return select.joined[values] end
  for i, each in ipairs(values) do marks[i] = select.marks[each] end
  local all = table.concat(marks, "|")
  if shared then select.joined[values] = all end
  return all
end

-- The attributes of a row: its words without marks, and all that it can be chosen by ("|linh-vuc=ho-tich|mien-phi=co|").
function M.marks(one, facets)
  local marks, n, selects = { "" }, 1, facets.selects
  for i = 1, #selects do
    local select, mark = selects[i]
    local facet = select.facet
    if facet.fact then
      local value = one[facet.fact]
      mark = value and select.marks[value]
    else
      mark = joined(select, facet.of(one) or NONE)
    end
    if mark and mark ~= "" then n, marks[n + 1] = n + 1, mark end
  end
  for _, flag in ipairs(facets.flags) do
    if flag.is(one) then n, marks[n + 1] = n + 1, flag.mark end
  end
  marks[n + 1] = ""
  return { ["data-q"] = words_without_marks(one), ["data-f"] = table.concat(marks, "|") }
end

local function labelled(id, label, control)
  return tag("p", nil, tag("label", { ["for"] = id }, label), control)
end

local function select_of(select, suffix)
  local facet, id = select.facet, select.facet.key .. suffix
  local options = { tag("option", { value = "" }, "Tất cả") }
  for _, value in ipairs(select.values) do options[#options + 1] = tag("option", { value = select.slugs[value] }, value) end
  return labelled(id, facet.label, tag("select", { id = id, name = id }, options))
end

local function flag_of(flag, suffix)
  local id = flag.key .. suffix
  return tag("p", { class = "find-flag" }, tag("input", { type = "checkbox", id = id, name = id, value = "co" }),
    tag("label", { ["for"] = id }, flag.label))
end

-- "theo lĩnh vực, cơ quan, cấp"
local function words_of(facets)
  local names = {}
  for _, list in ipairs { facets.selects, facets.flags } do
    for _, one in ipairs(list) do names[#names + 1] = text.lower((one.facet or one).label) end
  end
  return "theo " .. text.join(names)
end

-- The names of the controls are unique on the page: the second table's end with "-2".
function M.form(shown, number)
  local suffix = number > 1 and "-" .. number or ""
  local quick = labelled("tim" .. suffix, "Tìm nhanh",
    tag("input", { type = "search", id = "tim" .. suffix, name = "tim" .. suffix, placeholder = "Tên hoặc mã thủ tục",
      autocomplete = "off" }))
  local parts = {}
  for _, select in ipairs(shown.facets.selects) do parts[#parts + 1] = select_of(select, suffix) end
  for _, flag in ipairs(shown.facets.flags) do parts[#parts + 1] = flag_of(flag, suffix) end
  local all = num.format(#shown.list)
  return tag("form", { class = "find", hidden = true, role = "search",
    ["aria-label"] = "Tìm và lọc trong bảng" .. (number > 1 and " " .. number or "") }, quick,
    #parts > 0 and tag("details", nil, tag("summary", nil, "Lọc ", words_of(shown.facets)), tag("div", nil, parts)),
    tag("p", { class = "find-end" }, tag("button", { type = "reset", class = "button ghost" }, "Bỏ lọc"), " ",
      tag("span", { role = "status", ["aria-live"] = "polite", ["data-all"] = all .. " thủ tục.",
        ["data-some"] = ("Hiện {} trong %s thủ tục."):format(all),
        ["data-none"] = "Không có thủ tục nào khớp. Thử bớt chữ hoặc bỏ lọc." })))
end

return M
