import { isMarkerLine } from './conflict-markers.ts';
import { eachLine } from './lines.ts';
import { plainName } from './package-name.ts';
import { finishReading, reportProblem, startReading } from './reading.ts';
import type { PackageReading, PackageRecord } from './record.ts';
import { invertNeeds } from './toml-lock.ts';

/** Reads Podfile.lock. Source: CocoaPods/Core, lockfile.rb. */
export function readPodfileLock(text: string): PackageReading {
  const draft = startReading(text);
  const found: PackageRecord[] = [];
  const direct = new Set<string>();
  const sums = new Map<string, string>();
  const needs: [string, string][] = [];
  const sources = new Map<string, string>();
  let section = '';
  let parent = '';
  eachLine(text, (line, start) => {
    if (line === '' || isMarkerLine(text, start)) return;
    if (line.charCodeAt(0) !== 32) {
      section = line.split(':', 1)[0] ?? '';
      return;
    }
    const indent = line.search(/[^ ]/);
    const bare = line.trim().replace(/^- /, '').replace(/:$/, '').replace(/^"(.{0,500})"$/, '$1');
    const entry = /^([^\s(]{1,300})(?: \(([^)]{1,200})\))?/.exec(bare);
    const name = entry?.[1] ?? '';
    if (section === 'PODS' && bare.includes('(') && !bare.includes(')')) reportProblem(draft, 'a version that does not end: the file is truncated', start + indent, start + line.length);
    if (section === 'PODS' && indent <= 2) {
      parent = name;
      const at = start + line.indexOf(name);
      found.push({ ...podName(name), version: entry?.[2], start: at, end: at + name.length });
    } else if (section === 'PODS') needs.push([parent, name]);
    else if (section === 'DEPENDENCIES') direct.add(name);
    else if (section === 'SPEC CHECKSUMS') {
      const sum = /^"?([^\s:"]{1,300})"?: (\w{1,128})$/.exec(bare);
      if (sum !== null) sums.set(sum[1] ?? '', sum[2] ?? '');
    } else if (section === 'EXTERNAL SOURCES' || section === 'CHECKOUT OPTIONS') {
      if (indent === 2) parent = name.replace(/:$/, '');
      else {
        const option = /^:(git|http|path|podspec): "?(\S{1,500}?)"?$/.exec(bare);
        if (option !== null) sources.set(parent, option[2] ?? '');
      }
    }
  });
  const parents = invertNeeds(needs);
  for (const one of found) {
    const { name: base } = one;
    const whole = one.written ?? base;
    const sum = sums.get(base);
    draft.packages.push({ ...one, direct: direct.has(whole), parents: parents.get(whole), integrity: sum === undefined ? undefined : `sha1:${sum}`, resolved: sources.get(base) });
  }
  return finishReading(draft, 'lockfile', 'cocoapods');
}

/** A pod, `Firebase/Core` being the part `Core` of `Firebase` (package URL type definition of cocoapods). */
function podName(written: string): Pick<PackageRecord, 'ecosystem' | 'name' | 'written' | 'subpath'> {
  const slash = written.indexOf('/');
  return slash < 0 ? plainName('cocoapods', written) : { ...plainName('cocoapods', written.slice(0, slash)), written, subpath: written.slice(slash + 1) };
}

/** Reads a Podfile as far as it is static. Source: guides.cocoapods.org, Podfile syntax. */
export function readPodfile(text: string): PackageReading {
  const draft = startReading(text);
  eachLine(text, (line, start) => {
    const pod = /^\s{0,100}pod[\s(]{1,10}(["'])([^"'\s]{1,200})\1(?:\s{0,10},\s{0,10}["']([^"']{1,100})["'])?(.{0,1000})/.exec(line);
    if (pod === null) return;
    const [, , name = '', range, rest = ''] = pod;
    const at = start + line.indexOf(name);
    draft.packages.push({ ...podName(name), range, version: /^=?\s?(\d[\w.-]{0,60})$/.exec(range ?? '')?.[1], start: at, end: at + name.length, direct: true, scope: 'runtime', resolved: /:(?:git|path|podspec)\s{0,5}=>\s{0,5}["']([^"']{1,300})["']/.exec(rest)?.[1] });
  });
  return finishReading(draft, 'manifest', 'cocoapods');
}

/** Reads Cartfile.resolved and Cartfile. Source: Carthage, Artifacts.md. */
export function readCartfile(text: string, path: string): PackageReading {
  const draft = startReading(text);
  const isLock = path.endsWith('.resolved');
  eachLine(text, (line, start) => {
    const entry = /^\s{0,20}(github|git|binary)\s{1,10}"([^"]{1,500})"\s{0,10}([~><=]{0,2}\s?"?[^"#\n]{0,100})/.exec(line);
    if (entry === null) return;
    const [, kind, source = '', wanted = ''] = entry;
    const version = /^(?:==\s?)?"?v?([\w.-]{1,100})"?\s{0,20}$/.exec(wanted.trim())?.[1];
    const at = start + line.indexOf(source);
    const name = kind === 'github' && !source.includes('://') ? { ecosystem: 'github', namespace: source.split('/', 1)[0]?.toLowerCase(), name: source.slice(source.indexOf('/') + 1).toLowerCase() } : plainName('generic', source.slice(source.lastIndexOf('/') + 1).replace(/\.(?:git|json)$/, ''));
    draft.packages.push({ ...name, version: isLock || wanted.startsWith('==') ? version : undefined, range: isLock ? undefined : wanted.trim() || undefined, start: at, end: at + source.length, direct: isLock ? undefined : true, resolved: source });
  });
  return finishReading(draft, isLock ? 'lockfile' : 'manifest', 'carthage');
}
