-- imports["thu-tuc"]: a record of the national portal, as a crawl has it, becomes a procedure. Nothing is made up: what the record does
-- not tell is left out or is "chờ xác minh", and named among the doubts.
local wording = require "import_words"
local methods = require "import_methods"
local dossier = require "import_dossier"
local legal = require "import_legal"
local province = require "import_list"

local PENDING = "chờ xác minh"
local FURNITURE = "Chọn cơ quan thực hiện"

local function value(s) return not wording.is_nothing(s) and wording.one_line(s) or nil end

-- Items that hold commas themselves: only before a capital, and outside brackets, does a comma end one.
local function items(s)
  local out, depth, from = {}, 0, 1
  s = value(s)
  if not s then return nil end
  for at = 1, #s do
    local c = s:sub(at, at)
    if c == "(" then depth = depth + 1 elseif c == ")" then depth = depth - 1 end
    if c == "," and depth == 0 and regex.find(s:sub(at + 1), "^\\s*\\p{Lu}") then
      out[#out + 1], from = text.trim(s:sub(from, at - 1)), at + 1
    end
  end
  out[#out + 1] = text.trim(s:sub(from))
  return out
end

local function levels(s)
  local out = {}
  for i, level in ipairs(items(s) or {}) do
    out[i] = text.lower((level:gsub("^Cấp ", ""):gsub("^Cơ quan ", "")))
  end
  return out
end

-- What the page shows behind a field: key words, remarks, its chooser of agencies.
local function cut_furniture(s)
  local tail, words, remarks
  s = s or ""
  local at = s:find("Từ khóa", 1, true)
  if at then
    tail, s = s:sub(at), s:sub(1, at - 1)
    words, remarks = regex.match(tail, "(?s)^Từ khóa(.*?)Mô tả(.*)$")
    if not words then words = regex.match(tail, "(?s)^Từ khóa(.*)$") end
    remarks = remarks and text.split(remarks, FURNITURE)[1]
    words = words and text.split(words, FURNITURE)[1]
  end
  return text.split(s, FURNITURE)[1], words, remarks
end

-- Names of results, each followed by its code.
local function results(s)
  local out = {}
  s = regex.replace(wording.unfold(s), "Mã:\\s*(?:KQ[-.][A-Z]?\\d+\\.\\d+|[\\d.]+[A-Z]\\d+-KQ\\d+|[A-Za-z]+\\b)", "\n")
  for _, name in ipairs(text.split(s, "\n")) do
    name = wording.bare(name)
    if name ~= "" and not wording.is_nothing(name) then out[#out + 1] = name end
  end
  return out
end

-- Collects what is not clear, each kind of it once for a field.
local function doubts_of(list)
  local seen = {}
  return function(field)
    return function(why, words)
      if seen[field .. why] then return end
      seen[field .. why] = true
      list[#list + 1] = { field = field, why = why, text = wording.clean(words) }
    end
  end
end

local function add(sections, heading, body)
  if body and #body > 0 then sections[#sections + 1] = { heading = heading, body = body } end
end

local function methods_section(record, doubt)
  local rows = methods.read(record.cach_thuc_thuc_hien, doubt)
  return rows and { { columns = methods.columns, rows = rows } } or { PENDING }
end

local function legal_section(record, doubt)
  local rows = legal.read(record.can_cu_phap_ly, doubt)
  if rows and #rows > 0 then return { { columns = legal.columns, rows = rows } } end
  doubt("nguồn không ghi căn cứ pháp lý", record.can_cu_phap_ly)
  return { PENDING }
end

local function results_section(names, doubt, words)
  if #names > 0 then return { { items = names } } end
  doubt("nguồn không ghi kết quả", words)
  return { PENDING }
end

local function conditions_section(record)
  local words = cut_furniture(record.yeu_cau_dieu_kien)
  if wording.is_nothing(words) then return { "Không có thông tin" } end
  return wording.blocks(words)
end

-- True where a crawl that stopped at the words "Cơ quan thực hiện" put the rest of the steps into the field of the agency.
local function is_steps(agency) return regex.find(agency or "", "^\\s*\\p{Ll}.*\\n") ~= nil end

-- Steps, and what a crawl that stopped at the name of another field put there: {name, text} for each such field.
local function steps_section(record, tails, doubt)
  local body = wording.blocks(record.trinh_tu_thuc_hien)
  for _, tail in ipairs(tails) do
    doubt("trình tự bị ngắt giữa câu; phần sau nằm trong ô " .. tail[1] .. " của nguồn, được ghép lại ở đây", record.trinh_tu_thuc_hien)
    for _, block in ipairs(wording.blocks(regex.replace(tail[2], "^[\\s).;,]+", ""))) do body[#body + 1] = block end
  end
  return body
end

-- The sections, and the number of sets of papers (nil: not told).
local function sections_of(record, doubt)
  local out = {}
  local papers, forms, sets = dossier.read(record.thanh_phan_ho_so, doubt("Thành phần hồ sơ"))
  local found, _, remarks = cut_furniture(record.ket_qua_xu_ly)
  if not papers then
    doubt("Thành phần hồ sơ")("nguồn không có bảng giấy tờ", record.thanh_phan_ho_so)
  end
  local tails = {}
  if not papers then tails[1] = { "thành phần hồ sơ", record.thanh_phan_ho_so } end
  if is_steps(record.co_quan_thuc_hien) then tails[#tails + 1] = { "cơ quan thực hiện", record.co_quan_thuc_hien } end
  add(out, "Trình tự thực hiện", steps_section(record, tails, doubt("Trình tự thực hiện")))
  add(out, "Cách thức thực hiện", methods_section(record, doubt("Cách thức thực hiện")))
  add(out, "Thành phần hồ sơ", papers and #papers > 0 and papers or { PENDING })
  add(out, "Kết quả thực hiện", results_section(results(found), doubt("Kết quả thực hiện"), record.ket_qua_xu_ly))
  add(out, "Yêu cầu, điều kiện", conditions_section(record))
  add(out, "Mẫu đơn, tờ khai", forms and #forms > 0 and { { items = forms } } or nil)
  add(out, "Căn cứ pháp lý", legal_section(record, doubt("Căn cứ pháp lý")))
  add(out, "Ghi chú", not wording.is_nothing(remarks) and wording.blocks(remarks) or nil)
  return out, sets
end

-- Nil where the source does not tell.
local function agency_of(record) return not is_steps(record.co_quan_thuc_hien) and value(record.co_quan_thuc_hien) or nil end

local function fields_of(record, level, sets, doubt)
  local _, words = cut_furniture(record.ket_qua_xu_ly)
  local agency = agency_of(record)
  if not agency then doubt("Cơ quan thực hiện")("nguồn không ghi cơ quan thực hiện", record.co_quan_thuc_hien) end
  return {
    { "tên", value(record.ten_thu_tuc) },
    { "mã", value(record.ma_thu_tuc) },
    { "lĩnh vực", value(record.linh_vuc) },
    { "cấp thực hiện", levels(record.cap_thuc_hien) },
    { "loại thủ tục", value(record.loai_thu_tuc) },
    { "mức độ", level or "chưa xác định" },
    { "quyết định công bố", value(record.so_quyet_dinh) or PENDING },
    { "đối tượng thực hiện", items(record.doi_tuong_thuc_hien) },
    { "cơ quan thực hiện", agency },
    { "cơ quan có thẩm quyền", value(record.co_quan_co_tham_quyen) },
    { "cơ quan được ủy quyền", value(record.co_quan_duoc_uy_quyen) },
    { "cơ quan phối hợp", value(record.co_quan_phoi_hop) },
    { "nơi tiếp nhận", value(record.dia_chi_tiep_nhan) },
    { "số lượng hồ sơ", sets },
    { "từ khóa", items(words) },
  }
end

local CODE = "[1-9]\\.\\d{6}(\\.000\\.00\\.00)?(\\.H\\d{2})?"

-- Why a record cannot be taken, or nil.
local function refusal(record)
  for _, key in ipairs { "ma_thu_tuc", "ten_thu_tuc", "linh_vuc" } do
    if not value(record[key]) then return "thiếu «" .. key .. "»" end
  end
  if regex.is(value(record.ma_thu_tuc), CODE) then return nil end
  return "«ma_thu_tuc» là «" .. value(record.ma_thu_tuc) .. "»; cần mã như 1.001193"
end

-- The row that an update adds to the page's history; {date} and {changes} are filled in by the program.
local function history_of(record)
  return {
    heading = "Lịch sử thay đổi",
    columns = { "Ngày", "Quyết định", "Loại", "Nội dung" },
    row = { "{date}", value(record.so_quyet_dinh) or PENDING, "sửa đổi, bổ sung", "{changes}" },
    without = { "mức độ", "từ khóa" }, -- these are not the procedure
  }
end

local function row(record, _, options)
  local refused = refusal(record)
  if refused then return { refused = refused } end
  local doubts, code, field = {}, value(record.ma_thu_tuc), value(record.linh_vuc)
  local doubt, folder = doubts_of(doubts), text.slug(field)
  local number, level
  if options.list then
    number, level = province.find(options.list, code)
    if not number then return { skipped = "list" } end
    if not level then doubt("mức độ")("danh mục không ghi toàn trình hay một phần", code) end
  end
  local sections, sets = sections_of(record, doubt)
  return {
    path = folder .. "/" .. text.lower(code),
    fields = fields_of(record, level, sets, doubt),
    sections = sections,
    doubts = doubts,
    unknown = not level and { "mức độ" } or nil,
    records = { field = { { { "tên", field }, { "cơ quan thực hiện", agency_of(record) or "" } } } },
    columns = {
      [""] = { { "tiêu đề", "Thủ tục hành chính" }, { "loại nội dung", "thủ tục" } },
      [folder] = { { "tiêu đề", field }, { "loại nội dung", "thủ tục" } },
    },
    answers = number and { list = number } or nil,
    history = history_of(record),
  }
end

return { row = row }
