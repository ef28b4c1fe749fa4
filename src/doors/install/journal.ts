import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, readFileSync, realpathSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { withoutBlock } from './shims.ts';

/** One thing that init did, with what is needed to take it back. */
export type Step =
  | { readonly kind: 'created'; readonly path: string; readonly sha: string }
  | { readonly kind: 'edited'; readonly path: string; readonly before: string; readonly mode: number; readonly sha: string }
  | { readonly kind: 'moved'; readonly from: string; readonly to: string }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'config'; readonly key: string; readonly before?: string }
  /** One more value of a setting that may have several. */
  | { readonly kind: 'config-added'; readonly key: string; readonly value: string };

/** How to take back what lies in a format of its own. */
export interface Undo {
  /** Sets a local setting of the repository or, without a value, takes it away. */
  set(key: string, value: string | undefined): void;
  /** Takes one value of a local setting away and leaves the others. */
  remove(key: string, value: string): void;
  /** Takes our part out of a file that changed since. False where it has none. */
  takeOut(path: string): boolean;
}

const sha = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

/**
 * The record of an installation, kept in the git directory. Every change goes through it, so that `uninstall` restores
 * every file and setting byte for byte. Running init again adds only what is new.
 */
export interface Journal {
  readonly steps: readonly Step[];
  /** Writes a file; remembers what was there. `text` undefined leaves things alone. */
  write(path: string, text: string, executable: boolean): void;
  move(from: string, to: string): void;
  config(key: string, before: string | undefined): void;
  /** Records that a value was added; false when it had been before. */
  configAdded(key: string, value: string): boolean;
  save(): void;
}

/** Opens the journal of a git directory's installation; empty where there is none. */
export function openJournal(folder: string): Journal {
  const file = join(folder, 'install.json');
  const steps: Step[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  const save = (): void => {
    mkdirSync(folder, { recursive: true });
    replaceFile(file, `${JSON.stringify(steps, null, 1)}\n`, 0o644);
  };
  const known = (path: string): number => steps.findIndex((step) => (step.kind === 'created' || step.kind === 'edited') && step.path === path);
  return {
    steps,
    save,
    write(path, text, executable) {
      const there = existsSync(path) ? readFileSync(path) : undefined;
      const mode = there === undefined ? 0o644 : statSync(path).mode & 0o777;
      const at = known(path);
      const earlier = steps[at];
      makeFolders(dirname(path), steps);
      const step: Step =
        earlier?.kind === 'edited'
          ? { ...earlier, sha: sha(text) }
          : there === undefined || earlier?.kind === 'created'
            ? { kind: 'created', path, sha: sha(text) }
            : { kind: 'edited', path, before: there.toString('base64'), mode, sha: sha(text) };
      if (at < 0) steps.push(step);
      else steps[at] = step;
      save();
      // a link stays one
      replaceFile(there === undefined ? path : realpathSync(path), text, executable ? mode | 0o755 : mode);
    },
    move(from, to) {
      renameSync(from, to);
      steps.push({ kind: 'moved', from, to });
      save();
    },
    config(key, before) {
      if (steps.some((step) => step.kind === 'config' && step.key === key)) return;
      steps.push({ kind: 'config', key, ...(before === undefined ? {} : { before }) });
      save();
    },
    configAdded(key, value) {
      if (steps.some((step) => step.kind === 'config-added' && step.key === key && step.value === value)) return false;
      steps.push({ kind: 'config-added', key, value });
      save();
      return true;
    },
  };
}

/** Writes a file whole or not at all: git would run half a hook, and an empty one lets everything pass. */
function replaceFile(path: string, text: string, mode: number): void {
  const next = `${path}.portcullis-new`;
  try {
    writeFileSync(next, text);
    chmodSync(next, mode);
    const there = statSync(path, { throwIfNoEntry: false });
    if (there !== undefined && process.getuid?.() === 0) chownSync(next, there.uid, there.gid);
    renameSync(next, path);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
}

/** Whether anything has this name, also a link that leads nowhere. */
export function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Whether a file is there and holds what a step says was written. */
export function isAsWritten(path: string, written: string): boolean {
  return existsSync(path) && sha(readFileSync(path)) === written;
}

function makeFolders(folder: string, steps: Step[]): void {
  if (existsSync(folder)) return;
  makeFolders(dirname(folder), steps);
  mkdirSync(folder);
  steps.push({ kind: 'folder', path: folder });
}

/**
 * Takes every step back, the last first. A file that somebody changed since loses only our lines; what could not be
 * restored is returned as sentences.
 */
export function rewind(journal: Journal, undo: Undo): readonly string[] {
  const remarks: string[] = [];
  for (const step of [...journal.steps].reverse()) {
    switch (step.kind) {
      case 'created':
        if (!existsSync(step.path)) break;
        if (isAsWritten(step.path, step.sha)) rmSync(step.path);
        else remarks.push(takeOut(step.path, undo));
        break;
      case 'edited':
        if (!existsSync(step.path)) remarks.push(`${step.path} is gone; it was not restored`);
        else if (isAsWritten(step.path, step.sha)) {
          writeFileSync(step.path, Buffer.from(step.before, 'base64'));
          chmodSync(step.path, step.mode);
        } else remarks.push(takeOut(step.path, undo));
        break;
      case 'moved':
        if (!isThere(step.to)) remarks.push(`${step.to} is gone; the former hook could not be put back`);
        else if (isThere(step.from)) remarks.push(`${step.from} was written by something else since; the former hook stays at ${step.to}`);
        else renameSync(step.to, step.from);
        break;
      case 'folder':
        try {
          rmdirSync(step.path);
        } catch {
          // others have put something into it: it stays
        }
        break;
      case 'config':
        undo.set(step.key, step.before);
        break;
      case 'config-added':
        undo.remove(step.key, step.value);
        break;
      default:
        step satisfies never;
    }
  }
  return remarks;
}

/** Takes our part out of a file that changed since; a file that has none is left alone. */
function takeOut(path: string, undo: Undo): string {
  const text = readFileSync(path, 'utf8');
  const bare = withoutBlock(text);
  if (bare !== text) writeFileSync(path, bare);
  else if (!undo.takeOut(path)) return `${path} was changed since it was installed and is left as it is`;
  return `${path} was changed since it was installed: only our lines were taken out`;
}
