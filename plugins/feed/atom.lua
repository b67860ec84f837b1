-- Atom 1.0 (RFC 4287).
local entry = require "entry"

local M = {}

local function stamp(when)
  return date.format(when, "rfc3339")
end

local function one_entry(one)
  return entry.block("entry", nil,
    xml.tag("id", one.address),
    xml.tag("title", one.title),
    xml.tag("link", { rel = "alternate", type = "text/html", href = one.address }),
    xml.tag("published", stamp(one.date)),
    xml.tag("updated", stamp(one.updated)),
    one.author and xml.tag("author", nil, xml.tag("name", one.author)),
    one.summary and xml.tag("summary", one.summary),
    entry.each(one.categories, function(name) return xml.tag("category", { term = name }) end))
end

-- The file of a feed (choose.feeds) with its entries; `updated` is the newest change of them.
function M.document(feed, entries, updated, site)
  local address, home, email = url.absolute(feed.atom), url.absolute(feed.home), entry.email(site)
  return xml.document(entry.block("feed", { xmlns = "http://www.w3.org/2005/Atom", ["xml:lang"] = site.lang },
    xml.tag("id", address),
    xml.tag("title", entry.clean(feed.title)),
    feed.description and xml.tag("subtitle", entry.clean(feed.description)),
    xml.tag("updated", stamp(updated)),
    xml.tag("link", { rel = "self", type = "application/atom+xml", href = address }),
    xml.tag("link", { rel = "alternate", type = "text/html", href = home }),
    entry.block("author", nil,
      xml.tag("name", entry.clean(site.portal.name)),
      xml.tag("uri", url.absolute(site.home)),
      email and xml.tag("email", email)),
    xml.tag("generator", site.generator),
    entry.each(entries, one_entry)))
end

return M
