-- What a procedure does not tell, or tells in words that cannot be counted with.
local digest = require "digest"
local rows = require "rows"

local M = {}

local LAW = "NĐ 63/2010/NĐ-CP, Điều 8"

-- "«Kết quả thực hiện», «Mẫu đơn, tờ khai» (NĐ 63/2010/NĐ-CP, Điều 8 khoản 2)": labels by the rule that wants them.
local function labels(parts)
  local rules, by_rule = {}, {}
  for _, part in ipairs(parts) do
    local rule = part.source or ""
    if not by_rule[rule] then
      by_rule[rule] = {}
      rules[#rules + 1] = rule
    end
    table.insert(by_rule[rule], ("«%s»"):format(part.label))
  end
  for i, rule in ipairs(rules) do rules[i] = text.join(by_rule[rule]) .. (rule ~= "" and " (" .. rule .. ")" or "") end
  return text.join(rules, "; ")
end

-- "«Số lượng hồ sơ» (588), «Cơ quan thực hiện» (178)", the most frequent first.
local function counted(list)
  local by_label, all = {}, {}
  for _, found in ipairs(list) do
    for _, part in ipairs(found.of.missing) do
      local one = by_label[part.label]
      if not one then
        one = { label = part.label, count = 0 }
        by_label[part.label], all[#all + 1] = one, one
      end
      one.count = one.count + 1
    end
  end
  table.sort(all, function(a, b)
    if a.count ~= b.count then return a.count > b.count end
    return a.label < b.label
  end)
  for i, one in ipairs(all) do all[i] = ("«%s» (%d)"):format(one.label, one.count) end
  return text.join(all)
end

local function all_missing(list)
  return {
    message = ("%d thủ tục còn thiếu phần phải công khai (%s): %s"):format(#list, LAW, counted(list)),
    message_en = ("%d procedures lack parts that have to be published (%s): %s"):format(#list, LAW, counted(list)),
    hint = ("trước hết: %s; khi còn không quá %d thủ tục thì từng tệp được nêu tên"):format(digest.codes(list), digest.FEW),
    hint_en = ("first: %s; when no more than %d are left, each file is named"):format(digest.codes(list), digest.FEW),
  }
end

local function one_missing(item)
  local said = labels(item.of.missing)
  return {
    at = item.of.page, key = "title",
    message = "thủ tục còn thiếu: " .. said, message_en = "the procedure lacks: " .. said,
    hint = "bổ sung, hoặc ghi «không quy định», «chờ xác minh»; trong khi chờ, trang ghi «đang cập nhật»",
    hint_en = "add them, or write «không quy định» or «chờ xác minh»; until then the page says that it is being updated",
  }
end

-- One warning for a procedure, however many parts it lacks; none for one that has ended.
function M.missing(procedures, report)
  local list = {}
  for _, one in ipairs(procedures) do
    if #one.missing > 0 and one.effect ~= "ended" then list[#list + 1] = { of = one } end
  end
  digest.tell(list, report, one_missing, all_missing)
end

local EXAMPLES = { time = "01 ngày làm việc, 2,5 giờ, 10-15 ngày", fee = "8.000 đồng/bản, Miễn phí, Lệ phí: 5.000 đồng" }
local NAMES = { time = { "thời hạn", "time" }, fee = { "mức phí", "fee" } }

local function one_unread(item)
  local key, said = item.key, text.truncate(item.said, 60)
  local more = item.count > 1 and (" (cả trang có %d ô như vậy)"):format(item.count) or ""
  local more_en = item.count > 1 and (" (%d such cells on the page)"):format(item.count) or ""
  return {
    level = "note", at = rows.of(item.of.page)[item.row], key = key,
    message = ("chưa hiểu %s «%s» thành số%s"):format(NAMES[key][1], said, more),
    message_en = ("the %s «%s» was not understood as a number%s"):format(NAMES[key][2], said, more_en),
    hint = "trang vẫn hiện đúng chữ ấy; để lọc và sắp xếp được thì ghi như: " .. EXAMPLES[key],
    hint_en = "the page shows the words as they are; for filters and sorting write like: " .. EXAMPLES[key],
  }
end

local function all_unread(list)
  return {
    level = "note",
    message = ("%d thủ tục có thời hạn hoặc mức phí chưa hiểu được thành số: %s"):format(#list, digest.codes(list)),
    message_en = ("%d procedures have times or fees that were not understood as numbers: %s"):format(#list, digest.codes(list)),
    hint = "trang vẫn hiện đúng chữ ấy; để lọc và sắp xếp được thì ghi như: " .. EXAMPLES.time .. "; " .. EXAMPLES.fee,
    hint_en = "the pages show the words as they are; for filters and sorting write like: " .. EXAMPLES.time .. "; " .. EXAMPLES.fee,
  }
end

-- One note for a procedure, at the first cell that is not understood.
function M.unread(procedures, report)
  local list = {}
  for _, one in ipairs(procedures) do
    local unread = one.ways.unread
    local first = unread and unread[1]
    if first then list[#list + 1] = { of = one, row = first.row, key = first.key, said = first.said, count = #unread } end
  end
  digest.tell(list, report, one_unread, all_unread)
end

return M
