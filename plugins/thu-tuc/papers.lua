-- The papers of a dossier for a sheet: as its section lists them, with all that stands between them; no word of the page is lost.
local words = require "words"

local M = {}

-- Heads of columns, which a sheet does without.
local HEADS = { ["ten-giay-to"] = true, ["giay-to"] = true, ["so-luong"] = true, ["mau-don-to-khai"] = true, ["mau"] = true, ["mau-don"] = true }

-- The groups' titles and their items in the order of the page: { { title } or { item, name } }.
local function expected(value)
  local list = {}
  for _, group in ipairs(words.is_list(value) and value or {}) do
    if group.title then list[#list + 1] = { title = tostring(group.title) } end
    for _, item in ipairs(group.items or {}) do list[#list + 1] = { item = item, name = tostring(item.name) } end
  end
  return list
end

-- "name; quantity; form" of a list, or the first cell of a row.
local function is_item(line, name)
  return line == name or line:sub(1, #name) == name and line:match("^%s*;", #name + 1) ~= nil
end

local function is_cell(line, item)
  for _, cell in pairs(item) do
    if tostring(cell) == line then return true end
  end
  return false
end

local function put_item(blocks, item)
  local last = blocks[#blocks]
  if not (last and last.items) then
    last = { items = {} }
    blocks[#blocks + 1] = last
  end
  last.items[#last.items + 1] = { name = words.of(item.name), quantity = words.known(item.quantity) }
end

-- `said`: the words of the section, a line for each item, cell, title and paragraph; `value`: its groups, nil or a status.
-- Returns { { title }, { items = { { name, quantity } } } or { text } … }.
function M.blocks(said, value)
  local blocks, list, at, item = {}, expected(value), 1, nil
  for line in said:gmatch("[^\n]+") do
    local next_one = list[at]
    if next_one and next_one.title == line then
      blocks[#blocks + 1], at, item = { title = line }, at + 1, nil
    elseif next_one and next_one.item and is_item(line, next_one.name) then
      item, at = next_one.item, at + 1
      put_item(blocks, item)
    elseif not (item and is_cell(line, item)) and not (#list > 0 and HEADS[text.fold(line)]) then
      blocks[#blocks + 1], item = { text = words.of(line) }, nil
    end
  end
  return blocks
end

return M
