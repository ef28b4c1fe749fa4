import { advisoryStatus, buildAdvisories, updateAdvisories, type AdvisoryBuild } from '../doors/advisories.ts';
import { defaultAdvisories } from '../doors/advisory-file.ts';
import { today } from '../doors/today.ts';
import { UsageError } from '../model/usage-error.ts';
import type { Command } from './command.ts';

/** `portcullis advisories`: the offline data package of vulnerable versions and malicious names. */
export const advisories: Command = {
  name: 'advisories',
  summary: 'Build or look at the offline data package of advisories',
  usage: `Usage: portcullis advisories build SOURCE… [--output FILE]
       portcullis advisories update [--output FILE]
       portcullis advisories status [--output FILE]

SOURCE is a folder, a zip or a file of OSV records: a dump of osv.dev (all.zip), a clone of the PyPA or Go database,
of the GitHub advisory database or of the malicious-packages repository. Nothing is fetched.`,
  options: [
    { name: 'output', short: 'o', value: 'FILE', help: 'the data package; default: PORTCULLIS_ADVISORIES, else in the data folder of the user' },
    { name: 'format', short: 'f', value: 'NAME', help: 'text or json' },
  ],
  async run(input) {
    const [verb, ...sources] = input.positionals;
    const file = input.value('output') ?? defaultAdvisories();
    const isJson = input.value('format') === 'json';
    switch (verb) {
      case 'build':
        if (sources.length === 0) throw new UsageError('the source is missing: portcullis advisories build FOLDER|ZIP|FILE');
        show(attempt(() => buildAdvisories(sources, file, today())), isJson);
        return 0;
      case 'update':
        show(attempt(() => updateAdvisories(file, today())), isJson);
        return 0;
      case 'status': {
        const stamp = attempt(() => advisoryStatus(file));
        process.stdout.write(isJson ? `${JSON.stringify({ file, ...stamp })}\n` : `${file}\n${sayStamp(stamp)}from ${stamp.sources.join(', ')}\n`);
        return 0;
      }
      default:
        throw new UsageError(verb === undefined ? 'say "advisories build", "advisories update" or "advisories status"' : `"${verb}" is not build, update or status`);
    }
  },
};

function show({ file, stamp, bytes, unread }: AdvisoryBuild, isJson: boolean): void {
  if (isJson) process.stdout.write(`${JSON.stringify({ file, bytes, unread: unread.count, ...stamp })}\n`);
  else process.stdout.write(`${file} (${(bytes / 1e6).toFixed(1)} MB)\n${sayStamp(stamp)}`);
  if (unread.count > 0) process.stderr.write(`portcullis: ${unread.count} files are no OSV records: ${unread.first.join(', ')}${unread.count > unread.first.length ? ' …' : ''}\n`);
}

function sayStamp({ built, newest, records, packages, malicious }: AdvisoryBuild['stamp']): string {
  return `built ${built}, newest record ${newest === '' ? 'without a date' : newest}: ${records} records, ${packages} packages with advisories, ${malicious} names that are malicious in every version\n`;
}

/** What a user can put right is said in a sentence, not with a stack. */
function attempt<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
