-- The rows of «Cách thức thực hiện» with their times and fees read: what follows from them for lists, filters and structured data.
local fees = require "fees"
local rows = require "rows"
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

-- A function that reads rows into a list of { channel, time, time_text, fees, fee_text, note }. `time` and `fees` are nil where the cell
-- holds a status or words that are not understood; those words stand in `unread_time` and `unread_fee` too.
function M.reader()
  local time_of, fees_of = once(times.parse), once(fees.parse)
  return function(written)
    local list = {}
    for i, row in ipairs(written) do
      local time_words, fee_words = words.known(row.time), words.known(row.fee)
      local time, time_said = time_of(time_words)
      local paid, fee_said = fees_of(fee_words)
      list[i] = {
        channel = words.of(row.channel), note = words.known(row.note),
        time = time, time_text = words.of(row.time), fees = paid, fee_text = words.of(row.fee),
        unread_time = not time_said and time_words or nil, unread_fee = not fee_said and fee_words or nil,
      }
    end
    return list
  end
end

-- True for a fee of the row's own channel that holds at `today`.
local function is_due(fee, method, today)
  if fee.channel and not text.fold(method.channel or ""):find(text.fold(fee.channel), 1, true) then return false end
  return not (fee.from and fee.from > today) and not (fee.to and fee.to < today)
end

-- True where a row surely costs nothing at `today`.
function M.is_free(method, today)
  local free = false
  for _, fee in ipairs(method.fees or {}) do
    if is_due(fee, method, today) then
      if not fee.free or fee.condition then return false end
      free = true
    end
  end
  return free
end

function M.is_free_online(methods, today)
  for _, method in ipairs(methods) do
    if rows.is_online(method) then return M.is_free(method, today) end
  end
  return false
end

-- True where every row that tells a time gives the result on the day itself.
function M.is_same_day(methods)
  local same = false
  for _, method in ipairs(methods) do
    if method.time then
      if not method.time.same_day then return false end
      same = true
    end
  end
  return same
end

return M
