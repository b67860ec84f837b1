---@meta
-- luacheck: ignore
-- Made by cchc's own tests (UPDATE=1) from generator/script/api_rows.c and api_classes.c.

---@class Html

---@class Xml

---@class Path

---@class Date
---@field year integer
---@field month integer
---@field day integer
---@field weekday integer
---@field hour? integer
---@field minute? integer

---Table mà plugin.lua trả về.
---@class Plugin
---@field name string Tên của thư mục.
---@field api integer Luôn là 1.
---@field version? any Phiên bản của phần mở rộng.
---@field help? string Một câu nói phần mở rộng làm gì.
---@field settings? Arg[]|fun(): Arg[] Những điều cổng đặt được trong portal.yaml; bảng dài thì đặt trong một hàm, được gọi một lần.
---@field directives? table<string, Directive> Khối dựng sẵn, theo tên viết trong bài.
---@field roles? table<string, Directive> Mẩu viết liền trong câu, theo tên.
---@field filters? table<string, fun(value: any, ...: any): any|{ run: function, once: boolean }> Bộ lọc cho mẫu trang, theo tên: một hàm, hoặc { run = hàm, once = true } khi kết quả được nhớ cho mọi trang.
---@field collect? fun(site: Site): any Tính một lần từ cả cổng; kết quả là site.data[tên].
---@field plan? fun(site: Site, add: fun(output: AddedOutput)) Thêm tệp và trang.
---@field finish? fun(site: Site, outputs: Output[], add: fun(output: AddedOutput)) Như plan, sau plan của mọi phần mở rộng; biết mọi trang và tệp đã có.
---@field check? fun(site: Site, report: fun(finding: Finding)) Kiểm tra và báo cho người biên tập.
---@field imports? table<string, Import> Đọc dữ liệu từ nơi khác thành bài, theo tên.

---Một khối dựng sẵn hoặc một mẩu viết liền trong câu.
---@class Directive
---@field help? string Một câu cho người biên tập.
---@field args? Arg[]|fun(): Arg[] Các tham số, theo thứ tự; bảng dài thì đặt trong một hàm, được gọi một lần.
---@field render fun(args: Args, page: Page, site: Site): Html|string|nil Làm ra HTML; cùng tham số thì cùng kết quả.

---Một cách đọc dữ liệu từ nơi khác.
---@class Import
---@field help? string Một câu nói đọc gì.
---@field args? Arg[] Các tham số, theo thứ tự.
---@field row fun(row: table, number: integer, options: table): any Một dòng dữ liệu thành một bài.

---Khai báo một tham số: { "tên", "kiểu", label = … }.
---@class Arg
---@field [1] string Tên, chữ thường không dấu.
---@field [2] string Kiểu, như của trường.
---@field label? string Tên mà người biên tập ghi.
---@field aliases? string[] Những cách ghi khác.
---@field optional? boolean Được bỏ trống.
---@field default? any Giá trị khi bỏ trống.
---@field choices? any[] Các lựa chọn.
---@field to? string Loại mà ref chỉ tới.
---@field item? table Kiểu của từng mục trong list.
---@field of? string Kiểu của từng mục trong list, viết tắt.
---@field fields? any[] Các trường con của map.
---@field unit? string Đơn vị đo.
---@field min? number Giới hạn dưới.
---@field max? number Giới hạn trên.
---@field pattern? string Biểu thức chính quy mà giá trị phải khớp.
---@field need? string Như của trường.
---@field example? string Một giá trị đúng.
---@field source? string Căn cứ.
---@field help? string Một câu cho người biên tập.

---Các tham số đã đọc theo kiểu; tham số bỏ trống là nil.
---@class Args
---@field [string] any Giá trị, theo tên của tham số.

---Cả cổng, chỉ để đọc.
---@class Site
---@field name string Tên của phần này trên cổng.
---@field date Date Ngày dựng; không có cách nào khác để hỏi giờ.
---@field home Path Trang chủ.
---@field columns Column[] Các chuyên mục cấp đầu.
---@field pages Page[] Mọi trang, mới trước.
---@field latest Page[] Những trang có ngày, mới trước.
---@field tags Tag[] Các từ khóa.
---@field kinds table<string, Kind> Các loại nội dung, theo tên tiếng Anh.
---@field records table<string, any[]> Các danh sách trong du-lieu, theo tên tiếng Anh của loại.
---@field menu any[] Trình đơn: title, url.
---@field notices any[] Thông báo còn hạn: text, url, from, until.
---@field blocks any[] Các khối của trang chủ: column, title, items.
---@field theme string Tên giao diện.
---@field lang string Ngôn ngữ của cổng.
---@field portal any Các khóa của portal.yaml, theo tên tiếng Anh.
---@field data table<string, any> Kết quả collect của từng phần mở rộng, theo tên.
---@field settings table<string, any> Thiết đặt của từng phần mở rộng, theo tên.
---@field calls table<string, Call[]> Mọi chỗ dùng một khối hay mẩu dựng sẵn, theo tên của nó.
---@field base_url? string Địa chỉ gốc, có «/» ở cuối.

---Một trang, chỉ để đọc.
---@class Page
---@field title string Tiêu đề.
---@field description? string Tóm tắt.
---@field url Path Đường dẫn, dùng với html.link hay url.absolute.
---@field kind string Tên tiếng Anh của loại nội dung.
---@field kind_label string Tên tiếng Việt của loại nội dung.
---@field column? Column Chuyên mục.
---@field date? Date Ngày của trang.
---@field updated? Date Ngày cập nhật.
---@field state? string Trạng thái.
---@field tags Tag[] Các từ khóa.
---@field unit? any Trang của đơn vị.
---@field author? string Người viết.
---@field meta any Mọi trường đã đọc theo kiểu, theo tên tiếng Anh.
---@field meta_refs any Trang hay dòng mà các trường ref chỉ tới, theo tên trường.
---@field image? File Ảnh đại diện.
---@field files File[] Tệp đính kèm và các ảnh khác.
---@field body any Nội dung; chỉ mẫu trang viết ra được.
---@field order? number Thứ tự trong chuyên mục.
---@field source string Tệp nguồn, tính từ content/.
---@field sections table<string, Section> Các mục của phần nội dung, theo tên tiếng Anh.
---@field section_list Section[] Các mục theo thứ tự viết.
---@field missing any[] Những mục còn thiếu: name, label, source.

---Một chuyên mục.
---@class Column
---@field title string Tên.
---@field description? string Tóm tắt.
---@field url Path Đường dẫn.
---@field count integer Số trang.
---@field kind string Tên tiếng Anh của loại nội dung.
---@field kind_label string Tên tiếng Việt của loại, khi nói về nhiều mục.
---@field name string Thư mục.
---@field parent? Column Chuyên mục chứa nó.
---@field columns Column[] Chuyên mục con.
---@field items Page[] Các trang, theo thứ tự của chuyên mục.
---@field latest Page[] Các trang mới nhất.

---Một mục của phần nội dung.
---@class Section
---@field name string Tên tiếng Anh.
---@field label string Tên tiếng Việt.
---@field anchor string Neo của đề mục.
---@field body any Nội dung; chỉ mẫu trang viết ra được.
---@field value any Danh sách hoặc bảng đã đọc theo kiểu; có chia nhóm thì là danh sách { title, items }.

---Một ảnh hay tệp của trang.
---@class File
---@field url Path Đường dẫn.
---@field name string Tên tệp.
---@field label string Tên để hiện ra.
---@field type? string Loại tệp: PDF, DOCX…
---@field size? integer Số byte.

---Một từ khóa.
---@class Tag
---@field name string Tên.
---@field url Path Đường dẫn.
---@field count integer Số trang.

---Một loại nội dung.
---@class Kind
---@field name string Tên tiếng Anh.
---@field label string Tên tiếng Việt.
---@field plural string Tên khi nói về nhiều mục.
---@field count integer Số trang hoặc số dòng.
---@field fields KindField[] Các trường đã khai báo, theo thứ tự.
---@field sections KindSection[] Các mục đã khai báo của phần nội dung.
---@field schema string JSON Schema (2020-12) của dữ liệu loại này, như json.encode viết ra page.meta; sections là giá trị của các mục.

---Một trường đã khai báo, hoặc một cột của bảng.
---@class KindField
---@field name string Tên tiếng Anh, như trong page.meta.
---@field label string Tên tiếng Việt.
---@field type string Kiểu; của danh sách là kiểu của từng mục.
---@field many boolean Đúng khi là danh sách.
---@field common boolean Đúng khi mọi loại đều có trường này.
---@field need string optional, required, status hoặc condition.
---@field unit? string Đơn vị đo.
---@field choices? string[] Các lựa chọn, như hiện ra.
---@field to? string Loại mà ref chỉ tới.
---@field fields? KindField[] Các trường con của map.
---@field source? string Căn cứ.
---@field help? string Một câu cho người biên tập.
---@field example? string Một giá trị đúng, như người biên tập ghi.

---Một mục đã khai báo của phần nội dung.
---@class KindSection
---@field name string Tên tiếng Anh, như trong page.sections.
---@field label string Tiêu đề của mục.
---@field shape string markdown, list hoặc table.
---@field need string Như của trường.
---@field groups boolean Đúng khi được chia nhóm bằng tiểu mục.
---@field columns? KindField[] Các cột của bảng.
---@field source? string Căn cứ.
---@field help? string Một câu cho người biên tập.

---Một chỗ dùng khối hay mẩu dựng sẵn.
---@class Call
---@field args Args Các tham số.
---@field page Page Trang có nó.

---Một tệp sẽ có trên mạng.
---@class Output
---@field url Path Đường dẫn.
---@field title? string Tiêu đề.
---@field kind string page, home, column, tag, tags, 404, alias, file hoặc output.
---@field number integer Phần thứ mấy của một danh sách nhiều phần.
---@field page? Page Trang, khi kind là page.
---@field listed boolean Sai khi phần mở rộng thêm nó với listed = false: sơ đồ trang không nêu.

---Một tệp (path, text) hoặc một trang (path, template, title, description, data) mà plan thêm.
---@class AddedOutput
---@field path string Đường dẫn, tính từ gốc của cổng.
---@field text? string|string[] Nội dung của tệp .xml, .json, .csv, .txt…; danh sách thì các phần nối liền nhau.
---@field template? string Mẫu trang, của giao diện hoặc của phần mở rộng.
---@field title? string Tiêu đề của trang.
---@field description? string Tóm tắt của trang.
---@field data? any Dữ liệu cho mẫu trang, dưới tên data.
---@field listed? boolean false khi trang chỉ nói lại điều trang khác nói, như bản để in: sơ đồ trang không nêu.

---Một điều mà check báo.
---@class Finding
---@field message string Sai ở đâu, một câu tiếng Việt không có dấu chấm ở cuối.
---@field message_en? string Câu ấy bằng tiếng Anh.
---@field hint? string Thế nào là đúng.
---@field hint_en? string Câu ấy bằng tiếng Anh.
---@field level? string error, warning (mặc định) hoặc note.
---@field at? any Một trang hoặc một giá trị viết trong content/, để thông báo chỉ đúng dòng.
---@field key? string Trường của trang, hay khóa của giá trị ấy, mà thông báo nói đến: chữ và số tự chúng không nhớ dòng.

---Tham số của html.table.
---@class TableOptions
---@field caption string Bảng này là gì.
---@field head any[] Tên các cột.
---@field rows any[][] Các hàng, mỗi hàng là danh sách các ô.
---@field foot? any[] Hàng cuối.
---@field align? table<integer, string> Các cột số: { [3] = "number" }.
---@field row_head? any Cột mang tên của hàng, mặc định 1; false là không có.

---Tham số của svg.qr.
---@class QrOptions
---@field title? string Mã này dẫn tới đâu, cho người không nhìn thấy.
---@field class? string Lớp để đặt cỡ bằng css.

---@class htmllib
html = {}

---Một thẻ với thuộc tính và nội dung; chữ tự được mã hóa, HTML giữ nguyên, danh sách được trải ra, nil và false bỏ qua.
---@param name string
---@param attributes? table
---@param ... any
---@return Html
function html.tag(name, attributes, ...) end

---Chữ đã mã hóa thành HTML.
---@param text string
---@return Html
function html.text(text) end

---Các phần đứng liền nhau, không có thẻ bao ngoài.
---@param ... any
---@return Html
function html.join(...) end

---Liên kết tới một đường dẫn của cổng hoặc một địa chỉ http, https, mailto, tel.
---@param target any
---@param ... any
---@return Html
function html.link(target, ...) end

---Ảnh của cổng với lời mô tả; không có lời mô tả là ảnh trang trí.
---@param src any
---@param alt? string
---@param attributes? table
---@return Html
function html.img(src, alt, attributes) end

---Bảng đọc được bằng mọi máy đọc, từ { caption =, head =, rows =, foot =, align = { [3] = "number" }, row_head = 1 }; ô là chữ, số, ngày hoặc HTML.
---@param options TableOptions
---@return Html
function html.table(options) end

---@class svglib
svg = {}

---Một phần của hình vẽ; số trong thuộc tính có nhiều nhất 2 chữ số thập phân.
---@param name string
---@param attributes? table
---@param ... any
---@return Html
function svg.tag(name, attributes, ...) end

---Số để ghép vào d hay transform, nhiều nhất 2 chữ số thập phân.
---@param x number
---@return string
function svg.number(x) end

---Danh sách { x, y } viết như thuộc tính points cần.
---@param points number[][]
---@return string
function svg.points(points) end

---Mã QR của chữ (thường là một địa chỉ đầy đủ), nhiều nhất 500 byte, bằng { title =, class = }; không có title thì trình đọc màn hình bỏ qua.
---@param text string
---@param options? QrOptions
---@return Html
function svg.qr(text, options) end

---@class xmllib
xml = {}

---Một thẻ XML như html.tag; số và ngày viết cho máy đọc, HTML thành chữ đã mã hóa.
---@param name string
---@param attributes? table
---@param ... any
---@return Xml
function xml.tag(name, attributes, ...) end

---Cả tệp XML, để đưa vào add{ path =, text = }.
---@param root Xml
---@return string
function xml.document(root) end

---@class urllib
url = {}

---Đường dẫn của một tệp trong cổng, viết từ gốc: «nguon-tin/rss.xml»; liên kết tới nó đúng ở mọi trang.
---@param text string
---@return Path
function url.path(text) end

---Địa chỉ đầy đủ của một đường dẫn; nil khi cổng chưa khai báo địa chỉ gốc.
---@param path any
---@return string?
function url.absolute(path) end

---Chữ mã hóa (%…) để đặt vào sau «?» của một địa chỉ.
---@param text string
---@return string
function url.encode(text) end

---@class datelib
date = {}

---Ngày từ năm, tháng, ngày; năm từ 1900 đến 2200.
---@param year integer
---@param month integer
---@param day integer
---@return Date
function date.make(year, month, day) end

---Đọc ngày viết như 05/3/2026 hay 2026-03-05; không đọc được thì nil và lý do.
---@param text string
---@return Date?
function date.parse(text) end

---Chữ của ngày: «ngày» (05/3/2026, mặc định), «ngày giờ» (14:30 05/3/2026), «iso» (2026-03-05); cho nguồn tin: «rfc822», «rfc3339».
---@param date Date
---@param form? string
---@return string
function date.format(date, form) end

---Ngày sau (hoặc trước, với số âm) từng ấy ngày.
---@param date Date
---@param days integer
---@return Date
function date.add(date, days) end

---Số ngày từ ngày đầu đến ngày sau; âm khi ngày sau đứng trước.
---@param from Date
---@param to Date
---@return integer
function date.between(from, to) end

---Tên thứ: Thứ Hai … Chủ Nhật.
---@param date Date
---@return string
function date.weekday(date) end

---Năm.
---@param date Date
---@return integer
function date.year(date) end

---Tháng, 1 đến 12.
---@param date Date
---@return integer
function date.month(date) end

---Quý, 1 đến 4.
---@param date Date
---@return integer
function date.quarter(date) end

---@class numlib
num = {}

---Số viết như 1.234,5; có thể định trước số chữ số thập phân.
---@param x number
---@param decimals? integer
---@return string
function num.format(x, decimals) end

---Đọc số viết như 1.234,5; không đọc được thì nil.
---@param text string
---@return number?
function num.parse(text) end

---Phần trăm của phần trong toàn bộ: 25,6%; nhiều nhất 1 chữ số thập phân nếu không nói khác.
---@param part number
---@param whole number
---@param decimals? integer
---@return string
function num.percent(part, whole, decimals) end

---Làm tròn; nửa thì làm tròn ra xa số 0.
---@param x number
---@param decimals? integer
---@return number
function num.round(x, decimals) end

---@class textlib
text = {}

---Chữ thường, bỏ dấu, đ thành d, để so sánh tên: «Tiêu đề» thành tieu-de.
---@param text string
---@return string
function text.fold(text) end

---Tên dùng trong địa chỉ trang, chỉ gồm a-z, 0-9 và «-».
---@param text string
---@return string
function text.slug(text) end

---Chữ ở dạng Unicode dựng sẵn (NFC).
---@param text string
---@return string
function text.nfc(text) end

---Chữ hoa, cả chữ có dấu.
---@param text string
---@return string
function text.upper(text) end

---Chữ thường, cả chữ có dấu.
---@param text string
---@return string
function text.lower(text) end

---Chữ không còn khoảng trắng ở hai đầu.
---@param text string
---@return string
function text.trim(text) end

---Nhiều nhất từng ấy ký tự, cắt giữa hai từ, thêm «…».
---@param text string
---@param most integer
---@return string
function text.truncate(text, most) end

---Số ký tự; # của Lua đếm byte.
---@param text string
---@return integer
function text.length(text) end

---Các phần giữa hai dấu ngăn cách.
---@param text string
---@param by string
---@return string[]
function text.split(text, by) end

---Nối danh sách, mặc định bằng «, »; «last» đứng trước mục cuối.
---@param list any[]
---@param between? string
---@param last? string
---@return string
function text.join(list, between, last) end

----1, 0 hoặc 1 theo thứ tự tiếng Việt: a ă â b c d đ…, dấu thanh sau cùng.
---@param a string
---@param b string
---@return integer
function text.compare(a, b) end

---Danh sách mới theo thứ tự tiếng Việt, có thể theo một khóa của từng mục; mục không có khóa đứng cuối.
---@param list any[]
---@param key? string
---@return any[]
function text.sort(list, key) end

---Tên gần giống nhất trong danh sách, để gợi ý; không có, tên quá dài hay danh sách quá lớn thì nil.
---@param name string
---@param list string[]
---@return string?
function text.nearest(name, list) end

---@class regexlib
regex = {}

---Đúng khi toàn bộ chữ khớp với mẫu (PCRE2).
---@param text string
---@param pattern string
---@return boolean
function regex.is(text, pattern) end

---Các nhóm của chỗ khớp đầu tiên, hoặc cả chỗ khớp khi mẫu không có nhóm; không khớp thì nil.
---@param text string
---@param pattern string
---@return string?
function regex.match(text, pattern) end

---Byte đầu và byte cuối của chỗ khớp đầu tiên, như string.find.
---@param text string
---@param pattern string
---@param from? integer
---@return integer?
function regex.find(text, pattern, from) end

---Mọi chỗ khớp: chữ, hoặc danh sách các nhóm khi mẫu có từ 2 nhóm.
---@param text string
---@param pattern string
---@return any[]
function regex.all(text, pattern) end

---Thay các chỗ khớp bằng chữ (với $1, $2…) hoặc bằng kết quả của một hàm; trả thêm số chỗ đã thay.
---@param text string
---@param pattern string
---@param replacement any
---@param most? integer
---@return string
function regex.replace(text, pattern, replacement, most) end

---@class csvlib
csv = {}

---Một dòng CSV; ô mà bảng tính sẽ chạy như công thức được thêm dấu '.
---@param cells any[]
---@param separator? string
---@return string
function csv.row(cells, separator) end

---Cả tệp CSV mà Excel mở đúng; với «;» số viết dấu phẩy thập phân.
---@param rows any[][]
---@param separator? string
---@return string
function csv.table(rows, separator) end

---@class datalib
data = {}

---Bản sao một tầng thành table riêng, để sửa hay hỏi nhiều lần cho nhanh; bên trong vẫn là dữ liệu của cổng.
---@param value any
---@return table
function data.copy(value) end

---@class jsonlib
json = {}

---Dữ liệu viết thành JSON, các khóa theo thứ tự chữ.
---@param value any
---@return string
function json.encode(value) end
