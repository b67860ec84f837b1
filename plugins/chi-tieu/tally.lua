-- How much of each quota is done, in each of its periods.
local log = require "log"
local match = require "match"
local period = require "period"

local M = {}

-- Entries of the quota's channel up to today that its filter lets pass.
local function entries_of(quota, entries, channel, today)
  local list = {}
  for _, entry in ipairs(entries) do
    if entry.channel == channel and entry.day <= today and match.passes(quota.filter, entry.page) then
      list[#list + 1] = entry
    end
  end
  return list
end

-- An item counts once in a period, a broadcast each time.
local function count(entries, first, last, unit)
  local seen, n = {}, 0
  for _, entry in ipairs(entries) do
    if entry.day >= first and entry.day <= last then
      if unit == "kỳ" then
        n = n + 1
      elseif entry.item and not seen[entry.item] then
        seen[entry.item] = true
        n = n + 1
      end
    end
  end
  return n
end

-- "met", "missed" once the period is over, "running" while it lasts, "future" before it.
local function state_of(one, min, done, today)
  if one.first > today then return "future" end
  if done >= min then return "met" end
  return one.last < today and "missed" or "running"
end

-- What a steady pace would have brought by yesterday, in whole units: only for the person who keeps count, never shown as a debt.
local function expected(one, min, today)
  return min * (today - one.first) // (one.last - one.first + 1)
end

local function measure(one, quota, entries, today)
  one.done = count(entries, one.first, one.last, quota.unit)
  one.state = state_of(one, quota.min, one.done, today)
  one.over = one.last < today
  one.lacking = math.max(0, quota.min - one.done)
  one.behind = one.state == "running" and one.done < expected(one, quota.min, today)
  return one
end

-- A record that says only "chờ xác minh" where a number or a date is needed cannot be counted yet.
local function is_countable(quota)
  return math.type(quota.min) == "integer" and type(quota.channel) == "string" and type(quota.per) == "string"
    and quota.from.year ~= nil and quota.to.year ~= nil
end

local function without_time(d)
  return date.make(d.year, d.month, d.day)
end

-- One quota, counted: { label, public, channel, unit, min, per, from, to, filter, source, record, done, periods }.
function M.quota(quota, entries, channels, today)
  local window = { from = without_time(quota.from), to = without_time(quota.to) }
  local channel = channels[text.fold(quota.channel)]
  local list = entries_of(quota, entries, channel, today)
  local out = {
    label = quota.label, public = quota.visible == "công khai", channel = channel or quota.channel, unit = quota.unit, min = quota.min,
    per = quota.per, from = window.from, to = window.to, filter = quota.filter, source = quota.source, record = quota,
    done = count(list, period.day(window.from), period.day(window.to), quota.unit), periods = period.list(window, quota.per),
  }
  for _, one in ipairs(out.periods) do measure(one, quota, list, today) end
  return out
end

-- Channel -> year -> distinct items.
local function items_by_year(entries, today)
  local seen, years = {}, {}
  for _, entry in ipairs(entries) do
    local year = tostring(entry.year)
    local key = table.concat({ entry.channel or "", year, entry.item or "" }, "\n")
    if entry.channel and entry.item and entry.day <= today and not seen[key] then
      seen[key] = true
      years[entry.channel] = years[entry.channel] or {}
      years[entry.channel][year] = (years[entry.channel][year] or 0) + 1
    end
  end
  return years
end

-- { quotas: as written, counted; items: channel -> year -> number }.
function M.collect(site)
  local entries, channels, today = log.entries(site), log.channels(site), period.day(site.date)
  local quotas = {}
  for _, quota in ipairs(site.records.quota or {}) do
    if is_countable(quota) then quotas[#quotas + 1] = M.quota(quota, entries, channels, today) end
  end
  return { quotas = quotas, items = items_by_year(entries, today) }
end

return M
