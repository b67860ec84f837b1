-- Pages that need no script: one per field and one per agency, each with its table, and a page of all fields and of all agencies.
local list = require "list"
local plain = require "plain"
local table_files = require "table_files"
local view = require "view"
local words = require "words"

local M = {}

local FOLDER = "danh-muc/"
local COLUMNS = { "mã", "tên", "thời hạn", "phí", "mức độ" }

local KINDS = {
  { key = "field", folder = "linh-vuc", label = "Lĩnh vực", title = "Thủ tục theo lĩnh vực", of = "lĩnh vực", before = "Thủ tục lĩnh vực " },
  { key = "agency", folder = "co-quan", label = "Cơ quan", title = "Thủ tục theo cơ quan thực hiện", of = "cơ quan",
    before = "Thủ tục của " },
}

local function index_path(kind) return FOLDER .. kind.folder .. ".html" end

-- Gives the model the paths of the two pages that lead to all lists: `lists` = { field, agency }.
function M.attach(model, site)
  if not site.settings["thu-tuc"].lists or #model.procedures == 0 then return model end
  model.lists = {}
  for _, kind in ipairs(KINDS) do model.lists[kind.key] = url.path(index_path(kind)) end
  return model
end

local function args_of(kind, group)
  return {
    columns = COLUMNS, order = "tên", find = true, files = true,
    field = kind.key == "field" and { { name = group.name } } or nil,
    agency = kind.key == "agency" and { group.name } or nil,
    group = kind.key == "agency" and "lĩnh vực" or nil,
  }
end

local function count(procedures, online)
  local n = 0
  for _, one in ipairs(procedures) do
    if one.online == online then n = n + 1 end
  end
  return n
end

local function numbers_of(name, procedures)
  local full, partial = count(procedures, "toàn trình"), count(procedures, "một phần")
  return { name, #procedures, full, partial, #procedures - full - partial }
end

-- How many procedures each has, and how many of them can be filed online.
local function summary(kind, groups, all)
  local rows = {}
  for i, group in ipairs(groups) do rows[i] = numbers_of(group.url and html.link(group.url, group.name) or group.name, group.list) end
  return html.tag("div", { class = "counts" }, html.table {
    caption = "Số thủ tục đang có và sắp có hiệu lực, theo " .. kind.of,
    head = { kind.label, "Số thủ tục", "Toàn trình", "Một phần", "Còn lại" }, rows = rows, foot = numbers_of("Tổng số", all),
    align = { [2] = "number", [3] = "number", [4] = "number", [5] = "number" }, row_head = 1,
  })
end

-- Gives the groups that have a name their pages; two names may have one slug.
local function give_pages(kind, groups)
  local taken = {}
  for _, group in ipairs(groups) do
    if group.list[1][kind.key] and not words.is_unknown(group.name) then
      local slug = text.slug(group.name)
      taken[slug] = (taken[slug] or 0) + 1
      group.path = FOLDER .. kind.folder .. "/" .. slug .. (taken[slug] > 1 and "-" .. taken[slug] or "") .. ".html"
      group.url = url.path(group.path)
    end
  end
end

-- What every page of the groups leads to: the same list for all of them.
local function links_of(groups)
  local links = {}
  for _, group in ipairs(groups) do
    if group.url then links[#links + 1] = { url = group.url, name = group.name, count = #group.list } end
  end
  return links
end

local function add_group(kind, group, links, site, add)
  local shown = view.of(args_of(kind, group), group.list)
  local path = table_files.path(group.url)
  local place = { path = path, number = 1, open_data = site.data["thu-tuc"].open_data }
  add {
    path = group.path, template = "danh-muc.html", listed = false, title = kind.before .. group.name,
    description = ("Bảng %s."):format(view.words(shown)),
    data = { table = list.draw(shown, place), all = { url = url.path(index_path(kind)), title = kind.title },
      label = kind.label .. " khác", others = links },
  }
  table_files.add(shown, path, site, add)
end

local function add_kind(kind, site, add)
  local shown = view.of({ columns = COLUMNS, order = "tên", group = kind.of }, plain.procedures(site))
  local groups = shown.groups
  give_pages(kind, groups)
  local links = links_of(groups)
  for _, group in ipairs(groups) do
    if group.url then add_group(kind, group, links, site, add) end
  end
  add {
    path = index_path(kind), template = "danh-muc.html", title = kind.title,
    description = ("%s thủ tục hành chính, chia theo %s; mỗi %s một trang."):format(num.format(#shown.list), kind.of, kind.of),
    data = { table = summary(kind, groups, shown.list), files = true },
  }
end

function M.plan(site, add)
  if not site.data["thu-tuc"].lists then return end
  for _, kind in ipairs(KINDS) do add_kind(kind, site, add) end
end

return M
