-- Checks of «thay thế cho» and «được thay thế bởi»: codes that lead nowhere, in a circle or to what has ended itself, and two
-- sides that do not agree.
local life_cycle = require "life_cycle"

local M = {}

local function own_code(list, code, report)
  report {
    at = list,
    message = ("thủ tục «%s» ghi mã của chính nó trong «thay thế»"):format(code),
    message_en = ("procedure «%s» names its own code as its replacement"):format(code),
    hint = "ghi mã của thủ tục kia, hoặc bỏ dòng này", hint_en = "write the other procedure's code, or take the line out",
  }
end

local function lost(list, code, near, report)
  report {
    at = list,
    message = ("thủ tục thay thế có mã «%s», nhưng chuyên trang không có thủ tục nào mang mã này"):format(code),
    message_en = ("the procedure that replaces it has the code «%s», which no procedure of the portal has"):format(code),
    hint = near and ("có phải «%s»? Nếu không, thêm trang của thủ tục ấy"):format(near) or "thêm trang của thủ tục ấy, hoặc sửa mã",
    hint_en = near and ("did you mean «%s»? If not, add that procedure's page"):format(near)
      or "add that procedure's page, or mend the code",
  }
end

local function says(list, code)
  for _, other in ipairs(list) do
    if other == code then return true end
  end
  return false
end

-- One side names the other, which names others: one of the two is wrong. A side that names nobody agrees.
local function denied(list, code, side, report)
  report {
    at = list,
    message = ("thủ tục «%s» ghi là %s, nhưng ở đây không có mã ấy"):format(code, side.words),
    message_en = ("procedure «%s» says that %s, but its code is not here"):format(code, side.words_en),
    hint = ("thêm «%s» vào đây, hoặc sửa ở thủ tục kia"):format(code),
    hint_en = ("add «%s» here, or mend the other procedure"):format(code),
  }
end

local REPLACED = { words = "được thủ tục này thay thế", words_en = "this one replaces it" }
local REPLACES = { words = "thay thế thủ tục này", words_en = "it replaces this one" }

local function dead_end(list, link, report)
  report {
    at = list,
    message = ("thủ tục thay thế «%s» cũng đã hết hiệu lực, người đọc không tới được thủ tục đang dùng"):format(link.code),
    message_en = ("the replacing procedure «%s» has ended itself, a reader does not get to the one in force"):format(link.code),
    hint = "ghi ở thủ tục ấy mã của thủ tục thay nó, hoặc ghi ở đây mã của thủ tục đang có hiệu lực",
    hint_en = "let that procedure name its own successor, or name the one in force here",
  }
end

local function still_in_force(old, new, report)
  report {
    at = old.page,
    message = ("thủ tục «%s» đã được «%s» thay thế mà vẫn được tính là đang có hiệu lực"):format(old.code, new.code),
    message_en = ("procedure «%s» is replaced by «%s» and still counts as in force"):format(old.code, new.code),
    hint = new.from and ("thêm: hết hiệu lực: %s"):format(date.format(new.from)) or "thêm ngày «hết hiệu lực»",
    hint_en = new.from and ("add: effective_to: %s"):format(date.format(new.from)) or "add the day «effective_to»",
  }
end

local function written(one)
  return one.page.meta.replaced_by or one.page.meta.replaces or one.page
end

local function circle(path, report)
  local codes = {}
  for i, one in ipairs(path) do codes[i] = one.code end
  local way = text.join(codes, " → ")
  report {
    level = "error", at = written(path[1]),
    message = ("các thủ tục thay thế nhau thành vòng: %s"):format(way),
    message_en = ("procedures replace each other in a circle: %s"):format(way),
    hint = "thủ tục mới nhất không có «được thay thế bởi»; sửa mã ghi nhầm",
    hint_en = "the newest one has no «replaced_by»; mend the wrong code",
  }
end

-- Every circle once, from the first of its procedures in order. A procedure is left for good once all that follows it is known. Those
-- without a code are in no circle: nothing can lead to them.
local function check_circles(procedures, find, report)
  local done, at, path = {}, {}, {}
  local function walk(one)
    local code = one.code
    if done[code] then return end
    if at[code] then
      local list = table.move(path, at[code], #path, 1, {})
      list[#list + 1] = one
      return circle(list, report)
    end
    path[#path + 1] = one
    at[code] = #path
    for _, link in ipairs(one.successors) do
      local other = link.url and find(link.code)
      if other then walk(other) end
    end
    path[#path], at[code], done[code] = nil, nil, true
  end
  for _, one in ipairs(procedures) do
    if one.key and #one.successors > 0 then walk(one) end
  end
end

-- Who is told that a procedure is replaced looks for the new one here. What it replaces itself may be older than the portal:
-- there only its own code is surely wrong.
local function check_codes(one, find, codes, report)
  local meta = (one.replaced_by or one.replaces) and one.page.meta
  for _, code in ipairs(one.replaced_by or {}) do
    local other = find(code)
    if other and other.code == one.code then own_code(meta.replaced_by, code, report)
    elseif not other then lost(meta.replaced_by, code, text.nearest(code, codes), report)
    elseif other.replaces and not says(other.replaces, one.code) then
      denied(other.page.meta.replaces, one.code, REPLACED, report)
    end
  end
  for _, code in ipairs(one.replaces or {}) do
    local other = find(code)
    if other and other.code == one.code then own_code(meta.replaces, code, report)
    elseif other and other.replaced_by and not says(other.replaced_by, one.code) then
      denied(other.page.meta.replaced_by, one.code, REPLACES, report)
    end
  end
end

-- These depend on the day of the build, so they only warn.
local function check_effects(one, find, report)
  for _, link in ipairs(one.successors) do
    local other = link.url and find(link.code)
    if other and other.effect == "ended" and #other.successors == 0 then dead_end(written(one), link, report) end
    if other and other.effect == "now" and one.effect == "now" and not one.to then still_in_force(one, other, report) end
  end
end

function M.check(procedures, report)
  local find, codes = life_cycle.finder(procedures), {}
  for _, one in ipairs(procedures) do
    if one.key then codes[#codes + 1] = one.code end
  end
  for _, one in ipairs(procedures) do
    check_codes(one, find, codes, report)
    check_effects(one, find, report)
  end
  check_circles(procedures, find, report)
end

return M
