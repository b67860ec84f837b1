-- What lists, sheets, data files and checks need of each procedure, worked out once for the build.
local groups = require "groups"
local levels = require "levels"
local methods = require "methods"
local written = require "rows"
local missing = require "missing"
local vocabulary = require "vocabulary"
local words = require "words"

local M = { KEY = 8 } -- characters of a code that name the procedure; the rest names an agency's copy of it

-- "now", "future" or "ended". What is repealed without a day has ended.
function M.effect(meta, today)
  local from, to = words.day(meta.effective_from), words.day(meta.effective_to)
  if to and to <= today or not to and meta.publication == "bị bãi bỏ" then return "ended" end
  return from and from > today and "future" or "now"
end

local function read_decision(said)
  local symbol, rest = regex.match(said, "^(?:(?i:Quyết định)(?: (?i:số))?:? )?(\\S+)(.*)$")
  if not symbol then return {} end
  local day, month, year = regex.match(rest, "(\\d{1,2})(?:/| tháng )(\\d{1,2})(?:/| năm )(\\d{4})")
  return { symbol = symbol, date = day and date.parse(day .. "/" .. month .. "/" .. year) or nil }
end

-- A function from the words of a decision to its { symbol, date }, either may be nil: "Quyết định số 163/QĐ-BTP ngày 28/02/2026". One
-- decision publishes many procedures.
local function decision_reader()
  local known = {}
  return function(said)
    known[said] = known[said] or read_decision(said)
    return known[said]
  end
end

-- What the page or, where it says nothing, the field's record says.
local function own_or(field, meta, key)
  local own = meta[key]
  if own == nil then own = field and field[key] end
  return words.of(own)
end

-- The codes of a list, without what is still being looked into; nil where there is none.
local function codes(list)
  if not list then return nil end
  local found = {}
  for _, code in ipairs(list) do
    if words.known(code) then found[#found + 1] = code end
  end
  return #found > 0 and found or nil
end

-- What reads the same words only once for all procedures.
local function readers(site)
  return {
    methods = methods.reader(site.date), agency = vocabulary.agencies(site), levels = levels.reader(), decision = decision_reader(),
  }
end

local function facts(page, today, read)
  local meta, refs = page.meta, page.meta_refs
  local ways, field = read.methods(written.of(page)), refs and refs.field
  local code, decision, same_day, agency = words.known(meta.code), words.known(meta.decision), meta.same_day, own_or(field, meta, "agency")
  local published = decision and read.decision(decision) or {}
  local one = {
    page = page,
    title = page.title,
    code = words.of(meta.code),
    key = code and code:sub(1, M.KEY),
    field = words.of(field and field.name or meta.field),
    agency = agency and words.of(read.agency(agency) or agency),
    place = own_or(field, meta, "place"),
    online = words.of(meta["online.level"]),
    decision = words.of(meta.decision),
    decision_symbol = published.symbol,
    decision_date = published.date,
    levels = read.levels(meta.level),
    ways = ways,
    same_day = same_day == true or same_day == nil and ways.same_day,
    effect = M.effect(meta, today),
    from = words.day(meta.effective_from),
    to = words.day(meta.effective_to),
    publication = words.of(meta.publication),
    replaces = codes(meta.replaces),
    replaced_by = codes(meta.replaced_by),
    anywhere = meta.anywhere == true,
    linked = meta.linked == true,
  }
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
  local read, today = readers(site), site.date
  for _, page in ipairs(site.pages) do
    if page.kind == "procedure" then
      local one = facts(page, today, read)
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
