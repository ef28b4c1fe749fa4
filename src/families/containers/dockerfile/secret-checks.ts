import type { EvaluatedDockerfile } from '../../../templates/dockerfile/model.ts';
import { finding, instructionsOf, type DockerfileCheck, type DockerfileFinding, type Placed } from './check.ts';
import { onWord, runCommands, runGroups, type RunCommand } from './commands.ts';
import { isCredentialFile } from './credential-files.ts';
import { mountsOf } from './mounts.ts';
import { isHarmlessValue, isSecretName } from './secret-names.ts';

/** ARG or ENV whose name says secret, unless its value cannot be one. */
export const secretArgEnv: DockerfileCheck = function* (dockerfile) {
  const globals: Placed[] = dockerfile.finalStage === undefined ? [] : dockerfile.globals.map((instruction) => ({ instruction, stage: dockerfile.stages[0] ?? dockerfile.finalStage })).filter(isPlaced);
  for (const placed of [...globals, ...instructionsOf(dockerfile, 'ARG', 'ENV')]) {
    for (const pair of placed.instruction.pairs) {
      if (!isSecretName(pair.key)) continue;
      const text = pair.value?.text;
      if (text !== undefined && isHarmlessValue(text)) continue;
      // ENV TOKEN=$TOKEN copies the argument into the image: that is the leak. ENV KEY=$SOMETHING_UNKNOWN may be one.
      const { value, valueStart, end } = pair.syntax;
      const found = finding(pair.syntax.start, pair.syntax.end, placed.stage, `${placed.instruction.name} ${pair.key.slice(0, 60)} keeps a secret in the image's history`);
      yield value === undefined ? found : { ...found, secret: { start: valueStart, end } };
    }
  }
};

function isPlaced(value: { instruction: Placed['instruction']; stage: Placed['stage'] | undefined }): value is Placed {
  return value.stage !== undefined;
}

/** COPY or ADD from the context brings in a file that is made for credentials. */
export const secretCopied: DockerfileCheck = function* (dockerfile) {
  for (const placed of instructionsOf(dockerfile, 'COPY', 'ADD')) {
    if (placed.instruction.flags.some((flag) => flag.syntax.name === 'from')) continue;
    const target = placed.instruction.arguments.at(-1)?.value.text ?? '';
    for (const source of placed.instruction.arguments.slice(0, -1)) {
      const text = source.value.text?.replace(/\/+$/, '');
      // what an address gives is no file of the context; `credentials` alone is a folder of code more often than Amazon's file
      if (text === undefined || text.includes('://')) continue;
      const isAmazons = target.includes('.aws') && /(?:^|\/)credentials$/.test(text);
      if ((!isCredentialFile(text) && !isAmazons) || /(?:^|[./_-])(?:pub|public|ca|cert|certs|chain|fullchain|bundle|example|sample|template|dist)(?:[./_-]|$)/i.test(text)) continue;
      yield finding(source.syntax.start, source.syntax.end, placed.stage, `${text.slice(0, 80)} holds credentials`);
    }
  }
};

/** RUN with a literal credential: userinfo in a URL, curl -u, --password=…, an Authorization header. */
export const secretInRun: DockerfileCheck = function* (dockerfile) {
  for (const run of runCommands(dockerfile)) {
    yield* literalCredentials(run);
    for (const assignment of run.command.assignments) {
      if (!isSecretName(assignment.name) || assignment.value.hasExpansion || isHarmlessValue(assignment.value.text) || isPlaceholder(assignment.value.text)) continue;
      yield finding(assignment.start, assignment.end, run.stage, `${assignment.name} is given a literal value`);
    }
  }
};

function* literalCredentials(run: RunCommand): Generator<DockerfileFinding> {
  const { texts, args } = run;
  for (const [index, word] of args.entries()) {
    const { text } = word;
    const url = !text.includes('://') ? undefined : /^[a-z][a-z0-9+.-]{1,15}:\/\/[^\s/@:]{0,100}:([^\s/@]{3,200})@/i.exec(text)?.[1];
    if (url !== undefined && isLiteral(url)) yield onWord(run, word, 'the URL holds a password');
    const header = !text.includes(':') ? undefined : /^(?:authorization|x-api-key|private-token|x-auth-token|proxy-authorization)\s*:\s*(?:(?:bearer|basic|token)\s+)?(\S{6,})/i.exec(text)?.[1];
    if (header !== undefined && isLiteral(header)) yield onWord(run, word, 'the header holds a credential');
    const long = !text.startsWith('-') || !text.includes('=') ? undefined : /^--?(?:password|passwd|passphrase|token|api-?key|secret|auth-?token|access-?token|client-?secret|http-password|proxy-password)=(.{3,})$/i.exec(text)?.[1];
    if (long !== undefined && isLiteral(long)) yield onWord(run, word, 'the option holds a credential');
    const previous = texts[index - 1] ?? '';
    if (previous.startsWith('--') && /^--(?:password|passwd|passphrase|token|api-?key|secret|auth-?token|access-?token|client-?secret|http-password)$/i.test(previous) && !text.startsWith('-') && text.length > 2 && isLiteral(text)) {
      yield onWord(run, word, 'the option holds a credential');
    }
    if (run.name === 'curl' && (previous === '-u' || previous === '--user') && /^[^\s:]{1,100}:.{2,}$/.test(text) && isLiteral(text.slice(text.indexOf(':') + 1))) yield onWord(run, word, 'curl is given a password');
  }
}

/** Nothing in it comes from a variable, and it is no placeholder. */
function isLiteral(text: string): boolean {
  return !/[$`{}<>]/.test(text) && !isPlaceholder(text) && !isHarmlessValue(text);
}

function isPlaceholder(text: string): boolean {
  return /^(?:x{3,}|\*{3,}|\.{3,}|changeme|password|passwd|secret|token|example|dummy|test|foo|bar|none|your[-_ ].*)$/i.test(text) || /^\$/.test(text);
}

/** RUN uses a build argument that holds a token, and mounts no secret. */
export const secretMountMissing: DockerfileCheck = function* (dockerfile) {
  const declared = secretArguments(dockerfile);
  for (const group of runGroups(dockerfile)) {
    const names = declared.get(group.stage.index);
    if (names === undefined || names.size === 0) continue;
    if (mountsOf(group.instruction).some((mount) => mount.type === 'secret')) continue;
    const used = group.commands.flatMap((run) => [...run.args, ...run.command.assignments.map((one) => one.value), ...run.command.redirects.map((one) => one.target)]).flatMap((word) => word.parts)
      .find((part) => part.kind === 'variable' && part.name !== undefined && names.has(part.name));
    if (used !== undefined) yield finding(used.start, used.end, group.stage, `${used.name ?? ''} comes from ARG and stays in the history`);
  }
};

function secretArguments(dockerfile: EvaluatedDockerfile): ReadonlyMap<number, ReadonlySet<string>> {
  const found = new Map<number, Set<string>>();
  for (const { instruction, stage } of instructionsOf(dockerfile, 'ARG')) {
    for (const pair of instruction.pairs) {
      if (!isSecretName(pair.key) || (pair.value?.text !== undefined && pair.value.text !== '' && isHarmlessValue(pair.value.text))) continue;
      const names = found.get(stage.index) ?? new Set<string>();
      names.add(pair.key);
      found.set(stage.index, names);
    }
  }
  return found;
}

/** RUN --security=insecure or --network=host. */
export const runInsecure: DockerfileCheck = function* (dockerfile) {
  for (const placed of instructionsOf(dockerfile, 'RUN')) {
    for (const flag of placed.instruction.flags) {
      const value = flag.value?.text;
      if ((flag.syntax.name === 'security' && value === 'insecure') || (flag.syntax.name === 'network' && value === 'host')) {
        yield finding(flag.syntax.start, flag.syntax.end, placed.stage, `--${flag.syntax.name}=${value}`);
      }
    }
  }
};
