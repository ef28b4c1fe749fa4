import { writeFileSync } from 'node:fs';
import { takeInventory } from '../doors/inventory.ts';
import type { Inventory } from '../model/inventory.ts';
import { version } from '../model/version.ts';
import { didYouMean } from '../policy/errors.ts';
import { renderCyclonedx } from '../report/cyclonedx.ts';
import { UsageError } from '../model/usage-error.ts';
import type { Command } from './command.ts';
import { requirePaths } from './paths-option.ts';

const formats = ['jsonl', 'cyclonedx'] as const;

/** `portcullis inventory`: what is there. */
export const inventory: Command = {
  name: 'inventory',
  summary: 'List packages that manifests and lockfiles name, and resources of templates',
  usage: `Usage: portcullis inventory [PATH…]

Prints one JSON object a line, or a CycloneDX 1.6 document. Its kind is package for what is there, requirement for what
is only asked for (ranges that a lockfile resolves, build tools), resource for a part of a template. Folders of installed packages
are not entered.
Exit: 0 all was read, 2 wrong usage, 3 something could not be read (said on standard error).`,
  options: [
    { name: 'format', short: 'f', value: 'NAME', help: 'jsonl (the default) or cyclonedx' },
    { name: 'max-file-bytes', value: 'N', help: 'read files of up to N bytes for their packages (33554432)' },
    { name: 'output', short: 'o', value: 'FILE', help: 'write to a file' },
  ],
  async run(input) {
    const named = input.value('format') ?? 'jsonl';
    const format = formats.find((one) => one === named);
    if (format === undefined) throw new UsageError(`there is no format "${named}"${didYouMean(named, formats)}; there are ${formats.join(' and ')}`);
    requirePaths(input.positionals);
    const maxBytes = input.value('max-file-bytes');
    if (maxBytes !== undefined && !/^[1-9]\d{0,11}$/.test(maxBytes)) throw new UsageError(`--max-file-bytes "${maxBytes}" is not a number of bytes`);
    const found = await takeInventory(input.positionals.length === 0 ? ['.'] : input.positionals, process.cwd(), maxBytes === undefined ? {} : { maxBytes: Number(maxBytes) });
    const text = format === 'jsonl' ? jsonLines(found) : renderCyclonedx(found, { toolVersion: version });
    const output = input.value('output');
    if (output === undefined) process.stdout.write(text);
    else writeFileSync(output, text);
    for (const { path, line, message } of found.problems) process.stderr.write(`${path}${line === undefined ? '' : `:${line}`}: ${message}\n`);
    return found.problems.length === 0 ? 0 : 3;
  },
};

function jsonLines({ packages, resources }: Inventory): string {
  return [...packages, ...resources].map((one) => `${JSON.stringify(one)}\n`).join('');
}
