import type { DataNode } from '../node.ts';
import { eachOutlineLine } from './outline.ts';
import { githubName, plainName } from './package-name.ts';
import { finishReading, startReading, type ReadingDraft } from './reading.ts';
import type { PackageReading } from './record.ts';
import { readYaml } from '../yaml.ts';

/** Where a workflow writes `uses` otherwise than at the start of a line, with its value behind it: in braces, quoted, as an anchor or a block. */
const unusual = /[{,]\s{0,20}["']?uses["']?\s{0,5}:|^[\s-]{0,200}(?:["']uses["']\s{0,5}:|uses\s{0,5}:\s{0,5}(?:[|>&*!]|"[^"\n]{0,300}\\|(?:#.{0,300})?$)|\*|<<\s{0,5}:)|\\(?:x75|u0075)/m;

/** Nodes of a workflow that are looked at. */
const maxNodes = 200_000;

/** Reads the actions, reusable workflows and images that a workflow or a composite action uses. Source: docs.github.com, workflow syntax, `uses`. */
export function readGithubActions(text: string): PackageReading {
  const draft = startReading(text);
  if (unusual.test(text)) readWhole(draft, text);
  else {
    eachOutlineLine(text, (path, line) => {
      if (line.key !== 'uses' || line.value === '') return;
      const isStep = path.at(-1) === '-' && path.at(-2) === 'steps' && (path[0] === 'jobs' || path[0] === 'runs');
      const isJob = path.length === 2 && path[0] === 'jobs';
      if (isStep || isJob) add(draft, line.value, line.valueStart, line.valueStart + line.value.length);
    });
  }
  return finishReading(draft, 'manifest', 'github-actions');
}

/** Reads a workflow with the parser of YAML: every `uses` of a step or a job. */
function readWhole(draft: ReadingDraft, text: string): void {
  const { documents, problems } = readYaml(text);
  draft.problems.push(...problems);
  const open: { readonly node: DataNode; readonly path: readonly string[] }[] = documents.map((node) => ({ node, path: [] }));
  // an anchor stands in each place that it is used in: one package
  const seen = new Set<number>();
  for (let left = maxNodes; left > 0; left--) {
    const at = open.pop();
    if (at === undefined) break;
    const { node, path } = at;
    if (node.kind === 'list') for (const item of node.items.toReversed()) open.push({ node: item, path: [...path, '-'] });
    if (node.kind !== 'map') continue;
    for (const { key, value } of node.entries.toReversed()) {
      const name = String(key.value);
      const isPlace = (path.at(-1) === '-' && path.at(-2) === 'steps' && (path[0] === 'jobs' || path[0] === 'runs')) || (path.length === 2 && path[0] === 'jobs');
      if (name === 'uses' && isPlace && value.kind === 'scalar' && typeof value.value === 'string') {
        if (!seen.has(value.start)) add(draft, value.value.trim(), value.start, value.end);
        seen.add(value.start);
      } else if (path.length < 12) open.push({ node: value, path: [...path, name] });
    }
  }
}

function add(draft: ReadingDraft, written: string, start: number, end: number): void {
  const place = { start, end, direct: true, scope: 'build' } as const;
  if (written.startsWith('docker://')) {
    const image = /^docker:\/\/([^@:\s]{1,300}(?::\d{1,5}\/[^@:\s]{1,300})?)(?::([\w.-]{1,128}))?(?:@(sha256:\w{64}))?$/.exec(written);
    const name = image?.[1] ?? '';
    if (name !== '') draft.packages.push({ ecosystem: 'docker', namespace: name.includes('/') ? name.slice(0, name.lastIndexOf('/')) : undefined, name: name.slice(name.lastIndexOf('/') + 1), version: image?.[3] ?? image?.[2], resolved: written, ...place });
    return;
  }
  const found = /^([\w.-]{1,100}\/[\w.-]{1,100})(\/[^@\s]{1,300})?@([^\s@]{1,250})$/.exec(written);
  if (found === null) {
    if (!written.startsWith('./') && !written.startsWith('../') && !written.includes('${{')) draft.packages.push({ ...plainName('generic', written.slice(0, 200)), resolved: written, ...place });
    return;
  }
  draft.packages.push({ ...githubName(found[1] ?? ''), subpath: found[2]?.slice(1), version: found[3], resolved: written, ...place });
}
