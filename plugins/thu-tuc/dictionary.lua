-- The dictionary of the open data: for each field its name, label, type, unit, choices, meaning and the rule that it comes from.
local data_fields = require "data_fields"

local M = {}

local TYPES = {
  text = "chữ", markdown = "chữ", bool = "có, không", int = "số nguyên", number = "số", date = "ngày", choice = "một trong các giá trị",
  ref = "tên trong danh sách", url = "địa chỉ web", map = "nhóm", phone = "số điện thoại", email = "thư điện tử",
}

-- A line of the dictionary.
local function entry(field)
  return {
    name = field.name, label = field.label, unit = field.unit, source = field.source, help = field.help,
    type = (field.many and "danh sách: " or "") .. (TYPES[field.type] or "chữ"), choices = field.choices and text.join(field.choices, "; "),
  }
end

local function entries(list)
  local found = {}
  for i, field in ipairs(list) do found[i] = entry(field) end
  return found
end

local function sections_of(site)
  local list = {}
  for _, section in ipairs(site.kinds[data_fields.KIND].sections) do
    if section.shape ~= "markdown" then
      local names = {}
      for i, column in ipairs(section.columns or {}) do names[i] = column.name .. " (" .. column.label .. ")" end
      list[#list + 1] = { name = "sections." .. section.name, label = section.label, source = section.source, help = section.help,
        type = section.shape == "table" and "bảng" or "danh sách: chữ", choices = #names > 0 and text.join(names, "; ") or nil }
    end
  end
  return list
end

-- { fields, methods, sections }: lists of { name, label, type, unit, choices, help, source }
function M.of(site, fields)
  return { fields = entries(fields), methods = entries(data_fields.methods), sections = sections_of(site) }
end

return M
