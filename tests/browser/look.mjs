// look.mjs SITE - what a reader meets: nothing wider than the screen, small pages, no script in the page, no other host,
// readable structure, a menu that opens, A4 paper without navigation. Every page is opened on a phone; what templates and
// style sheets decide is asked of the pages that stand for the others.
import { dirname } from 'node:path';
import { chromium, finish, has, launch, openSite, report, skip, visit } from './site.mjs';

const NAMES = ['browser: phone, nothing wider than 360 px', 'browser: desk, nothing wider than 1280 px', 'browser: nothing asked of other hosts, nothing refused by the policy',
  'browser: a first page stays under 100 KB', 'browser: no inline script, a title, one h1, headings in order, landmarks', 'browser: text stays readable at 200 %',
  'browser: the menu opens and closes on a phone', 'browser: the keyboard reaches the skip link first', 'browser: paper has no navigation and shows the address',
  'browser: a sheet of the notice board is black on white, A4, with a way back on the screen'];
const LIMIT = 100 * 1024;

const site = process.argv[2];
if (!chromium) skip(NAMES, 'no chromium');
else if (!has('playwright-core')) skip(NAMES, 'no playwright-core');
else await run(openSite(site));
finish();

async function run(world) {
  const browser = await launch();
  const wide = { 360: [], 1280: [] };
  const [alien, heavy, shape, zoom] = [[], [], [], []];
  for (const width of [360, 1280]) {
    const tab = await visit(browser, world, { viewport: { width, height: 800 } });
    for (const path of width === 360 ? world.pages : world.samples) {
      await tab.go(path);
      const over = await tab.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (over > 0) wide[width].push(`${path}: ${over} px too wide`);
      alien.push(...tab.seen.faults.map((f) => `${path}: ${f}`));
      if (tab.seen.bytes > LIMIT) heavy.push(`${path}: ${tab.seen.bytes} bytes on the wire`);
      if (width === 360) shape.push(...(await tab.page.evaluate(structure)).map((f) => `${path}: ${f}`));
    }
    await tab.context.close();
  }
  const large = await visit(browser, world, { viewport: { width: 640, height: 800 } });
  for (const path of world.samples) {
    await large.go(path);
    const lost = await large.page.evaluate(clipped);
    zoom.push(...lost.map((f) => `${path}: ${f}`));
  }
  await large.context.close();
  report(NAMES[0], wide[360]);
  report(NAMES[1], wide[1280]);
  report(NAMES[2], alien);
  report(NAMES[3], heavy);
  report(NAMES[4], shape);
  report(NAMES[5], zoom);
  report(NAMES[6], await menu(browser, world));
  report(NAMES[7], await keyboard(browser, world));
  report(NAMES[8], await paper(browser, world));
  if (world.sheets.length) report(NAMES[9], await sheets(browser, world));
  else skip([NAMES[9]], 'the site has no notice board');
  await browser.close();
}

// Runs in the page.
function structure() {
  const faults = [];
  const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((h) => Number(h.tagName[1]));
  const main = document.querySelectorAll('main');
  if (document.querySelectorAll('script:not([type="application/ld+json"]):not([src])').length) faults.push('inline script');
  if (document.querySelectorAll('style, [style]').length) faults.push('inline style');
  if (levels.filter((l) => l === 1).length !== 1) faults.push('not exactly one h1');
  if (main.length !== 1 || !main[0].querySelector('h1')) faults.push('no main with the h1 in it');
  const inMain = [...main[0]?.querySelectorAll('h1, h2, h3, h4, h5, h6') ?? []].map((h) => Number(h.tagName[1]));
  inMain.forEach((l, i) => { if (i && l > inMain[i - 1] + 1) faults.push(`heading ${l} after ${inMain[i - 1]}`); });
  if (!document.querySelector('header, [role=banner]') || !document.querySelector('body > footer')) faults.push('no banner or footer');
  if (!document.title.trim()) faults.push('no title');
  if (document.documentElement.lang !== 'vi') faults.push('lang is not vi');
  return faults;
}

// Runs in the page: text at twice its size must not be cut off.
function clipped() {
  document.documentElement.style.fontSize = '200%';
  return [...document.querySelectorAll('main *, header *, footer *')].filter((e) => {
    const s = getComputedStyle(e);
    return e.childElementCount === 0 && e.textContent.trim() && e.getClientRects().length && s.overflow === 'hidden'
      && s.clipPath === 'none' && e.scrollWidth > e.clientWidth + 1;
  }).map((e) => `cut off at 200 %: ${e.textContent.trim().slice(0, 40)}`);
}

async function menu(browser, world) {
  const tab = await visit(browser, world, { viewport: { width: 360, height: 740 } });
  const faults = [];
  await tab.go('index.html');
  const open = () => tab.page.locator('#menu_').evaluate((m) => m.matches(':popover-open'));
  if (await tab.page.locator('#menu_ a').first().isVisible()) faults.push('the menu is open before it was asked for');
  await tab.page.locator('.masthead-row .menu-button').click();
  if (!await open() || !await tab.page.locator('#menu_ a').first().isVisible()) faults.push('the button does not open the menu');
  await tab.page.keyboard.press('Escape');
  if (await open()) faults.push('Escape does not close the menu');
  await tab.page.setViewportSize({ width: 1280, height: 800 });
  if (!await tab.page.locator('#menu_ a').first().isVisible()) faults.push('the menu is not there on a wide screen');
  await tab.context.close();
  return faults;
}

async function keyboard(browser, world) {
  const tab = await visit(browser, world, { viewport: { width: 1280, height: 800 } });
  const faults = [];
  await tab.go('index.html');
  await tab.page.keyboard.press('Tab');
  const first = await tab.page.evaluate(() => ({ href: document.activeElement.getAttribute('href'), top: document.activeElement.getBoundingClientRect().top }));
  if (first.href !== '#noi_dung' || first.top < 0) faults.push(`first stop is ${first.href} at ${first.top}`);
  await tab.page.keyboard.press('Tab');
  const ring = await tab.page.evaluate(() => parseFloat(getComputedStyle(document.activeElement).outlineWidth));
  if (!(ring >= 2)) faults.push('the focus is not visible');
  await tab.context.close();
  return faults;
}

async function paper(browser, world) {
  const tab = await visit(browser, world, { viewport: { width: 794, height: 1123 }, colorScheme: 'dark' });
  const faults = [];
  await tab.page.emulateMedia({ media: 'print', colorScheme: 'light' });
  for (const path of world.samples) {
    await tab.go(path);
    const shown = await tab.page.evaluate(() => [...document.querySelectorAll('nav, .skip, .menu-button')].filter((e) => e.getClientRects().length).map((e) => e.className));
    if (shown.length) faults.push(`${path}: on paper: ${shown.join(', ')}`);
  }
  const inner = world.samples.find((p) => p.includes('/') && !p.endsWith('index.html') && !world.sheets.includes(p));
  if (inner) {
    await tab.go(inner);
    const text = await tab.page.evaluate(() => document.body.innerText);
    if (!world.base.includes('site.test') && !text.includes(world.base + inner)) faults.push(`${inner}: its address is not printed`);
    const size = await paperSize(tab);
    if (size !== '595 842') faults.push(`${inner}: paper is not A4 (${size})`);
  }
  await tab.context.close();
  return faults;
}

// Width and height of what the page prints, in points.
async function paperSize(tab) {
  const pdf = await tab.page.pdf({ preferCSSPageSize: true });
  const box = /\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/.exec(pdf.toString('latin1'));
  return box ? `${Math.round(box[1])} ${Math.round(box[2])}` : 'unknown';
}

// Runs in the page: which of the ways out of a sheet are seen, and the colours of the sheet itself.
function sheet() {
  const seen = (e) => e.getClientRects().length > 0;
  const article = document.querySelector('main article');
  const colours = article && getComputedStyle(article);
  return { ways: [...document.querySelectorAll('nav a')].filter(seen).map((a) => a.href), bars: [...document.querySelectorAll('body > :not(main)')].filter(seen).length,
    ink: colours?.color, paper: colours?.backgroundColor };
}

// Sheets have no banner and no menu: they are the paper that hangs on the wall, with a bar on the screen that leads back.
async function sheets(browser, world) {
  const tab = await visit(browser, world, { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' });
  const faults = [];
  for (const path of world.sheets) {
    await tab.page.emulateMedia({ media: 'screen' });
    await tab.go(path);
    const screen = await tab.page.evaluate(sheet);
    if (!screen.ways.includes(`${world.base}${dirname(path)}/index.html`)) faults.push(`${path}: no way back to the board`);
    if (screen.ink !== 'rgb(0, 0, 0)' || screen.paper !== 'rgb(255, 255, 255)') faults.push(`${path}: ${screen.ink} on ${screen.paper}`);
    await tab.page.emulateMedia({ media: 'print' });
    if ((await tab.page.evaluate(sheet)).bars) faults.push(`${path}: on paper: what is for the screen`);
    if (!world.samples.includes(path)) continue;
    const size = await paperSize(tab);
    if (!['595 842', '842 595'].includes(size)) faults.push(`${path}: paper is not A4 (${size})`);
  }
  await tab.context.close();
  return faults;
}
