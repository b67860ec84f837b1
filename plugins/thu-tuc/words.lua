-- Values as words, and what is no value: a status such as «chờ xác minh» stands for one that is not known.
local type, tostring = type, tostring -- asked for each value of each procedure

local M = {}

local PENDING, SHOWN = "chờ xác minh", "đang xác minh"

-- Words that say that there is nothing to say, as against words that are not understood.
local NOTHING = { ["khong-quy-dinh"] = true, ["khong-ap-dung"] = true, ["chua-cong-bo"] = true, ["khong-co-thong-tin"] = true, [""] = true }

function M.is_nothing(said)
  return NOTHING[text.fold(said)] or false
end

-- A value in words, nil for none; what is still being looked into is said as on its page.
function M.of(value)
  if value == nil then return nil end
  local said = type(value) == "string" and value or tostring(value)
  return said == PENDING and SHOWN or said
end

-- True for words of a cell that stand for no name: a status, or that one is being looked into.
function M.is_unknown(said)
  return said == SHOWN or M.is_nothing(said)
end

-- A text that says something; nil for what is absent and for every status.
function M.known(value)
  return value and type(value) == "string" and value or nil
end

-- True for a list that holds something; statuses, texts and maps are none.
function M.is_list(value)
  return value and type(value) == "userdata" and value[1] ~= nil or false
end

-- A date, or nil for what is absent or still a status.
function M.day(value)
  return value and type(value) == "userdata" and value.year and value or nil
end

return M
