import { eachOutlineLine } from './outline.ts';
import { githubName, plainName } from './package-name.ts';
import { finishReading, startReading } from './reading.ts';
import type { PackageReading } from './record.ts';

/** Reads the actions, reusable workflows and images that a workflow or a composite action uses. Source: docs.github.com, workflow syntax, `uses`. */
export function readGithubActions(text: string): PackageReading {
  const draft = startReading(text);
  eachOutlineLine(text, (path, line) => {
    if (line.key !== 'uses' || line.value === '') return;
    const isStep = path.at(-1) === '-' && path.at(-2) === 'steps' && (path[0] === 'jobs' || path[0] === 'runs');
    const isJob = path.length === 2 && path[0] === 'jobs';
    if (!isStep && !isJob) return;
    const written = line.value;
    const place = { start: line.valueStart, end: line.valueStart + written.length, direct: true, scope: 'build' } as const;
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
  });
  return finishReading(draft, 'manifest', 'github-actions');
}
