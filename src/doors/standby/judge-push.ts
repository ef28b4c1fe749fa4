import * as layers from '../../engine/layers/examine.ts';
import { provideCredentials } from '../../engine/loaded.ts';
import * as credentials from '../../families/credentials/family.ts';
import type { ObjectPipe } from '../../git/object-pipe.ts';
import { receive } from '../server.ts';
import type { StandbyRequest } from './request.ts';

provideCredentials(credentials, layers);

/**
 * Judges a push, in the environment and folder of its hook, as that would. True once it is let in and recorded; nothing is
 * recorded of one that is not, or of which something is to be said. Throws what the judging throws, and Undecided.
 */
export async function isPushLetIn({ argument, body }: StandbyRequest, pipe: ObjectPipe): Promise<boolean> {
  const lineEnd = body.indexOf(10) + 1;
  const answers = body.subarray(lineEnd);
  // what is said while it is judged (that it takes long) is all that is lost
  return (await receive({ hook: 'pre-receive', args: [], input: body.subarray(0, lineEnd), env: process.env, say: () => undefined, onlySilent: true, pipe, ...(answers.length === 0 ? {} : { handed: async () => answers }), ...(argument === '' ? {} : { folder: argument }) })) === 0;
}
