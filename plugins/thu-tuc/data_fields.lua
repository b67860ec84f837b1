-- What the open data tell of a procedure: the fields that its kind declares, and those that the build works out from them.
local choose = require "choose"
local table_files = require "table_files"
local words = require "words"

local M = {}

M.KIND = "procedure"

local function join(value) return value and text.join(value, "; ") end

-- `of(one)` is the value in JSON, nil where there is none; `cell` what stands in CSV where that is another. `one`: facts as a plain table.
local DERIVED = {
  { name = "url", label = "Địa chỉ trang", type = "url", help = "Trang của thủ tục trên chuyên trang này.",
    of = function(one) return table_files.address(one) end },
  { name = "dvc_url", label = "Địa chỉ trên cổng dịch vụ công", type = "url", help = "Nơi xem và nộp hồ sơ trực tuyến.",
    of = function(one) return one.dvc_url end },
  { name = "effect", label = "Hiệu lực", type = "choice", choices = { "đang có hiệu lực", "chưa có hiệu lực", "hết hiệu lực" },
    help = "Tính theo ngày lập dữ liệu.", of = choose.effect_words },
  { name = "decision_symbol", label = "Số quyết định công bố", type = "text", help = "Tách từ quyết định công bố.",
    of = function(one) return one.decision_symbol end },
  { name = "decision_date", label = "Ngày quyết định công bố", type = "date", help = "Tách từ quyết định công bố.",
    of = function(one) return one.decision_date end },
  { name = "channels", label = "Hình thức nộp", type = "choice", many = true, choices = choose.channels,
    help = "Những cách nộp hồ sơ.", of = choose.channels_of, cell = function(one) return join(choose.channels_of(one)) end },
  { name = "time_text", label = "Thời hạn giải quyết", type = "text", help = "Thời hạn theo từng hình thức nộp, bằng chữ.",
    of = function(one) return one.ways.time end },
  { name = "fee_text", label = "Phí, lệ phí", type = "text", help = "Phí, lệ phí theo từng hình thức nộp, bằng chữ.",
    of = function(one) return one.ways.fee end },
  { name = "free_online", label = "Miễn phí khi nộp trực tuyến", type = "bool", help = "Không phải trả gì khi nộp trực tuyến vào ngày lập dữ liệu.",
    of = function(one) return one.ways.free_online and true or false end },
  { name = "same_day", label = "Trả kết quả trong ngày", type = "bool", help = "Có trả kết quả ngay trong ngày hay không.",
    of = function(one) return one.same_day and true or false end },
  { name = "missing", label = "Phần còn thiếu", type = "text", many = true, source = "NĐ 63/2010/NĐ-CP, Điều 8",
    help = "Những phần luật yêu cầu mà trang chưa có.",
    of = function(one)
      local list = {}
      for i, part in ipairs(one.missing or {}) do list[i] = part.label end
      return list
    end },
}

local TIME = { type = "object", required = { "unit", "value" }, properties = {
  value = { type = "number", exclusiveMinimum = 0 }, max = { type = "number" },
  unit = { enum = { "giờ", "ngày", "ngày làm việc", "tháng", "năm" } }, text = { type = "string" },
  same_day = { type = "boolean" }, cutoff = { type = "integer", minimum = 0, maximum = 24 },
  statutory = { ["$ref"] = "#/$defs/time" },
} }

local FEE = { type = "object", required = { "amount" }, properties = {
  kind = { enum = { "phí", "lệ phí", "giá" } }, name = { type = "string" }, amount = { type = "integer", minimum = 0 },
  most = { type = "integer", minimum = 0 },
  per = { type = "string" }, free = { type = "boolean" }, from = { ["$ref"] = "#/$defs/day" }, to = { ["$ref"] = "#/$defs/day" },
  basis = { type = "string" }, condition = { type = "string" }, channel = { type = "string" }, text = { type = "string" },
} }

M.definitions = {
  time = TIME, fee = FEE, day = { type = "string", pattern = "^\\d{4}-\\d{2}-\\d{2}$" },
  method = { type = "object", properties = {
    channel = { type = "string" }, online = { type = "boolean" }, note = { type = "string" },
    time = { ["$ref"] = "#/$defs/time" }, time_text = { type = "string" }, duration = { type = "string", pattern = "^P(T?\\d|\\d)" },
    fees = { type = "array", items = { ["$ref"] = "#/$defs/fee" } }, fee_text = { type = "string" },
  } },
}

-- The members of `methods`, for the dictionary: name, label, type, unit, choices, help.
M.methods = {
  { name = "channel", label = "Hình thức nộp", type = "text", help = "Như ghi ở trang." },
  { name = "online", label = "Nộp trên mạng", type = "bool", help = "true khi hình thức nộp là trực tuyến; không thì không ghi." },
  { name = "time.value", label = "Thời hạn", type = "number", help = "Số của thời hạn; time.max là số lớn nhất khi thời hạn là một khoảng." },
  { name = "time.unit", label = "Đơn vị của thời hạn", type = "choice", choices = TIME.properties.unit.enum },
  { name = "time.same_day", label = "Trong ngày", type = "bool", help = "time.cutoff là giờ mà nhận sau đó thì trả vào ngày làm việc tiếp theo." },
  { name = "time.statutory", label = "Thời hạn theo quy định", type = "map", help = "Trước khi cắt giảm; cùng dạng với time." },
  { name = "time_text", label = "Thời hạn bằng chữ", type = "text", help = "Như ghi ở trang. Không có time là chữ ấy không đổi được thành số." },
  { name = "duration", label = "Thời hạn theo ISO 8601", type = "text", help = "Số lớn nhất của thời hạn: P10D, PT2H; ngày làm việc cũng là D." },
  { name = "fees.amount", label = "Mức thu", type = "int", unit = "đồng",
    help = "0 là miễn phí; fees là danh sách vì một hình thức có thể có nhiều khoản." },
  { name = "fees.most", label = "Thu nhiều nhất", type = "int", unit = "đồng" },
  { name = "fees.per", label = "Tính theo", type = "text", help = "Bản, trang, trường hợp…" },
  { name = "fees.kind", label = "Loại khoản thu", type = "choice", choices = FEE.properties.kind.enum },
  { name = "fees.condition", label = "Trường hợp áp dụng", type = "text" },
  { name = "fees.from", label = "Thu từ ngày", type = "date", help = "fees.to là ngày cuối cùng." },
  { name = "fees.basis", label = "Căn cứ của mức thu", type = "text" },
  { name = "fee_text", label = "Phí, lệ phí bằng chữ", type = "text", help = "Như ghi ở trang." },
  { name = "note", label = "Mô tả", type = "text" },
}

-- What the field's record says for all its procedures stands in the data of each.
local INHERITED = { agency = true, place = true }

-- `meta`: the key of the page that has the value; `fact`: what stands in its place where the page says nothing, "" for nothing.
local function declared(field)
  local name = field.name
  return {
    name = name, label = field.label, type = field.type, many = field.many, unit = field.unit, choices = field.choices,
    source = field.source, help = field.help, is_code = name == "code", meta = name, fact = INHERITED[name] and name or "",
    of = name == "field" and function(one) return one.field end or nil,
  }
end

-- All fields in order: the kind's own that can be data, then what is worked out.
function M.all(site)
  local list, has = {}, {}
  for _, one in ipairs(DERIVED) do one.is_derived, has[one.name] = true, true end
  for _, field in ipairs(site.kinds[M.KIND].fields) do
    local is_own = not field.common or field.name == "title"
    if is_own and not has[field.name] and field.type ~= "file" and field.type ~= "image" and field.name ~= "detail" then
      list[#list + 1] = declared(field)
    end
  end
  return table.move(DERIVED, 1, #DERIVED, #list + 1, list)
end

-- The field's value as a cell of CSV: lists joined, yes and no as editors write them.
function M.cell(field, one, value)
  if type(value) == "string" then return field.is_code and table_files.code(value) or value end
  if field.cell then return field.cell(one) or "" end
  if type(value) == "boolean" then return value and "có" or "không" end
  if type(value) == "table" or words.is_list(value) then
    local parts = {}
    for i, part in ipairs(value) do parts[i] = tostring(part) end
    return text.join(parts, "; ")
  end
  return value
end

return M
