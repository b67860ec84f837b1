// find_test.mjs SITE - the form above a table of procedures in a real browser: it finds with marks and without, filters, says how
// many rows are left, works by keyboard, keeps its state in the address, and is not there on paper or without a script.
import { chromium, finish, has, launch, openSite, report, skip, visit } from '../../../tests/browser/site.mjs';

const PAGE = 'danh-muc-thu-tuc.html';
const NAMES = ['find: with marks, without, in pieces: the same rows', 'find: a code', 'find: filters and the heads of groups', 'find: how many are left is said',
  'find: by keyboard, wide table too', 'find: the address keeps it', 'find: without a script, and on paper'];

if (!chromium) skip(NAMES, 'no chromium');
else if (!has('playwright-core')) skip(NAMES, 'no playwright-core');
else await run(openSite(process.argv[2]));
finish();

// Runs in the page: the rows that a reader sees, each { title, code, marks }, and the heads of groups.
function shown() {
  const seen = (e) => e.getClientRects().length > 0;
  const rows = [...document.querySelectorAll('tr[data-q]')];
  const words = (tr, selector) => tr.querySelector(selector)?.textContent.trim();
  return {
    all: rows.map((tr) => ({ title: words(tr, '.main-cell a'), code: words(tr, '.code'), marks: tr.dataset.f })),
    rows: rows.filter(seen).map((tr) => ({ title: words(tr, '.main-cell a'), code: words(tr, '.code'), marks: tr.dataset.f })),
    groups: [...document.querySelectorAll('th.group')].filter(seen).map((th) => th.textContent),
  };
}

function plain(said) { return said.toLowerCase().replaceAll('đ', 'd').normalize('NFD').replace(/[\u0300-\u036f]/g, ''); }
function titles(seen) { return seen.rows.map((r) => r.title).join('\n'); }

async function open(browser, world, options = {}, hash = '') {
  const tab = await visit(browser, world, { viewport: { width: 1000, height: 800 }, ...options });
  await tab.go(PAGE + hash);
  return tab;
}

async function type(tab, words) {
  await tab.page.locator('#tim').fill(words);
  return tab.page.evaluate(shown);
}

async function words(browser, world) {
  const tab = await open(browser, world);
  const faults = [];
  const { all } = await type(tab, '');
  const want = all.filter((r) => plain(r.title).includes('khai sinh')).map((r) => r.title).join('\n');
  for (const said of ['khai sinh', 'Khai Sinh', '  sinh khai', 'khai   sinh '])
    if (titles(await type(tab, said)) !== want || !want) faults.push(`«${said}» does not show the rows with «khai sinh»`);
  const marked = titles(await type(tab, 'Đăng ký khai sinh'));
  for (const said of ['dang ky khai sinh', 'đăng ký khai sinh'.normalize('NFD'), 'DANG KY KHAI SINH'])
    if (titles(await type(tab, said)) !== marked || !marked) faults.push(`«${said}» is not as «Đăng ký khai sinh»`);
  if ((await type(tab, 'linh-vuc=ho')).rows.some((r) => !plain(r.title).includes('linh'))) faults.push('what rows are chosen by is found as words');
  if ((await type(tab, 'hai sinh')).rows.some((r) => r.title === marked.split('\n')[0])) faults.push('words are found from their middle');
  faults.push(...tab.seen.faults);
  await tab.context.close();
  return [faults, await code(browser, world, all)];
}

async function code(browser, world, all) {
  const tab = await open(browser, world);
  const faults = [];
  const one = all.find((r) => r.code?.endsWith('0')) ?? all[0];
  const seen = await type(tab, one.code);
  if (seen.rows.length !== 1 || seen.rows[0].title !== one.title) faults.push(`${one.code} shows ${seen.rows.length} rows`);
  await tab.context.close();
  return faults;
}

async function filters(browser, world) {
  const tab = await open(browser, world);
  const faults = [];
  await tab.page.locator('.find summary').click();
  await tab.page.locator('#linh-vuc').selectOption('ho-tich');
  let seen = await tab.page.evaluate(shown);
  const want = seen.all.filter((r) => r.marks.includes('|linh-vuc=ho-tich|'));
  if (seen.rows.length !== want.length || seen.rows.length === seen.all.length || !want.length) faults.push(`${seen.rows.length} rows of the field, not ${want.length}`);
  if (seen.groups.length !== 1 || seen.groups[0] !== `Hộ tịch (${want.length})`) faults.push(`groups: ${seen.groups.join(', ')}`);
  await tab.page.locator('#muc-do').selectOption('toan-trinh');
  await tab.page.locator('#mien-phi').check();
  seen = await tab.page.evaluate(shown);
  const both = want.filter((r) => r.marks.includes('|muc-do=toan-trinh|') && r.marks.includes('|mien-phi=co|'));
  if (titles(seen) !== both.map((r) => r.title).join('\n')) faults.push(`field, level and free: ${seen.rows.length} rows, not ${both.length}`);
  await tab.page.locator('.find button[type=reset]').click();
  await tab.page.waitForFunction(() => location.hash.length < 2);
  seen = await tab.page.evaluate(shown);
  if (seen.rows.length !== seen.all.length) faults.push(`${seen.rows.length} rows after «Bỏ lọc»`);
  await tab.context.close();
  return faults;
}

async function said(browser, world) {
  const tab = await open(browser, world);
  const faults = [];
  const status = tab.page.locator('.find [role=status]');
  if (await status.getAttribute('aria-live') !== 'polite') faults.push('the number is not told to screen readers');
  for (const words of ['khai sinh', 'không đâu có', '']) {
    const { rows, all } = await type(tab, words);
    const want = words === '' ? `${all.length} thủ tục.` : rows.length ? `Hiện ${rows.length} trong ${all.length} thủ tục.` : 'Không có thủ tục nào khớp. Thử bớt chữ hoặc bỏ lọc.';
    await tab.page.waitForFunction((t) => document.querySelector('.find [role=status]').textContent === t, want, { timeout: 3000 })
      .catch(async () => faults.push(`«${words}»: says «${await status.textContent()}», not «${want}»`));
  }
  await tab.context.close();
  return faults;
}

async function keyboard(browser, world) {
  const tab = await open(browser, world, { viewport: { width: 660, height: 800 } });
  const faults = [];
  const active = () => tab.page.evaluate(() => document.activeElement.id || document.activeElement.className || document.activeElement.tagName);
  await tab.page.locator('#tim').focus();
  await tab.page.keyboard.type('khai');
  await tab.page.keyboard.press('Tab');
  if (await active() !== 'SUMMARY') faults.push(`after the search: ${await active()}`);
  await tab.page.keyboard.press('Enter');
  await tab.page.keyboard.press('Tab');
  if (await active() !== 'linh-vuc') faults.push(`first filter: ${await active()}`);
  const before = titles(await type(tab, ''));
  await tab.page.locator('#linh-vuc').focus();
  await tab.page.keyboard.press('ArrowDown');
  const field = await tab.page.locator('#linh-vuc').inputValue();
  const { rows } = await tab.page.evaluate(shown);
  if (!field || !before || rows.some((r) => !r.marks.includes(`|linh-vuc=${field}|`))) faults.push('the arrow does not choose a filter');
  await tab.page.locator('.table-scroll').focus();
  // A table that is wider than the page, as one with more columns is.
  await tab.page.evaluate(() => { document.querySelector('.table-scroll table').style.minInlineSize = '90rem'; });
  await tab.page.keyboard.press('ArrowRight');
  await tab.page.waitForFunction(() => document.querySelector('.table-scroll').scrollLeft > 0, null, { timeout: 3000 }).catch(() => faults.push('the arrow does not move a wide table'));
  await tab.context.close();
  return faults;
}

async function address(browser, world) {
  const tab = await open(browser, world);
  const faults = [];
  const before = await type(tab, 'đăng ký');
  await tab.page.locator('.find summary').click();
  await tab.page.locator('#linh-vuc').selectOption('ho-tich');
  await tab.page.locator('#mien-phi').check();
  const seen = titles(await tab.page.evaluate(shown));
  const hash = new URL(tab.page.url()).hash;
  if (!hash.includes('linh-vuc=ho-tich') || !hash.includes('mien-phi=co') || !hash.includes('tim=')) faults.push(`the address has ${hash}`);
  await tab.context.close();
  const other = await open(browser, world, {}, hash);
  if (titles(await other.page.evaluate(shown)) !== seen || seen === titles(before)) faults.push('a link to it shows other rows');
  if (!await other.page.locator('#linh-vuc').isVisible()) faults.push('a link to it hides the filters that are set');
  await other.page.evaluate(() => { location.hash = '#linh-vuc=khong-co&tim=%E1%BB'; });
  await other.page.waitForFunction(() => document.querySelector('#linh-vuc').value === '');
  const { rows, all } = await other.page.evaluate(shown);
  if (rows.length !== all.length) faults.push('a broken address hides rows');
  faults.push(...other.seen.faults);
  await other.context.close();
  return faults;
}

async function without(browser, world) {
  const faults = [];
  const bare = await open(browser, world, { javaScriptEnabled: false });
  if (await bare.page.locator('form.find').isVisible()) faults.push('the form is there without a script');
  const ways = await bare.page.locator('.find-links a').evaluateAll((links) => links.map((a) => a.getAttribute('href'))).catch(() => []);
  await bare.context.close();
  const tab = await open(browser, world);
  const links = ways.length ? ways : await tab.page.locator('.find-links a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  if (links.length !== 2) faults.push(`${links.length} ways to lists by field and agency`);
  await type(tab, 'khai sinh');
  await tab.page.waitForFunction(() => document.querySelector('.find [role=status]').textContent.startsWith('Hiện'));
  await tab.page.emulateMedia({ media: 'print' });
  for (const selector of ['#tim', '.find summary', '.find button', '.find-links', '.find-files'])
    if (await tab.page.locator(selector).first().isVisible()) faults.push(`${selector} is on paper`);
  const { rows, all } = await tab.page.evaluate(shown);
  if (!await tab.page.getByText(`Hiện ${rows.length} trong ${all.length} thủ tục.`).isVisible()) faults.push('paper does not say that rows are left out');
  if (!rows.length || rows.length === all.length) faults.push('paper does not have the rows that were chosen');
  await tab.page.emulateMedia({ media: 'screen' });
  await type(tab, '');
  await tab.page.emulateMedia({ media: 'print' });
  if (await tab.page.locator('form.find').isVisible()) faults.push('the form of a whole table is on paper');
  await tab.context.close();
  return faults;
}

async function run(world) {
  const browser = await launch();
  const [found, one] = await words(browser, world);
  report(NAMES[0], found);
  report(NAMES[1], one);
  report(NAMES[2], await filters(browser, world));
  report(NAMES[3], await said(browser, world));
  report(NAMES[4], await keyboard(browser, world));
  report(NAMES[5], await address(browser, world));
  report(NAMES[6], await without(browser, world));
  await browser.close();
}
