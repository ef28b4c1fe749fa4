import { readCheckFolder } from '../doors/load-configuration.ts';
import { docsOf } from './docs.ts';
import { staleDocs, writeDocs } from './docs-folder.ts';

const folder = 'docs/policies';

/** Writes `docs/policies/`; with `--check` it writes nothing and fails when a page is not what the checks say. */
function main(): void {
  const pages = docsOf(readCheckFolder('policies'));
  if (!process.argv.includes('--check')) {
    const changed = writeDocs(folder, pages);
    process.stdout.write(`${folder}: ${pages.size} pages, ${changed.length} changed\n`);
    return;
  }
  const stale = staleDocs(folder, pages);
  if (stale.length === 0) return;
  process.stderr.write(`${folder} is not what policies/ says; run "npm run docs"\n${stale.map((path) => `  ${path}\n`).join('')}`);
  process.exitCode = 1;
}

main();
