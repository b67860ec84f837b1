-- What came before a procedure and what comes after it, on the day of the build: replacements, changes, how it ended.
local KEY = require "facts".KEY
local words = require "words"

local M = {}

-- Kinds of publication (NĐ 63/2010, Điều 14) as the table «Lịch sử thay đổi» calls them.
local PUBLISHED_AS = {
  ["mới ban hành"] = "mới ban hành", ["được sửa đổi, bổ sung"] = "sửa đổi, bổ sung", ["được thay thế"] = "thay thế",
  ["bị bãi bỏ"] = "bãi bỏ",
}
local NONE = {} -- what most procedures have: no successors, no changes; never added to
local ENDS = { ["bãi bỏ"] = "đã bị bãi bỏ", ["thay thế"] = "đã được thay thế" }

-- A function: the facts of the procedure with a code, else of one whose code has the same key, else nil.
function M.finder(procedures)
  local by_code, by_key = {}, {}
  for _, one in ipairs(procedures) do
    local code, key = one.code, one.key
    if key then
      by_code[code] = by_code[code] or one
      by_key[key] = by_key[key] or one
    end
  end
  return function(code) return by_code[code] or by_key[code:sub(1, KEY)] end
end

-- `list` with a link to `other`, which has the code `code` or is not there (nil); each code once.
local function with_link(list, code, other)
  for _, link in ipairs(list) do
    if link.code == code then return list end
  end
  local longer = table.move(list, 1, #list, 1, {})
  longer[#longer + 1] = not other and { code = code }
    or { code = other.code, title = other.title, url = other.page.url, effect = other.effect, from = other.from }
  return longer
end

-- Either side may say it; the other then knows it too.
local function link_both(old, old_code, new, new_code)
  if old and old == new then return end
  if old then old.successors = with_link(old.successors, new and new.code or new_code, new) end
  if new then new.predecessors = with_link(new.predecessors, old and old.code or old_code, old) end
end

local function link(procedures, find)
  for _, one in ipairs(procedures) do one.successors, one.predecessors = NONE, NONE end
  for _, one in ipairs(procedures) do
    for _, code in ipairs(one.replaced_by or NONE) do link_both(one, one.code, find(code), code) end
    for _, code in ipairs(one.replaces or NONE) do link_both(find(code), code, one, one.code) end
  end
end

-- Where the successors of what has ended lead in the end: links to procedures that have not ended, or have no successor themselves.
local function heirs(one, find, list, seen)
  for _, next_one in ipairs(one.successors) do
    local other = next_one.url and find(next_one.code)
    if other and other.effect == "ended" and #other.successors > 0 then
      if not seen[other] then
        seen[other] = true
        heirs(other, find, list, seen)
      end
    else
      list[#list + 1] = next_one
    end
  end
  return list
end

local function change(one, parts)
  parts.page, parts.title, parts.code = one.page, one.title, one.code
  return parts
end

-- The bare symbol: pages write «Quyết định số» before it.
local function decision_words(value)
  local said = words.of(value)
  return said and regex.replace(said, "^(?i:quyết định(?: số)?:?) ?", "")
end

local function rows_of(one)
  local sections, list = one.page.sections, {}
  local section = sections and sections.changes
  for _, row in ipairs(section and section.value or NONE) do
    list[#list + 1] = change(one, {
      date = words.day(row.date), decision = decision_words(row.decision), type = words.of(row.type),
      content = words.of(row.content), effective = words.day(row.effective),
    })
  end
  return list
end

local function has_decision(list, symbol)
  for _, one in ipairs(list) do
    if one.decision and text.fold(one.decision):find(text.fold(symbol), 1, true) then return true end
  end
  return false
end

-- The newest decision stands in the fields; its row is often not written again. «mới ban hành» is what the field says where nobody wrote
-- anything, so it counts only beside a day of effect.
local function add_published(one, list)
  local kind, symbol, day = PUBLISHED_AS[one.publication or ""], one.decision_symbol, one.decision_date
  if not kind or not day or has_decision(list, symbol) then return end
  if kind == "mới ban hành" and not one.from then return end
  local effective = ENDS[kind] and one.to or one.from
  if effective and effective < day then effective = nil end
  list[#list + 1] = change(one, { date = day, decision = symbol, type = kind, effective = effective })
end

local function sentence(row)
  return row.content and row.type .. ". " .. row.content or row.type
end

-- The item of `list` that tells the end of the procedure on that day, or nil.
local function end_on(list, day)
  for _, item in ipairs(list) do
    if item.ends and item.date == day then return item end
  end
end

-- What will change after `today`: rows that are not in effect yet, a successor that is on its way, its end.
local function coming(one, today)
  if one.changes == NONE and one.successors == NONE and not one.to then return NONE end
  local list = {}
  for _, row in ipairs(one.changes) do
    if row.effective and row.effective > today and row.type then
      list[#list + 1] = { date = row.effective, words = sentence(row), decision = row.decision, ends = ENDS[row.type] ~= nil }
    end
  end
  for _, other in ipairs(one.successors) do
    if other.title and other.from and other.from > today then
      local told = end_on(list, other.from)
      if told and not told.to then told.to = other
      else list[#list + 1] = { date = other.from, words = "được thay thế", to = other, ends = true } end
    end
  end
  if one.to and one.to > today and not end_on(list, one.to) then
    list[#list + 1] = { date = one.to, words = "hết hiệu lực", ends = true }
  end
  table.sort(list, function(a, b) return a.date < b.date end)
  return list
end

-- Of a procedure that has ended: in which words, since when (or nil) and by which decision (or nil).
local function ended(one, today)
  local found
  for _, row in ipairs(one.changes) do
    local day = row.effective or row.date
    local newer = not (found and found.date and row.date and row.date < found.date)
    if ENDS[row.type] and newer and not (day and day > today) then found = row end
  end
  local said = ENDS[PUBLISHED_AS[one.publication or ""]]
  return {
    words = found and ENDS[found.type] or said or "đã hết hiệu lực",
    since = one.to or found and found.effective,
    decision = found and found.decision or not found and said and one.decision_symbol or nil,
    decision_date = found and found.date or not found and said and one.decision_date or nil,
  }
end

-- Newest decision first; what has no day stands last; on one day by title.
local function before(a, b)
  if not a.date or not b.date then return a.date ~= nil and b.date == nil end
  if a.date ~= b.date then return a.date > b.date end
  return text.compare(a.title, b.title) < 0
end

-- Gives every procedure its successors, predecessors, changes, coming (while in force), and where it has ended, ended and heirs; and
-- `data` all changes, newest first.
function M.attach(data, site)
  local find, today = M.finder(data.procedures), site.date
  link(data.procedures, find)
  data.changes = {}
  for _, one in ipairs(data.procedures) do
    local changes = rows_of(one)
    add_published(one, changes)
    one.changes = #changes > 0 and changes or NONE
    table.move(changes, 1, #changes, #data.changes + 1, data.changes)
    one.coming = one.effect == "now" and coming(one, today) or NONE
    if one.effect == "ended" then one.ended, one.heirs = ended(one, today), heirs(one, find, {}, { [one] = true }) end
  end
  table.sort(data.changes, before)
  return data
end

return M
