// self.mjs - the other scripts find the faults that they are for: a site with every one of them fails every check.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { finish, report, skip } from './site.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const FAULTY = `<!doctype html>
<html lang="en"><head><title></title><meta name="viewport" content="width=device-width">
<style>p { width: 2000px; color: #eee; background: #fff } i { display: block; width: 90px; white-space: nowrap; overflow: hidden }</style>
<script>document.title = ''</script></head>
<body><a href="a/b.html">one</a><nav id="menu"><a href="#x">two</a></nav>
<main><h3>Three</h3><h1>Four</h1><h1>Five</h1><p style="outline: none">wide and pale</p><i>a long line of text</i>
<img src="https://elsewhere.test/x.png"><img src="big.png" alt="big"><button class="menu-button"></button><div class="masthead-row"><button class="menu-button">x</button></div></main></body></html>`;

const dir = mkdtempSync(join(tmpdir(), 'cchc-faulty-'));
writeFileSync(join(dir, 'index.html'), FAULTY);
writeFileSync(join(dir, 'big.png'), Buffer.alloc(200 * 1024));
mkdirSync(join(dir, 'niem-yet'));
writeFileSync(join(dir, 'niem-yet/1.html'), '<!doctype html><html lang="vi"><title>A</title><body class="niem-yet"><p>bar</p><main><article><h1>A</h1></article></main>');

for (const script of ['look.mjs', 'axe.mjs', 'html.mjs']) {
  const name = `self: ${script} finds every kind of fault`;
  const out = spawnSync(process.execPath, [join(here, script), dir], { encoding: 'utf8' });
  const lines = out.stdout.split('\n').filter((l) => /^(ok|not ok|skip) /.test(l));
  if (lines.length && lines.every((l) => l.startsWith('skip '))) skip([name], lines[0].replace(/^.*: /, ''));
  else report(name, [...lines.filter((l) => !l.startsWith('not ok ')), ...(out.status === 1 ? [] : [`status ${out.status}: ${out.stderr.slice(0, 300)}`]), ...(lines.length ? [] : ['no lines'])]);
}
rmSync(dir, { recursive: true });
finish();
