// axe.mjs SITE - no fault that axe-core can find by WCAG 2.2 A and AA and its best practices: at a desk on every page (of the sheets
// of the notice board on a few); on a phone, and for the colours of the dark scheme, on pages that stand for the others.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, finish, has, launch, modules, openSite, report, skip, visit } from './site.mjs';

const RUNS = [
  { name: 'phone', viewport: { width: 360, height: 740 }, of: 'samples' },
  { name: 'desk', viewport: { width: 1280, height: 800 }, of: 'pages' },
];
const ALL = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] };
const COLOURS = { runOnly: { type: 'rule', values: ['color-contrast'] }, resultTypes: ['violations'] };
const NAMES = RUNS.flatMap(({ name }) => [`axe: ${name}, light`, `axe: ${name}, dark`]);

if (!chromium) skip(NAMES, 'no chromium');
else if (!has('playwright-core') || !has('axe-core')) skip(NAMES, 'no playwright-core or axe-core');
else await run(openSite(process.argv[2]));
finish();

async function look(tab, path, rules) {
  const { violations } = await tab.page.evaluate((r) => globalThis.axe.run(document, r), rules);
  return violations.map((v) => `${path}: ${v.id}: ${v.help}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(' | ')}`);
}

async function run(world) {
  const browser = await launch();
  const axe = readFileSync(join(modules, 'axe-core/axe.min.js'), 'utf8');
  await Promise.all(RUNS.map(async ({ name, viewport, of }) => {
    const tab = await visit(browser, world, { viewport, colorScheme: 'light' });
    const faults = { light: [], dark: [] };
    for (const path of world[of].filter((p) => world.samples.includes(p) || !world.sheets.includes(p))) {
      await tab.page.emulateMedia({ colorScheme: 'light' });
      await tab.go(path);
      await tab.page.evaluate(axe);
      faults.light.push(...await look(tab, path, ALL));
      if (!world.samples.includes(path)) continue;
      await tab.page.emulateMedia({ colorScheme: 'dark' });
      faults.dark.push(...await look(tab, path, COLOURS));
    }
    await tab.context.close();
    report(`axe: ${name}, light`, faults.light);
    report(`axe: ${name}, dark`, faults.dark);
  }));
  await browser.close();
}
