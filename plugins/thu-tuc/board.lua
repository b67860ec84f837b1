-- The notice board (niêm yết) at the office, NĐ 63/2010/NĐ-CP, Điều 17: which sheets it has, and which procedures stand on each.
local groups = require "groups"
local words = require "words"

local M = {}

local FOLDER = "niem-yet/"
local INDEX = url.path(FOLDER .. "index.html")
local MOST = 300 -- sheets on one page to print: a browser lays them all out at once

-- The names of the fields that the settings choose, folded, each with true; nil where all are on the board.
local function chosen_fields(site, settings)
  if not settings.board_fields then return nil end
  local chosen = {}
  for _, name in ipairs(settings.board_fields) do chosen[text.fold(name)] = true end
  for _, field in ipairs(site.records.field or {}) do
    for _, alias in ipairs(field.aliases or {}) do
      if chosen[text.fold(alias)] then chosen[text.fold(field.name)] = true end
    end
  end
  return chosen
end

-- The last day on which somebody vouched for what the sheet says; nil where none is known. Never a day that is still to come.
local function day_of(one, today)
  local last
  for _, day in ipairs { words.day(one.page.updated) or false, one.verified or false, one.decision_date or false } do
    if day and day <= today and (not last or day > last) then last = day end
  end
  return last
end

-- The code is unique and stands on the sheet; a procedure whose code is still looked for has the name of its file.
local function path_of(one)
  local code = one.code and one.code:match("^%d%.[%w.]+$")
  return FOLDER .. (code or text.slug(one.page.source:gsub("%.md$", ""))) .. ".html"
end

-- Gives each procedure of `model` that is on the board its `sheet`: { url, date }, and the model the path of the `board`.
function M.attach(model, site)
  local settings = site.settings["thu-tuc"]
  if not settings.board then return model end
  local chosen = chosen_fields(site, settings)
  for _, one in ipairs(model.procedures) do
    if one.effect ~= "ended" and (not chosen or one.field and chosen[text.fold(one.field)]) then
      one.sheet = { url = url.path(path_of(one)), date = day_of(one, site.date) }
      model.board = INDEX
    end
  end
  return model
end

-- The posted procedures by field, as groups.by gives them, each with its page `url` and `date`: the last of its procedures' days.
local function fields_of(procedures)
  local posted = {}
  for _, one in ipairs(procedures) do
    if one.sheet then posted[#posted + 1] = one end
  end
  local fields = groups.by(posted, "field")
  for _, field in ipairs(fields) do
    field.url = url.path(FOLDER .. "linh-vuc-" .. field.slug .. ".html")
    for _, one in ipairs(field.procedures) do
      local day = one.sheet.date
      if day and (not field.date or day > field.date) then field.date = day end
    end
  end
  return fields, #posted
end

local function add_sheets(field, add)
  for _, one in ipairs(field.procedures) do
    add {
      path = tostring(one.sheet.url), template = "niem-yet.html", listed = false, title = "Niêm yết: " .. one.title,
      description = ("Tờ niêm yết khổ A4 của thủ tục %s."):format(one.title), data = { one = one },
    }
  end
end

local function add_field(field, add)
  add {
    path = tostring(field.url), template = "niem-yet-linh-vuc.html", listed = false, title = "Niêm yết: lĩnh vực " .. field.name,
    description = ("Bảng niêm yết %d thủ tục lĩnh vực %s, khổ A4 ngang."):format(field.count, field.name), data = { field = field },
  }
end

local function add_print(path, title, parts, add)
  add {
    path = FOLDER .. path, template = "niem-yet-tat-ca.html", listed = false, title = title,
    description = "Mọi tờ niêm yết trên một trang, để in một lần.", data = { parts = parts },
  }
  return { url = url.path(FOLDER .. path), title = title }
end

-- The field cut into parts that a browser can lay out; `table`: the part begins with the table of the field.
local function parts_of(field)
  local parts = {}
  for from = 1, field.count, MOST do
    parts[#parts + 1] = { table = from == 1 and field or nil,
      procedures = table.move(field.procedures, from, math.min(from + MOST - 1, field.count), 1, {}) }
  end
  return parts
end

-- One page with all sheets, or where they are many one per field, or several of a field. Returns { url, title } of each.
local function add_prints(fields, count, add)
  local prints, all = {}, {}
  for _, field in ipairs(fields) do
    for i, part in ipairs(parts_of(field)) do
      local number = i > 1 and i or nil
      all[#all + 1] = part
      prints[#prints + 1] = count > MOST and add_print("tat-ca-" .. field.slug .. (number and "-" .. number or "") .. ".html",
        "In cả lĩnh vực " .. field.name .. (number and ", phần " .. number or ""), { part }, add)
    end
  end
  return count > MOST and prints or { add_print("tat-ca.html", "In cả bảng niêm yết", all, add) }
end

function M.plan(site, add)
  local model = site.data["thu-tuc"]
  if not model.board then return end
  local fields, count = fields_of(model.procedures)
  for _, field in ipairs(fields) do
    add_sheets(field, add)
    add_field(field, add)
  end
  add {
    path = tostring(model.board), template = "niem-yet-muc-luc.html", title = "Niêm yết thủ tục hành chính",
    description = "Các tờ niêm yết thủ tục hành chính khổ A4, để in và dán ở nơi tiếp nhận hồ sơ.",
    data = { fields = fields, prints = add_prints(fields, count, add), count = count },
  }
end

-- A role: words that lead there.
function M.link(args, _, site)
  local board = site.data["thu-tuc"].board
  return board and html.link(board, args.words) or args.words
end

-- The filter of templates: the QR code of a page's full address; nothing where the portal has none.
function M.qr(path)
  local address = url.absolute(path)
  return address and svg.qr(address, { title = "Mã QR của trang thủ tục" })
end

-- A field that the settings name and the portal has not would leave the board without it, unseen.
function M.check(site, report)
  local settings = site.settings["thu-tuc"]
  local names, known = {}, {}
  for _, field in ipairs(site.records.field or {}) do
    names[#names + 1], known[text.fold(field.name)] = field.name, true
    for _, alias in ipairs(field.aliases or {}) do known[text.fold(alias)] = true end
  end
  for _, name in ipairs(settings.board_fields or {}) do
    if not known[text.fold(name)] then
      local near = text.nearest(name, names)
      report {
        level = "error", at = settings.board_fields,
        message = ("lĩnh vực niêm yết: không có lĩnh vực «%s»"):format(name),
        message_en = ("notice board: there is no field «%s»"):format(name),
        hint = near and ("có phải «%s»?"):format(near) or "ghi tên lĩnh vực như trong content/du-lieu/field.yaml",
        hint_en = near and ("did you mean «%s»?"):format(near) or "write the field as content/du-lieu/field.yaml has it",
      }
    end
  end
end

return M
