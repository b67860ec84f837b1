-- What the person who keeps the log should look at. All depends on today or on what others do, so it only warns.
local log = require "log"
local match = require "match"
local period = require "period"

local M = {}

local function days_of(one)
  return ("%s – %s"):format(date.format(one.from), date.format(one.to))
end

-- The periods of a window that stayed below the minimum, in Vietnamese and in English; nil when there are none.
local function missed(quota)
  local vi, en = {}, {}
  for _, one in ipairs(quota.periods) do
    if one.state == "missed" then
      vi[#vi + 1] = ("%s (%d trên %d)"):format(one.name, one.done, quota.min)
      en[#en + 1] = ("%s (%d of %d)"):format(days_of(one), one.done, quota.min)
    end
  end
  if #vi > 0 then return text.join(vi, "; "), text.join(en, "; ") end
end

local function report_missed(quota, report)
  local vi, en = missed(quota)
  if not vi then return end
  report {
    at = quota.record,
    message = ("chỉ tiêu «%s» chưa đủ ở: %s"):format(quota.label, vi),
    message_en = ("the quota «%s» was missed in: %s"):format(quota.label, en),
    hint = "nếu đã đăng, phát mà chưa ghi thì ghi thêm vào sổ đăng phát",
    hint_en = "where items went out but were not noted, add them to the log",
  }
end

local function report_behind(quota, one, today, report)
  local gone, days = today - one.first, one.last - one.first + 1
  report {
    at = quota.record,
    message = ("chỉ tiêu «%s», %s: mới được %d trên %d %s, đã qua %d trên %d ngày"):format(
      quota.label, one.name, one.done, quota.min, quota.unit, gone, days),
    message_en = ("the quota «%s», %s: %d of %d so far, %d of %d days are over"):format(
      quota.label, days_of(one), one.done, quota.min, gone, days),
    hint = ("còn %d, đến hết %s"):format(one.lacking, date.format(one.to)),
    hint_en = ("%d to go until %s"):format(one.lacking, date.format(one.to)),
  }
end

-- Quotas that are behind, once each. Of a window that is over nothing is said: nobody can mend it any more.
function M.quotas(quotas, site, report)
  local today = period.day(site.date)
  for _, quota in ipairs(quotas) do
    local is_open = not quota.periods[#quota.periods].over
    if is_open then report_missed(quota, report) end
    for _, one in ipairs(quota.periods) do
      if one.behind then report_behind(quota, one, today, report) end
    end
  end
end

-- What articles have in a field, folded -> as written.
local function known_values(site, field)
  local known = {}
  for _, page in ipairs(site.pages) do
    if page.kind == "article" then
      for folded, shown in pairs(match.values(field, page)) do known[folded] = shown end
    end
  end
  return known
end

local function check_filter_value(quota, wanted, known, report)
  if known[text.fold(tostring(wanted))] then return end
  local names = {}
  for _, shown in pairs(known) do names[#names + 1] = shown end
  local near = text.nearest(tostring(wanted), names)
  report {
    at = quota,
    message = ("chỉ tiêu «%s» chỉ tính «%s», nhưng chưa có tin, bài nào như vậy"):format(quota.label, wanted),
    message_en = ("the quota «%s» counts only «%s», which no article is"):format(quota.label, wanted),
    hint = near and ("có phải «%s»?"):format(near), hint_en = near and ("did you mean «%s»?"):format(near),
  }
end

-- A filter that lets nothing pass is most often a slip of the pen.
function M.filters(site, report)
  for _, quota in ipairs(site.records.quota or {}) do
    for field, list in match.each(quota.filter) do
      local known = known_values(site, field)
      for _, wanted in ipairs(list) do check_filter_value(quota, wanted, known, report) end
    end
  end
end

local function check_future(entry, today, report)
  if entry.day <= today then return end
  report {
    at = entry.row.date,
    message = ("ngày %s trong sổ đăng phát chưa tới, nên chưa được tính"):format(date.format(entry.row.date)),
    message_en = ("%s in the log is still to come, so it does not count yet"):format(date.format(entry.row.date)),
    hint = "sổ ghi những gì đã đăng, phát; xem lại ngày, tháng, năm", hint_en = "the log tells what went out; look at the date again",
  }
end

-- Two broadcasts on one day are told apart by their hour.
local function check_twice(entry, seen, report)
  if not entry.item or not entry.channel then return end
  local key = table.concat({ entry.day, entry.channel, entry.item, tostring(entry.row.time or "") }, "\n")
  if not seen[key] then
    seen[key] = entry
    return
  end
  report {
    at = entry.row,
    message = ("«%s» đã ghi ở kênh này, ngày này"):format(entry.row.item),
    message_en = ("«%s» is already noted for this channel and day"):format(entry.row.item),
    hint = "bỏ một dòng; nếu phát hai lần trong ngày thì ghi giờ khác nhau",
    hint_en = "leave one row out; give different hours where it went out twice",
  }
end

local function check_own(entry, own, report)
  if not log.repeats_portal(entry, own) then return end
  report {
    level = "note", at = entry.row,
    message = ("«%s» trên chuyên trang này đã tự được tính theo ngày đăng của bài"):format(entry.row.item),
    message_en = ("«%s» counts for this portal by its own day"):format(entry.row.item),
    hint = "không cần ghi dòng này vào sổ", hint_en = "the log need not hold this row",
  }
end

-- Channel -> the units that its quotas count.
local function asked_of_channels(site, channels)
  local asked = {}
  for _, quota in ipairs(site.records.quota or {}) do
    local key = type(quota.channel) == "string" and channels[text.fold(quota.channel)]
    if key then
      asked[key] = asked[key] or {}
      asked[key][tostring(quota.unit)] = true
    end
  end
  return asked
end

local function check_nameless(entry, asked, report)
  local units = asked[entry.channel]
  if entry.item or not units or units["kỳ"] then return end
  report {
    at = entry.row,
    message = "dòng này không ghi bài nào nên không được tính vào chỉ tiêu tin, bài của kênh",
    message_en = "this row names no item, so it does not count for the channel's quota of items",
    hint = "ghi tiêu đề hoặc tên tệp của bài vào cột «Bài»", hint_en = "write the article's title or file name into the column «Bài»",
  }
end

local function check_own_channel(site, report)
  local own, able = log.own_channel(site)
  if own or not site.records.quota or #site.records.quota == 0 then return end
  local first = able[1]
  report {
    at = first,
    message = "không biết kênh nào là chuyên trang này, nên ngày đăng của tin, bài chưa được tính",
    message_en = "it is not known which channel this portal is, so the days of articles do not count",
    hint = "trong channel.yaml, ghi «là chuyên trang này: có» ở kênh ấy", hint_en = "in channel.yaml, mark it «là chuyên trang này: có»",
  }
end

-- The rows of the log, in their order.
function M.log(site, report)
  local own = log.own_channel(site)
  local asked, seen, today = asked_of_channels(site, log.channels(site)), {}, period.day(site.date)
  check_own_channel(site, report)
  for _, entry in ipairs(log.rows(site)) do
    check_future(entry, today, report)
    check_twice(entry, seen, report)
    check_own(entry, own and own.name, report)
    check_nameless(entry, asked, report)
  end
end

-- Internal quotas that a page asks for: nothing of them is printed.
function M.calls(calls, report)
  for _, call in ipairs(calls or {}) do
    for _, quota in ipairs(call.args.quotas or {}) do
      if quota.visible ~= "công khai" then
        report {
          at = call.args.quotas,
          message = ("chỉ tiêu «%s» là nội bộ nên không hiện trên trang này"):format(quota.label),
          message_en = ("the quota «%s» is internal, so this page does not show it"):format(quota.label),
          hint = "muốn công khai thì ghi «hiển thị: công khai» ở chỉ tiêu ấy, trong quota.yaml",
          hint_en = "to publish it, write «hiển thị: công khai» at the quota in quota.yaml",
        }
      end
    end
  end
end

return M
