import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { plural } from '../../report/standing.ts';
import { configurationName } from '../client-policy.ts';
import { wantsStandby } from '../standby/place.ts';
import { checkedOutSubmodules } from './doctor.ts';
import { posixPath, shellQuote } from './paths.ts';
import { porcelain } from './porcelain.ts';
import { sharedHooks, type Survey } from './survey.ts';

/** What is left to do after an installation, as sentences: what to commit, and how others are protected too. */
export async function nextSteps(survey: Survey): Promise<readonly string[]> {
  const { manager, top } = survey;
  const shared = manager === 'lefthook' ? posixPath(relative(top, survey.lefthookFile ?? '')) : sharedHooks(survey);
  const steps = [
    `this repository is protected from now on; ${shared === undefined ? `commit ${configurationName} to share the policy` : `commit ${shared} and ${configurationName}: whoever sets up these hooks is protected too`}`,
  ];
  if (shared === undefined || survey.packageFolder === undefined) steps.push(...everyClone(survey, shared !== undefined));
  if (process.platform === 'linux' && wantsStandby(process.env)) steps.push('a process in the background answers clean commits and ends after half an hour without one; "standby: false" in portcullis.yaml turns it off');
  const submodules = await checkedOutSubmodules(porcelain(top), survey);
  if (submodules.length > 0) steps.push(`${plural(submodules.length, 'submodule')} with hooks of their own: git submodule foreach "npx portcullis init --yes"`);
  return steps;
}

/** Hooks are not cloned: where packages are installed by npm, its `prepare` script puts them into every clone. */
function everyClone({ top, packageFolder }: Survey, isShared: boolean): readonly string[] {
  const manifest = join(top, 'package.json');
  if (!existsSync(manifest)) return [];
  const prepare = prepareScript(readFileSync(manifest, 'utf8'));
  const install = packageFolder === undefined ? ['npm i -D portcullis'] : [];
  const setting = `scripts.prepare=${prepare === '' ? '' : `${prepare} && `}portcullis init --hooks-only`;
  // cmd.exe knows double quotes only
  const script = isShared || prepare.includes('portcullis') ? [] : [`npm pkg set ${/["$`\\]/.test(setting) ? shellQuote(setting) : `"${setting}"`}`];
  const commands = [...install, ...script];
  return commands.length === 0 ? [] : [`to protect every clone: ${commands.join(' && ')}`];
}

function prepareScript(manifest: string): string {
  try {
    const { scripts }: { scripts?: { prepare?: unknown } } = JSON.parse(manifest);
    return typeof scripts?.prepare === 'string' ? scripts.prepare : '';
  } catch {
    // npm says itself what is wrong with the file
    return '';
  }
}
