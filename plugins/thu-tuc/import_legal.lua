-- The portal's list of legal texts, whose cells a crawl put side by side: title, code, title, code. A title may hold codes too.
local wording = require "import_words"

local M = {}

local PENDING = "chờ xác minh"
local HEAD = "Tên văn bản pháp lýMã văn bản"
-- Who signs, the longest names first: behind a code the next title begins without a blank.
local AGENCY = "(?:UBTƯMTTQVN|BLĐTBXH|BNNPTNT|BVHTTDL|VKSNDTC|BGDĐT|BKHĐT|BKHCN|BTTTT|BGTVT|BTNMT|BNNMT|BDTTG|TANDTC"
  .. "|UBTVQH\\d\\d|UBTVQH|HĐTP|BHXH|NHNN|VPCP|VPQH|TTCP|UBDT|UBND|HĐND|TLĐ|BQP|BCA|BNV|BTP|BTC|BCT|BXD|BYT|BNG|BNN"
  .. "|TTg|CTN|QH\\d\\d|QH|CP|C(?!P))"
local TYPE = "(?:VBHN|NQLT|TTLT|NĐ|ND|NQ|TT|QĐ|CT|PL|L|CĐ|KH|HD)"
local NUMBER = "(?:(?<!\\d)\\d{1,2}\\.[\\da-z]{1,2}|\\d+[a-z]?)/"
local CODE = NUMBER .. "(?:\\d{4}/)?(?:QH\\d\\d|UBTVQH\\d\\d|" .. TYPE .. "(?:[-/]" .. AGENCY .. ")+)"
  .. "|(?<=\\p{Ll})\\d{1,4}/20\\d\\d(?=\\p{Lu}\\p{Ll}|$)" -- cut short
local KIND = "(?:(?:Bộ luật|Luật|Nghị định|Thông tư liên tịch|Thông tư|Quyết định|Nghị quyết|Pháp lệnh|Chỉ thị)(?: số)?:?\\s*)"

-- True where nothing stands between a title and what begins behind it, but perhaps the kind of text.
local function ends_title(before) return regex.find(before, "(?:[\\p{L}).\\d]|[\\p{Ll})]" .. KIND .. ")$") ~= nil end

-- A code of the second column: it follows its title, or the next title follows it, without a blank.
local function is_cell(s, code)
  local next = s:sub(code.last + 1)
  return next == "" or regex.find(next, "^[\\p{L}\\d]") ~= nil or ends_title(s:sub(1, code.at - 1))
end

-- The codes of the second column. "2022-202553/2016/TT-BCA" is a year that ends a title, and a code.
local function cells_of(s)
  local out, from = {}, 1
  while true do
    local at, last = regex.find(s, CODE, from)
    if not at then return out end
    local number = s:sub(at, last):match("^%d+")
    if #number > 4 and regex.find(number, "^(?:19|20)") then at = at + 4 end
    local code = { at = at, last = last, symbol = s:sub(at, last) }
    if is_cell(s, code) then out[#out + 1] = code end
    from = last + 1
  end
end

local function is_only_kind(s) return regex.is(s, "\\s*" .. KIND .. "?") end

-- The title before a code, without the kind of text that belongs to the code: "…tại Việt NamLuật 47/2014/QH13". The second value
-- tells whether the code surely is no part of the title.
local function title_of(between)
  local title = regex.replace(between, "(?<=[\\p{L}).\\d])" .. KIND .. "$", "")
  return wording.one_line(title), title ~= between or ends_title(between)
end

-- Each code ends a row, but for one that ends its title: then the next code follows with at most its kind before it.
local function rows_of(s)
  local rows, from, cells = {}, 1, cells_of(s)
  local i = 1
  while i <= #cells do
    local code, next, before = cells[i], cells[i + 1], rows[#rows]
    local between = s:sub(from, code.at - 1)
    local again = next and next.symbol == code.symbol
    if again and next.at > code.last + 1 and is_only_kind(between) then
      goto continue -- the title begins with its code: "Thông tư số 53/2025/TT-BCAngày 01/7/2025 …53/2025/TT-BCA"
    elseif again and next.at == code.last + 1 then
      rows[#rows + 1] = { title = wording.one_line(s:sub(from, code.last)), symbol = code.symbol, from = from, sure = true }
      i, code = i + 1, next
    elseif before and not before.sure and is_only_kind(between) then
      before.title, before.symbol, before.sure = wording.one_line(s:sub(before.from, before.last)), code.symbol, true
    else
      local title, sure = title_of(between)
      rows[#rows + 1] = { title = title, symbol = code.symbol, from = from, sure = sure }
    end
    rows[#rows].last = code.last
    from = code.last + 1
    ::continue::
    i = i + 1
  end
  return rows, wording.one_line(s:sub(from))
end

-- "Luật Hải quan 201454Nghị định …": a year that ends a title, the beginning of a code that was cut off, and the next title.
local function cut_code(row, doubt)
  local title, rest = regex.match(row.title, "^(.*\\p{Ll} (?:19|20)\\d\\d)\\d{1,4}(" .. KIND .. "\\S.*)$")
  if not title then return nil end
  doubt("số ký hiệu bị cắt cụt", row.title)
  row.title = rest
  return { PENDING, title }
end

local function check(row, doubt, s)
  if regex.find(row.title, "\\p{Ll}\\p{Lu}\\p{Ll}") then
    doubt("tên văn bản có lẽ gồm hai văn bản dính liền", s:sub(row.from, row.last))
  elseif regex.is(row.symbol, ".*-C|\\d+/\\d+") then
    doubt("số ký hiệu có lẽ viết thiếu", row.symbol)
  end
end

M.columns = { "Số ký hiệu", "Trích yếu" }

-- The rows as cells in the order of M.columns; nil where the source has none. What the page shows behind the table is no row.
function M.read(source, doubt)
  local s = wording.one_line(source)
  if s:sub(1, #HEAD) ~= HEAD then return nil end
  s = regex.replace(s:sub(#HEAD + 1), "(?:^|(?<=\\S))(?:Không có thông tin)?(?:Cơ quan thực hiện\\p{Lu}.*)?$", "")
  local rows, rest = rows_of(s)
  local out = {}
  for _, row in ipairs(rows) do
    out[#out + 1] = cut_code(row, doubt)
    check(row, doubt, s)
    out[#out + 1] = { row.symbol, row.title }
  end
  if rest ~= "" then
    doubt("không tìm thấy số ký hiệu của văn bản", rest)
    out[#out + 1] = { PENDING, rest }
  end
  return out
end

return M
