// site.mjs - the built site in a real browser, with no server: every request is answered out of the folder,
// at the site's own address where it declares one. What asks for another host is counted.
import { createRequire } from 'node:module';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, extname, join, relative, resolve, sep } from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png',
  '.jpg': 'image/jpeg', '.jpeg': 'image/jpeg', '.webp': 'image/webp', '.js': 'text/javascript', '.json': 'application/json',
  '.pdf': 'application/pdf', '.xml': 'application/xml', '.txt': 'text/plain; charset=utf-8' };

// Where setup put the packages; CCHC_NPM names another place.
export const modules = resolve(process.env.CCHC_NPM ?? 'build/npm', 'node_modules');
export const need = (name) => createRequire(join(modules, 'x.js'))(name);
export const has = (name) => existsSync(join(modules, name));
export const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((p) => existsSync(p));

let failed = 0;
export function report(name, faults) {
  console.log(`${faults.length ? 'not ok' : 'ok'} ${name}`);
  for (const f of faults.slice(0, 12)) console.log(`  ${f}`);
  if (faults.length > 12) console.log(`  … and ${faults.length - 12} more`);
  failed += faults.length ? 1 : 0;
}
export const skip = (names, why) => { for (const n of names) console.log(`skip ${n}: ${why}`); };
export const finish = () => process.exit(failed ? 1 : 0);

function walk(dir, found = []) {
  for (const e of readdirSync(dir, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1)))
    if (e.isDirectory()) walk(join(dir, e.name), found);
    else found.push(join(dir, e.name));
  return found;
}

// What templates and style sheets decide holds for every page that is made of the same parts. A few pages have them all: the largest
// first, then each that brings an element, a class, a state or a folder that none before it had.
function choose(pages, text) {
  const seen = new Set();
  const bringsNew = (page) => [dirname(page), ...text[page].match(/<[a-z][a-z0-9]*|\b(?:class|role|type|data-(?!field)\w+)="[^"|]*"/g) ?? []]
    .filter((part) => !seen.has(part) && seen.add(part)).length > 0;
  return [...pages].sort((a, b) => text[b].length - text[a].length).filter(bringsNew);
}

// The site in `folder`: `pages` are all that show something, `samples` those of them that stand for the others,
// `sheets` the pages that are made to be printed and have no banner and no menu.
export function openSite(folder) {
  const dir = resolve(folder);
  const files = walk(dir).map((f) => relative(dir, f).split(sep).join('/'));
  const all = files.filter((f) => f.endsWith('.html'));
  const text = Object.fromEntries(all.map((p) => [p, readFileSync(join(dir, p), 'utf8')]));
  const canonical = /<link rel="canonical" href="([^"]+)"/.exec(text['index.html']);
  const base = canonical ? canonical[1].replace(/index\.html$/, '') : 'https://site.test/';
  const pages = all.filter((p) => !/http-equiv="refresh"/.test(text[p]));
  const sheets = pages.filter((p) => /<body class="niem-yet">/.test(text[p]));
  return { dir, base, pages, samples: choose(pages, text), sheets, all, styles: files.filter((f) => f.endsWith('.css')) };
}

export async function launch() {
  return need('playwright-core').chromium.launch({ executablePath: chromium, args: ['--no-sandbox', '--disable-gpu', '--disable-quic',
    '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
}

// A browser context whose world is the site. `seen` collects what went wrong and what was loaded.
export async function visit(browser, site, options) {
  const context = await browser.newContext({ bypassCSP: false, ...options });
  const seen = { faults: [], bytes: 0 };
  await context.route('**/*', (route) => {
    const url = route.request().url();
    const path = url.startsWith(site.base) ? decodeURIComponent(new URL(url).pathname.slice(new URL(site.base).pathname.length)) || 'index.html' : null;
    const file = path && join(site.dir, path);
    if (!file || !existsSync(file) || !statSync(file).isFile()) {
      seen.faults.push(`asks for ${url}`);
      return route.abort();
    }
    const body = readFileSync(file);
    seen.bytes += /\.(html|css|svg|js)$/.test(file) ? gzipSync(body).length : body.length;
    return route.fulfill({ body, contentType: TYPES[extname(file)] ?? 'application/octet-stream' });
  });
  const page = await context.newPage();
  page.on('console', (m) => ['error', 'warning'].includes(m.type()) && seen.faults.push(`console: ${m.text()}`));
  page.on('pageerror', (e) => seen.faults.push(`script: ${e.message}`));
  return { context, page, seen, go: (path) => { seen.faults = []; seen.bytes = 0; return page.goto(site.base + path, { waitUntil: 'load' }); } };
}
