-- figure.lua - the whole figure: finding, drawing, notes, table, sources.
local chart = require "chart"
local notes = require "notes"
local numbers = require "numbers"
local view = require "view"
local words = require "words"

local figure = {}

local function note_list(list)
  if #list == 0 then return nil end
  local items = {}
  for i, note in ipairs(list) do items[i] = html.tag("li", note) end
  return html.tag("ul", { class = "chart-notes" }, items)
end

-- Publishers, then what single years name as their source; each once.
local function sources(list)
  local parts, seen = {}, {}
  local function add(name, link)
    if not name or seen[name] then return end
    seen[name] = true
    if #parts > 0 then parts[#parts + 1] = "; " end
    parts[#parts + 1] = link and html.link(link, name) or name
  end
  for _, one in ipairs(list) do add(tostring(one.record.publisher), one.record.url) end
  for _, one in ipairs(list) do
    for _, point in ipairs(one.points) do
      add(point.source)
      for _, other in ipairs(point.others) do add(other.source) end
    end
  end
  return html.tag("p", { class = "chart-source" }, "Nguồn: ", parts, ".")
end

local function files(list)
  local links = {}
  for i, one in ipairs(list) do
    links[i] = { i > 1 and ", " or "", html.link(url.path(numbers.path(one)), one.name .. " (CSV)") }
  end
  return html.tag("p", { class = "chart-files" }, "Tải số liệu: ", links)
end

-- The figure that the directive's arguments ask for.
function figure.draw(args)
  local v = view.of(args)
  local title = args.title or words.finding(v)
  return html.tag("figure", { class = "chart" },
    html.tag("figcaption", title), chart.draw(v, title, words.description(v)),
    note_list(notes.of(v)), numbers.table(v), sources(v.list), files(v.list))
end

return figure
