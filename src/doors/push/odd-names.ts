import { isDockerfileName, isOtherName } from '../../families/containers/file-names.ts';
import { beginsLikeDockerfile } from '../../formats/dockerfile/begins.ts';
import type { Source } from '../../model/source.ts';

/** What a template of CloudFormation holds, in whatever format it is written. */
const resourceType = 'AWS::';

/** Whether a file may be a template by what it holds and does not have the name of one: who names it says what it is. */
export function mayBeTemplate({ subject, path, bytes }: Pick<Source, 'subject' | 'path' | 'bytes'>): boolean {
  return subject === 'file' && ((!isDockerfileName(path) && beginsLikeDockerfile(bytes)) || (!isOtherName(path) && bytes.includes(resourceType)));
}
