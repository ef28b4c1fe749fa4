import type { FamilyPolicy, LocatedReport, Project } from '../../../model/family.ts';
import type { Source } from '../../../model/source.ts';
import { fieldOf, scalarText } from '../../../templates/access.ts';
import { joined } from '../../../templates/compose/files.ts';
import type { ComposeProject } from '../../../templates/compose/model.ts';
import type { FileReader, Value } from '../../../templates/value.ts';
import { beginsLikeDockerfile } from '../../../formats/dockerfile/begins.ts';
import { folderOf } from '../../../formats/repository-path.ts';
import { examineDockerfiles } from '../dockerfile/examine.ts';
import { isDockerfileName } from '../file-names.ts';
import { alwaysRead, tooLongReports } from '../too-long.ts';

/** Dockerfiles that are followed from the Compose files of one run. */
const maxDockerfiles = 1000;

/**
 * The files that services are built by and whose name does not say that they are Dockerfiles. What does not begin like one
 * is left alone: with it nothing can be built.
 */
export class NamedDockerfiles {
  readonly #files: FileReader;
  readonly #found = new Map<string, Source | undefined>();

  constructor(files: FileReader) {
    this.#files = files;
  }

  add({ services }: ComposeProject): void {
    for (const { value } of services) {
      const path = dockerfileOf(fieldOf(value, 'build'));
      if (path === undefined || isDockerfileName(path) || this.#found.has(path) || this.#found.size >= maxDockerfiles) continue;
      const text = this.#files.readText(path);
      const bytes = text === undefined ? undefined : Buffer.from(text, 'utf8');
      this.#found.set(path, bytes === undefined || !beginsLikeDockerfile(bytes) ? undefined : { path, subject: 'file', bytes });
    }
  }

  /** Judges them. Throws BrokenCheck. */
  async examine(project: Project, policy: FamilyPolicy): Promise<readonly LocatedReport[]> {
    const sources = [...this.#found.values()].filter((source) => source !== undefined);
    const long = sources.filter(({ bytes }) => bytes.length > alwaysRead);
    return [...tooLongReports(long, policy), ...(await examineDockerfiles(sources.filter((source) => !long.includes(source)), project, policy))];
  }
}

/** The path of the Dockerfile of a service, seen from the file in which its context, or its own name, is written. */
function dockerfileOf(build: Value | undefined): string | undefined {
  const named = fieldOf(build, 'dockerfile');
  const name = scalarText(named);
  if (named === undefined || name === undefined || name.includes('\0')) return undefined;
  const context = fieldOf(build, 'context');
  const folder = context === undefined ? folderOf(named.at.source.path) : joined(folderOf(context.at.source.path), scalarText(context) ?? '/');
  return folder === undefined ? undefined : joined(folder, name);
}
