-- RSS 2.0, with what the RSS Advisory Board's profile adds: atom:link, dc:creator.
local entry = require "entry"

local M = {}

local function stamp(when)
  return date.format(when, "rfc822")
end

-- Readers take a description as HTML, so the text is escaped into HTML, and that into XML. A title is text.
local function item(one)
  return entry.block("item", nil,
    xml.tag("title", one.title),
    xml.tag("link", one.address),
    xml.tag("guid", { isPermaLink = "true" }, one.address),
    xml.tag("pubDate", stamp(one.date)),
    one.author and xml.tag("dc:creator", one.author),
    one.summary and xml.tag("description", html.text(one.summary)),
    entry.each(one.categories, function(name) return xml.tag("category", name) end))
end

-- The file of a feed (choose.feeds) with its entries; `updated` is the newest change of them.
function M.document(feed, entries, updated, site)
  local email = entry.email(site)
  return xml.document(entry.block("rss", {
    version = "2.0", ["xmlns:atom"] = "http://www.w3.org/2005/Atom", ["xmlns:dc"] = "http://purl.org/dc/elements/1.1/",
  }, entry.block("channel", nil,
    xml.tag("title", entry.clean(feed.title)),
    xml.tag("link", url.absolute(feed.home)),
    xml.tag("description", html.text(entry.clean(feed.description or feed.title))),
    xml.tag("language", site.lang),
    email and xml.tag("managingEditor", email .. " (" .. entry.clean(site.portal.name) .. ")"),
    xml.tag("lastBuildDate", stamp(updated)),
    xml.tag("generator", site.generator),
    xml.tag("docs", "https://www.rssboard.org/rss-specification"),
    xml.tag("atom:link", { href = url.absolute(feed.rss), rel = "self", type = "application/rss+xml" }),
    entry.each(entries, item))))
end

return M
