/**
 * Asked in loops that may be long whether there is time left, and throws where there is none; `path` is what is looked at.
 * It costs some 50 ns, so that a loop of less than that for a step asks at every `askEvery`th.
 */
export type Ask = (path: string) => void;

/** Steps of a short loop between two times that it asks; a power of two. */
export const askEvery = 64;

/** For who has all the time. */
export const neverEnds: Ask = () => undefined;

/** Whether an error says that time is up: it is handed on as it is, whoever was at work. Told by its name, because each bundle has its own classes. */
export function isOutOfTime(error: unknown): boolean {
  return error instanceof Error && error.name === 'DeadlineError';
}
