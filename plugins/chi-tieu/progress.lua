-- The table of the directive: each public quota with its numbers, its periods and what it rests on.
local match = require "match"

local M = {}

local tag = html.tag

-- What the state of a period is called in the row of all periods.
local STATE_WORDS = {
  met = function() return "đủ" end,
  missed = function(one) return "thiếu " .. num.format(one.lacking) end,
  running = function(one) return "còn " .. num.format(one.lacking) end,
  future = function() return "chưa tới" end,
}

local function capital(words)
  return text.upper(words:sub(1, 1)) .. words:sub(2)
end

local function full_words(one, quota)
  local state = STATE_WORDS[one.state](one)
  if one.state == "future" then return ("%s: %s"):format(capital(one.name), state) end
  return ("%s: %s trên %s, %s"):format(capital(one.name), num.format(one.done), num.format(quota.min), state)
end

-- Drawn, so that it is printed too; the numbers beside it say the same.
local function bar(done, min)
  local share = math.min(1, done / min)
  return svg.tag("svg", { class = "quota-bar", viewBox = "0 0 100 6", preserveAspectRatio = "none", ["aria-hidden"] = "true" },
    svg.tag("rect", { class = "quota-track", width = 100, height = 6 }),
    svg.tag("rect", { class = "quota-fill", width = 100 * share, height = 6 }))
end

-- What is lacking: a debt only when the period is over.
local function lacking_words(one, quota)
  if one.state == "met" then
    local more = one.done - quota.min
    return more > 0 and ("đủ, vượt " .. num.format(more)) or "đủ"
  elseif one.state == "running" then
    return ("còn %s, đến hết %s"):format(num.format(one.lacking), date.format(one.to))
  elseif one.state == "future" then
    return "bắt đầu từ " .. date.format(one.from)
  end
  return num.format(one.lacking)
end

local function row(name, done, min, lacking, drawn)
  return tag("tr", nil,
    tag("th", { scope = "row" }, capital(name)),
    tag("td", nil, num.format(done), drawn),
    tag("td", nil, min),
    tag("td", nil, lacking))
end

local function period_row(one, quota)
  return row(one.name, one.done, num.format(quota.min), lacking_words(one, quota), bar(one.done, quota.min))
end

-- The period of today; of a window that is to come, its first; nil when the window is over.
local function present(quota)
  for _, one in ipairs(quota.periods) do
    if not one.over then return one end
  end
  return nil
end

-- A window of several periods that is over: all that was done, and the sum of what each period lacked.
local function closed_row(quota)
  local lacking = 0
  for _, one in ipairs(quota.periods) do lacking = lacking + one.lacking end
  return row(("%s – %s"):format(date.format(quota.from), date.format(quota.to)), quota.done,
    ("%s mỗi %s"):format(num.format(quota.min), quota.per), lacking > 0 and num.format(lacking) or "đủ")
end

local function main_row(quota)
  if #quota.periods == 1 then return period_row(quota.periods[1], quota) end
  local one = present(quota)
  return one and period_row(one, quota) or closed_row(quota)
end

local function cell(one, quota)
  return tag("li", { class = "quota-" .. one.state },
    tag("span", { class = "hidden" }, full_words(one, quota)),
    tag("span", { ["aria-hidden"] = "true" },
      tag("span", { class = "quota-when" }, one.short),
      tag("b", nil, one.state == "future" and "–" or num.format(one.done)),
      tag("span", { class = "quota-state" }, STATE_WORDS[one.state](one))))
end

local function missed_words(quota)
  local names = {}
  for _, one in ipairs(quota.periods) do
    if one.state == "missed" then
      names[#names + 1] = ("%s (%s trên %s)"):format(one.name, num.format(one.done), num.format(quota.min))
    end
  end
  if #names == 0 then return nil end
  return "Chưa đủ: " .. text.join(names, "; ") .. "."
end

-- All periods of a quota that has several, in one row across the table.
local function periods_row(quota)
  if #quota.periods == 1 then return nil end
  local cells = {}
  for i, one in ipairs(quota.periods) do cells[i] = cell(one, quota) end
  local missed = missed_words(quota)
  return tag("tr", nil, tag("td", { colspan = 4 },
    tag("ol", { class = "quota-periods" }, cells),
    missed and tag("p", nil, missed)))
end

local function source_row(quota)
  local plan, quote = quota.source and quota.source.plan, quota.source and quota.source.quote
  if not plan then return nil end
  return tag("tr", { class = "quota-source" }, tag("td", { colspan = 4 },
    "Căn cứ: ", tostring(plan), quote and { ": “", tostring(quote), "”" }))
end

-- Which items count, in words, where not all do.
local function filter_words(filter)
  local words = {}
  for _, wanted in match.each(filter) do
    for _, one in ipairs(wanted) do words[#words + 1] = tostring(one) end
  end
  return #words > 0 and "; chỉ tính " .. text.join(words) or ""
end

local function head_row(quota)
  local asked = ("%s: ít nhất %s %s mỗi %s%s"):format(quota.channel, num.format(quota.min), quota.unit, quota.per, filter_words(quota.filter))
  return tag("tr", nil, tag("th", { scope = "rowgroup", colspan = 4, class = "quota-name" },
    quota.label, tag("span", nil, asked)))
end

local function body_of(quota)
  return tag("tbody", nil, head_row(quota), main_row(quota), periods_row(quota), source_row(quota))
end

local function head()
  local cells = {}
  for i, words in ipairs { "Kỳ", "Đã đạt", "Tối thiểu", "Còn thiếu" } do cells[i] = tag("th", { scope = "col" }, words) end
  return tag("thead", nil, tag("tr", nil, cells))
end

local function is_asked(quota, args, today)
  if args.year then return quota.from.year <= args.year and args.year <= quota.to.year end
  return #(args.quotas or {}) > 0 or (quota.from <= today and today <= quota.to)
end

-- The public quotas that the arguments ask for: those named, in that order, else all.
function M.chosen(args, quotas, today)
  local by_label, list = {}, {}
  for _, quota in ipairs(quotas) do by_label[quota.label] = quota end
  local named = args.quotas and #args.quotas > 0
  for _, one in ipairs(named and args.quotas or quotas) do
    local quota = by_label[one.label]
    if quota and quota.public and is_asked(quota, args, today) then list[#list + 1] = quota end
  end
  return list
end

function M.render(args, data, now)
  local today, bodies = date.make(now.year, now.month, now.day), {}
  for i, quota in ipairs(M.chosen(args, data.quotas, today)) do bodies[i] = body_of(quota) end
  if #bodies > 0 then
    return tag("table", { class = "quotas" }, tag("caption", nil, "Tính đến ngày " .. date.format(today)), head(), bodies)
  end
  if args.quotas then return nil end
  return tag("p", nil, "Chưa có chỉ tiêu nào được công khai cho thời gian này.")
end

return M
