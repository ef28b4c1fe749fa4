/** What somebody asked for on the command line cannot be: exit code 2. Names the thing and what would be right. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
