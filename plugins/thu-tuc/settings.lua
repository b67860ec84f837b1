-- What portal.yaml can say about procedures. They stand apart from the modules that use them, which most pages need not load.
local BY_CODE = "p/home/dvc-chi-tiet-thu-tuc-hanh-chinh.html?ma_thu_tuc={mã}"

return {
  { "board", "bool", label = "niêm yết", default = true, help = "Có làm các tờ niêm yết khổ A4 hay không." },
  { "board_fields", "list", label = "lĩnh vực niêm yết", item = { type = "text" }, optional = true, example = "Hộ tịch; Chứng thực",
    help = "Chỉ làm tờ niêm yết của những lĩnh vực này; bỏ trống là mọi lĩnh vực." },
  { "board_content", "choice", label = "nội dung tờ niêm yết", choices = { "gọn", "đầy đủ" }, default = "gọn",
    help = "Gọn là những gì người dân cần, thường vừa một tờ; đầy đủ thêm trình tự, yêu cầu, mẫu đơn, căn cứ pháp lý." },
  { "check_after", "int", label = "đối chiếu lại sau", unit = "ngày", default = 90, min = 1,
    help = "Trang nhắc người đọc khi lần đối chiếu gần nhất với Cổng Dịch vụ công quốc gia đã quá từng ấy ngày." },
  { "by_code", "text", label = "địa chỉ theo mã", default = BY_CODE, example = BY_CODE,
    help = "Trang của một thủ tục trên cổng dịch vụ công, viết tiếp sau tên miền hoặc cả địa chỉ; {mã} là chỗ của mã thủ tục." },
  { "lists", "bool", label = "trang theo lĩnh vực", default = true,
    help = "Có làm cho mỗi lĩnh vực, mỗi cơ quan một trang danh mục hay không." },
  { "open_data", "bool", label = "dữ liệu mở", default = true, help = "Có đăng dữ liệu mở về thủ tục ở du-lieu/thu-tuc.html hay không." },
  { "licence", "text", label = "điều kiện sử dụng", optional = true, example = "Được dùng lại tự do, có ghi nguồn.",
    help = "Điều kiện dùng lại dữ liệu mở; bỏ trống thì trang chỉ đề nghị ghi nguồn." },
}
