-- The questions of the portal: which ones are asked for, in what state they are, how long their answers took.
local days = require "days"

local M = {}

local tag = html.tag

local ANSWERED = "đã trả lời"
local TRANSFERRED = "đã chuyển cơ quan có thẩm quyền"
local LIMIT = 15      -- working days (NĐ 43/2011/NĐ-CP)
local MOST_DAYS = 400 -- working days that are counted

local STATES = {
  { label = "mới tiếp nhận", aliases = { "mới nhận" } }, "đang xử lý", ANSWERED,
  { label = TRANSFERRED, aliases = { "đã chuyển" } },
}

-- Which questions: the same for the list and for the number.
M.filters = {
  { "state", "list", label = "tình trạng", aliases = { "tiến độ" }, item = { type = "choice", choices = STATES }, optional = true,
    example = "đang xử lý", help = "Một hay nhiều tình trạng; bỏ trống là tất cả." },
  { "field", "list", label = "lĩnh vực", item = { type = "ref", to = "field" }, optional = true, example = "Hộ tịch",
    help = "Một hay nhiều lĩnh vực." },
  { "agency", "list", label = "đơn vị trả lời", aliases = { "đơn vị", "cơ quan trả lời" }, item = { type = "ref", to = "unit" },
    optional = true, example = "Công an xã Mẫu", help = "Một hay nhiều đơn vị." },
}

M.list_args = {
  M.filters[1], M.filters[2], M.filters[3],
  { "limit", "int", label = "số mục", min = 1, max = 100, optional = true, example = "5",
    help = "Nhiều nhất bao nhiêu câu hỏi, mới nhất trước; bỏ trống là tất cả." },
}

-- A date, or nil for what is absent or still a status.
local function day_of(value)
  return value and value.year and value or nil
end

-- What the editor wrote, else what the dates tell; nil where nothing does.
function M.state(meta)
  if type(meta.progress) == "string" then return meta.progress end
  return day_of(meta.answered) and ANSWERED or nil
end

local function has(list, wanted, key)
  for _, one in ipairs(list) do
    if (key and one[key] or one) == wanted then return true end
  end
  return false
end

local function is_asked(page, args)
  local refs = page.meta_refs or {}
  return (not args.state or has(args.state, M.state(page.meta)))
    and (not args.field or refs.field ~= nil and has(args.field, refs.field.name, "name"))
    and (not args.agency or refs.agency ~= nil and has(args.agency, refs.agency.title, "title"))
end

-- The questions that the arguments ask for, newest first.
function M.chosen(args, pages)
  local list = {}
  for _, page in ipairs(pages) do
    if page.kind == "question" and is_asked(page, args) then list[#list + 1] = page end
  end
  return list
end

local function badge(state)
  return state and tag("span", { class = state == ANSWERED and "badge good" or "badge wait" }, state)
end

local function on_day(words, day, more)
  return tag("span", nil, words, " ", tag("time", { datetime = date.format(day, "iso") }, date.format(day)), more)
end

local function answered_words(received, answered, off)
  local n = received and days.between(received, answered, off, MOST_DAYS) or MOST_DAYS
  return on_day("Trả lời", answered, n == 0 and " (trong ngày)" or n < MOST_DAYS and (" (sau %d ngày làm việc)"):format(n))
end

local function item(page, off)
  local meta, agency = page.meta, page.meta_refs and page.meta_refs.agency
  local received, answered = day_of(meta.received), day_of(meta.answered)
  return tag("li", nil,
    tag("p", { class = "name" }, html.link(page.url, page.title)),
    tag("p", { class = "meta" }, badge(M.state(meta)), received and on_day("Nhận ngày", received),
      answered and answered_words(received, answered, off), agency and tag("span", nil, agency.title)))
end

function M.render(args, site)
  local list, off = M.chosen(args, site.pages), days.calendar(site.records.holiday)
  if #list == 0 then return tag("p", { class = "soft" }, "Chưa có câu hỏi nào như vậy.") end
  local items = {}
  for i = 1, math.min(#list, args.limit or #list) do items[i] = item(list[i], off) end
  return tag("ul", { class = "rows" }, items)
end

local function report_late(page, n, report)
  report {
    at = page.meta.received,
    message = ("câu hỏi đã nhận %d ngày làm việc mà chưa trả lời, chưa báo tiến độ; thời hạn là %d ngày làm việc"):format(n, LIMIT),
    message_en = ("the question came %d working days ago and has no answer and no progress notice; the limit is %d"):format(n, LIMIT),
    hint = "trả lời rồi ghi ngày trả lời, hoặc báo cho người hỏi và ghi vào «thông báo tiến độ» (NĐ 43/2011/NĐ-CP)",
    hint_en = "answer and write the day, or tell the asker and note it under «thông báo tiến độ» (Decree 43/2011/NĐ-CP)",
  }
end

-- Questions that nobody answered within the limit and whose askers were told nothing.
function M.check_late(site, report)
  local off = days.calendar(site.records.holiday)
  for _, page in ipairs(M.chosen({}, site.pages)) do
    local meta = page.meta
    local state, received = M.state(meta), day_of(meta.received)
    if received and state ~= ANSWERED and state ~= TRANSFERRED and not meta.notices then
      local n = days.between(received, site.date, off, MOST_DAYS)
      if n > LIMIT then report_late(page, n, report) end
    end
  end
end

return M
