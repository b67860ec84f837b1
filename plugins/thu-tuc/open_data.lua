-- Open data: every procedure of the portal as CSV for spreadsheets and as JSON for programs, with the JSON Schema of the latter
-- and a page that explains each field.
local data_fields = require "data_fields"
local dictionary = require "dictionary"
local table_files = require "table_files"
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

local function csv_of(fields, procedures)
  local rows = { {} }
  for i, field in ipairs(fields) do rows[1][i] = field.label end
  for k, one in ipairs(procedures) do
    local cells = {}
    for i, field in ipairs(fields) do
      local cell = data_fields.cell(field, one)
      cells[i] = field.is_code and table_files.code(tostring(cell)) or cell
    end
    rows[k + 1] = cells
  end
  return csv.table(rows, ";")
end

local function day(value) return value and date.format(value, "iso") end

local function time_of(time)
  return time and { value = time.value, max = time.max, unit = time.unit, text = time.text, same_day = time.same_day, cutoff = time.cutoff,
    statutory = time_of(time.statutory) }
end

local function fees_of(fees)
  if not fees then return nil end
  local list = {}
  for i, fee in ipairs(fees) do
    list[i] = { kind = fee.kind, name = fee.name, amount = fee.amount, per = fee.per, free = fee.free, from = day(fee.from), to = day(fee.to),
      basis = fee.basis, condition = fee.condition, channel = fee.channel, text = fee.text }
  end
  return list
end

local function methods_of(one)
  local list = {}
  for i, row in ipairs(one.methods or {}) do
    list[i] = { channel = row.channel, note = row.note, time = time_of(row.time), time_text = row.time_text, fees = fees_of(row.fees),
      fee_text = row.fee_text }
  end
  return list
end

-- The parts of the page that are lists or tables.
local function sections_of(one, site)
  local list
  for _, section in ipairs(site.kinds[data_fields.KIND].sections) do
    local found = one.page.sections and one.page.sections[section.name]
    if found and section.shape ~= "markdown" and words.is_list(found.value) then
      list = list or {}
      list[section.name] = found.value
    end
  end
  return list
end

local function record_of(one, fields, site)
  local record = { methods = methods_of(one), sections = sections_of(one, site) }
  for _, field in ipairs(fields) do record[field.name] = field.of(one) end
  return record
end

-- In pieces: the whole may be longer than a text can be.
local function json_of(fields, procedures, site)
  local pieces = { "[\n" }
  for i, one in ipairs(procedures) do pieces[i + 1] = json.encode(record_of(one, fields, site)) .. (procedures[i + 1] and ",\n" or "\n]\n") end
  return pieces
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
  local fields, procedures = data_fields.all(site), site.data["thu-tuc"].procedures
  local files = {
    { ending = ".csv", label = "CSV", note = "mở bằng Excel, LibreOffice", text = csv_of(fields, procedures) },
    { ending = ".json", label = "JSON", note = "cho chương trình; thời hạn và phí đã tách thành số", text = json_of(fields, procedures, site) },
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
