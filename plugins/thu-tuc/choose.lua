-- Which procedures a table or a number is about: the arguments that choose, what they choose, and what was asked for in words.
local M = {}

local EFFECTS = { now = "đang có hiệu lực", future = "chưa có hiệu lực", ended = "hết hiệu lực" }
local DEFAULT_EFFECTS = { EFFECTS.now, EFFECTS.future }

M.levels = require "levels".all
M.online = { "toàn trình", "một phần", "cung cấp thông tin", "chưa cung cấp trực tuyến", "chưa xác định" }
M.channels = { "trực tiếp", "trực tuyến", "bưu chính" }

local ALIASES = {
  ["xã"] = { "cấp xã" }, ["tỉnh"] = { "cấp tỉnh" }, ["bộ"] = { "cấp bộ" }, ["ngành dọc"] = { "cơ quan ngành dọc" },
  ["khác"] = { "cơ quan khác" },
  ["toàn trình"] = { "dịch vụ công trực tuyến toàn trình" }, ["một phần"] = { "dịch vụ công trực tuyến một phần" },
  ["chưa cung cấp trực tuyến"] = { "chưa trực tuyến" }, ["bưu chính"] = { "dịch vụ bưu chính", "bưu chính công ích" },
  [EFFECTS.now] = { "đang", "còn hiệu lực" }, [EFFECTS.future] = { "chưa" }, [EFFECTS.ended] = { "hết", "đã hết hiệu lực" },
}

local function choices(labels)
  local list = {}
  for i, label in ipairs(labels) do list[i] = { label = label, aliases = ALIASES[label] } end
  return { type = "choice", choices = list }
end

M.args = {
  { "field", "list", label = "lĩnh vực", item = { type = "ref", to = "field" }, optional = true, example = "Hộ tịch",
    help = "Một hay nhiều lĩnh vực; bỏ trống là tất cả." },
  { "agency", "list", label = "cơ quan", aliases = { "cơ quan thực hiện" }, item = { type = "text" }, optional = true,
    example = "Công an xã Mẫu", help = "Một hay nhiều cơ quan thực hiện." },
  { "level", "list", label = "cấp", aliases = { "cấp thực hiện" }, item = choices(M.levels), optional = true,
    example = "xã", help = "Cấp thực hiện." },
  { "online", "list", label = "mức độ", aliases = { "mức độ dịch vụ" }, item = choices(M.online), optional = true,
    example = "toàn trình", help = "Mức độ dịch vụ công trực tuyến." },
  { "channel", "list", label = "hình thức", aliases = { "hình thức nộp" }, item = choices(M.channels), optional = true,
    example = "trực tuyến", help = "Nộp được bằng một trong các hình thức này." },
  { "free", "bool", label = "miễn phí", optional = true, example = "có",
    help = "«có» là những thủ tục không thu phí, lệ phí, hoặc không thu khi nộp trực tuyến." },
  { "same_day", "bool", label = "trong ngày", optional = true, example = "có", help = "«có» là những thủ tục trả kết quả trong ngày." },
  { "effect", "list", label = "hiệu lực", item = choices { EFFECTS.now, EFFECTS.future, EFFECTS.ended }, optional = true,
    example = "đang có hiệu lực", help = "Theo ngày dựng trang; bỏ trống là những thủ tục đang và chưa có hiệu lực." },
}

local function has(list, wanted)
  for _, one in ipairs(list) do
    if one == wanted then return true end
  end
  return false
end

function M.effect_words(one) return EFFECTS[one.effect] end

local effects = { now = { EFFECTS.now }, future = { EFFECTS.future }, ended = { EFFECTS.ended } }

-- The same as a list of one.
function M.effects_of(one) return effects[one.effect] end

local channels_in = {} -- by the words that name them: most procedures have the same

-- The channels of a procedure, in the words of the argument.
function M.channels_of(one)
  local said = one.ways.channels or ""
  if not channels_in[said] then
    local list, written = {}, text.fold(said)
    for _, label in ipairs(M.channels) do
      if written:find(text.fold(label), 1, true) then list[#list + 1] = label end
    end
    channels_in[said] = list
  end
  return channels_in[said]
end

local function has_any(list, wanted)
  for _, one in ipairs(wanted) do
    if has(list, one) then return true end
  end
  return false
end

local function has_field(one, fields)
  for _, field in ipairs(fields) do
    if field.name == one.field then return true end
  end
  return false
end

-- The agencies of all procedures: how each is written, by its folded name, and a list of them.
local function agencies(procedures)
  local known, names = {}, {}
  for _, one in ipairs(procedures) do
    if one.agency and not known[text.fold(one.agency)] then
      known[text.fold(one.agency)], names[#names + 1] = one.agency, one.agency
    end
  end
  return known, names
end

local function written_as(wanted, procedures)
  local known, found = agencies(procedures), {}
  for i, name in ipairs(wanted) do found[i] = known[text.fold(name)] or name end
  return found
end

local function is_chosen(one, args, of_agencies)
  return has(args.effect or DEFAULT_EFFECTS, EFFECTS[one.effect])
    and (not args.field or has_field(one, args.field))
    and (not of_agencies or has(of_agencies, one.agency))
    and (not args.level or has_any(one.levels, args.level))
    and (not args.online or has(args.online, one.online))
    and (not args.channel or has_any(M.channels_of(one), args.channel))
    and (args.free == nil or args.free and one.ways.free or not args.free and one.ways.charged)
    and (args.same_day == nil or args.same_day and one.same_day or not args.same_day and one.ways.timed and not one.same_day)
end

-- The facts of the procedures that the arguments ask for, in the order of `procedures`.
function M.from(args, procedures)
  local list, of_agencies = {}, args.agency and written_as(args.agency, procedures)
  for _, one in ipairs(procedures) do
    if is_chosen(one, args, of_agencies) then list[#list + 1] = one end
  end
  return list
end

local function named(list, key)
  local names = {}
  for i, one in ipairs(list) do names[i] = key and one[key] or one end
  return text.join(names, ", ", " hoặc ")
end

-- What was asked for, in words: " thuộc lĩnh vực Hộ tịch, mức độ toàn trình"; "" for everything.
function M.words(args)
  local parts = {}
  if args.field then parts[#parts + 1] = "thuộc lĩnh vực " .. named(args.field, "name") end
  if args.agency then parts[#parts + 1] = "của " .. named(args.agency) end
  if args.level then parts[#parts + 1] = "cấp " .. named(args.level) end
  if args.online then parts[#parts + 1] = "mức độ " .. named(args.online) end
  if args.channel then parts[#parts + 1] = "nộp " .. named(args.channel) end
  if args.free ~= nil then parts[#parts + 1] = args.free and "miễn phí" or "có thu phí, lệ phí" end
  if args.same_day ~= nil then parts[#parts + 1] = (args.same_day and "" or "không ") .. "trả kết quả trong ngày" end
  if args.effect then parts[#parts + 1] = named(args.effect) end
  return #parts > 0 and " " .. text.join(parts) or ""
end

-- An agency that no procedure has is the editor's mistake.
function M.check(site, report)
  local known, names = agencies(site.data["thu-tuc"].procedures)
  for _, name in ipairs { "danh-muc-thu-tuc", "tong-so-thu-tuc" } do
    for _, call in ipairs(site.calls[name]) do
      for _, wanted in ipairs(call.args.agency or {}) do
        if not known[text.fold(wanted)] then
          local near = text.nearest(wanted, names)
          report {
            level = "error", at = call.args, key = "agency",
            message = ("không có thủ tục nào của cơ quan «%s»"):format(wanted),
            message_en = ("no procedure is of agency «%s»"):format(wanted),
            hint = near and ("có phải «%s»?"):format(near) or "ghi tên cơ quan như ở trang của thủ tục",
            hint_en = near and ("did you mean «%s»?"):format(near) or "write the agency as the procedure's page has it",
          }
        end
      end
    end
  end
end

-- How many, for a sentence.
function M.count(args, procedures)
  return num.format(#M.from(args, procedures))
end

return M
