// html.mjs SITE - every page is valid to the Nu HTML checker, its warnings included. What it says about the content
// security policy is left out: it does not know the pages' own host and takes data scripts for scripts. look.mjs asks a browser
// about that.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { finish, has, modules, openSite, report, skip } from './site.mjs';

const NAMES = ['html: valid to the Nu HTML checker', 'css: valid to the Nu HTML checker'];
const java = spawnSync('java', ['-version']);

if (java.error) skip(NAMES, 'no java');
else if (!has('vnu-jar')) skip(NAMES, 'no vnu-jar');
else check(openSite(process.argv[2]));
finish();

function findJar() {
  const at = join(modules, 'vnu-jar');
  const jar = readdirSync(at, { recursive: true }).find((f) => String(f).endsWith('vnu.jar'));
  return join(at, String(jar));
}

// What the checker says about `files`, one line each.
function ask(world, option, files) {
  const out = spawnSync('java', ['-Xss4m', '-jar', findJar(), ...option, '--format', 'json', '--stdout', '--exit-zero-always', ...files.map((p) => join(world.dir, p))],
    { encoding: 'utf8', maxBuffer: 64 << 20 });
  try {
    return JSON.parse(out.stdout).messages.filter((m) => !/^(Resource|Inline script) violates Content Security Policy/.test(m.message))
      .map((m) => `${m.url.slice(m.url.indexOf(world.dir) + world.dir.length + 1)}:${m.lastLine}: ${m.message}`);
  } catch {
    return [`the checker did not answer: ${(out.stderr || String(out.error)).slice(0, 200)}`];
  }
}

function check(world) {
  report(NAMES[0], ask(world, [], world.all));
  report(NAMES[1], world.styles.length ? ask(world, ['--css'], world.styles) : ['there is no style sheet']);
}
