import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationName } from '../doors/client-policy.ts';
import { topLevel } from '../git/top-level.ts';
import { parseConfiguration } from '../policy/configuration.ts';
import { today } from '../doors/today.ts';
import { isDate } from '../model/date.ts';
import { UsageError } from '../model/usage-error.ts';
import type { Command } from './command.ts';

/** `portcullis suppress FINGERPRINT --reason TEXT`: records a decision in portcullis.yaml. */
export const suppress: Command = {
  name: 'suppress',
  summary: 'Let one finding pass, with a reason',
  usage: `Usage: portcullis suppress FINGERPRINT --reason TEXT [--until DATE] [--owner NAME] [--check ID] [--path PATH]

FINGERPRINT is printed with every finding (its first eight digits do). The entry goes into portcullis.yaml. It lets this
very content pass, wherever it moves; another secret on the same line is found again.`,
  mostArguments: 1,
  options: [
    { name: 'reason', value: 'TEXT', help: 'why it may pass (required)' },
    { name: 'until', value: 'DATE', help: 'last day it counts, like 2027-01-31' },
    { name: 'owner', value: 'NAME', help: 'who decided' },
    { name: 'check', value: 'ID', help: 'only for this check' },
    { name: 'path', value: 'PATH', help: 'only in this file' },
  ],
  async run(input) {
    const fingerprint = input.positionals[0];
    const reason = input.value('reason');
    const form = '8 to 32 hexadecimal digits, as the finding shows them';
    if (fingerprint === undefined) throw new UsageError(`the fingerprint is missing: ${form}`);
    if (!/^[0-9a-f]{8,32}$/.test(fingerprint)) throw new UsageError(`"${fingerprint}" is no fingerprint: ${form}`);
    if (reason === undefined || reason.trim() === '') throw new UsageError('--reason is missing: say why it may pass');
    const until = input.value('until');
    if (until !== undefined && !isDate(until)) throw new UsageError(`--until takes a date like 2027-01-31, not "${until}"`);
    if (until !== undefined && until < today()) throw new UsageError(`--until ${until} is over: the entry would not count`);
    const top = topLevel();
    const file = join(top, configurationName);
    const entry = [
      `  - fingerprint: "${fingerprint}"`,
      `    reason: ${JSON.stringify(reason)}`,
      ...(['check', 'path', 'owner'] as const).flatMap((key) => {
        const value = input.value(key);
        return value === undefined ? [] : [`    ${key}: ${JSON.stringify(value)}`];
      }),
      ...(until === undefined ? [] : [`    expires: "${until}"`]),
    ].join('\n');
    const same = existsSync(file) ? parseConfiguration(configurationName, readFileSync(file, 'utf8')).suppressions.find((one) => one.fingerprint === fingerprint && one.check === input.value('check') && one.path === input.value('path')) : undefined;
    if (same !== undefined) throw new UsageError(`${same.where} suppresses ${fingerprint} already${same.expires === undefined ? '' : `, until ${same.expires}`}; change it there`);
    addEntry(file, entry);
    process.stdout.write(`portcullis: suppressed ${fingerprint} in ${configurationName}; stage it with the change: git add ${configurationName}\n`);
    return 0;
  },
};

/** Adds the entry below `suppressions:`, keeping everything else byte for byte, and checks that the file is still valid. */
function addEntry(file: string, entry: string): void {
  // an empty list is as good as none
  const before = (existsSync(file) ? readFileSync(file, 'utf8') : '').replace(/^suppressions:[ \t]*\[[ \t]*\]/m, 'suppressions:');
  const heading = /^suppressions:[ \t]*(?:#[^\n]*)?\r?\n/m.exec(before);
  if (heading !== null) {
    const at = heading.index + heading[0].length;
    // entries that are there may be indented otherwise: ours follows them
    const margin = /^([ \t]*)- /.exec(before.slice(at))?.[1] ?? '  ';
    const shifted = entry.replace(/^ {2}/gm, margin);
    const after = `${before.slice(0, at)}${shifted}\n${before.slice(at)}`;
    parseConfiguration(configurationName, after);
    writeFileSync(file, after);
    return;
  }
  if (/^suppressions:/m.test(before)) throw new UsageError(`"suppressions" in ${configurationName} is not a block list; write it as one, an entry a line`);
  const addition = `${before === '' || before.endsWith('\n') ? '' : '\n'}suppressions:\n${entry}\n`;
  parseConfiguration(configurationName, before + addition);
  writeFileSync(file, before + addition);
}
