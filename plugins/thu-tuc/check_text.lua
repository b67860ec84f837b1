-- Damage that comes in with copied and scanned text: syllables broken by blanks, numbers and days left blank, letters of another code page.
local digest = require "digest"

local M = {}

local MARKED = "[ăâêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]"
-- No word of the language is only the first letters of a syllable; single letters name points ("điểm c ở"), so those count only twice.
local BROKEN = "(?<![\\p{L}\\d./-])(?i:ch|gh|kh|ngh|ng|nh|ph|qu|th|tr|gi) " .. MARKED .. "\\p{Ll}*"
local TWICE = "(?:(?<![\\p{L}\\d./-])[bcdđhklmnprstvx] (?!ở\\b)" .. MARKED .. "\\p{Ll}*\\b[^\\n]*?){2}"

-- pattern, what it is (Vietnamese, English)
local SIGNS = {
  { BROKEN, "âm tiết bị dấu cách cắt đôi", "a syllable broken by a blank" },
  { TWICE, "âm tiết bị dấu cách cắt đôi", "syllables broken by blanks" },
  { "(?i:\\bsố ?:? *)[.…_ ]*/ ?(?:QĐ|NQ|KH|TB|BC|CV)-|(?m:^)[.…_ ]*/(?:QĐ|NQ|KH|TB|BC)-", "số văn bản bỏ trống", "a number left blank" },
  { "ngày *[.…_ ]* tháng [\\d.… ]+ năm \\d{4}|ngày \\d+ tháng *[.…_ ]* năm \\d{4}", "ngày bỏ trống", "a day left blank" },
  { "phường hội(?! viên)|(?<!\\p{L})[Hh]ải lòng", "chữ gõ hoặc nhận dạng sai", "a misread word" },
  { "\\x{FFFD}|\\p{L}[µ¸¶¨½¼¾]|\\p{Ll}[01]\\p{Ll}{2}", "chữ của phông cũ hoặc nhận dạng sai", "letters of an old font, or misread" },
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
    message = ("%d thủ tục có chữ hỏng do chép hoặc nhận dạng: %s"):format(#list, digest.codes(list)),
    message_en = ("%d procedures have text damaged by copying or scanning: %s"):format(#list, digest.codes(list)),
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

-- Only the fields; bodies are for a check of all kinds of content.
function M.check(procedures, report)
  local list = {}
  for _, one in ipairs(procedures) do
    if regex.find(said_in(one.page), ANY) then list[#list + 1] = damage(one) end
  end
  digest.tell(list, report, one_of, all_of)
end

return M
