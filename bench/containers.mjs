// Container definitions, in CPU time, interleaved in one run: all Dockerfiles of a folder in one scan against hadolint one by
// one and dockerfile-utils in one process; a tree of manifests against `trivy config`; one Dockerfile in the hook against
// the hook without it (wall time).
// Usage: node bench/containers.mjs [FOLDER of Dockerfiles] [--hadolint PATH] [--dockerfile-utils FOLDER of the module]
//        [--trivy PATH] [--manifests N] [--rounds N]
// Without a FOLDER, Dockerfiles are made; manifests always are.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { compare, median, run } from './measure.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { hadolint: { type: 'string' }, 'dockerfile-utils': { type: 'string' }, trivy: { type: 'string' }, manifests: { type: 'string', default: '1000' }, rounds: { type: 'string', default: '5' } },
});
const rounds = Number(values.rounds);
const root = mkdtempSync(join(tmpdir(), 'portcullis-containers-'));

/** User and system time of a shell script's children; POSIX's `times` prints the shell's own on its first line and theirs on the second. */
function cpu(script, args) {
  const result = spawnSync('sh', ['-c', `${script}\ntimes >&3`, 'sh', ...args], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], cwd: root, maxBuffer: 1 << 20 });
  const spent = String(result.output[3]).trim().split('\n')[1] ?? '';
  const seconds = [...spent.matchAll(/(\d+)m([\d.]+)s/g)].map(([, minutes, rest]) => Number(minutes) * 60 + Number(rest));
  if (seconds.length !== 2) throw new Error(`no times from: ${script}`);
  return { ms: 1000 * (seconds[0] + seconds[1]), status: 0 };
}

const scan = (folder) => cpu('"$1" "$2" scan --no-baseline --family containers --format "json=$3" "$4" || [ $? = 1 ] || exit 3', [process.execPath, resolve('dist/cli.cjs'), join(root, 'out.json'), folder]);

/** Every Dockerfile below a folder, as `cNNNN/Dockerfile`, so that each tool is asked about the same files. */
function gather(folder) {
  let count = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !/^(?:docker|container)file(?:\..*)?$|\.dockerfile$/i.test(entry.name)) continue;
    const to = join(root, 'dockerfiles', `c${String(count++).padStart(5, '0')}`);
    mkdirSync(to, { recursive: true });
    copyFileSync(join(entry.parentPath, entry.name), join(to, 'Dockerfile'));
  }
  if (count === 0) throw new Error(`no Dockerfile below ${folder}`);
  return count;
}

function makeDockerfiles(count) {
  for (let number = 0; number < count; number++) {
    const to = join(root, 'made', String(number));
    mkdirSync(to, { recursive: true });
    writeFileSync(
      join(to, 'Dockerfile'),
      `FROM node:22.${number % 10}-slim AS build\nWORKDIR /src\nCOPY package.json package-lock.json ./\nRUN npm ci && npm cache clean --force\nCOPY . .\nRUN apt-get update && apt-get install -y curl ca-certificates \\\n    && curl -fsSL https://registry.example/tool-${number}.tgz | tar -xz -C /opt \\\n    && rm -rf /var/lib/apt/lists/*\nFROM debian:12\nENV PORT=${8000 + number} MODE="production"\nCOPY --from=build /src/dist /app\nEXPOSE ${8000 + number}\nUSER ${number % 2 === 0 ? 'root' : '10001'}\nCMD ["node", "/app/main.js"]\n`,
    );
  }
  return join(root, 'made');
}

const labels = (name) => `{app: ${name}}`;

/** A service as a folder of a repository has it: a deployment, its service and its configuration. */
function manifest(number) {
  const name = `service-${number}`;
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: shop, labels: ${labels(name)}}
spec:
  replicas: 2
  selector: {matchLabels: ${labels(name)}}
  template:
    metadata: {labels: ${labels(name)}}
    spec:
      automountServiceAccountToken: false
      containers:
        - name: main
          image: registry.example/${name}:1.${number}
          ports: [{containerPort: 8080}]
          env: [{name: MODE, value: production}, {name: TOKEN, valueFrom: {secretKeyRef: {name: ${name}, key: token}}}]
          resources: {limits: {cpu: 500m, memory: 256Mi}, requests: {cpu: 100m, memory: 128Mi}}
          livenessProbe: {httpGet: {path: /live, port: 8080}}
          securityContext: {runAsNonRoot: ${number % 3 !== 0}, allowPrivilegeEscalation: false${number % 5 === 0 ? ', privileged: true' : ''}}
---
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: shop}
spec: {selector: ${labels(name)}, ports: [{port: 80, targetPort: 8080}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: ${name}, namespace: shop}
data: {level: info, pool: "${number}"}
`;
}

function makeManifests(count) {
  for (let number = 0; number < count; number++) {
    const folder = join(root, 'manifests', `team-${number % 40}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `service-${number}.yaml`), manifest(number));
  }
  return join(root, 'manifests');
}

function show(title, medians, unit) {
  console.log(title);
  const [own = 1] = Object.values(medians);
  for (const [name, ms] of Object.entries(medians)) console.log(`  ${name.padEnd(18)} ${(ms / 1000).toFixed(3)} s${unit}  ${(own / ms).toFixed(3)} = portcullis / ${name}`);
}

/** What a staged Dockerfile adds to the hook, in milliseconds, pair by pair. */
function hookCost() {
  const env = { ...process.env, PORTCULLIS_STANDBY: '0', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  const repository = (name, files) => {
    const cwd = join(root, name);
    const git = (...args) => spawnSync('git', args, { cwd, env });
    const write = (version) => Object.entries(files).forEach(([path, text]) => writeFileSync(join(cwd, path), text(version)));
    mkdirSync(cwd);
    git('init', '-q');
    git('config', 'user.email', 'bench@localhost');
    git('config', 'user.name', 'bench');
    writeFileSync(join(cwd, 'portcullis.yaml'), 'version: 1\n');
    write(1);
    git('add', '.');
    git('commit', '-qm', 'first');
    write(2);
    git('add', '.');
    return cwd;
  };
  const text = (version) => `export const version = ${version};\n`;
  const dockerfile = (version) => `FROM node:22.${version}-slim\nWORKDIR /app\nCOPY package.json ./\nRUN npm ci && rm -rf /tmp/build\nUSER node\nCMD ["node", "app.js"]\n`;
  const folders = [repository('plain', { 'a.ts': text }), repository('docker', { 'a.ts': text, Dockerfile: dockerfile })];
  const hook = (cwd) => run('sh', ['-c', 'portcullis_home=$1; set -- pre-commit; . "$portcullis_home/hooks/client/run.sh"', 'sh', resolve('.')], { cwd, env });
  const added = [];
  for (let round = -2; round < rounds * 4; round++) {
    const [plain, docker] = folders.map(hook);
    if (plain.status !== 0 || docker.status !== 0) throw new Error('the hook did not allow the commit');
    if (round >= 0) added.push(docker.ms - plain.ms);
  }
  return median(added);
}

try {
  const count = gather(resolve(positionals[0] ?? makeDockerfiles(300)));
  const dockerfiles = join(root, 'dockerfiles');
  const utils = values['dockerfile-utils'];
  writeFileSync(join(root, 'utils.cjs'), 'const { validate } = require(process.argv[2]); const { readFileSync, readdirSync } = require("node:fs"); for (const one of readdirSync(process.argv[3])) validate(readFileSync(`${process.argv[3]}/${one}/Dockerfile`, "utf8"));\n');
  const subjects = {
    portcullis: () => scan(dockerfiles),
    ...(values.hadolint === undefined ? {} : { hadolint: () => cpu('for one in "$2"/*/Dockerfile; do "$1" "$one"; done', [resolve(values.hadolint), dockerfiles]) }),
    ...(utils === undefined ? {} : { 'dockerfile-utils': () => cpu('"$1" "$2" "$3" "$4"', [process.execPath, join(root, 'utils.cjs'), resolve(utils), dockerfiles]) }),
    node: () => cpu('"$1" -e 0', [process.execPath]),
  };
  show(`${count} Dockerfiles`, compare(subjects, rounds), ' CPU');

  const manifests = makeManifests(Number(values.manifests));
  show(
    `${values.manifests} manifests`,
    compare(
      {
        portcullis: () => scan(manifests),
        ...(values.trivy === undefined ? {} : { trivy: () => cpu('"$1" config --quiet --skip-check-update --skip-version-check --format json --output "$2" "$3"', [resolve(values.trivy), join(root, 'trivy.json'), manifests]) }),
      },
      rounds,
    ),
    ' CPU',
  );
  console.log(`one Dockerfile in the hook\n  ${hookCost().toFixed(1)} ms more than without it`);
} finally {
  rmSync(root, { recursive: true, force: true });
}
