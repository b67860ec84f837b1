-- The portal's list of papers, whose cells a crawl put side by side: once per case a label, the table's head and the papers, each with
-- its name, perhaps the name of a form's file, and "1 bản chính,1 bản sao". The next label follows the last number directly.
local wording = require "import_words"

local M = {}

local HEAD = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
-- A number of copies has one digit (there is no other where its beginning is plain); "01 bản chính" is words of a name.
local QUANTITY = "(\\d*?)(\\d) bản chính(?:\\s*,\\s*(\\d) bản sao)?"
local FILE = "\\.(?i:docx?|pdf|xlsx?|rar|zip|jpe?g|png|rtf|odt)(?![a-zà-ỹ])"
-- Where a name ends and the name of a file begins: nothing stands between them. Most certain first.
local SEAMS = {
  "[;:)”\"](?=[\\p{Lu}\\d])",
  "[^\\d\\s]\\.(?=[\\p{L}\\d])",
  "\\p{Ll}(?=\\p{Lu})",
  "[\\p{Lu}\\d](?=M[ẫaâ]u|Mus|Phụ lục|Phu luc|Đơn|Tờ khai|Văn bản)",
}

local function last_end(s, pattern)
  local from, ends = 1, nil
  while true do
    local at, last = regex.find(s, pattern, from)
    if not at then return ends end
    ends, from = last, last + 1
  end
end

-- The name of a paper and that of its form's file, which is nil where there is none; false where they cannot be told apart.
local function split_form(s)
  local dot = regex.find(s, FILE)
  if not dot then return s, nil end
  local head = s:sub(1, dot - 1)
  for k, seam in ipairs(SEAMS) do
    local _, first = regex.find(head, seam)
    local cut = first and (k == 1 and last_end(head, seam) or first)
    if cut then return s:sub(1, cut), wording.one_line(s:sub(cut + 1)) end
  end
  return s, false
end

local function quantity_of(originals, copies)
  local parts = {}
  if originals ~= "0" then parts[1] = originals .. " bản chính" end
  if copies and copies ~= "" and copies ~= "0" then parts[#parts + 1] = copies .. " bản sao" end
  return table.concat(parts, ", ")
end

local function is_year(digits) return regex.is(digits, "(?:19|20)\\d\\d") end

-- Papers that one cell lists: "Đơn. - Biên bản. - Dự án". What stands behind a colon explains the paper before it.
local function listed(paper)
  local at = regex.find(paper, "[.;] ?- ?(?=\\p{Lu})")
  if not at or paper:sub(1, at):find(":", 1, true) then return { paper } end
  return text.split(regex.replace(paper, "([.;]) ?- ?(?=\\p{Lu})", "$1\n"), "\n")
end

-- `found` is what QUANTITY found behind `name`: the digits that the name ends with, the originals, the copies.
local function add_paper(papers, name, found, doubt)
  local digits, originals, copies = found[1], found[2], found[3]
  name = name .. digits
  if digits ~= "" and not is_year(digits) then
    local why = "số bản dính liền với chữ số cuối tên giấy tờ; coi chữ số cuối là số bản"
    doubt(why, name .. originals .. " bản chính")
  end
  local paper, form = split_form(name)
  if form == false then doubt("không tách được tên tệp mẫu khỏi tên giấy tờ", name) end
  paper, form = wording.bare(paper), form or ""
  if paper == "" then paper, form = form, "" end
  if paper == "" then
    doubt("có số bản mà không có tên giấy tờ", name .. originals .. " bản chính")
    return
  end
  local names, quantity = listed(paper), quantity_of(originals, copies)
  if #names > 1 then doubt("một ô liệt kê nhiều giấy tờ; số bản của ô được ghi cho từng giấy tờ", name) end
  for i, one in ipairs(names) do
    papers[#papers + 1] = { wording.bare(one), quantity, i == #names and form or "", original = i == 1 and name or "" }
  end
end

-- The papers of one case, and what stands behind the last number: the next case's label.
local function read_papers(s, doubt)
  local papers, from, start = {}, 1, 1
  while true do
    local at, last = regex.find(s, QUANTITY, from)
    if not at then return papers, s:sub(start) end
    local found = { regex.match(s:sub(at, last), "^" .. QUANTITY) }
    if not (found[1] == "0" and found[2] ~= "0") then
      add_paper(papers, s:sub(start, at - 1), found, doubt)
      start = last + 1
    end
    from = last + 1
  end
end

-- "Số lượng hồ sơ: 01 (bộ)" stands among the papers and is none: the number of sets, or nil.
local function sets_of(paper) return (regex.match(paper, "^Số lượng hồ sơ ?: ?(\\d{1,2} ?(?:\\([\\p{L} ]+\\))? ?\\(?bộ\\)?)$")) end

-- Takes the numbers of sets out of the cases. Nil where none is told, or several.
local function take_sets(cases)
  local told, several
  for _, case in ipairs(cases) do
    for i = #case.papers, 1, -1 do
      local sets = sets_of(case.papers[i][1])
      if sets then
        sets = regex.replace(sets, " ?\\(bộ\\)$", " bộ")
        several, told = several or (told and told ~= sets), sets
        table.remove(case.papers, i)
      end
    end
  end
  return not several and told or nil
end

local function is_remark(label) return text.fold(label) == "luu-y" end

local function add_remarks(body, papers)
  body[#body + 1] = { title = "Lưu ý" }
  for _, paper in ipairs(papers) do
    for _, block in ipairs(wording.blocks(paper.original)) do body[#body + 1] = block end
  end
end

local function label_of(s)
  local label = wording.bare(s)
  return label ~= "" and label or nil
end

M.columns = { "Tên giấy tờ", "Số lượng", "Mẫu đơn, tờ khai" }

-- The cases in the order of the source: label (nil: none) and papers.
local function read_cases(s, doubt)
  local parts, cases = text.split(s, HEAD), {}
  local label = label_of(parts[1])
  for i = 2, #parts do
    local papers, rest = read_papers(parts[i], doubt)
    if #papers > 0 then
      cases[#cases + 1] = { label = label, papers = papers }
    else
      doubt("một phần của thành phần hồ sơ không có giấy tờ nào", (label or "") .. " " .. parts[i])
    end
    label = label_of(rest)
    if i == #parts and label then doubt("còn chữ thừa sau giấy tờ cuối cùng", rest) end
  end
  return cases
end

-- Papers without a label stand first, since they would belong to the heading above them; remarks stand last.
local function body_of(cases, doubt)
  local general, body = {}, {}
  for _, case in ipairs(cases) do
    if not case.label then
      if #general > 0 then doubt("có nhiều phần hồ sơ không có tên riêng; được gộp làm một", case.papers[1][1]) end
      table.move(case.papers, 1, #case.papers, #general + 1, general)
    elseif not is_remark(case.label) then
      body[#body + 1] = { title = case.label }
      body[#body + 1] = { columns = M.columns, rows = case.papers, list = true }
    end
  end
  if #general > 0 then table.insert(body, 1, { columns = M.columns, rows = general, list = true }) end
  for _, case in ipairs(cases) do
    if case.label and is_remark(case.label) then add_remarks(body, case.papers) end
  end
  return body
end

local function forms_of(cases)
  local forms, seen = {}, {}
  for _, case in ipairs(cases) do
    for _, paper in ipairs(case.papers) do
      local form = paper[3]
      if form ~= "" and not seen[form] then forms[#forms + 1], seen[form] = form, true end
    end
  end
  return forms
end

-- Body of the section, the names of all forms and the number of sets (nil: not told); nil where the source has no such table.
-- doubt(why, words) as elsewhere.
function M.read(source, doubt)
  local s = wording.clean(source)
  if not s:find(HEAD, 1, true) then return nil end
  local cases = read_cases(s, doubt)
  local sets = take_sets(cases)
  local body, forms = body_of(cases, doubt), forms_of(cases)
  for _, case in ipairs(cases) do
    for _, paper in ipairs(case.papers) do paper.original = nil end
  end
  return body, forms, sets
end

return M
