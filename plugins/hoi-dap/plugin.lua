-- hoi-dap: what people asked and what the commune answered.
local questions = require "questions"

local p = { name = "hoi-dap", version = 1, api = 1 }

p.directives = { ["danh-sach-hoi-dap"] = {
  help = "Danh sách câu hỏi kèm tình trạng, chọn theo tình trạng, lĩnh vực, đơn vị trả lời.",
  args = questions.list_args,
  render = function(args, _, site) return questions.render(args, site) end,
} }

p.roles = { ["tong-so-cau-hoi"] = {
  help = "Số câu hỏi, chọn như trong danh sách.",
  args = questions.filters,
  render = function(args, _, site) return num.format(#questions.chosen(args, site.pages)) end,
} }

function p.check(site, report)
  questions.check_late(site, report)
end

return p
