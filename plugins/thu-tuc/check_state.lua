-- What fields say of a procedure's effect against each other and against the day of the build. What depends on the day only warns.
local words = require "words"

local M = {}

local GONE = { ["bị bãi bỏ"] = true, ["được thay thế"] = true }

local function not_marked(one, report)
  report {
    at = one.page, key = "effective_to",
    message = ("thủ tục hết hiệu lực từ %s nhưng chưa ghi là bị bãi bỏ hay được thay thế"):format(date.format(one.to)),
    message_en = ("the procedure ended on %s but is not marked as repealed or replaced"):format(date.format(one.to)),
    hint = "ghi «loại công bố: bị bãi bỏ» hoặc «được thay thế» và quyết định ấy, hoặc sửa ngày",
    hint_en = "write «loại công bố: bị bãi bỏ» or «được thay thế» and that decision, or mend the day",
  }
end

local function no_day(one, report)
  report {
    level = "note", at = one.page, key = "publication",
    message = "thủ tục bị bãi bỏ mà không ghi từ ngày nào", message_en = "the procedure is repealed, but not since when",
    hint = "ghi «hết hiệu lực: …» theo quyết định bãi bỏ", hint_en = "write «hết hiệu lực: …» as the decision says",
  }
end

-- Its own history says that it is repealed, its fields that it is in force.
local function repealed_in_history(row, report)
  report {
    at = row, key = "type",
    message = ("lịch sử ghi bãi bỏ theo %s, nhưng thủ tục vẫn đang hiện là có hiệu lực"):format(words.of(row.decision)),
    message_en = ("the history says that %s repealed it, but the procedure is shown as in force"):format(words.of(row.decision)),
    hint = "ghi «loại công bố: bị bãi bỏ» và «hết hiệu lực: …» ở đầu tệp", hint_en = "write «loại công bố: bị bãi bỏ» and «hết hiệu lực: …» above",
  }
end

local function check_history(one, today, report)
  local section = one.page.sections and one.page.sections.changes
  local last, last_day
  for _, row in ipairs(words.is_list(section and section.value) and section.value or {}) do
    local day = words.day(row.effective) or words.day(row.date)
    if day and day <= today and not (last_day and day < last_day) then last, last_day = row, day end
  end
  if last and last.type == "bãi bỏ" then repealed_in_history(last, report) end
end

local function in_future(one, day, report)
  report {
    at = one.page, key = "verified",
    message = ("ngày đối chiếu %s ở sau ngày dựng trang"):format(date.format(day)),
    message_en = ("the day of the last check, %s, is after the day of the build"):format(date.format(day)),
    hint = "ghi ngày đã đối chiếu với Cổng Dịch vụ công quốc gia", hint_en = "write the day of the check against the national portal",
  }
end

-- `procedures` after life_cycle.attach.
function M.check(procedures, today, report)
  for _, one in ipairs(procedures) do
    local said, verified = one.publication, one.verified
    if one.effect == "ended" and one.to and not GONE[said] and #one.successors == 0 then not_marked(one, report) end
    if said == "bị bãi bỏ" and one.page.meta.effective_to == nil and not (one.ended and one.ended.since) then no_day(one, report) end
    if one.effect == "now" and #one.changes > 0 then check_history(one, today, report) end
    if verified and verified > today then in_future(one, verified, report) end
  end
end

return M
