-- sitemap.xml by the protocol of sitemaps.org, version 0.9, and robots.txt.
local M = {}

local HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<%s xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'

-- A status may stand for a date; it has no year.
local function is_date(value)
  return type(value) == "userdata" and value.year ~= nil
end

-- The newest day that `page` tells of itself, in words; nil where it tells none.
local function last_change(page)
  local changed, updated = page.date, page.updated
  if updated and is_date(updated) and (not changed or updated > changed) then changed = updated end
  return changed and date.format(changed, "iso")
end

-- Written by hand, since there may be 50,000 of them. A path is percent-encoded, so only the portal's own address may hold what XML
-- has to escape.
local function line(name, address, changed)
  if not changed then return "<" .. name .. "><loc>" .. address .. "</loc></" .. name .. ">\n" end
  return "<" .. name .. "><loc>" .. address .. "</loc><lastmod>" .. changed .. "</lastmod></" .. name .. ">\n"
end

local escapes = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;" }

local function escaped(path)
  return (url.absolute(path):gsub("[&<>]", escapes))
end

-- How the full address of a path is written.
local function writer(site)
  return site.base_url:find("[&<>]") and escaped or url.absolute
end

-- The lines `from` to `to` as a file for `add`.
local function file(path, name, lines, from, to)
  return { path = path, text = HEAD:format(name) .. table.concat(lines, "", from, to) .. "</" .. name .. ">\n" }
end

-- A list of lines, and a function that adds to it the line of a path and its page (or nil).
function M.lines(site)
  local lines, address = {}, writer(site)
  return lines, function(path, page) lines[#lines + 1] = line("url", address(path), page and last_change(page)) end
end

-- The files for `add`: sitemap.xml, or where there are more than `most` lines, parts and sitemap.xml as their index.
function M.files(site, lines, most)
  if #lines <= most then return { file("sitemap.xml", "urlset", lines, 1, #lines) } end
  local files, index, address = {}, {}, writer(site)
  for from = 1, #lines, most do
    local path = ("sitemap-%d.xml"):format(#files + 1)
    files[#files + 1] = file(path, "urlset", lines, from, math.min(from + most - 1, #lines))
    index[#index + 1] = line("sitemap", address(path))
  end
  files[#files + 1] = file("sitemap.xml", "sitemapindex", index, 1, #index)
  return files
end

-- The text of robots.txt, or nil: it counts only at the root of a host, so a section below a path has none.
function M.robots(site)
  if site.base_url:match("^%a+://[^/]+/$") then
    return "User-agent: *\nAllow: /\n\nSitemap: " .. url.absolute("sitemap.xml") .. "\n"
  end
end

return M
