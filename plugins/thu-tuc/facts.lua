-- What lists, sheets, data files and checks need of each procedure, worked out once for the build.
local groups = require "groups"
local methods = require "methods"
local written = require "rows"
local missing = require "missing"
local summary = require "summary"
local vocabulary = require "vocabulary"
local words = require "words"

local M = { KEY = 8 } -- characters of a code that name the procedure; the rest names an agency's copy of it

-- "now", "future" or "ended". What is repealed without a day has ended.
function M.effect(meta, today)
  local from, to = words.day(meta.effective_from), words.day(meta.effective_to)
  if to and to <= today or not to and meta.publication == "bị bãi bỏ" then return "ended" end
  return from and from > today and "future" or "now"
end

-- The number and symbol of a decision, and its day or nil: "Quyết định số 163/QĐ-BTP ngày 28/02/2026".
function M.decision(said)
  local symbol, rest = regex.match(said, "^(?:(?i:Quyết định)(?: (?i:số))?:? )?(\\S+)(.*)$")
  if not symbol then return nil end
  local day, month, year = regex.match(rest, "(\\d{1,2})(?:/| tháng )(\\d{1,2})(?:/| năm )(\\d{4})")
  return symbol, day and date.parse(day .. "/" .. month .. "/" .. year) or nil
end

-- What the page or, where it says nothing, the field's record says.
local function own_or(field, page, key)
  local own = page.meta[key]
  if own == nil then own = field and field[key] end
  return words.of(own)
end

-- `read` and `proper`: methods.reader and vocabulary.agencies, made once.
local function facts(page, today, read, proper)
  local meta, rows = page.meta, read(written.of(page))
  local field = page.meta_refs and page.meta_refs.field
  local code, decision = words.known(meta.code), words.known(meta.decision)
  local one = {
    page = page,
    title = page.title,
    code = words.of(meta.code),
    key = code and code:sub(1, M.KEY),
    field = words.of(field and field.name or meta.field),
    agency = own_or(field, page, "agency"),
    place = own_or(field, page, "place"),
    online = words.of(meta["online.level"]),
    decision = words.of(meta.decision),
    time = summary.column(rows, "time_text"),
    fee = summary.column(rows, "fee_text"),
    channels = summary.channels(rows),
    methods = rows,
    effect = M.effect(meta, today),
    from = words.day(meta.effective_from),
    to = words.day(meta.effective_to),
    anywhere = meta.anywhere == true,
    linked = meta.linked == true,
  }
  one.agency = words.of(one.agency and proper(one.agency) or one.agency)
  if decision then one.decision_symbol, one.decision_date = M.decision(decision) end
  one.free_online = methods.is_free_online(one.methods, today)
  one.same_day = meta.same_day == true or meta.same_day == nil and methods.is_same_day(one.methods)
  one.missing = missing.of(page, one)
  return one
end

-- The fields with what their records say.
local function fields_of(procedures, site)
  local list, records = groups.by(procedures, "field"), {}
  for _, record in ipairs(site.records.field or {}) do records[record.name] = record end
  for _, field in ipairs(list) do
    local record = records[field.name]
    field.agency, field.place = record and words.of(record.agency), record and words.of(record.place)
  end
  return list
end

-- { procedures = facts of each, by title in Vietnamese order; by_code, by_source = the same by code and by file; fields; agencies }
function M.collect(site)
  local list, by_code, by_source = {}, {}, {}
  local read, proper = methods.reader(), vocabulary.agencies(site)
  for _, page in ipairs(site.pages) do
    if page.kind == "procedure" then
      local one = facts(page, site.date, read, proper)
      list[#list + 1] = one
      by_source[page.source] = one
      if one.key then by_code[one.code] = one end
    end
  end
  list = text.sort(list, "title")
  return {
    procedures = list, by_code = by_code, by_source = by_source,
    fields = fields_of(list, site), agencies = groups.by(list, "agency"),
  }
end

return M
