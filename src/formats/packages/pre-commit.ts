import { eachOutlineLine, unquoted } from './outline.ts';
import { npmName, pypiName, repositoryName } from './package-name.ts';
import { parseRequirement } from './pep508.ts';
import { finishReading, startReading, type ReadingDraft } from './reading.ts';
import type { PackageReading, PackageRecord } from './record.ts';

type Open = { -readonly [K in keyof PackageRecord]: PackageRecord[K] };

/** Reads .pre-commit-config.yaml: hook repositories and what they install beside. Source: pre-commit.com, adding plugins. */
export function readPreCommit(text: string): PackageReading {
  const draft = startReading(text);
  let open: Open | undefined;
  eachOutlineLine(text, (path, line) => {
    if (path[0] !== 'repos') return;
    if (path.length === 2 && line.key === 'repo') {
      open = undefined;
      if (line.value === 'local' || line.value === 'meta' || line.value === '') return;
      open = { ...repositoryName(line.value.slice(0, 1000)), start: line.valueStart, end: line.valueStart + line.value.length, direct: true, scope: 'dev', resolved: line.value };
      draft.packages.push(open);
    } else if (path.length === 2 && line.key === 'rev' && open !== undefined) open.version = line.value;
    else if (line.key === 'additional_dependencies') additional(draft, line.value, line.valueStart);
    else if (path.includes('additional_dependencies') && line.key === undefined) additional(draft, line.value, line.start);
  });
  return finishReading(draft, 'manifest', 'pre-commit');
}

/** Names in a flow list or one item of a block list. The language of the hook decides what they are; their spelling shows it. */
function additional(draft: ReadingDraft, value: string, start: number): void {
  let offset = 0;
  for (const piece of value.split(',')) {
    const bare = unquoted(piece.replace(/^[\s[]{1,200}|[\s\]]{1,200}$/g, ''));
    const at = start + offset + Math.max(0, piece.indexOf(bare));
    offset += piece.length + 1;
    if (bare === '' || bare.length > 300) continue;
    const place = { start: at, end: at + bare.length, direct: true, scope: 'dev' } as const;
    const npm = /^((?:@[\w.-]{1,100}\/)?[\w.-]{1,100})@(\S{1,100})$/.exec(bare);
    const found = npm === null && !bare.startsWith('@') ? parseRequirement(bare) : undefined;
    if (npm !== null) draft.packages.push({ ...npmName(npm[1] ?? ''), range: npm[2], version: /^\d+\.\d+\.\d+/.test(npm[2] ?? '') ? npm[2] : undefined, ...place });
    else if (bare.startsWith('@')) draft.packages.push({ ...npmName(bare), ...place });
    else if (found !== undefined) draft.packages.push({ ...pypiName(found.written), version: found.version, range: found.range, resolved: found.url, ...place });
  }
}
