-- chi-so: series of index numbers (kind `index`), their charts, their files, and the rules that their numbers keep.
local check = require "check"
local components = require "components"
local figure = require "figure"
local latest = require "latest"
local numbers = require "numbers"
local series = require "series"

local shows = { "giá trị", "thứ hạng" }

local index = { name = "chi-so", version = 1, api = 1 }

local from = { "from", "int", label = "từ năm", aliases = { "từ" }, optional = true, example = "2020",
  help = "Năm đầu được lấy." }
local to = { "to", "int", label = "đến năm", aliases = { "đến" }, optional = true, example = "2024",
  help = "Năm cuối được lấy." }

index.directives = {}

index.directives["bieu-do-chi-so"] = {
  help = "Biểu đồ của một đến bốn chỉ số qua các năm, kèm bảng số liệu và nguồn.",
  args = {
    { "index", "list", label = "chỉ số", aliases = { "tên" }, item = { type = "ref", to = "index_series" },
      example = "PAR INDEX Hải Phòng", help = "Một đến bốn chỉ số cùng thang, cách nhau bằng dấu chấm phẩy." },
    { "form", "choice", label = "dạng", choices = { "đường", "cột" }, optional = true,
      help = "Bỏ trống thì ít năm vẽ cột, nhiều năm vẽ đường." },
    { "show", "choice", label = "hiện", choices = shows, default = "giá trị", help = "Vẽ giá trị hay thứ hạng." },
    from, to,
    { "title", "text", label = "tiêu đề", optional = true,
      help = "Bỏ trống thì tiêu đề là một câu nói điều số liệu cho thấy." },
  },
  render = function(args) return figure.draw(args) end,
}

index.directives["thanh-phan-chi-so"] = {
  help = "Bảng các thành phần của một chỉ số, với điểm cao nhất và giá trị; không ghi năm nào thì lấy năm mới nhất.",
  args = {
    { "index", "ref", to = "index_series", label = "chỉ số", aliases = { "tên" }, example = "PAR INDEX Hải Phòng",
      help = "Tên của chỉ số." },
    from, to,
  },
  render = function(args) return components.table(args) end,
}

index.roles = { ["gia-tri-chi-so"] = {
  help = "Giá trị hoặc thứ hạng mới nhất của một chỉ số, viết liền trong câu.",
  args = {
    { "index", "ref", to = "index_series", label = "chỉ số", aliases = { "tên" }, help = "Tên của chỉ số." },
    { "year", "int", label = "năm", optional = true, help = "Bỏ trống là năm mới nhất; khi ấy năm được ghi kèm." },
    { "show", "choice", label = "hiện", choices = shows, default = "giá trị", help = "Giá trị hay thứ hạng." },
  },
  render = function(args) return latest.words(args) end,
} }

-- The numbers of each series as a file.
function index.plan(site, add)
  for _, record in ipairs(site.records.index_series) do
    local one = series.read_all({ record })[1]
    add({ path = numbers.path(one), text = numbers.file(one) })
  end
end

function index.check(site, report)
  for _, record in ipairs(site.records.index_series) do check.record(record, site.date, report) end
end

return index
