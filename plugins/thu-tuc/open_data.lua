-- Open data: every procedure of the portal as CSV for spreadsheets and as JSON for programs, with the JSON Schema of the latter
-- and a page that explains each field.
local data_fields = require "data_fields"
local dictionary = require "dictionary"
local words = require "words"

local M = {}

local BASE = "du-lieu/thu-tuc"
local DRAFT = "https://json-schema.org/draft/2020-12/schema"
local TITLE = "Dữ liệu mở: thủ tục hành chính"

local function is_wanted(site)
  return site.settings["thu-tuc"].open_data and #site.data["thu-tuc"].procedures > 0
end

-- Gives the model the path of the page.
function M.attach(model, site)
  if site.settings["thu-tuc"].open_data and #model.procedures > 0 then model.open_data = url.path(BASE .. ".html") end
  return model
end

-- The names of the parts of the page that can be lists or tables.
local function section_names(site)
  local names = {}
  for _, section in ipairs(site.kinds[data_fields.KIND].sections) do
    if section.shape ~= "markdown" then names[#names + 1] = section.name end
  end
  return names
end

local function sections_of(page, names)
  local sections, list = page.sections, nil
  if not sections then return nil end
  for _, name in ipairs(names) do
    local found = sections[name]
    local value = found and found.value
    if words.is_list(value) then
      list = list or {}
      list[name] = value
    end
  end
  return list
end

-- A procedure's line of CSV and its record in JSON.
local function entry_of(one, fields, names)
  local facts, meta, cells = data.copy(one), data.copy(one.page.meta), {}
  local record = { methods = facts.ways.rows, sections = sections_of(facts.page, names) }
  for i, field in ipairs(fields) do
    local value
    if field.of then value = field.of(facts) else value = meta[field.meta] end
    if value == nil then value = facts[field.fact] end
    if value == nil then cells[i] = ""
    else record[field.name], cells[i] = value, data_fields.cell(field, facts, value) end
  end
  return csv.row(cells, ";"), json.encode(record)
end

-- The CSV and the JSON in pieces: the whole may be longer than a text can be.
local function read(fields, site)
  local procedures, names, head = site.data["thu-tuc"].procedures, section_names(site), {}
  for i, field in ipairs(fields) do head[i] = field.label end
  local rows, records, between = { csv.table({ head }, ";") }, { "[" }, "\n"
  for i, one in ipairs(procedures) do
    rows[i + 1], records[2 * i + 1] = entry_of(one, fields, names)
    records[2 * i], between = between, ",\n"
  end
  records[#records + 1] = "\n]\n"
  return rows, records
end

local function length(pieces)
  local bytes = 0
  for _, piece in ipairs(pieces) do bytes = bytes + #piece end
  return bytes
end

local JSON_TYPES = { bool = "boolean", int = "integer", number = "number" }

local function property(field)
  local one = field.choices and { enum = field.choices } or { type = JSON_TYPES[field.type] or "string" }
  local whole = field.many and { type = "array", items = one } or one
  whole.title, whole.description = field.label, field.help
  return whole
end

-- A list of procedures, each as its kind declares it and with what is worked out.
local function schema_of(fields, site)
  local own = { methods = { title = "Cách thức thực hiện", type = "array", items = { ["$ref"] = "#/$defs/method" } } }
  for _, field in ipairs(fields) do
    if field.is_derived then own[field.name] = property(field) end
  end
  local derived = json.encode { type = "object", required = { "effect", "methods", "url" }, properties = own }
  local kind = site.kinds[data_fields.KIND].schema:gsub("^{", '{"$id":"procedure",', 1)
  local definitions = json.encode(data_fields.definitions):gsub("^{", function() return '{"procedure":' .. kind .. "," end, 1)
  return ('{"$schema":%s,"title":%s,"type":"array","items":{"allOf":[{"$ref":"#/$defs/procedure"},%s]},"$defs":%s}\n'):format(
    json.encode(DRAFT), json.encode(TITLE), derived, definitions)
end

local function size_of(bytes)
  return bytes < 1000000 and num.format(num.round(bytes / 1000)) .. " KB" or num.format(num.round(bytes / 1000000, 1)) .. " MB"
end

local function add_page(site, fields, files, add)
  add {
    path = BASE .. ".html", template = "du-lieu-thu-tuc.html", title = TITLE,
    description = "Danh sách thủ tục hành chính của xã để tải về và dùng lại, kèm từ điển dữ liệu.",
    data = {
      count = #site.data["thu-tuc"].procedures, files = files, licence = site.settings["thu-tuc"].licence,
      dictionary = dictionary.of(site, fields),
    },
  }
end

function M.plan(site, add)
  if not is_wanted(site) then return end
  local fields = data_fields.all(site)
  local rows, records = read(fields, site)
  local files = {
    { ending = ".csv", label = "CSV", note = "mở bằng Excel, LibreOffice", text = rows },
    { ending = ".json", label = "JSON", note = "cho chương trình; thời hạn và phí đã tách thành số", text = records },
    { ending = ".schema.json", label = "JSON Schema", note = "quy tắc của tệp JSON", text = schema_of(fields, site) },
  }
  for _, file in ipairs(files) do
    add { path = BASE .. file.ending, text = file.text }
    local bytes = type(file.text) == "table" and length(file.text) or #file.text
    file.url, file.size, file.text = url.path(BASE .. file.ending), size_of(bytes), nil
  end
  add_page(site, fields, files, add)
end

return M
