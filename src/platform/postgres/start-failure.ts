/** The embedded database cannot be started for a reason the operator can mend; the message says how and names `DATABASE_URL`. */
export class PostgresStartFailure extends Error {
  override readonly name = 'PostgresStartFailure'

  constructor(message: string, cause?: unknown) {
    super(`${message}\nAny PostgreSQL 15 or newer can be used instead: set DATABASE_URL=postgres://user:password@host:5432/database`, { cause })
  }
}
