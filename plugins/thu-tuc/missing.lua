-- What a procedure has to tell by law and does not: one list "còn thiếu", each part with decree and article.
local words = require "words"

local M = {}

local LAW = "NĐ 63/2010/NĐ-CP, Điều 8 khoản 2"
local TIME = { name = "time", label = "Thời hạn giải quyết", source = LAW }
local COPIES = { name = "copies", label = "Số lượng hồ sơ", source = LAW }
local AUDIENCE = { name = "audience", label = "Đối tượng thực hiện", source = LAW }
local AGENCY = { name = "agency", label = "Cơ quan thực hiện", source = LAW }

-- { { name, label, source } }: sections as the kind declares them, and the parts that stand in fields or may come from the field's record.
-- A status such as «chờ xác minh» is something said. Those of which only the list is published (detail «danh mục») lack nothing.
function M.of(page, facts)
  local list, meta = {}, page.meta
  if words.of(meta.detail) == "danh mục" then return list end
  for i, part in ipairs(page.missing or {}) do list[i] = part end
  if not facts.ways.time and page.sections and page.sections.methods then list[#list + 1] = TIME end
  if meta.copies == nil then list[#list + 1] = COPIES end
  if meta.audience == nil then list[#list + 1] = AUDIENCE end
  if not facts.agency then list[#list + 1] = AGENCY end
  return list
end

return M
