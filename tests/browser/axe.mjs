// axe.mjs SITE - no fault that axe-core can find by WCAG 2.2 A and AA and its best practices, on every page,
// on a phone and at a desk, in light and in dark.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, finish, has, launch, modules, openSite, report, skip, visit } from './site.mjs';

const RUNS = [
  { name: 'axe: phone, light', viewport: { width: 360, height: 740 }, colorScheme: 'light' },
  { name: 'axe: phone, dark', viewport: { width: 360, height: 740 }, colorScheme: 'dark' },
  { name: 'axe: desk, light', viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  { name: 'axe: desk, dark', viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
];
const RULES = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] };

if (!chromium) skip(RUNS.map((r) => r.name), 'no chromium');
else if (!has('playwright-core') || !has('axe-core')) skip(RUNS.map((r) => r.name), 'no playwright-core or axe-core');
else await run(openSite(process.argv[2]));
finish();

async function run(world) {
  const browser = await launch();
  const axe = readFileSync(join(modules, 'axe-core/axe.min.js'), 'utf8');
  for (const { name, ...options } of RUNS) {
    const tab = await visit(browser, world, options);
    const faults = [];
    for (const path of world.pages) {
      await tab.go(path);
      await tab.page.evaluate(axe);
      const { violations } = await tab.page.evaluate((rules) => globalThis.axe.run(document, rules), RULES);
      for (const v of violations) faults.push(`${path}: ${v.id}: ${v.help}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(' | ')}`);
    }
    await tab.context.close();
    report(name, faults);
  }
  await browser.close();
}
