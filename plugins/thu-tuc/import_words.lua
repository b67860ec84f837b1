-- Text of the national portal's pages as a crawl has it: what is no word goes, lines become paragraphs and lists.
local M = {}

local NOTHING = { [""] = true, ["Không có thông tin"] = true }

-- Signs that nobody sees or that only one font has, by what stands for them.
local SIGNS = {
  ["\u{A0}"] = " ", ["\u{200B}"] = "", ["\u{200C}"] = "", ["\u{200D}"] = "", ["\u{200E}"] = "", ["\u{200F}"] = "",
  ["\u{2028}"] = "\n", ["\u{2029}"] = "\n", ["\u{FEFF}"] = "", ["\u{AD}"] = "",
}

-- True where the portal has no value.
function M.is_nothing(s) return s == nil or NOTHING[text.trim(s)] or false end

-- One clean text: runs of white space are one blank, lines are kept.
function M.clean(s)
  s = (s or ""):gsub("[\xC2\xE2\xEF][\x80-\xBF]+", function(sign) return SIGNS[sign] end)
  s = regex.replace(s, "[\\x{E000}-\\x{F8FF}]", "\n- ")
  s = s:gsub("[ \t]+", " "):gsub(" ?\n ?", "\n"):gsub("\n+", "\n")
  return text.trim(s)
end

function M.one_line(s) return (M.clean(s):gsub("\n", " ")) end

-- Without the sign that a list's line begins with or that was left of the line before, and without what ends it there.
function M.bare(s)
  s = regex.replace(M.one_line(s), "^(?:[-–—•·*+.;,]+\\s*)+", "")
  return text.trim((regex.replace(s, "[;:.,\\s]+$", "")))
end

-- Lists that a page wrote in one line get a line for each item.
function M.unfold(s) return (regex.replace(M.clean(s), "(?<=[.;:]) ?([-+]) (?=[\\p{Lu}\\d])", "\n$1 ")) end

-- The sign that makes a line one of a list, and the line without it.
local function marker(line)
  local sign, rest = regex.match(line, "^([-–—•·*]|\\++)\\s*(\\S.*)$")
  if not sign then return nil, line end
  return sign:sub(1, 1) == "+" and sign or "-", rest
end

-- Lines that a page broke inside a sentence are put together again; a number alone is a page's.
local function lines_of(s)
  local out = {}
  for _, line in ipairs(text.split(M.unfold(s), "\n")) do
    local last = out[#out]
    if last and regex.find(line, "^\\p{Ll}") and not regex.find(line, "^\\p{Ll}\\d?[.)]") and regex.find(last, "[\\p{L}\\d,]$") then
      out[#out] = last .. " " .. line
    elseif not regex.is(line, "\\d{0,3}") then
      out[#out + 1] = line
    end
  end
  return out
end

-- Adds a line at its depth: a sign that is new opens a list inside the last item, one that is known goes back to its list.
local function add_item(lists, sign, line)
  while #lists > 0 and lists[#lists].sign ~= sign do
    local known = false
    for _, list in ipairs(lists) do known = known or list.sign == sign end
    if not known then break end
    lists[#lists] = nil
  end
  if #lists == 0 or lists[#lists].sign ~= sign then
    local above = lists[#lists]
    local items = above and above.items[#above.items].items or {}
    lists[#lists + 1] = { sign = sign, items = items }
  end
  local items = lists[#lists].items
  items[#items + 1] = { text = line, items = {} }
end

-- Blocks for a section's body: paragraphs, and lists where lines begin with "-" or "+".
function M.blocks(s)
  local out, lists = {}, {}
  for _, line in ipairs(lines_of(s)) do
    local sign, rest = marker(line)
    if sign then
      if #lists == 0 then
        lists = { { sign = sign, items = {} } }
        out[#out + 1] = { items = lists[1].items }
      end
      add_item(lists, sign, rest)
    else
      lists = {}
      out[#out + 1] = line
    end
  end
  return out
end

return M
