-- A time to settle a procedure, out of words. What is not surely understood is nil: the page shows the words as they are written.
local is_nothing = require "words".is_nothing

local M = {}

local NUMBER = "\\d+(?:[.,]\\d+)?"
local UNIT = "(?:phút|giờ làm việc|giờ|ngày làm việc|ngày|tuần|tháng|năm)"
local TIME = "(" .. NUMBER .. ")(?: ?(?:-|đến|tới) ?(" .. NUMBER .. "))? ?(" .. UNIT .. ")(?!\\p{L})"
local BEFORE = "(?:(?:thời hạn|thời gian)(?: giải quyết| thực hiện)? ?:? ?)?(?:là )?"
  .. "(?:(?:trong thời hạn|trong vòng|trong|không quá|tối đa|tối đa là|chậm nhất|chậm nhất là) )*"
-- From when a time runs says nothing against its number, unless there is a second time in those words, or a case of its own.
local SINCE = "[,;]? ?\\(?(?:kể từ|tính từ|từ ngày|từ khi|từ thời điểm|sau khi|khi nhận)(?: .*)?"
local CASE = "\\d ?(?:phút|giờ|ngày|tuần|tháng|năm)(?! ?\\d)|trường hợp|đối với|nếu"

local CUT = "(?:cắt giảm|rút ngắn|giảm)"
local AFTER_CUT = "(?:(?:đã |được |thực hiện )*" .. CUT .. "(?: thời gian| thời hạn)?(?: xuống)?(?: chỉ)? còn"
  .. "|(?:thời hạn )?sau (?:khi )?(?:được )?" .. CUT .. "(?: còn| là)?|còn)"
local BY_RULE = "(?:theo quy định|theo quy định của pháp luật|theo luật định)"
-- Two times: what the rule gives, then what is left of it; or the other way round.
local RULE_FIRST = "(?:" .. BY_RULE .. " ?(?:là|:)? ?)?" .. BEFORE .. TIME .. "(?: " .. BY_RULE .. ")? ?[-,;(]? ?" .. AFTER_CUT .. " ?:? ?"
  .. TIME .. "\\)?"
local RULE_LAST = "(?:" .. AFTER_CUT .. " ?:? ?)?" .. BEFORE .. TIME .. "(?: sau (?:khi )?" .. CUT .. ")? ?[-,;(] ?(?:" .. BY_RULE
  .. "|" .. CUT .. " từ|so với(?: quy định)?) ?(?:là|:)? ?" .. TIME .. "(?: " .. BY_RULE .. ")?\\)?"

local SAME_DAY = "(?:giải quyết |trả kết quả )?(?:ngay )?trong ngày(?: làm việc)?(?: (?:tiếp nhận|nhận)(?: đủ| được)?(?: hồ sơ)?)?"
local AT_ONCE = "(?:giải quyết |trả kết quả )?ngay(?: (?:khi|sau khi) (?:tiếp nhận|nhận)(?: đủ| được)? hồ sơ(?: hợp lệ)?)?"
local CUTOFF = "sau (\\d{1,2})(?: giờ|h)(?: ?\\d\\d)?\\b.*(?:ngày làm việc|ngày) (?:tiếp theo|kế tiếp|sau)"

local FACTOR = { ["phút"] = { 1 / 60, "giờ" }, ["giờ làm việc"] = { 1, "giờ" }, ["tuần"] = { 7, "ngày" } }

local function number_of(digits)
  return digits and digits ~= "" and num.round(tonumber((digits:gsub(",", "."))), 2) or nil
end

-- 3.0 is 3, so that it is written so.
local function whole(x)
  return x and (math.tointeger(x) or x)
end

local function time_of(from, to, unit, words)
  local factor = FACTOR[unit]
  local value, max = number_of(from), number_of(to)
  if factor then
    value, max, unit = num.round(value * factor[1], 2), max and num.round(max * factor[1], 2), factor[2]
  end
  if max and max < value then return nil end
  return { value = whole(value), max = whole(max), unit = unit, text = words }
end

-- Small letters, one blank between words, one sign for dashes; numbers that are said twice, "07 (bảy) ngày", once.
local function plain(words)
  local s = text.lower(regex.replace(text.trim(words), "\\s+", " "))
  s = regex.replace(s, "[–—]", "-")
  s = regex.replace(s, "(\\d) ?\\((?:\\p{L}+ ?)+\\)", "$1")
  s = regex.replace(s, "\\b(?:\\p{L}+ )?\\p{L}+ \\((\\d+)\\)(?= ?" .. UNIT .. ")", "$1")
  return (regex.replace(s, "[ .;,]+$", ""))
end

local function same_day(s, words)
  local head, rest = regex.match(s, "^(" .. SAME_DAY .. "|" .. AT_ONCE .. ")(?:$|[ ,;.(]+(.*)$)")
  if not head then return nil end
  local found = { value = 1, unit = "ngày làm việc", same_day = true, text = words }
  if rest and rest ~= "" and not regex.is(rest, SINCE) then
    local hour = regex.match(rest, CUTOFF)
    if not hour then return nil end
    found.cutoff = math.tointeger(tonumber(hour))
  end
  return found
end

-- One time, and after it nothing but from when it runs.
local function single(s, words)
  local from, to, unit, rest = regex.match(s, "^" .. BEFORE .. TIME .. "(.*)$")
  if not from or rest ~= "" and (not regex.is(rest, " ?" .. SINCE) or regex.find(rest, CASE)) then return nil end
  return time_of(from, to, unit, words)
end

-- The time that holds, with the one that the rule gives as `statutory`.
local function shortened(s, words)
  local a, b, c, d, e, f = regex.match(s, "^" .. RULE_FIRST .. "$")
  if not a then
    d, e, f, a, b, c = regex.match(s, "^" .. RULE_LAST .. "$")
  end
  if not a then return nil end
  local rule, holds = time_of(a, b, c, words), time_of(d, e, f, words)
  if not rule or not holds or rule.unit == holds.unit and rule.value < holds.value then return nil end
  holds.statutory = rule
  rule.text = nil
  return holds
end

-- The time that `words` (text or nil) tell, as { value, max, unit, statutory, same_day, cutoff, text }, or nil. Units are «giờ», «ngày»,
-- «ngày làm việc», «tháng», «năm». The second value is false only where there are words that were not understood.
function M.parse(words)
  if not words or is_nothing(words) then return nil, true end
  local s = plain(words)
  local found = single(s, words) or same_day(s, words) or shortened(s, words)
  return found, found ~= nil
end

return M
