-- The columns of a table of procedures: for each its name in files, its label as list_args.lua has it, its head, and what a
-- cell says.
local choose = require "choose"

local M = {}

local tag = html.tag

local ONLINE_CLASS = { ["toàn trình"] = "good", ["một phần"] = "wait" }

local badges = {} -- by what they say and their class: few for many rows

local function badge(words, class)
  local key = class and class .. " " .. words or words
  badges[key] = badges[key] or tag("span", { class = class and "badge " .. class or "badge" }, words)
  return badges[key]
end

-- What is to be known of a procedure that is not, or no longer, or not for long in force; nil for all others.
function M.effect_note(one)
  if one.effect == "future" then return "từ " .. date.format(one.from) end
  if one.effect == "ended" then return one.to and "hết hiệu lực từ " .. date.format(one.to) or "hết hiệu lực" end
  return one.to and "đến " .. date.format(date.add(one.to, -1))
end

local function effect_words(one)
  local note = M.effect_note(one)
  if not note or one.effect == "ended" then return note or choose.effect_words(one) end
  return choose.effect_words(one) .. " " .. note
end

local function title_cell(one)
  local note = M.effect_note(one)
  return { html.link(one.page.url, one.title), note and { " ", badge(note, one.effect ~= "ended" and "wait" or nil) } }
end

local function online_cell(one)
  return one.online and badge(one.online, ONLINE_CLASS[one.online])
end

local function levels(one)
  return #one.levels > 0 and text.join(one.levels) or nil
end

-- `words(one, number)` is the plain text (or number) of a cell, nil where there is none; `cell` is the HTML where that is more.
-- `class` is the cell's. A column with `is_code` holds digits that are no number.
M.all = {
  { name = "number", label = "số thứ tự", head = "STT", class = "num", words = function(_, i) return i end },
  { name = "code", label = "mã", head = "Mã thủ tục", class = "code", is_code = true, words = function(one) return one.code end },
  { name = "title", label = "tên", head = "Tên thủ tục", class = "main-cell", cell = title_cell,
    words = function(one) return one.title end },
  { name = "field", label = "lĩnh vực", head = "Lĩnh vực", words = function(one) return one.field end },
  { name = "agency", label = "cơ quan", head = "Cơ quan thực hiện",
    words = function(one) return one.agency end },
  { name = "level", label = "cấp", head = "Cấp thực hiện", words = levels },
  { name = "time", label = "thời hạn", head = "Thời hạn giải quyết", words = function(one) return one.ways.time end },
  { name = "fee", label = "phí", head = "Phí, lệ phí", words = function(one) return one.ways.fee end },
  { name = "online", label = "mức độ", head = "Trực tuyến", cell = online_cell,
    words = function(one) return one.online end },
  { name = "channels", label = "hình thức", head = "Hình thức nộp",
    words = function(one) return one.ways.channels end },
  { name = "place", label = "nơi tiếp nhận", head = "Nơi tiếp nhận", words = function(one) return one.place end },
  { name = "decision", label = "quyết định", head = "Quyết định công bố",
    words = function(one) return one.decision end },
  { name = "effect", label = "hiệu lực", head = "Hiệu lực", words = effect_words },
}

-- The columns of these labels, in their order, each once.
function M.of(labels)
  local list, has = {}, {}
  for _, label in ipairs(labels) do
    for _, column in ipairs(M.all) do
      if column.label == label and not has[label] then list[#list + 1], has[label] = column, true end
    end
  end
  return list
end

return M
