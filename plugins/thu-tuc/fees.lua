-- Fees out of words: a list, one for each amount, case, channel or span of days. What is not surely understood is nil as a whole, and
-- the page shows the words as they are written; «Miễn phí» with a bracket that names an amount or a rule is such a case.
local is_nothing = require "words".is_nothing

local M = {}

local SCALE = { ["nghìn"] = 1000, ["ngàn"] = 1000, ["triệu"] = 1000000 }
local NUMBER = "\\d{1,3}(?:[.,]\\d{3})+|\\d+(?:,\\d{1,2})?"
local MONEY = "(" .. NUMBER .. ") ?(nghìn |ngàn |triệu )?(?:việt nam đồng|đồng|vnđ|vnd|đ|₫)(?!\\p{L})(?:\\(\\d+\\))?"
local LEAST = 500 -- dong; a smaller amount that is not 0 has lost its last digits

local FREE = "(?:(?:được )?miễn (?:thu )?(?:phí, lệ phí|lệ phí|phí)|không (?:thu|có|mất|phải nộp) ?(?:phí, lệ phí|lệ phí|phí)?|không đồng|không)"
local KIND = "(?:mức thu )?(phí|lệ phí|giá)\\b"
local CASE = "(?:khi|đối với|cho|nếu|trường hợp|với|áp dụng)\\b"
local LAW = "\\d+/\\d{4}/|/\\d{4}/|(?:nghị quyết|nghị định|thông tư|quyết định|luật|điều \\d)"
local CHANNELS = { { "truc-tiep", "Trực tiếp" }, { "truc-tuyen", "Trực tuyến" }, { "buu-chinh", "Dịch vụ bưu chính" } }
local SPELLED = "(?i)^\\(?(?:bằng chữ:? )?(?:\\p{L}+ )+đồng\\b[.)]*" -- the amount in words
local DAY = "(?:ngày )?(\\d{1,2}/\\d{1,2}/\\d{4})"

local function plain(words)
  return (regex.replace(text.trim(words), "\\s+", " "))
end

-- The amount in dong of a number and its scale, or nil where it cannot be right.
local function amount_of(number, scale)
  local unit = SCALE[text.trim(scale or "")]
  local value
  if unit then
    value = tonumber((number:gsub("%.", ""):gsub(",", ".")))
  elseif regex.is(number, "\\d{1,3}(?:[.,]\\d{3})+|\\d+") then
    value = tonumber((number:gsub("[.,]", "")))
  end
  value = value and math.tointeger(value * (unit or 1))
  return value and (value == 0 or value >= LEAST) and value or nil
end

-- Takes what `pattern` finds out of `s`; then its groups.
local function cut(s, pattern)
  local at, last = regex.find(s, pattern)
  if not at then return s end
  return text.trim(s:sub(1, at - 1) .. " " .. s:sub(last + 1)), regex.match(s:sub(at, last), pattern)
end

-- "từ ngày 08/8/2026 đến hết 31/12/2027", either end alone too: out of `s`, into the fee.
local function take_days(s, fee)
  local rest, from, to = cut(s, "(?i)\\b(?:từ|kể từ) " .. DAY .. "(?:,? ?(?:đến|tới)(?: hết)? " .. DAY .. ")?")
  if not from then
    rest, to = cut(s, "(?i)\\b(?:đến|tới)(?: hết)? " .. DAY)
  end
  fee.from, fee.to = date.parse(from or ""), date.parse(to or "")
  return rest
end

-- Brackets at the end of `s`, whole; and what stands before.
local function take_bracket(s)
  local head, inside = regex.match(s, "^(.*?) ?\\(((?:[^()]|\\([^()]*\\))*)\\)[.;]?$")
  return head or s, inside and plain(inside)
end

-- Words before an amount or behind it say what it is for: its kind and name, a channel, or the case that it holds for.
local function take_words(s, fee)
  s = regex.replace(s, "^[ ,:.;+-]+|[ ,:.;-]+$", "")
  if s == "" then return end
  local low = text.lower(s)
  local kind = regex.match(low, "^" .. KIND)
  if kind then
    fee.kind = fee.kind or kind
    fee.name = #s > #kind + 1 and s or nil
    return
  end
  local folded = text.fold(s)
  for _, channel in ipairs(CHANNELS) do
    if #folded < 40 and folded:find(channel[1], 1, true) then
      fee.channel = channel[2]
      return
    end
  end
  fee.condition = fee.condition and fee.condition .. "; " .. s or s
end

-- All amounts in a bracket are the one before it: it repeats the amount, and may say for what it is.
local function repeats(inside, amount)
  local all = regex.all(text.lower(inside), "(?<![\\d.,/])" .. MONEY)
  for _, one in ipairs(all) do
    if amount_of(one[1], one[2]) ~= amount then return false end
  end
  return #all > 0
end

local read_one

-- False where the bracket says something else than the fee before it.
local function take_inside(inside, fee)
  inside = inside and text.trim((regex.replace(inside, SPELLED, "")))
  if not inside or inside == "" then return true end
  local low = text.lower(inside)
  if repeats(inside, fee.amount) then
    local same = read_one(inside)
    if not same then return false end
    for _, key in ipairs { "kind", "name", "per", "condition", "basis", "channel" } do fee[key] = fee[key] or same[key] end
    return true
  elseif regex.find(low, MONEY) then
    return false
  elseif regex.find(low, LAW) then
    fee.basis = inside
  else
    take_words(inside, fee)
  end
  return true
end

local function is_harmless(inside)
  local low = text.lower(inside)
  return regex.is(low, "không(?: có| quy định)?[.]?") or regex.is(low, "không thu [^\\d]{0,80}(?: theo .*)?") and not regex.find(low, MONEY)
end

-- «Miễn phí», «Lệ phí: không thu», with a case that it holds for. Brackets that name a rule or an amount are not understood.
local function read_free(s, fee)
  local before, behind = regex.match(s, "^([^:\\d()]{2,60}): ?(.+)$")
  local head, inside = take_bracket(behind or s)
  local found, rest = regex.match(text.lower(head), "^(" .. FREE .. ")(?:[ .;,:]+(.*))?$")
  if not found or regex.find(head, "\\d") then return nil end
  fee.amount, fee.free = 0, true
  fee.kind = regex.match(found, "(?<!phí, )(lệ phí)$")
  rest = rest and rest ~= "" and head:sub(-#rest) or nil
  if rest and not regex.is(text.lower(rest), CASE .. ".*") then return nil end
  fee.condition = rest and text.trim(rest)
  if inside and inside ~= "" then
    if regex.is(text.lower(inside), CASE .. ".*") and not regex.find(text.lower(inside), MONEY .. "|mức thu|quy định") then
      fee.condition = inside
    elseif is_harmless(inside) then
      fee.basis = regex.find(text.lower(inside), LAW) and inside or nil
    else
      return nil
    end
  end
  take_words(before or "", fee)
  return fee
end

-- "Lệ phí: 5.000 đồng/bản (Nghị quyết …)", and a most: "…, tối đa 200.000 đồng/bản".
local function read_paid(s, fee)
  local head, inside = take_bracket(s)
  local low = text.lower(head)
  local at, last = regex.find(low, "(?<![\\d.,/])" .. MONEY)
  if not at or #low ~= #head then return nil end
  fee.amount = amount_of(regex.match(low:sub(at, last), MONEY))
  if not fee.amount then return nil end
  fee.free = fee.amount == 0
  local before, rest = head:sub(1, at - 1), head:sub(last + 1)
  local most, most_scale = regex.match(text.lower(rest), "^[^,]*, ?(?:nhưng )?(?:tối đa|không quá|mức thu tối đa)(?: không quá)? " .. MONEY)
  if most then
    fee.most = amount_of(most, most_scale)
    rest = rest:match("^([^,]*),")
  elseif regex.find(text.lower(rest), MONEY) then
    return nil
  end
  fee.per = regex.match(rest, "^ ?/ ?([^,;:()]+)")
  if fee.per then
    fee.per = text.trim((regex.replace(fee.per, " (?i:từ|đến|đối với|khi|nếu|trường hợp|cho)\\b.*$|[. ]+$", "")))
    rest = rest:sub(select(2, rest:find(fee.per, 1, true)) + 1)
  end
  take_words(regex.replace(before, "(?i)[ ,]*(?:là|thu|mức thu)? ?:? ?$", ""), fee)
  take_words(rest, fee)
  return take_inside(inside, fee) and fee or nil
end

function read_one(s)
  local fee = { text = s }
  local rest = take_days(s, fee)
  return read_free(rest, fee) or read_paid(rest, { text = s, from = fee.from, to = fee.to })
end

-- The parts of a list: at ";" and line ends outside brackets, and at a comma before «Lệ phí …:» and the like.
local function parts_of(words)
  local list, depth, from = {}, 0, 1
  for at = 1, #words do
    local c = words:sub(at, at)
    if c == "(" then depth = depth + 1 elseif c == ")" then depth = depth - 1 end
    local ends = c == ";" or c == "\n" or c == "," and regex.find(text.lower(words:sub(at + 1)), "^ ?(?:phí|lệ phí|giá)\\b[^,;]*:")
      and not regex.find(text.lower(words:sub(from, at - 1)), "\\bphí$")
    if depth == 0 and ends then
      list[#list + 1], from = words:sub(from, at - 1), at + 1
    end
  end
  list[#list + 1] = words:sub(from)
  return list
end

-- The fees that `words` (text or nil) tell, each { kind, name, amount, per, most, free, condition, channel, from, to, basis, text }, or
-- nil. `condition` are words for whom it holds. The second value is false only where there are words that were not understood.
function M.parse(words)
  if not words or is_nothing(words) then return nil, true end
  local list = {}
  for _, part in ipairs(parts_of(words)) do
    part = plain(part)
    if part ~= "" then
      local fee = read_one(part)
      if not fee then return nil, false end
      list[#list + 1] = fee
    end
  end
  return #list > 0 and list or nil, #list > 0
end

return M
