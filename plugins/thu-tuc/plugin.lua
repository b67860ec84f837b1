-- thu-tuc: administrative procedures: their pages, tables, notice board, changes, open data and import.
local p = { name = "thu-tuc", version = 1, api = 1, settings = function() return require "settings" end }

-- A function of a module that is loaded only where it is called: each page has a fresh instance, and most need little of it.
local function of(module, name)
  return function(...) return require(module)[name](...) end
end

p.directives = { ["danh-muc-thu-tuc"] = {
  help = "Bảng thủ tục hành chính, chọn theo lĩnh vực, cấp, mức độ dịch vụ, hiệu lực.",
  args = function() return require "list_args" end,
  render = of("list", "render"),
} }

p.roles = {
  ["tong-so-thu-tuc"] = {
    help = "Số thủ tục, chọn như trong bảng danh mục.",
    args = function() return require "choose".args end,
    render = function(args, _, site) return require "choose".count(args, site.data[p.name].procedures) end,
  },
  ["niem-yet"] = {
    help = "Đường tới các tờ niêm yết để in.",
    args = { { "words", "text", label = "chữ", default = "các tờ niêm yết khổ A4", example = "in niêm yết", help = "Chữ của liên kết." } },
    render = of("board", "link"),
  },
  ["thay-doi-thu-tuc"] = {
    help = "Đường tới trang có mọi thay đổi thủ tục.",
    args = { { "words", "text", label = "chữ", default = "thay đổi thủ tục hành chính", example = "thủ tục mới đổi",
      help = "Chữ của liên kết." } },
    render = of("changes", "link"),
  },
}

p.filters = {
  giay_to_niem_yet = { run = of("papers", "blocks"), once = true }, -- a sheet stands on a page of its own and on the one that prints all
  ma_qr = { run = of("board", "qr"), once = true },
}

-- Each adds to the model what it knows; the order is that of what they need of each other.
function p.collect(site)
  local data = require "facts".collect(site)
  for _, name in ipairs { "contact", "national", "life_cycle", "layout", "changes", "lists", "open_data", "board", "check" } do
    require(name).attach(data, site)
  end
  return data
end

function p.plan(site, add)
  for _, name in ipairs { "board", "changes", "lists", "table_files", "open_data" } do require(name).plan(site, add) end
end

function p.check(site, report)
  for _, name in ipairs { "board", "check", "choose" } do require(name).check(site, report) end
end

p.imports = { ["thu-tuc"] = {
  help = "Thủ tục hành chính lấy từ Cổng Dịch vụ công quốc gia, mỗi dòng một thủ tục.",
  args = { { "list", "file", label = "danh mục", optional = true,
    help = "danh mục thủ tục của tỉnh (CSV, .xlsx, JSONL): chỉ nhập những mã có trong đó, lấy mức độ toàn trình, một phần" } },
  row = of("import", "row"),
} }

return p
