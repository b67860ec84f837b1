// html.mjs SITE - every page is valid to the Nu HTML checker, its warnings included. What it says about the content
// security policy is left out: it does not know the pages' own host. look.mjs asks a browser about that.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { finish, has, modules, openSite, report, skip } from './site.mjs';

const NAME = 'html: valid to the Nu HTML checker';
const java = spawnSync('java', ['-version']);

if (java.error) skip([NAME], 'no java');
else if (!has('vnu-jar')) skip([NAME], 'no vnu-jar');
else check(openSite(process.argv[2]));
finish();

function findJar() {
  const at = join(modules, 'vnu-jar');
  const jar = readdirSync(at, { recursive: true }).find((f) => String(f).endsWith('vnu.jar'));
  return join(at, String(jar));
}

function check(world) {
  const out = spawnSync('java', ['-Xss4m', '-jar', findJar(), '--format', 'json', '--stdout', '--exit-zero-always', ...world.all.map((p) => join(world.dir, p))],
    { encoding: 'utf8', maxBuffer: 64 << 20 });
  let messages;
  try {
    ({ messages } = JSON.parse(out.stdout));
  } catch {
    report(NAME, [`the checker did not answer: ${(out.stderr || String(out.error)).slice(0, 200)}`]);
    return;
  }
  messages = messages.filter((m) => !m.message.startsWith('Resource violates Content Security Policy'));
  report(NAME, messages.map((m) => `${m.url.slice(m.url.indexOf(world.dir) + world.dir.length + 1)}:${m.lastLine}: ${m.message}`));
}
