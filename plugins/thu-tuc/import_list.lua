-- The province's list of procedures (--danh-muc): which codes are to be imported, and whether a service is online in full or in part.
local wording = require "import_words"

local M = {}

-- Names that such lists have for a column, after the canonical one.
local COLUMNS = {
  code = { "ma_thu_tuc", "ma_tthc", "ma_so_tthc", "ma_so", "ma", "ma_ho_so_tthc", "ma_thu_tuc_hanh_chinh" },
  level = { "muc_do", "muc_do_dich_vu", "muc_do_dich_vu_cong", "muc_do_dvc", "muc_do_dvctt", "loai_dich_vu", "loai_dvc", "dich_vu_cong_truc_tuyen" },
  full = { "toan_trinh", "dvc_toan_trinh", "dvctt_toan_trinh", "dich_vu_cong_truc_tuyen_toan_trinh", "truc_tuyen_toan_trinh" },
  partial = { "mot_phan", "dvc_mot_phan", "dvctt_mot_phan", "dich_vu_cong_truc_tuyen_mot_phan", "truc_tuyen_mot_phan" },
}

local LEVELS = { -- by what a folded cell holds, the first that does
  { "toan-trinh", "toàn trình" }, { "muc-do-4", "toàn trình" }, { "mot-phan", "một phần" }, { "muc-do-3", "một phần" },
  { "cung-cap-thong-tin", "cung cấp thông tin" }, { "chua", "chưa cung cấp trực tuyến" },
}

local function cell(row, kind)
  for _, name in ipairs(COLUMNS[kind]) do
    local words = row[name] and wording.one_line(tostring(row[name])) or ""
    if words ~= "" then return words end
  end
  return ""
end

-- The eight characters that a procedure is known by, "1.001193" of "1.001193.000.00.00.H24". A spreadsheet that took a code for a number
-- dropped its last noughts: "2.00025".
local function key(code)
  code = code:gsub("%s", ""):gsub(",", ".")
  local short = code:match("^[1-9]%.(%d+)$")
  if short and #short < 6 then code = code .. ("0"):rep(6 - #short) end
  return code:sub(1, 8)
end

local function level_of(row)
  local words = text.fold(cell(row, "level"))
  for _, level in ipairs(LEVELS) do
    if words:find(level[1], 1, true) then return level[2] end
  end
  if cell(row, "full") ~= "" then return "toàn trình" end
  return cell(row, "partial") ~= "" and "một phần" or nil
end

-- Where the list has the code: the row's number and its level (nil: it does not tell). Nil: it does not ask for the code.
function M.find(list, code)
  code = key(code)
  for number, row in ipairs(list) do
    if key(cell(row, "code")) == code then return number, level_of(row) end
  end
  return nil
end

return M
