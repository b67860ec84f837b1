-- The newest articles, or those of one series in its order.
local M = {}

local tag = html.tag

local function has(list, wanted)
  if type(list) ~= "userdata" then return false end
  for _, one in ipairs(list) do
    if one == wanted then return true end
  end
  return false
end

local function has_any(list, wanted)
  for _, one in ipairs(wanted) do
    if has(list, one) then return true end
  end
  return false
end

-- Tags and series are compared as editors' keys are: without regard to case and marks.
local function has_tag(page, wanted)
  for _, one in ipairs(page.tags or {}) do
    if text.fold(one.name) == wanted then return true end
  end
  return false
end

local function is_asked(page, args)
  local meta = page.meta
  return (not args.reform or has_any(meta.reform, args.reform))
    and (not args.series or type(meta.series) == "string" and text.fold(meta.series) == text.fold(args.series))
    and (not args.tag or has_tag(page, text.fold(args.tag)))
    and (not args.genre or has(args.genre, meta.genre))
end

-- Its place in a series; those without a number come last.
local function number_of(page)
  return math.tointeger(page.meta.order) or math.maxinteger
end

-- The articles that the arguments ask for: newest first, those of a series by their number.
function M.chosen(args, pages)
  local list = {}
  for _, page in ipairs(pages) do
    if page.kind == "article" and is_asked(page, args) then list[#list + 1] = page end
  end
  if args.series then
    table.sort(list, function(a, b) return number_of(a) < number_of(b) end)
  end
  return list
end

local function item(page)
  local meta, day = page.meta, page.date
  return tag("li", nil,
    tag("p", { class = "name" }, html.link(page.url, page.title)),
    tag("p", { class = "meta" },
      day and day.year and tag("time", { datetime = date.format(day, "iso") }, date.format(day)),
      type(meta.genre) == "string" and meta.genre ~= "tin" and tag("span", nil, meta.genre)))
end

function M.render(args, site)
  local list, items = M.chosen(args, site.pages), {}
  if #list == 0 then return tag("p", { class = "soft" }, "Chưa có tin, bài nào như vậy.") end
  for i = 1, math.min(#list, args.limit) do items[i] = item(list[i]) end
  return tag(args.series and "ol" or "ul", { class = "rows" }, items)
end

return M
