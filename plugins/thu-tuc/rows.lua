-- The rows of «Cách thức thực hiện» as a page has them. Apart from methods.lua, whose parsers a page's own rendering does not need.
local words = require "words"

local M = {}

-- An empty list where the section is absent or a status.
function M.of(page)
  local section = page.sections and page.sections.methods
  local value = section and section.value
  return words.is_list(value) and value[1].channel and value or {}
end

function M.is_online(method)
  return method.channel ~= nil and text.fold(method.channel):find("truc-tuyen", 1, true) ~= nil
end

return M
