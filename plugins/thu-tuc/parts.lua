-- The page of a procedure in the order of the national portal: its sections, and fields between them as one more part.
local written = require "rows"
local summary = require "summary"

local M = {}

local ORDER = { "steps", "methods", "dossier", "forms", "who", "results", "legal", "conditions", "notes", "source" }

-- Parts made of fields. `data-field` is the field's name, for machines that measure the page (NĐ 224/2026, Điều 12).
local FIELDS = {
  who = {
    title = "Đối tượng và cơ quan thực hiện", anchor = "co_quan",
    names = { "audience", "level", "agency", "authority", "place", "delegated", "partners" },
  },
  source = {
    title = "Hiệu lực và nguồn thông tin", anchor = "nguon_",
    names = {
      "publication", "effective_from", "effective_to", "replaces", "replaced_by", "type", "scope", "online.reason", "payment", "verified",
    },
  },
}

-- At the head of the page, or no news for a reader.
local ELSEWHERE = {
  title = true, code = true, detail = true, field = true, decision = true, ["online.level"] = true, ["online.url"] = true,
  same_day = true, anywhere = true, linked = true,
}

-- What the field's record says where the page says nothing.
local INHERITED = { agency = "Cơ quan thực hiện", place = "Nơi tiếp nhận" }

-- «mới ban hành» is what the kind fills in where nobody wrote anything; beside a day of effect somebody meant it.
local function is_unsaid(publication, one)
  return publication.value == "mới ban hành" and not (one and one.from and one.effect ~= "ended")
end

-- Fields that no part names and the page shows nowhere else: kinds of a commune may have more, and none gets lost.
local function add_others(list, fields, sections)
  local known = { copies = sections.dossier ~= nil }
  for _, part in pairs(FIELDS) do
    for _, name in ipairs(part.names) do known[name] = true end
  end
  for i, name in ipairs(fields.names) do
    local field = fields.list[i]
    if not ELSEWHERE[name] and not known[name] and field.type ~= "file" then list[#list + 1] = field end
  end
end

-- The fields of a page, their names in the same order, and the fields by name: looked up once for all parts.
local function read_fields(page)
  local fields = { list = {}, names = {}, by_name = {} }
  for i, field in ipairs(page.fields) do
    local name = field.name
    fields.list[i], fields.names[i], fields.by_name[name] = field, name, field
  end
  return fields
end

local function field_part(part, fields, sections, one)
  local list = {}
  for _, name in ipairs(part.names) do
    local field = fields.by_name[name]
    if name == "publication" and field and is_unsaid(field, one) then field = nil end
    if not field and INHERITED[name] and one and one[name] then
      field = { name = name, label = INHERITED[name], value = one[name], type = "text" }
    end
    list[#list + 1] = field
  end
  if part == FIELDS.source then add_others(list, fields, sections) end
  return #list > 0 and { text = part.title, anchor = part.anchor, level = 2, fields = list } or nil
end

local function section_part(section)
  return { name = section.name, text = section.label, anchor = section.anchor, level = 2, body = section.body }
end

-- { { text, anchor, level, and name, body of a section or fields } }: what is there, as macros of themes take headings.
function M.list(page, one)
  local list, fields, sections = {}, read_fields(page), page.sections or {}
  for _, name in ipairs(ORDER) do
    local part, section = FIELDS[name], sections[name]
    if part then list[#list + 1] = field_part(part, fields, sections, one)
    elseif section then list[#list + 1] = section_part(section) end
  end
  if sections.changes then list[#list + 1] = section_part(sections.changes) end
  return list
end

local FEW = 5 -- papers that the box for people in a hurry names

-- What to bring: the papers' names, or of a dossier with cases each case and its number; nil where the dossier is no list.
local function papers(page)
  local section = page.sections and page.sections.dossier
  local value = section and section.value
  if type(value) ~= "userdata" or not value[1] then return nil end
  local rows = #value == 1 and value[1].items or value
  local list = { anchor = section.anchor, items = {}, more = math.max(0, #rows - FEW) }
  for i = 1, #rows - list.more do
    local row = rows[i]
    list.items[i] = row.items and { name = row.title or "Giấy tờ khác", count = #row.items }
      or { name = text.truncate(tostring(row.name or row), 120), quantity = row.quantity }
  end
  return list
end

-- What the box for people in a hurry says of papers, and of time and fee in lines.
function M.quick(page)
  local rows = written.of(page)
  return { papers = papers(page), time = summary.lines(rows, "time"), fee = summary.lines(rows, "fee") }
end

return M
