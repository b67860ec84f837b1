-- One way through all outputs, which may be many: what of them search engines, people and robots.txt should know.
local M = {}

-- Of lists in parts the first part is listed: what the others lead to is listed itself. Pages of tags repeat what columns list.
local listed = { page = true, home = true, column = true, output = true }
local general = { home = true, output = true, tags = true }

-- Whether there are pages outside any column, which few of many pages are.
local function has_outside(site)
  local inside = 0
  for _, column in ipairs(site.columns) do inside = inside + column.count end
  return #site.pages > inside
end

-- Calls `visit(path, page)` for each page that search engines should know; `page` is nil where it is not one of content/. Returns
-- { general = pages outside any column: { title, url, kind }, files = set of the paths of files }.
function M.of(site, outputs, visit)
  local found, outside = { general = {}, files = {} }, has_outside(site)
  for _, output in ipairs(outputs) do
    local kind = output.kind
    if kind == "file" then
      found.files[tostring(output.url)] = true
    elseif output.listed and (listed[kind] or kind == "tags") then
      local page = kind == "page" and output.page or nil
      if listed[kind] and output.number < 2 then visit(output.url, page) end
      if general[kind] or outside and page and not page.column then
        found.general[#found.general + 1] = { title = output.title, url = output.url, kind = kind }
      end
    end
  end
  return found
end

return M
