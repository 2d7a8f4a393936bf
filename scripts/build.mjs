/**
 * Emits dist/: TypeScript of apps (without the console), libs, samples and bench by swc, file by file and without type-checking
 * (`npm run check` checks), then the console by vite. What did not change since the last build is not built again.
 *
 *   node scripts/build.mjs [--server-only]
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../', import.meta.url));
const dist = path.join(root, 'dist');
const SERVER_FOLDERS = ['apps', 'libs', 'samples', 'bench'];
const CONSOLE = 'apps/console';
/** What the console is built from: its own files, and the vocabularies it may import. */
const CONSOLE_INPUTS = [CONSOLE, 'libs/contracts', 'libs/domain', 'package-lock.json'];
const AT_ONCE = 16;

/** Paths of all files under `relative`, sorted, with '/' between folders. */
async function filesUnder(relative, isWanted) {
  const entries = await fs.readdir(path.join(root, relative), { withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const name = `${relative}/${entry.name}`;
      if (entry.isDirectory())
        return entry.name === 'node_modules' || !isWanted(`${name}/`) ? [] : filesUnder(name, isWanted);
      return isWanted(name) ? [name] : [];
    }),
  );
  return found.flat().sort();
}

const isServerSource = (name) => {
  if (name.endsWith('/')) return name !== `${CONSOLE}/`;
  return name.endsWith('.ts') && !name.endsWith('.spec.ts') && !name.endsWith('.d.ts');
};

const outputOf = (source) => path.join(dist, source.replace(/\.ts$/, '.js'));

/** Writes so that a process starting at this moment never reads half a file. */
async function writeWhole(file, text) {
  await fs.writeFile(`${file}.${process.pid}.new`, text);
  await fs.rename(`${file}.${process.pid}.new`, file);
}

async function readJson(file) {
  return fs.readFile(file, 'utf8').then(JSON.parse, () => undefined);
}

async function compile(swc, source) {
  const output = outputOf(source);
  const { code, map } = await swc.transformFile(path.join(root, source), {
    cwd: root,
    root,
    sourceFileName: path.relative(path.dirname(output), path.join(root, source)),
    outputPath: output,
  });
  await fs.mkdir(path.dirname(output), { recursive: true });
  await writeWhole(`${output}.map`, map);
  await writeWhole(output, `${code}\n//# sourceMappingURL=${path.basename(output)}.map\n`);
}

/** Compiles what is new or changed, removes what has no source any more. Returns how many files were compiled. */
async function buildServer() {
  const stateFile = path.join(dist, '.server-build.json');
  const { version } = JSON.parse(await fs.readFile(path.join(root, 'node_modules/@swc/core/package.json'), 'utf8'));
  const settings = `${version} ${await fs.readFile(path.join(root, '.swcrc'), 'utf8')}`;
  const kept = await readJson(stateFile);
  const before = kept?.settings === settings ? kept.files : {};
  const sources = (await Promise.all(SERVER_FOLDERS.map((folder) => filesUnder(folder, isServerSource)))).flat();

  const files = {};
  const stale = [];
  await Promise.all(
    sources.map(async (source) => {
      const { mtimeMs, size } = await fs.stat(path.join(root, source));
      files[source] = `${mtimeMs} ${size}`;
      const isBuilt = await fs.access(outputOf(source)).then(
        () => true,
        () => false,
      );
      if (!isBuilt || before[source] !== files[source]) stale.push(source);
    }),
  );

  const gone = Object.keys(kept?.files ?? {}).filter((source) => !(source in files));
  await Promise.all(
    gone.flatMap((source) => [outputOf(source), `${outputOf(source)}.map`]).map((file) => fs.rm(file, { force: true })),
  );

  const failures = [];
  if (stale.length > 0) {
    const { default: swc } = await import('@swc/core');
    const queue = stale.sort();
    const worker = async () => {
      for (let source = queue.shift(); source !== undefined; source = queue.shift()) {
        try {
          await compile(swc, source);
        } catch (error) {
          failures.push(
            `${source}: ${String(error.message ?? error)
              .split('\n\nCaused by')[0]
              .trimEnd()}`,
          );
          delete files[source];
        }
      }
    };
    const count = stale.length;
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    await fs.mkdir(dist, { recursive: true });
    await writeWhole(stateFile, JSON.stringify({ settings, files }));
    if (failures.length > 0) throw new Error(`swc could not compile:\n${failures.join('\n')}`);
    return count;
  }
  if (gone.length > 0) await writeWhole(stateFile, JSON.stringify({ settings, files }));
  return 0;
}

async function hashOf(inputs) {
  const hash = createHash('sha256');
  for (const input of inputs) {
    const isFile = (await fs.stat(path.join(root, input)).catch(() => undefined))?.isFile();
    for (const file of isFile ? [input] : await filesUnder(input, () => true)) {
      hash.update(`${file}\0`).update(await fs.readFile(path.join(root, file)));
    }
  }
  return hash.digest('hex');
}

/** Builds the console into dist/console unless the last build had the same inputs. Returns whether it built. */
async function buildConsole() {
  const hasConsole = await fs.access(path.join(root, CONSOLE, 'vite.config.ts')).then(
    () => true,
    () => false,
  );
  if (!hasConsole) return false;
  const stateFile = path.join(dist, '.console-build.json');
  const output = path.join(dist, 'console');
  const inputs = await hashOf(CONSOLE_INPUTS);
  const isBuilt = await fs.access(path.join(output, 'index.html')).then(
    () => true,
    () => false,
  );
  if (isBuilt && (await readJson(stateFile))?.inputs === inputs) return false;
  const vite = path.join(root, 'node_modules/vite/bin/vite.js');
  try {
    await run(process.execPath, [vite, 'build', CONSOLE, '--outDir', output, '--emptyOutDir', '--logLevel', 'warn'], {
      cwd: root,
    });
  } catch (error) {
    throw new Error(`vite could not build the console:\n${error.stdout}${error.stderr}`);
  }
  await writeWhole(stateFile, JSON.stringify({ inputs }));
  return true;
}

const { values } = parseArgs({ options: { 'server-only': { type: 'boolean', default: false } } });
const since = Date.now();
try {
  const compiled = await buildServer();
  const hasBuiltConsole = values['server-only'] ? false : await buildConsole();
  console.log(
    `built ${compiled} files${hasBuiltConsole ? ' and the console' : ''} in ${((Date.now() - since) / 1000).toFixed(1)} s`,
  );
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
