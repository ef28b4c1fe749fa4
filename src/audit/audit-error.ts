/** The audit log cannot be written or read as it must be. A door that gets it refuses. */
export class AuditError extends Error {
  override readonly name = 'AuditError';
}
