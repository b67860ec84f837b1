-- The arguments of the table of procedures: which ones, how the table looks, what stands around it.
local choose = require "choose"

-- What columns.lua can draw. The words stand here since each page has the arguments, and few have a table.
local COLUMNS = {
  { label = "số thứ tự", aliases = { "stt", "tt" } },
  { label = "mã" },
  { label = "tên", aliases = { "tên thủ tục" } },
  { label = "lĩnh vực" },
  { label = "cơ quan", aliases = { "cơ quan thực hiện" } },
  { label = "cấp", aliases = { "cấp thực hiện" } },
  { label = "thời hạn", aliases = { "thời gian" } },
  { label = "phí", aliases = { "lệ phí", "phí, lệ phí" } },
  { label = "mức độ", aliases = { "trực tuyến" } },
  { label = "hình thức", aliases = { "hình thức nộp" } },
  { label = "nơi tiếp nhận", aliases = { "nơi nộp" } },
  { label = "quyết định", aliases = { "quyết định công bố" } },
  { label = "hiệu lực" },
}

local LOOK = {
  { "columns", "list", label = "cột", item = { type = "choice", choices = COLUMNS }, default = "mã; tên; thời hạn; phí; mức độ",
    example = "[mã, tên, thời hạn]", help = "Các cột, theo thứ tự này." },
  { "group", "choice", label = "nhóm theo", aliases = { "nhóm" }, choices = { "lĩnh vực", "cơ quan", "cấp", "mức độ" }, optional = true,
    example = "lĩnh vực", help = "Chia bảng thành từng nhóm." },
  { "order", "choice", label = "sắp theo", aliases = { "thứ tự" }, choices = { "tên", "mã", "lĩnh vực", "cơ quan" }, default = "tên",
    help = "Thứ tự trong bảng, trong từng nhóm." },
  { "caption", "text", label = "tiêu đề", aliases = { "tên bảng" }, optional = true, example = "Thủ tục làm được tại nhà",
    help = "Chữ đứng trên bảng, trước số thủ tục." },
}

local AROUND = {
  { "find", "bool", label = "ô tìm", aliases = { "tìm nhanh" }, default = true,
    help = "Có ô tìm nhanh và bộ lọc trên bảng hay không; bảng ngắn không cần." },
  { "files", "bool", label = "tải về", aliases = { "tệp" }, default = true,
    help = "Có liên kết tải bảng dạng CSV, JSON hay không." },
}

local all = {}
for _, list in ipairs { choose.args, LOOK, AROUND } do table.move(list, 1, #list, #all + 1, all) end
return all
