-- What a table of procedures holds, in its order: the one source of the table on the page and of its files.
local choose = require "choose"
local columns = require "columns"

local M = {}

local UNKNOWN = "Chưa rõ"

-- By an argument's choice: the key of the groups, and the order of their names where that is not the alphabet.
local GROUPS = {
  ["lĩnh vực"] = { of = function(one) return one.field end },
  ["cơ quan"] = { of = function(one) return one.agency end },
  ["mức độ"] = { of = function(one) return one.online end, order = choose.online },
  ["cấp"] = { order = choose.levels, of = function(one)
    local levels = one.levels
    return #levels > 0 and "cấp " .. text.join(levels) or nil
  end },
}

local ORDERS = { ["tên"] = "title", ["mã"] = "code", ["lĩnh vực"] = "field", ["cơ quan"] = "agency" }

local function place_in(order, name)
  for i, one in ipairs(order) do
    if name == one or name:find("^cấp " .. one) then return i end
  end
  return #order + 1
end

local function sort_groups(groups, order)
  local sorted = text.sort(groups, "name")
  if not order then return sorted end
  local place = {}
  for i, group in ipairs(sorted) do place[group] = place_in(order, group.name) * 1000 + i end
  table.sort(sorted, function(a, b) return place[a] < place[b] end)
  return sorted
end

-- The groups of a list: { name, list }, by name; those without a name are last.
local function grouped(list, group)
  local groups, known, rest = {}, {}, { name = UNKNOWN, list = {} }
  for _, one in ipairs(list) do
    local name = group.of(one)
    local into = name and known[name] or rest
    if name and not known[name] then
      into = { name = name, list = {} }
      known[name], groups[#groups + 1] = into, into
    end
    into.list[#into.list + 1] = one
  end
  groups = sort_groups(groups, group.order)
  if #rest.list > 0 then groups[#groups + 1] = rest end
  return groups
end

local function in_order(groups)
  local list = {}
  for _, group in ipairs(groups) do table.move(group.list, 1, #group.list, #list + 1, list) end
  return list
end

-- { args, columns, list = facts in the order of the table, groups = { name, list } … or nil }
function M.of(args, procedures)
  local list = choose.from(args, procedures)
  if args.order ~= "tên" then list = text.sort(list, ORDERS[args.order]) end
  local groups = args.group and grouped(list, GROUPS[args.group]) or nil
  return { args = args, columns = columns.of(args.columns), groups = groups, list = groups and in_order(groups) or list }
end

-- Per group and procedure, in the order of the table: number from 1, facts, name of the group or nil.
function M.each(view, visit)
  local number = 0
  for _, group in ipairs(view.groups or { { list = view.list } }) do
    for _, one in ipairs(group.list) do
      number = number + 1
      visit(number, one, group.name)
    end
  end
end

local function count_future(list)
  local n = 0
  for _, one in ipairs(list) do
    if one.effect == "future" then n = n + 1 end
  end
  return n
end

-- What the table shows, in words: "12 thủ tục thuộc lĩnh vực Hộ tịch, trong đó 1 chưa có hiệu lực".
function M.words(view)
  local said = num.format(#view.list) .. " thủ tục" .. choose.words(view.args)
  local future = not view.args.effect and count_future(view.list) or 0
  return future > 0 and said .. (", trong đó %s chưa có hiệu lực"):format(num.format(future)) or said
end

return M
