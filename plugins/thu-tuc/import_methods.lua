-- The portal's table of methods, whose cells a crawl put side by side: channel, time, fee, perhaps (a note on the fee) and a note.
local wording = require "import_words"

local M = {}

local PENDING = "chờ xác minh"
local HEAD = "Hình thức nộpThời gianPhí, lệ phíMô tả"
local MONEY = "\\d[\\d.,]* (?:VNĐ|Việt Nam Đồng|USD)"
local FEE = "(?:Miễn phí|Không có thông tin|" .. MONEY .. ")"
-- A row begins only where a channel is followed at once by a time, and that by a fee; a note may begin with a channel's word.
local ROW = "(Trực tiếp|Trực tuyến|Dịch vụ bưu chính)(?:"
  .. "(\\d+(?:[.,]\\d+)? (?:Ngày làm việc|Ngày|Giờ|Tháng|Năm|Tuần|Phút))"     -- 2: a whole time
  .. "|(\\d+)(?=Miễn phí|Không có thông tin)"                                -- 3: a time without its unit
  .. "|(Không có thông tin|Không quy định|Không ?)(?=" .. FEE .. ")"          -- 4: no time
  .. "|((?:Không phải|Hệ thống)[^\\n]{1,160}?)(?=" .. FEE .. ")"              -- 5: words
  .. "|(?=" .. MONEY .. "))"                                                 -- none: time and fee are one run of digits
  .. "(" .. FEE .. ")"                                                       -- 6
local BRACKET = "^(\\((?:[^()]++|(?1))*\\))"
local MOST_BRACKET = 120
local WRITTEN = "\\d{1,3}(?:\\.\\d{3})+ ?(?i:vnđ|đồng|đ)(?!\\p{L})(?: ?/ ?[\\p{L} ]{1,30})?" -- an amount as people write it
local FREE = "^(?:không|không có|không quy định|không thu .*)[.]?$"

-- 70,000 as an office writes it: 70.000.
local function amount(s)
  local number, unit = regex.match(s, "^([\\d.,]+) (.+)$")
  if regex.is(number, "\\d{1,3}(,\\d{3})+") then number = number:gsub(",", ".") end
  return number .. " " .. unit
end

local function digits_of(s) return (s:gsub("[^%d]", "")) end

-- Less than any fee that is taken: the digits of a larger amount were cut off.
local function too_small(s)
  local number, unit = regex.match(s, "^([\\d.,]+) (.+)$")
  return unit ~= "USD" and #digits_of(number) < 4
end

-- The amount that a bracket tells where the cell has it in thousands, perhaps behind the digits of a time: "120 VNĐ(20.000 đ/tờ khai)" is
-- 1 and 20. Nil where the bracket names none, several, or another one.
local function amount_in_bracket(inside, fee, glued)
  local at, last = regex.find(inside or "", WRITTEN)
  if not at or regex.find(inside, "\\d{1,3}(?:\\.\\d{3})+", last + 1) then return nil end
  local written = inside:sub(at, last)
  local number, run = digits_of(regex.match(written, "^([\\d.]+)")), digits_of(fee)
  for _, short in ipairs { number, (number:gsub("000$", "", 1)) } do
    local before = run:sub(1, -#short - 1)
    if before .. short == run and (before ~= "") == glued then return text.trim(written) end
  end
  return nil
end

local function time_of(row, doubt)
  if row.whole then return row.whole:gsub(" Ngày", " ngày"):gsub(" Giờ", " giờ"):gsub(" Tháng", " tháng"):gsub(" Năm", " năm") end
  if row.words then return wording.one_line(row.words) end
  if row.none == "Không quy định" then return row.none end
  if row.bare then
    doubt("thời hạn không có đơn vị", row.raw)
  elseif row.none then
    doubt("nguồn không ghi thời hạn", row.raw)
  else
    doubt("thời hạn và phí dính liền thành một dãy chữ số", row.raw)
  end
  return PENDING
end

-- A short bracket stays with its amount: "8.000 VNĐ (8.000 đồng/bản)", "50.000 VNĐ/văn bản"; a long one goes into the notes.
local function with_note(fee, bracket, inside)
  if not inside then return fee end
  if regex.is(inside, "/[^()]{1,30}") then return fee .. inside end
  if text.length(inside) > MOST_BRACKET then return fee, bracket end
  return fee .. " (" .. wording.one_line(inside) .. ")"
end

-- The fee's cell, and what of the bracket belongs into the notes.
local function fee_of(row, doubt)
  local inside = row.bracket and text.trim(row.bracket:sub(2, -2))
  if row.fee == "Không có thông tin" then
    doubt("nguồn không ghi phí, lệ phí", row.raw)
    return PENDING, row.bracket
  elseif row.fee ~= "Miễn phí" then
    local written = (row.glued or too_small(row.fee)) and amount_in_bracket(inside, row.fee, row.glued)
    if written then return written, written ~= inside and row.bracket or nil end
    if row.glued then return PENDING, row.bracket end
    if too_small(row.fee) then
      doubt("số tiền nhỏ khác thường, có lẽ thiếu chữ số", row.raw)
      return PENDING, row.bracket
    end
    return with_note(amount(row.fee), row.bracket, inside)
  elseif row.open then
    doubt("dấu ngoặc sau mức phí không đóng", row.raw)
    return PENDING
  elseif not inside or regex.is(text.lower(inside), "không(?: có)?[.]?") then
    return "Miễn phí"
  elseif regex.find(text.lower(inside), FREE) then
    return with_note("Miễn phí", row.bracket, inside)
  end
  doubt("nguồn ghi «Miễn phí» nhưng trong ngoặc nêu mức thu hoặc quy định khác", row.raw)
  return PENDING, row.bracket
end

local function note_of(bracket, rest)
  local lines = {}
  if bracket then lines[1] = wording.one_line(bracket:sub(2, -2)) end
  if not wording.is_nothing(rest) then lines[#lines + 1] = wording.unfold(rest) end
  return table.concat(lines, "\n")
end

local function read_row(s, from, to)
  local whole_row = s:sub(from, to)
  local channel, whole, bare, none, words, fee = regex.match(whole_row, "^" .. ROW)
  local _, last = regex.find(whole_row, "^" .. ROW)
  local rest = whole_row:sub(last + 1)
  local bracket = regex.match(rest, BRACKET)
  local function given(x) return x and x ~= "" and x or nil end
  whole, bare, none, words = given(whole), given(bare), given(none), given(words)
  return {
    channel = channel, whole = whole, bare = bare, none = none, words = words, fee = fee, bracket = bracket,
    glued = not (whole or bare or none or words), rest = bracket and rest:sub(#bracket + 1) or rest, raw = whole_row,
    open = not bracket and rest:sub(1, 1) == "(",
  }
end

-- The rows as cells in the order of M.columns, or nil where there is no such table. doubt(why, words) is told what is not clear.
function M.read(source, doubt)
  local s = wording.clean(source)
  if s:sub(1, #HEAD) ~= HEAD then
    doubt("không nhận ra bảng cách thức thực hiện", s)
    return nil
  end
  local starts, from = {}, #HEAD + 1
  while true do
    local at, last = regex.find(s, ROW, from)
    if not at then break end
    starts[#starts + 1] = at
    from = last + 1
  end
  if #starts == 0 or starts[1] ~= #HEAD + 1 then
    doubt("không tách được bảng cách thức thực hiện", s)
    return nil
  end
  local rows = {}
  for i, at in ipairs(starts) do
    local row = read_row(s, at, (starts[i + 1] or #s + 1) - 1)
    local time = time_of(row, doubt)
    local fee, bracket = fee_of(row, doubt)
    rows[i] = { row.channel, time, fee, note_of(bracket, row.rest) }
  end
  return rows
end

M.columns = { "Hình thức nộp", "Thời hạn giải quyết", "Phí, lệ phí", "Mô tả" }

return M
