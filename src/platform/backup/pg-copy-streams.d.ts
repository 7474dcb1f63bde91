// The part of pg-copy-streams that back-up uses; the package comes without types.
declare module 'pg-copy-streams' {
  import type { Readable, Writable } from 'node:stream'
  import type { Submittable } from 'pg'

  /** `COPY … TO STDOUT`: read the rows from it. */
  export function to(sql: string): Readable & Submittable
  /** `COPY … FROM STDIN`: write the rows to it. */
  export function from(sql: string): Writable & Submittable
}
