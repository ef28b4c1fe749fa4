import { eachLine } from './lines.ts';
import { repositoryName, splitLast } from './package-name.ts';
import { finishReading, reportProblem, startReading } from './reading.ts';
import type { PackageName, PackageReading, PackageRecord } from './record.ts';

type Open = { -readonly [K in keyof PackageRecord]: PackageRecord[K] };

const registries = new Set(['registry.terraform.io', 'registry.opentofu.org']);

/** Reads the providers and modules a Terraform or OpenTofu file asks for: `required_providers` and `module` blocks, line by line. Source: developer.hashicorp.com/terraform/language. */
export function readTerraform(text: string): PackageReading {
  const draft = startReading(text);
  const blocks: string[] = [];
  let open: Open | undefined;
  let source = '';
  const close = (): void => {
    if (open !== undefined && source !== '') finishSource(open, source, (one) => draft.packages.push(one));
    open = undefined;
    source = '';
  };
  eachLine(text, (line, start) => {
    if (line.length > 5000) return;
    const bare = withoutComment(line);
    const block = /^\s{0,200}(?:(terraform|required_providers|module)(?:\s{1,20}"([^"]{1,100})")?\s{0,20}\{|([\w-]{1,100})\s{0,20}=\s{0,20}\{)/.exec(bare);
    const inProviders = blocks.includes('required_providers');
    const legacy = inProviders ? /^\s{0,200}([\w-]{1,100})\s{0,20}=\s{0,20}"([^"]{1,200})"/.exec(bare) : null;
    if (legacy !== null && blocks.at(-1) === 'required_providers') {
      const at = start + line.indexOf(legacy[1] ?? '');
      draft.packages.push({ ...splitLast('terraform', `hashicorp/${legacy[1] ?? ''}`), range: legacy[2], version: exactOf(legacy[2]), start: at, end: at + (legacy[1] ?? '').length, direct: true, scope: 'runtime', qualifiers: new Map([['kind', 'provider']]) });
    } else if (block?.[1] === 'module' || (inProviders && block?.[3] !== undefined)) {
      close();
      const name = block?.[2] ?? block?.[3] ?? '';
      const at = start + line.indexOf(name);
      open = { ...splitLast('terraform', block?.[1] === 'module' ? name : `hashicorp/${name}`), start: at, end: at + name.length, direct: true, scope: 'runtime', qualifiers: new Map([['kind', block?.[1] === 'module' ? 'module' : 'provider']]) };
      if (block?.[1] !== 'module') source = `hashicorp/${name}`;
    }
    if (open !== undefined) {
      const wanted = /\bsource\s{0,20}=\s{0,20}"([^"]{1,1000})"/.exec(bare);
      const version = /\bversion\s{0,20}=\s{0,20}"([^"]{1,200})"/.exec(bare);
      const isTop = blocks.at(-1) === 'module' || inProviders || block !== null;
      if (wanted !== null && isTop) {
        source = wanted[1] ?? '';
        open.start = start + bare.indexOf(source);
        open.end = open.start + source.length;
      }
      if (version !== null && isTop) {
        open.range = version[1];
        open.version = exactOf(version[1]);
      }
    }
    for (const brace of bare.replace(/"(?:[^"\\]|\\.){0,1000}"/g, '').matchAll(/[{}]/g)) {
      if (brace[0] === '{') {
        if (blocks.length < 200) blocks.push(blocks.length === 0 || block?.[1] === 'required_providers' ? (block?.[1] ?? '') : '');
      } else {
        blocks.pop();
        if (!blocks.includes('required_providers') && blocks.length === 0) close();
        else if (blocks.at(-1) === 'required_providers') close();
      }
    }
  });
  close();
  return finishReading(draft, 'manifest', 'terraform');
}

function withoutComment(line: string): string {
  const found = /^\s{0,200}(?:#|\/\/)/.test(line);
  return found ? '' : line;
}

function exactOf(range: string | undefined): string | undefined {
  return /^=?\s?(\d+\.\d+\.\d+[\w.+-]{0,60})$/.exec(range ?? '')?.[1];
}

function finishSource(open: Open, source: string, add: (one: PackageRecord) => void): void {
  if (/^\.{1,2}\//.test(source)) return;
  const isModule = open.qualifiers?.get('kind') === 'module';
  const registry = /^(?:([\w-]{1,63}(?:\.[\w-]{1,63}){1,10})\/)?([\w-]{1,100}\/[\w-]{1,100}(?:\/[\w-]{1,100})?)(?:\/\/.{0,300})?$/.exec(source);
  const [, host, path = ''] = registry ?? [];
  const segments = path.split('/').length;
  if (registry !== null && host !== 'github.com' && host !== 'bitbucket.org' && segments === (isModule ? 3 : 2)) {
    add({ ...open, ...splitLast('terraform', path.toLowerCase()), resolved: host === undefined ? undefined : source, qualifiers: withHost(open.qualifiers, host) });
    return;
  }
  const bare = source.replace(/^git::/, '').split('?', 1)[0] ?? '';
  const inner = /^((?:[a-z+]{1,10}:\/\/)?[^?]{0,500}?[^:/])\/\/.{0,300}$/.exec(bare)?.[1] ?? bare;
  const reference = /[?&]ref=([^&]{1,200})/.exec(source)?.[1];
  add({ ...open, ...repositoryName(inner), version: reference ?? open.version, resolved: source });
}

function withHost(qualifiers: ReadonlyMap<string, string> | undefined, host: string | undefined): ReadonlyMap<string, string> | undefined {
  return host === undefined || registries.has(host) ? qualifiers : new Map([...(qualifiers ?? []), ['repository_url', host]]);
}

/** Reads .terraform.lock.hcl. Source: developer.hashicorp.com/terraform/language/files/dependency-lock. */
export function readTerraformLock(text: string): PackageReading {
  const draft = startReading(text);
  let open: Open | undefined;
  eachLine(text, (line, start) => {
    const provider = /^provider\s{1,20}"([^"]{1,300})"\s{0,20}\{/.exec(line);
    if (provider !== null) {
      const written = provider[1] ?? '';
      const slash = written.indexOf('/');
      const host = written.slice(0, slash);
      const at = start + line.indexOf(written);
      const name: PackageName = splitLast('terraform', written.slice(slash + 1));
      open = { ...name, start: at, end: at + written.length, resolved: written, qualifiers: withHost(new Map([['kind', 'provider']]), host) };
      draft.packages.push(open);
      return;
    }
    if (open === undefined) return;
    const field = /^\s{1,50}(version|constraints)\s{0,50}=\s{0,50}"([^"]{1,200})"/.exec(line);
    const hash = open.integrity === undefined ? /"((?:h1|zh):[\w+/=]{1,200})"/.exec(line) : null;
    if (field?.[1] === 'version') open.version = field[2];
    else if (field?.[1] === 'constraints') open.range = field[2];
    else if (hash !== null) open.integrity = hash[1];
    else if (line.startsWith('}')) {
      if (open.version === undefined) reportProblem(draft, 'a provider without a version', open.start, open.end);
      open = undefined;
    }
  });
  if (open !== undefined) reportProblem(draft, 'the file ends in the middle of a provider: it is truncated', open.start, open.end);
  return finishReading(draft, 'lockfile', 'terraform');
}
