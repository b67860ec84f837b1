-- The rows of «Cách thức thực hiện» with their times and fees read: what follows from them for lists, filters and structured data.
local fees = require "fees"
local rows = require "rows"
local summary = require "summary"
local times = require "times"
local words = require "words"

local M = {}


-- `parse`, which reads the same words only once: most procedures share theirs.
local function once(parse)
  local known = {}
  return function(said)
    if not said then return nil, true end
    local found = known[said]
    if not found then
      found = { parse(said) }
      known[said] = found
    end
    return found[1], found[2]
  end
end

local DESIGNATOR = { ["giờ"] = "PT%sH", ["ngày"] = "P%sD", ["ngày làm việc"] = "P%sD", ["tháng"] = "P%sM", ["năm"] = "P%sY" }

-- ISO 8601 for a Time: of a range its end; working days as days, since the standard has no other. Nil for what is no length of time.
local function duration(time)
  local form, value = time and DESIGNATOR[time.unit], time and (time.max or time.value)
  if not form or not value or value <= 0 then return nil end
  return form:format(math.type(value) == "float" and ("%g"):format(value) or tostring(value))
end

-- A function that reads a row; its second value: the columns whose words it does not understand, { key, said } each.
local function row_reader()
  local time_of, fees_of = once(times.parse), once(fees.parse)
  return function(row)
    local time_words, fee_words = words.known(row.time), words.known(row.fee)
    local time, time_said = time_of(time_words)
    local paid, fee_said = fees_of(fee_words)
    local unread = {}
    if time_words and not time_said then unread[1] = { key = "time", said = time_words } end
    if fee_words and not fee_said then unread[#unread + 1] = { key = "fee", said = fee_words } end
    return {
      channel = words.of(row.channel), online = rows.is_online(row) or nil, note = words.known(row.note),
      time = time, time_text = words.of(row.time), duration = duration(time), fees = paid, fee_text = words.of(row.fee),
    }, unread
  end
end

-- True for a fee of the row's own channel that holds at `today`.
local function is_due(fee, method, today)
  if fee.channel and not text.fold(method.channel or ""):find(text.fold(fee.channel), 1, true) then return false end
  return not (fee.from and fee.from > today) and not (fee.to and fee.to < today)
end

-- True where a row surely costs nothing at `today`.
local function is_free(method, today)
  local free = false
  for _, fee in ipairs(method.fees or {}) do
    if is_due(fee, method, today) then
      if not fee.free or fee.condition then return false end
      free = true
    end
  end
  return free
end

local function is_free_online(methods, today)
  for _, method in ipairs(methods) do
    if method.online then return is_free(method, today) end
  end
  return false
end

-- True where nothing is to be paid, whatever the channel or at least online.
local function costs_nothing(methods, free_online)
  if free_online then return true end
  for _, method in ipairs(methods) do
    if not method.fees then return false end
    for _, fee in ipairs(method.fees) do
      if not fee.free or fee.condition then return false end
    end
  end
  return methods[1] ~= nil
end

-- True where something is surely to be paid: what is not understood is neither free nor charged.
local function is_charged(methods)
  for _, method in ipairs(methods) do
    for _, fee in ipairs(method.fees or {}) do
      if not fee.free then return true end
    end
  end
  return false
end

local function is_timed(methods)
  for _, method in ipairs(methods) do
    if method.time then return true end
  end
  return false
end

-- True where every row that tells a time gives the result on the day itself.
local function is_same_day(methods)
  local same = false
  for _, method in ipairs(methods) do
    if method.time then
      if not method.time.same_day then return false end
      same = true
    end
  end
  return same
end

local function read(written, read_row, today, id)
  local list, unread = {}, {}
  for i, row in ipairs(written) do
    local method, cells = read_row(row)
    list[i] = method
    for _, cell in ipairs(cells) do unread[#unread + 1] = { row = i, key = cell.key, said = cell.said } end
  end
  local free_online = is_free_online(list, today)
  local free = costs_nothing(list, free_online)
  local time, time_lines = summary.column(list, "time_text")
  local fee, fee_lines = summary.column(list, "fee_text")
  return {
    id = id, rows = list, time = time, time_lines = time_lines, fee = fee, fee_lines = fee_lines, channels = summary.channels(list),
    free_online = free_online, free = free, charged = not free and is_charged(list), same_day = is_same_day(list), timed = is_timed(list),
    unread = #unread > 0 and unread or nil,
  }
end

-- A function that reads the rows of a page into what follows from them: { id, rows, time, fee, channels, time_lines, fee_lines, free_online,
-- free, charged, same_day, timed, unread }.
--   id: a number of its own
--   rows: { { channel, online, note, time, time_text, duration, fees, fee_text } }; `time` and `fees` are nil where the cell holds a status
--     or words that are not understood
--   time, fee, channels: in words, or nil; time_lines, fee_lines: the same in lines where there are several
--   free_online, free: on any channel, or at least online; charged: surely not free; same_day, timed: some row tells a time
--   unread: cells that are not understood, { row, key, said } each, or nil
-- Many procedures are done alike: tables with the same words are read once and are the same value.
function M.reader(today)
  local read_row, known, count = row_reader(), {}, 0
  return function(written)
    local key = json.encode(written)
    if not known[key] then
      count = count + 1
      known[key] = read(written, read_row, today, count)
    end
    return known[key]
  end
end

return M
