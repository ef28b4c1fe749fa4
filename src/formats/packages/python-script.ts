import { addRequirement } from './python-requires.ts';
import { finishReading, startReading } from './reading.ts';
import type { PackageReading } from './record.ts';
import { itemsAt } from './toml-fields.ts';
import { readToml } from './toml.ts';

/** Reads the `# /// script` block of a Python file. Source: PEP 723. */
export function readPythonScript(text: string): PackageReading {
  const draft = startReading(text);
  const open = /^# \/\/\/ script[ \t]{0,50}\r?$/m.exec(text);
  if (open !== null) {
    const start = open.index + open[0].length;
    const close = /^# \/\/\/[ \t]{0,50}\r?$/m.exec(text.slice(start));
    if (close === null) draft.problems.push({ message: 'the script block does not end', start: open.index, end: start });
    else {
      // Comment signs become spaces, and what stands before the block too, so that offsets stay true.
      const block = text.slice(start, start + close.index).replace(/^#/gm, ' ');
      const { documents, problems } = readToml(' '.repeat(start) + block);
      draft.problems.push(...problems);
      for (const item of itemsAt(documents[0], 'dependencies')) addRequirement(draft, item, 'runtime');
    }
  }
  return finishReading(draft, 'manifest', 'uv');
}
