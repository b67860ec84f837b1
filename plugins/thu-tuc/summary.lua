-- A column of the table «Cách thức thực hiện» as one text: what is the same for several channels is said once.
local M = {}

local MOST = 160 -- characters of one time or fee in a cell; the whole stands on the procedure's page

local function cell(value)
  return value and #value > MOST and text.truncate(value, MOST) or value
end

-- The values of a column, each once, with the channels that have it.
local function by_value(rows, column)
  local groups, known = {}, {}
  for _, row in ipairs(rows) do
    local value, channel = cell(row[column]), cell(row.channel)
    if value and channel then
      local group = known[value]
      if not group then
        group = { words = value, channels = {}, has = {} }
        known[value] = group
        groups[#groups + 1] = group
      end
      if not group.has[channel] then
        group.has[channel] = true
        group.channels[#group.channels + 1] = channel
      end
    end
  end
  return groups
end

-- Later channels of a group in small letters: "Trực tiếp, trực tuyến". Only the first letter, for abbreviations.
local function channel_words(channels)
  local list = {}
  for i, channel in ipairs(channels) do
    local first, rest = channel:match("^(" .. utf8.charpattern .. ")(.*)$")
    list[i] = i > 1 and first and text.lower(first) .. rest or channel
  end
  return text.join(list)
end

-- All values hold for the same channels: what they differ by does not stand in the table.
local function is_alike(groups)
  if #groups == 1 then return true end
  for _, group in ipairs(groups) do
    if #group.channels ~= #groups[1].channels then return false end
    for _, channel in ipairs(group.channels) do
      if not groups[1].has[channel] then return false end
    end
  end
  return true
end

-- The fewest lines that are true of all channels: one where they agree, else "Trực tiếp: …" and so on; several values of the same
-- channels are "… hoặc …". Empty where nothing is said.
local function lines_of(rows, column)
  local groups, lines = by_value(rows, column), {}
  if #groups == 0 then return lines end
  local alike = is_alike(groups)
  for i, group in ipairs(groups) do
    lines[i] = alike and group.words or channel_words(group.channels) .. ": " .. group.words
  end
  return alike and { text.join(lines, " hoặc ") } or lines
end

-- A column of rows that methods.lua read: "time_text", "fee_text". Returns it as one text, nil where nothing is said; then the same in
-- lines where there are several.
function M.column(rows, column)
  local lines = lines_of(rows, column)
  return #lines > 0 and text.join(lines, "; ") or nil, #lines > 1 and lines or nil
end

-- The channels of all rows, each once; nil where there is none.
function M.channels(rows)
  local list, has = {}, {}
  for _, row in ipairs(rows) do
    local channel = cell(row.channel)
    if channel and not has[channel] then
      has[channel] = true
      list[#list + 1] = channel
    end
  end
  return #list > 0 and channel_words(list) or nil
end

return M
