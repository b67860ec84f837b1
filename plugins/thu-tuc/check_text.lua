-- Misread words: wrong ones that scans and typing leave again and again. Damage of any text is found in all files by the program itself.
local digest = require "digest"

local M = {}

-- pattern, what it is (Vietnamese, English)
local SIGNS = {
  { "phường hội(?! viên)|(?<!\\p{L})[Hh]ải lòng", "chữ gõ hoặc nhận dạng sai", "a misread word" },
  { "\\p{Ll}[01]\\p{Ll}{2}", "chữ số lẫn trong từ, có lẽ nhận dạng sai", "a digit within a word, perhaps misread" },
}

-- All at once first: clean text is told by one look.
local function any_of()
  local list = {}
  for i, sign in ipairs(SIGNS) do list[i] = "(?:" .. sign[1] .. ")" end
  return table.concat(list, "|")
end

local ANY = any_of()

-- The words around what was found, cut at words.
local function around(said, at, last)
  local from = math.max(1, at - 20)
  while from > 1 and said:sub(from - 1, from - 1) ~= " " do from = from - 1 end
  return text.truncate(said:sub(from, math.max(last, at) + 40), 60)
end

-- { of, key, said, sign, at, last } for the first damaged field of a page; nil where there is none.
local function damage(one)
  for key, said in pairs(one.page.meta) do
    for _, sign in ipairs(type(said) == "string" and SIGNS or {}) do
      local at, last = regex.find(said, sign[1])
      if at then return { of = one, key = key, said = said, sign = sign, at = at, last = last } end
    end
  end
end

local function one_of(item)
  local found, sign = around(item.said, item.at, item.last), item.sign
  return {
    at = item.of.page, key = item.key,
    message = ("%s: «%s»"):format(sign[2], found), message_en = ("%s: «%s»"):format(sign[3], found),
    hint = "sửa theo văn bản gốc", hint_en = "mend it after the original",
  }
end

local function all_of(list)
  return {
    message = ("%d thủ tục có chữ gõ hoặc nhận dạng sai: %s"):format(#list, digest.codes(list)),
    message_en = ("%d procedures have misread words: %s"):format(#list, digest.codes(list)),
    hint = "sửa theo văn bản gốc", hint_en = "mend them after the originals",
  }
end

-- All texts of the fields, a line each.
local function said_in(page)
  local list = {}
  for _, said in pairs(page.meta) do
    if type(said) == "string" then list[#list + 1] = said end
  end
  return table.concat(list, "\n")
end

-- Only the fields: in a body the words may be quoted.
function M.check(procedures, report)
  local list = {}
  for _, one in ipairs(procedures) do
    if regex.find(said_in(one.page), ANY) then list[#list + 1] = damage(one) end
  end
  digest.tell(list, report, one_of, all_of)
end

return M
