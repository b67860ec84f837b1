-- Codes and names that do not agree (NĐ 224/2026, Điều 9 and Điều 15), and names of agencies in several spellings.
local digest = require "digest"
local vocabulary = require "vocabulary"
local words = require "words"

local M = {}

local NONE = {}
local MOST_NAME = 200   -- bytes of a name that nearest ones are looked for
local LONG_NAME = 400   -- characters; even lists of agencies are shorter

local function place(page) return "content/" .. page.source end

local function same_code(item)
  local one, other = item.of, item.other
  return {
    at = one.page, key = "code",
    message = ("mã «%s» trùng thủ tục «%s» ở %s, mang mã «%s»"):format(one.code, other.title, place(other.page), other.code),
    message_en = ("the code «%s» is that of the procedure «%s» in %s, which has the code «%s»")
      :format(one.code, other.title, place(other.page), other.code),
    hint = "một thủ tục chỉ có một trang; đối chiếu mã và tên với Cổng Dịch vụ công quốc gia",
    hint_en = "a procedure has one page; compare code and name with the national portal",
  }
end

local function same_name(item)
  local one, other = item.of, item.other
  return {
    at = one.page, key = "title",
    message = ("tên này cũng là của thủ tục mã «%s» ở %s"):format(other.code, place(other.page)),
    message_en = ("the procedure with the code «%s» in %s has this name too"):format(other.code, place(other.page)),
    hint = "nếu mã đã đổi thì ghi «thay thế cho», nếu là hai thủ tục thì đối chiếu lại tên",
    hint_en = "if the code has changed, write «thay thế cho»; if they are two procedures, compare their names again",
  }
end

local function all_same(list)
  return {
    message = ("%d thủ tục trùng tên với thủ tục khác: %s"):format(#list, digest.codes(list)),
    message_en = ("%d procedures have the name of another one: %s"):format(#list, digest.codes(list)),
    hint = "đối chiếu tên với Cổng Dịch vụ công quốc gia", hint_en = "compare the names with the national portal",
  }
end

local function has_code(codes, code)
  for _, other in ipairs(codes or NONE) do
    if other == code then return true end
  end
  return false
end

-- One ended, or they name each other: then the second is the first one's successor.
local function are_linked(one, other)
  return one.effect == "ended" or other.effect == "ended" or has_code(one.replaces, other.code) or has_code(one.replaced_by, other.code)
    or has_code(other.replaces, one.code) or has_code(other.replaced_by, one.code)
end

-- One code on two pages is wrong. One name under two codes in one field may be.
function M.codes(procedures, report)
  local by_key, by_name, names = {}, {}, {}
  for _, one in ipairs(procedures) do
    if one.key then
      local name = text.fold(one.title) .. "/" .. (one.field or "")
      local other, namesake = by_key[one.key], by_name[name]
      if other then
        report(same_code { of = one, other = other })
      elseif namesake and not are_linked(one, namesake) then
        names[#names + 1] = { of = one, other = namesake }
      end
      by_key[one.key], by_name[name] = other or one, namesake or one
    end
  end
  digest.tell(names, report, same_name, all_same)
end

local function unknown(at, key, said, near)
  return {
    at = at, key = key,
    message = ("không có cơ quan, đơn vị nào tên là «%s»"):format(said),
    message_en = ("no agency or unit is called «%s»"):format(said),
    hint = ("có phải «%s»? Nếu là cách gọi khác thì thêm vào «tên gọi khác» của cơ quan ấy"):format(near),
    hint_en = ("did you mean «%s»? If it is called so too, add that to its «tên gọi khác»"):format(near),
  }
end

local function too_long(at, said)
  return {
    at = at, key = "agency",
    message = ("tên cơ quan dài khác thường: «%s»"):format(text.truncate(said, 60)),
    message_en = ("unusually long for an agency's name: «%s»"):format(text.truncate(said, 60)),
    hint = "có lẽ chữ của phần khác lọt vào đây", hint_en = "perhaps words of another part came in here",
  }
end

-- Names that are nearly those of a unit's page or of a record in agency.yaml. What is not near any is somebody else's and stays.
local function misspelt(site, procedures, report)
  local proper, names = vocabulary.agencies(site)
  local done = {}
  local function look(said, at, key)
    if not words.known(said) or done[said] or proper(said) then return end
    done[said] = true
    local near = #said <= MOST_NAME and text.nearest(said, names)
    if near then report(unknown(at, key, said, near)) end
  end
  for _, record in ipairs(site.records.field or {}) do look(record.agency, record, "agency") end
  for _, one in ipairs(procedures) do
    local said = words.known(one.page.meta.agency)
    look(said, one.page, "agency")
    if said and text.length(said) > LONG_NAME then report(too_long(one.page, said)) end
  end
end

local function spelt_twice(item)
  local one, other = item.of, item.other
  return {
    at = one.page, key = "agency",
    message = ("cơ quan «%s» ở nơi khác viết là «%s»"):format(one.page.meta.agency, other),
    message_en = ("the agency «%s» is written «%s» elsewhere"):format(one.page.meta.agency, other),
    hint = "viết một cách ở mọi thủ tục, để danh mục không chia làm hai", hint_en = "write it one way everywhere, so that lists do not show it twice",
  }
end

local function all_spelt(list)
  return {
    message = ("%d thủ tục viết tên cơ quan khác với những thủ tục khác: %s"):format(#list, digest.codes(list)),
    message_en = ("%d procedures spell their agency in another way than others do: %s"):format(#list, digest.codes(list)),
    hint = "viết một cách ở mọi thủ tục, để danh mục không chia làm hai", hint_en = "write it one way everywhere, so that lists do not show it twice",
  }
end

-- The most frequent one of the spellings that fold alike, for each spelling.
local function usual(procedures)
  local count, best, list = {}, {}, {}
  for _, one in ipairs(procedures) do
    if one.agency then
      if not count[one.agency] then list[#list + 1] = one.agency end
      count[one.agency] = (count[one.agency] or 0) + 1
    end
  end
  for _, said in ipairs(list) do
    local fold = text.fold(said)
    if not best[fold] or count[said] > count[best[fold]] then best[fold] = said end
  end
  for _, said in ipairs(list) do count[said] = best[text.fold(said)] end
  return count
end

-- One agency under two spellings that fold alike.
local function drift(procedures, report)
  local right, list = usual(procedures), {}
  for _, one in ipairs(procedures) do
    local said = words.known(one.page.meta.agency)
    if said and said == one.agency and right[said] ~= said then list[#list + 1] = { of = one, other = right[said] } end
  end
  digest.tell(list, report, spelt_twice, all_spelt)
end

function M.agencies(site, procedures, report)
  misspelt(site, procedures, report)
  drift(procedures, report)
end

return M
