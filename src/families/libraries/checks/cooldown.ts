import type { PackageReaderName } from '../../../formats/packages/detect.ts';
import type { Batch, LibraryCheck, LibraryFinding } from '../check.ts';
import { mapAt, numberAt, textsAt } from '../policy/plain.ts';
import { folderPrefix } from '../../../formats/repository-path.ts';

/** Where a package manager keeps the least age of a version it installs, and in what unit. */
interface AgeSetting {
  readonly manager: string;
  readonly files: readonly string[];
  /** The value's text, in the first group. */
  readonly pattern: RegExp;
  readonly days: (value: string) => number | undefined;
  readonly example: (days: number) => string;
}

const perDay = { days: 1, hours: 24, minutes: 1440, seconds: 86_400 } as const;
const numberOf = (unit: keyof typeof perDay) => (value: string): number | undefined => (/^\d{1,12}(?:\.\d{1,6})?$/.test(value) ? Number(value) / perDay[unit] : undefined);

/** Sources, read November 2026: npm docs (min-release-age), pnpm docs (minimumReleaseAge), Yarn docs (npmMinimalAgeGate), Bun docs (install.minimumReleaseAge), uv docs (exclude-newer), Deno docs (minimumDependencyAge). */
const settings: readonly AgeSetting[] = [
  { manager: 'npm', files: ['.npmrc'], pattern: /^[ \t]*min-release-age[ \t]*=[ \t]*["']?([\w.]{1,20})/m, days: numberOf('days'), example: (days) => `min-release-age=${days} in .npmrc` },
  { manager: 'pnpm', files: ['pnpm-workspace.yaml', '.npmrc'], pattern: /^[ \t]*(?:minimumReleaseAge[ \t]*:|minimum-release-age[ \t]*=)[ \t]*["']?([\w.]{1,20})/m, days: numberOf('minutes'), example: (days) => `minimumReleaseAge: ${days * 1440} in pnpm-workspace.yaml` },
  { manager: 'yarn', files: ['.yarnrc.yml'], pattern: /^npmMinimalAgeGate[ \t]*:[ \t]*["']?([\w.]{1,20})/m, days: (value) => durationDays(value, 'minutes'), example: (days) => `npmMinimalAgeGate: "${days}d" in .yarnrc.yml` },
  { manager: 'bun', files: ['bunfig.toml'], pattern: /^[ \t]*minimumReleaseAge[ \t]*=[ \t]*["']?([\w.]{1,20})/m, days: numberOf('seconds'), example: (days) => `minimumReleaseAge = ${days * 86_400} under [install] in bunfig.toml` },
  { manager: 'uv', files: ['uv.toml', 'pyproject.toml'], pattern: /^[ \t]*exclude-newer[ \t]*=[ \t]*["']([^"'\n]{1,60})/m, days: (value) => durationDays(value, 'days'), example: (days) => `exclude-newer = "${days} days" under [tool.uv] in pyproject.toml` },
  { manager: 'deno', files: ['deno.json', 'deno.jsonc'], pattern: /"minimumDependencyAge"\s*:\s*"?([^",}\s]{1,40})/, days: (value) => durationDays(value, 'minutes'), example: (days) => `"minimumDependencyAge": "P${days}D" in deno.json` },
];

const lockfiles: ReadonlyMap<PackageReaderName, string> = new Map<PackageReaderName, string>([['npm-lock', 'npm'], ['pnpm-lock', 'pnpm'], ['yarn-lock', 'yarn'], ['bun-lock', 'bun'], ['binary-lock', 'bun'], ['uv-lock', 'uv'], ['deno-lock', 'deno']]);

/** Lockfiles whose package manager is not told to leave out versions that are only just published. */
export const cooldown: LibraryCheck = async (batch, section) => {
  const rules = mapAt(section, 'cooldown');
  const days = numberAt(rules, 'days');
  if (days === undefined) return [];
  const managers = textsAt(rules, 'managers');
  return batch.documents.flatMap((document): LibraryFinding[] => {
    const manager = lockfiles.get(document.reader);
    const setting = settings.find((one) => one.manager === manager);
    if (setting === undefined || (managers !== undefined && !managers.includes(setting.manager))) return [];
    // Yarn 1 knows no such setting
    if (setting.manager === 'yarn' && /^# yarn lockfile v1/m.test(document.source.text.slice(0, 400))) return [];
    const found = nearestSetting(batch, document.source.path, setting);
    if (found !== undefined && (found.days === undefined || found.days >= days)) return [];
    const message = found === undefined ? `nothing tells ${setting.manager} to wait ${days} days before it takes a new version: write ${setting.example(days)}` : `${found.path} tells ${setting.manager} to wait ${Number(found.days?.toFixed(2))} days before it takes a new version; the policy wants ${days}: write ${setting.example(days)}`;
    const end = document.source.text.indexOf('\n');
    return [{ path: document.source.path, start: 0, end: Math.min(end < 0 ? document.source.text.length : end, 80), message, identity: `cooldown ${setting.manager}` }];
  });
};

/** The setting nearest to a lockfile: in its folder or one above. `days` is undefined for a date or a text that only the manager can read. */
function nearestSetting({ project }: Batch, path: string, { files, pattern, days }: AgeSetting): { readonly path: string; readonly days: number | undefined } | undefined {
  let folder = folderPrefix(path);
  for (let step = 0; step < 12; step++) {
    for (const name of files) {
      const value = pattern.exec((project.files.readText(folder + name) ?? '').slice(0, 200_000))?.[1];
      if (value !== undefined) return { path: folder + name, days: days(value) };
    }
    if (folder === '') return undefined;
    folder = folderPrefix(folder.slice(0, -1));
  }
  return undefined;
}

/** Days of `3d`, `72h`, `3 days`, `P3D` or a bare number in the unit given; undefined for a date. */
function durationDays(value: string, unit: keyof typeof perDay): number | undefined {
  const found = /^(?:P(?=\d+[DW])|PT(?=\d+[HMS]))?(\d{1,12}(?:\.\d{1,6})?)\s{0,5}(ms|s|m|h|d|w|D|W|H|M|S|seconds?|minutes?|hours?|days?|weeks?)?$/.exec(value.trim());
  if (found === null) return undefined;
  const amount = Number(found[1]);
  switch (found[2]?.toLowerCase().replace(/s$/, '')) {
    case undefined: return amount / perDay[unit];
    case 'm': return found[2] === 'ms' ? amount / 86_400_000 : amount / 1440;
    case '':
    case 'second': return amount / 86_400;
    case 'minute': return amount / 1440;
    case 'h':
    case 'hour': return amount / 24;
    case 'w':
    case 'week': return amount * 7;
    default: return amount;
  }
}
